# SPDX-License-Identifier: GPL-2.0-or-later
#
# All tests in one. Included after the other modules, whose variables it uses.

# In the order in which they start: the short ones first, then the longest. The same image
# is tested on a pseries and, if the name says so, on bare metal.
TEST_STEPS := abi legacy static bench-plugin install kernels unit runner \
	fuzz fuzz-selftest \
	guest guest-powernv9 system-console system-console-powernv9 system-bad-input-powernv9 \
	system-boot system-boot-powernv9 system-cpus system-cpus-powernv9 system-failure system-failure-powernv9 \
	system-firmware-powernv9 system-faults-powernv9 system-bad-input system-memory \
	system-memory-powernv9 system-offline \
	system-domu-check system-domu-check-powernv9 \
	domu-life domu-life-powernv9 domu-monitor domu-many domu-many-powernv9 \
	domu-save domu-save-powernv9 domu-save-2005 domu-tool \
	domu-hostile domu-hostile-powernv9 domu-registers domu-registers-powernv9 \
	domu-registers-powernv10 domu-fair-bvt domu-fair-sedf domu-churn \
	system-domu-demo system-domu-demo-powernv9

# Built before any step starts, since several steps run at a time.
TEST_NEEDS := $(ALL_TARGETS) $(ABI_ASSERTS) $(UNIT_TESTS) $(STATIC_CHECK) $(BENCH_PLUGIN) \
	$(BENCH_PLUGIN_TEST) $(INSTALL_NEEDS) $(SYSTEM_NEEDS) $(FUZZ_PROGRAMS)

# MAKE_COMMAND instead of MAKE: the steps do not use this make's job server. -o: a commit
# made meanwhile changes the version, but must not change the image under test.
.PHONY: test
# test: all tests, some minutes; the last line is the sum
test: $(TEST_NEEDS)
	$(Q)MAKEFLAGS= O=$(O) tests/run-tests $(TEST_STEPS) -- $(MAKE_COMMAND) --no-print-directory \
		-o $(O)/xen/xen $(MAKEOVERRIDES)
