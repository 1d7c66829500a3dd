# SPDX-License-Identifier: GPL-2.0-or-later
#
# Benchmarks: instruction counts, by a QEMU plugin, of what dom0 does between
# markers. Nothing of this is part of `make all`.

BENCH_DIR := tests/bench
BENCH_PLUGIN := $(O)/host/count-plugin.so
BENCH_PLUGIN_OBJS := $(call objs,host,$(BENCH_DIR)/count-plugin.c)
BENCH_PROGRAM := $(O)/bench/bench
BENCH_PROGRAM_OBJS := $(call objs,target,$(addprefix $(BENCH_DIR)/,bench.c lists.c sum.c))
BENCH_INIT := $(O)/bench/bench-init
BENCH_INIT_OBJS := $(call objs,target,$(BENCH_DIR)/boot-init.S)
BENCH_PLUGIN_TEST := $(O)/bench/plugin-test
BENCH_PLUGIN_TEST_OBJS := $(call objs,target,$(BENCH_DIR)/plugin-test.S)
BENCH_MODULE := $(O)/bench/nullcall.ko
BENCH_MODULE_BUILD := $(O)/bench/nullcall-module
BENCH_MODULE_INPUT := $(wildcard $(BENCH_DIR)/nullcall-module/*) $(BENCH_DIR)/marker.h

$(BENCH_PLUGIN_OBJS): CFLAGS_EXTRA := -fPIC -fvisibility=hidden
$(BENCH_PLUGIN): $(BENCH_PLUGIN_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -shared -o $@ $^

# libxc as dom0's programs have it, but in the file: no dynamic linker, whose
# lazy binding would be counted in the first call of each function.
$(BENCH_PROGRAM_OBJS): CPPFLAGS_EXTRA := -Itools/libxc
# For the processor that the hypervisor runs on, and as fast as it can be read.
$(O)/obj/target/$(BENCH_DIR)/sum.o: CFLAGS_EXTRA := -O3 -mcpu=power9
$(BENCH_PROGRAM): $(BENCH_PROGRAM_OBJS) $(O)/lib/libxc.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -o $@.debug $^ -pthread
	$(Q)$(CROSS_STRIP) -o $@ $@.debug

$(BENCH_INIT): $(BENCH_INIT_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) -static -e _start -o $@ $^

# QEMU adds 0x400000 to the addresses to load at, as for the hypervisor.
$(BENCH_PLUGIN_TEST): $(BENCH_PLUGIN_TEST_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) --no-warn-rwx-segments -N -Ttext=0x400000 -e _start -o $@.elf $^
	$(Q)$(CROSS_OBJCOPY) --change-section-lma .text=0 $@.elf $@

# Kbuild writes beside its sources, so they are copied below $(O) first.
$(BENCH_MODULE): $(BENCH_MODULE_INPUT) $(PRIVCMD_HEADERS) $(BENCH_DIR)/module.mk \
		$(O)/kernel/release | $(KERNEL_READY)
	$(call say,KMOD,$@)
	$(Q)mkdir -p $(BENCH_MODULE_BUILD)/include
	$(Q)cp -pu $(BENCH_MODULE_INPUT) $(BENCH_MODULE_BUILD)/
	$(Q)cp -rpu include/public $(BENCH_MODULE_BUILD)/include/
	$(call privcmd_kbuild,$(BENCH_MODULE_BUILD),W=1 KCFLAGS=-Werror)
	$(Q)$(CROSS_STRIP) -g -o $@ $(BENCH_MODULE_BUILD)/nullcall.ko

.PHONY: bench bench-profile test-bench-plugin
# test-bench-plugin: the counting plugin against counts made on paper
test-bench-plugin: $(BENCH_PLUGIN) $(BENCH_PLUGIN_TEST) | $(HOST_READY)
	$(Q)$(BENCH_DIR)/plugin-test $(abspath $(BENCH_PLUGIN) $(BENCH_PLUGIN_TEST) $(O)/bench)

# bench: instruction counts beside those of others, also in bench.json
bench: test-bench-plugin dom0-image $(O)/xen/xen $(BENCH_PROGRAM) $(BENCH_INIT) $(BENCH_MODULE)
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) $(BENCH_DIR)/run $(abspath $(O))

# bench-profile: ROW=name: the functions that a row's instructions are executed in
bench-profile: dom0-image $(O)/xen/xen $(BENCH_PLUGIN) $(BENCH_PROGRAM) $(BENCH_INIT) $(BENCH_MODULE)
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) $(BENCH_DIR)/run $(abspath $(O)) $(ROW)

-include $(call deps,$(BENCH_PLUGIN_OBJS) $(BENCH_PROGRAM_OBJS) $(BENCH_INIT_OBJS) \
	$(BENCH_PLUGIN_TEST_OBJS))
