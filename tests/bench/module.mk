# SPDX-License-Identifier: GPL-2.0-or-later
#
# Benchmarks: a QEMU plugin counts the instructions that dom0 executes between markers.
# None of this is part of `make all`.

BENCH_DIR := tests/bench
# Numbered by the version of QEMU's interface: 1 for Debian 12's QEMU, 4 for $(QEMU_READY).
BENCH_PLUGIN := $(O)/host/count-plugin-1.so
BENCH_PLUGIN_4 := $(O)/host/count-plugin-4.so
BENCH_PLUGIN_OBJS := $(foreach v,1 4,$(O)/obj/host/$(BENCH_DIR)/count-plugin-$(v).o)
BENCH_COUNT_OBJS := $(addprefix $(O)/obj/host/$(BENCH_DIR)/,count-hits.o count-stay.o)
BENCH_PROGRAM := $(O)/bench/bench
BENCH_GUEST_SRCS := $(addprefix $(BENCH_DIR)/,guest.c guest-code.S fail.c)
BENCH_PROGRAM_OBJS := $(call objs,target,$(BENCH_GUEST_SRCS) \
	$(addprefix $(BENCH_DIR)/,bench.c domains.c lists.c sum.c))
BENCH_SHARE := $(O)/bench/bench-share
BENCH_SHARE_OBJS := $(call objs,target,$(BENCH_GUEST_SRCS) $(BENCH_DIR)/share.c)
# The first programs of dom0 and of other domains differ in the marker's name only.
BENCH_INITS := $(O)/bench/bench-init $(O)/bench/bench-domu-init
BENCH_INIT_OBJS := $(BENCH_INITS:$(O)/bench/%=$(O)/obj/target/$(BENCH_DIR)/%.o)
# Both, and the files that a domain needs to boot as dom0 with the same initramfs.
BENCH_DOMU := $(O)/bench/domu.cpio
BENCH_PLUGIN_TEST := $(O)/bench/plugin-test
BENCH_PLUGIN_TEST_OBJS := $(call objs,target,$(BENCH_DIR)/plugin-test.S)
BENCH_MODULE := $(O)/bench/nullcall.ko
BENCH_MODULE_BUILD := $(O)/bench/nullcall-module
BENCH_MODULE_INPUT := $(wildcard $(BENCH_DIR)/nullcall-module/*) $(BENCH_DIR)/marker.h

$(BENCH_PLUGIN_OBJS): $(O)/obj/host/$(BENCH_DIR)/count-plugin-%.o: $(BENCH_DIR)/count-plugin.c \
		| $(HOST_READY) $(PUBLIC_INCLUDE)/xen
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(CPPFLAGS_host) -DQEMU_PLUGIN_API=$* $(CFLAGS_host) -fPIC \
		-fvisibility=hidden -MMD -MP -c -o $@ $<

$(BENCH_COUNT_OBJS): CFLAGS_EXTRA := -fPIC -fvisibility=hidden
$(BENCH_PLUGIN) $(BENCH_PLUGIN_4): $(O)/host/%.so: $(O)/obj/host/$(BENCH_DIR)/%.o $(BENCH_COUNT_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -shared -o $@ $^

# libxc is linked statically: a dynamic linker's lazy binding would be counted in the
# first call of each function.
$(sort $(BENCH_PROGRAM_OBJS) $(BENCH_SHARE_OBJS)): CPPFLAGS_EXTRA := -Itools/libxc
# The fastest reader for the processor that the hypervisor runs on.
$(O)/obj/target/$(BENCH_DIR)/sum.o: CFLAGS_EXTRA := -O3 -mcpu=power9
$(BENCH_PROGRAM): $(BENCH_PROGRAM_OBJS)
$(BENCH_SHARE): $(BENCH_SHARE_OBJS)
$(BENCH_PROGRAM) $(BENCH_SHARE): $(O)/lib/libxc.a | $(SYSROOT_READY)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -o $@.debug $(filter %.o,$^) $(O)/lib/libxc.a $(LIBXC_LIBS) -pthread
	$(Q)$(CROSS_STRIP) -o $@ $@.debug

$(O)/obj/target/$(BENCH_DIR)/bench-init.o: BENCH_MARK := MARK_POINT BENCH_BOOT
$(O)/obj/target/$(BENCH_DIR)/bench-domu-init.o: BENCH_MARK := MARK_END BENCH_CREATE
$(BENCH_INIT_OBJS): $(BENCH_DIR)/boot-init.S $(BENCH_DIR)/module.mk | $(PUBLIC_INCLUDE)/xen
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) $(CPPFLAGS_target) -D__ASSEMBLY__ -DBENCH_KIND=$(firstword $(BENCH_MARK)) \
		-DBENCH_ID=$(lastword $(BENCH_MARK)) $(CFLAGS_target) -MMD -MP -c -o $@ $<

$(BENCH_DOMU): $(DOMU_INITRD) $(O)/bench/bench-domu-init $(DOM0_AGENT) $(MKCPIO)
	$(call say,CPIO,$@)
	$(Q)$(MKCPIO) $@.added file /bench-domu-init 755 $(O)/bench/bench-domu-init \
		file /usr/sbin/dom0-agent 755 $(DOM0_AGENT)
	$(Q)cat $(DOMU_INITRD) $@.added >$@

$(BENCH_INITS): $(O)/bench/%: $(O)/obj/target/$(BENCH_DIR)/%.o
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) -static -e _start -o $@ $^

# QEMU adds 0x400000 to the load addresses, as for the hypervisor.
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

# $(call bench_plugin_test,PLUGIN,QEMU)
bench_plugin_test = $(Q)CROSS_COMPILE=$(CROSS_COMPILE) LIMIT=$(LIMIT) $(BENCH_DIR)/plugin-test \
	$(abspath $(1) $(BENCH_PLUGIN_TEST) $(O)/bench/$(basename $(notdir $(1)))) $(2)
BENCH_NEEDS := dom0-image $(O)/xen/xen $(BENCH_PLUGIN) $(BENCH_PLUGIN_4) $(BENCH_PROGRAM) \
	$(BENCH_SHARE) $(BENCH_INITS) $(BENCH_DOMU) $(BENCH_MODULE)

.PHONY: bench bench-profile test-bench-plugin test-bench-plugin-4
# test-bench-plugin: the counting plugin against counts made by hand
test-bench-plugin: $(BENCH_PLUGIN) $(BENCH_PLUGIN_TEST) $(LIMIT) | $(HOST_READY)
	$(call bench_plugin_test,$(BENCH_PLUGIN),qemu-system-ppc64)

test-bench-plugin-4: $(BENCH_PLUGIN_4) $(BENCH_PLUGIN_TEST) $(LIMIT) | $(QEMU_READY)
	$(call bench_plugin_test,$(BENCH_PLUGIN_4),$(QEMU_COMMAND))

# bench: instruction counts beside those of other hypervisors, also in bench.json
bench: test-bench-plugin test-bench-plugin-4 $(BENCH_NEEDS) | $(QEMU_READY)
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) $(BENCH_DIR)/run $(abspath $(O))

# bench-profile: ROW=name [MACHINE=powernv9]: the functions that a row's instructions are in
bench-profile: $(BENCH_NEEDS) | $(if $(findstring powernv,$(ROW)$(MACHINE)),$(QEMU_READY))
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) $(BENCH_DIR)/run $(abspath $(O)) $(ROW) $(MACHINE)

-include $(call deps,$(BENCH_PLUGIN_OBJS) $(BENCH_COUNT_OBJS) $(BENCH_PROGRAM_OBJS) $(BENCH_SHARE_OBJS) $(BENCH_INIT_OBJS) \
	$(BENCH_PLUGIN_TEST_OBJS))
