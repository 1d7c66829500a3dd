# SPDX-License-Identifier: GPL-2.0-or-later
#
# Long tests, which are not part of `make test`: the tests of dom0 and of whole boots on a
# POWER10 of either kind, and hours of virtual time. The scripts use tests/system/lib.sh.

SOAK_DIR := tests/soak
SOAK_TESTS := same hours
# In the order in which they start: the longest first.
SOAK_STEPS := soak-hours domu-many-8 domu-many-8-powernv9 domu-many-long \
	domu-many-long-powernv9 domu-save-long domu-save-long-powernv9 domu-churn-long \
	domu-churn-long-powernv9 domu-save-powernv10 guest-power10 guest-powernv10 system-boot-powernv10 \
	system-cpus-powernv10 \
	system-memory-powernv10 system-console-powernv10 system-failure-powernv10 \
	system-bad-input-powernv10 system-firmware-powernv10 system-faults-powernv10 \
	$(SYSTEM_MACHINE_TESTS:%=system-%-power10) soak-same

.PHONY: soak test-guest-power10 $(SOAK_TESTS:%=test-soak-%)
# soak: the tests that take long: many domains, POWER10, bare metal; half an hour and more
soak: $(SYSTEM_NEEDS) | $(QEMU_READY)
	$(Q)MAKEFLAGS= O=$(O) STEP_SECONDS=36000 tests/run-tests $(SOAK_STEPS) -- $(MAKE_COMMAND) \
		--no-print-directory -o $(O)/xen/xen $(MAKEOVERRIDES)

test-guest-power10: dom0-image $(O)/xen/xen
	$(Q)O=$(O) tools/dom0/run --no-guests --cpu POWER10 --memory 2G --xen-append dom0_mem=768M \
		--timeout 900 -- /usr/lib/xen-tests/run-all

$(SOAK_TESTS:%=test-soak-%): test-soak-%: $(SYSTEM_NEEDS) | $(QEMU_READY)
	$(Q)MACHINE=powernv9 O=$(O) CROSS_COMPILE=$(CROSS_COMPILE) $(SOAK_DIR)/$*.sh
