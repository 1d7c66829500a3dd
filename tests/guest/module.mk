# SPDX-License-Identifier: GPL-2.0-or-later
#
# CUnit programs that run inside dom0, against the real driver and the real
# hypervisor. They are static, so that nothing but the kernel is under them.

GUEST_DIR := tests/guest
GUEST_OUT := $(O)/tests/guest
GUEST_RAW := $(addprefix $(GUEST_DIR)/lib/,hcall.c fixture.c) tests/lib/cunit-main.c

GUEST_SRCS_contract-test := $(GUEST_RAW) $(GUEST_DIR)/lib/puppet.c $(CONTRACT_CASES) \
	$(CONTRACT_DIR)/dom0.c
GUEST_SRCS_hypercall-test := $(GUEST_RAW) $(GUEST_DIR)/lib/puppet.c $(wildcard $(GUEST_DIR)/hypercall/*.c)
GUEST_SRCS_bad-pointer-test := $(GUEST_RAW) $(GUEST_DIR)/lib/physmem.c \
	$(wildcard $(GUEST_DIR)/bad-pointer/*.c)
GUEST_SRCS_race-test := $(GUEST_RAW) $(GUEST_DIR)/race-test.c
GUEST_SRCS_privcmd-test := $(GUEST_RAW) $(GUEST_DIR)/lib/physmem.c \
	$(GUEST_DIR)/lib/procfs.c $(wildcard $(GUEST_DIR)/privcmd/*.c)
GUEST_SRCS_libxc-test := tests/lib/cunit-main.c $(wildcard $(GUEST_DIR)/libxc/*.c)
GUEST_LIBS_libxc-test := $(O)/lib/libxc.a
GUEST_SRCS_process-test := $(GUEST_RAW) $(addprefix $(GUEST_DIR)/lib/,physmem.c procfs.c) \
	$(wildcard $(GUEST_DIR)/process/*.c)
GUEST_LIBS_process-test := $(O)/lib/libxc.a
GUEST_TESTS := contract-test hypercall-test bad-pointer-test race-test privcmd-test libxc-test process-test
# Not a test, but what one runs: a program with the shared library.
GUEST_PERF_LIST := $(GUEST_OUT)/perf-list

# libxc's header, and what Linux adds to the C library's.
$(O)/obj/target/tests/guest/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itools/libxc \
	-I$(GUEST_DIR)/lib

# $(call guest_test,NAME)
define guest_test
GUEST_OBJS_$(1) := $$(call objs,target,$$(GUEST_SRCS_$(1)))
GUEST_OBJS += $$(GUEST_OBJS_$(1))
$$(GUEST_OUT)/$(1): $$(GUEST_OBJS_$(1)) $$(GUEST_LIBS_$(1)) | $$(SYSROOT_READY)
	$$(call say,LINK,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(CROSS_CC) -static -pthread -o $$@ $$(GUEST_OBJS_$(1)) \
		$$(GUEST_LIBS_$(1)) $$(LIBXC_LIBS) $$(SYSROOT_LIB)/libcunit.a
	$$(Q)$$(CROSS_STRIP) $$@
DOM0_FILES += $$(GUEST_OUT)/$(1):/usr/lib/xen-tests/$(1)
endef
GUEST_OBJS :=
$(foreach t,$(GUEST_TESTS),$(eval $(call guest_test,$(t))))

GUEST_OBJS_perf-list := $(call objs,target,$(GUEST_DIR)/perf-list.c)
GUEST_OBJS += $(GUEST_OBJS_perf-list)
$(GUEST_PERF_LIST): $(GUEST_OBJS_perf-list) $(LIBXC_LINK) | $(SYSROOT_READY)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -o $@ $(GUEST_OBJS_perf-list) -L$(O)/lib -lxc
	$(Q)$(CROSS_STRIP) $@
DOM0_FILES += $(GUEST_PERF_LIST):/usr/lib/xen-tests/perf-list

ALL_TARGETS += $(addprefix $(GUEST_OUT)/,$(GUEST_TESTS)) $(GUEST_PERF_LIST)
# A place to swap to: process-pressure.c.
DOM0_FILES += $(foreach m,zsmalloc zram,$(O)/kernel/$(m).ko:/lib/modules/$(m).ko)
DOM0_FILES += $(GUEST_DIR)/run-all:/usr/lib/xen-tests/run-all

.PHONY: test-guest test-guest-powernv9 test-guest-powernv10
# Without guests: what is in dom0's file system is in its memory, and would be swapped out
# before what process-pressure.c wants to see moved.
# test-guest: boot, and run the CUnit programs inside dom0; some under SEDF as well
test-guest: dom0-image $(O)/xen/xen
	$(Q)O=$(O) tools/dom0/run --no-guests --memory 2G --xen-append dom0_mem=768M --timeout 600 -- \
		/usr/lib/xen-tests/run-all
	$(Q)O=$(O) tools/dom0/run --no-guests --memory 2G --xen-append 'dom0_mem=768M sched=sedf' \
		--timeout 600 -- /usr/lib/xen-tests/run-all contract-test hypercall-test \
		libxc-test

# The same on bare metal.
test-guest-powernv9 test-guest-powernv10: test-guest-%: dom0-image $(O)/xen/xen
	$(Q)O=$(O) tools/dom0/run --no-guests --machine $* --memory 2G --xen-append dom0_mem=768M \
		--timeout 900 -- /usr/lib/xen-tests/run-all

.PHONY: test-mutations
# test-mutations: take each protection out, and see its test fail (a quarter of an hour)
test-mutations: dom0-image
	$(Q)O=$(O) DOWNLOADS=$(DOWNLOADS) tests/guest/mutate

-include $(call deps,$(GUEST_OBJS))
