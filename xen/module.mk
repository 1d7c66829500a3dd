# SPDX-License-Identifier: GPL-2.0-or-later
# The hypervisor: one static ELF, freestanding, with Debian's libfdt.

XEN := $(O)/xen/xen
XEN_ARCH := xen/arch/powerpc
XEN_ROOMS := memory sched event grant dom0 console trace build save
XEN_COMMON_SOURCES := $(wildcard xen/common/*.c $(XEN_ROOMS:%=xen/common/%/*.c))
XEN_ARCH_SOURCES := $(filter-out %/asm-offsets.c,$(wildcard $(XEN_ARCH)/*.c)) \
	$(wildcard $(addprefix $(XEN_ARCH)/,cpu/*.[cS] mmu/*.c papr/*.c papr/*/*.c))
XEN_PLATFORM_SOURCES := $(wildcard $(addprefix $(XEN_ARCH)/platform/,*.c */*.[cS]))
XEN_SOURCES := $(sort $(wildcard xen/lib/*.c) $(XEN_COMMON_SOURCES) $(XEN_ARCH_SOURCES) \
	$(XEN_PLATFORM_SOURCES))
XEN_OBJS := $(call objs,xen,$(XEN_SOURCES))
XEN_GENERATED := $(O)/xen/include/asm/asm-offsets.h $(O)/xen/include/compile.h

XEN_INCLUDES := -Ixen/include -I$(XEN_ARCH)/include -I$(O)/xen/include -Iinclude
CPPFLAGS_xen := $(XEN_INCLUDES) -idirafter $(SYSROOT_INC)
# Instructions of POWER8, so that an older machine still gets to say what it lacks.
# No FP or vector registers: they hold the guest's values. Overlapping types are met in
# guest memory and device trees, hence no strict aliasing. The canary: asm/current.h.
CFLAGS_xen := -std=gnu11 -O2 -g $(WARNINGS) -ffreestanding -fno-strict-aliasing -fno-common \
	-mcpu=power8 -mtune=power9 -mabi=elfv2 -mcmodel=medium -msoft-float -mno-altivec -mno-vsx \
	-fno-pic -fno-pie -fno-asynchronous-unwind-tables -ffixed-r13 \
	-fstack-protector-strong -mstack-protector-guard=tls \
	-mstack-protector-guard-reg=r13 -mstack-protector-guard-offset=-28688

# These define the functions that the compiler would otherwise put in place of loops.
$(O)/obj/xen/xen/lib/string.o: CFLAGS_EXTRA := -fno-tree-loop-distribute-patterns

# Other flags are other objects.
$(XEN_OBJS): xen/module.mk mk/common.mk | $(XEN_GENERATED)

$(O)/xen/include/asm/asm-offsets.h: $(XEN_ARCH)/asm-offsets.c \
		$(wildcard $(addprefix $(XEN_ARCH)/include/asm/,*.h */*.h) xen/include/xen/*.h xen/include/xen/*/*.h) | $(SYSROOT_READY) $(PUBLIC_INCLUDE)/xen
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) $(CPPFLAGS_xen) $(CFLAGS_xen) -S -o - $< | \
		sed -n 's/^->\([A-Z0-9_]*\) \([0-9-]*\)$$/#define \1 \2/p' > $@

# The commit's date, not the build's: two builds of one commit are the same image.
.PHONY: force
$(O)/xen/include/compile.h: force | $(SYSROOT_READY)
	$(Q)mkdir -p $(@D)
	$(Q)xen/make-compile-h $(CROSS_CC) > $@.new
	$(Q)if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(O)/xen/xen.lds: $(XEN_ARCH)/xen.lds.S | $(SYSROOT_READY)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -E -P -x assembler-with-cpp -o $@ $<

$(XEN): $(XEN_OBJS) $(O)/xen/xen.lds
	$(call say,LD,$@)
	$(Q)$(CROSS_LD) -static -nostdlib --no-dynamic-linker -z noexecstack --build-id=none \
		-T $(O)/xen/xen.lds -o $@ $(XEN_OBJS) $(SYSROOT_LIB)/libfdt.a

ALL_TARGETS += $(XEN)
-include $(call deps,$(XEN_OBJS))
