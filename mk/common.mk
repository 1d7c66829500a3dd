# SPDX-License-Identifier: GPL-2.0-or-later
#
# The basis of every module.mk: the output directory, quiet rules, and one compile rule
# per "world". An object's path says how it was compiled:
#
#   $(O)/obj/xen/SOURCE.o         hypervisor: ppc64le, freestanding, no FP
#   $(O)/obj/target/SOURCE.o      dom0 programs: ppc64le, hosted
#   $(O)/obj/target-pic/SOURCE.o  the same for shared libraries
#   $(O)/obj/host/SOURCE.o        programs of the build machine
#   $(O)/obj/unit/SOURCE.o        sources under test: native, with sanitizers and the
#                                 fakes of tests/unit/include
#   $(O)/obj/fuzz/SOURCE.o        the same by clang, for libFuzzer (tests/fuzz/module.mk)
#
# A module adds include paths or flags for its own objects with the target-specific
# variables CPPFLAGS_EXTRA and CFLAGS_EXTRA on a pattern, such as
#   $(O)/obj/target/tools/libxc/%.o: CPPFLAGS_EXTRA := -Itools/libxc

O ?= build
V ?= 0
Q := $(if $(filter 1,$(V)),,@)
# $(call say,WORD,FILE): one short line per step, or nothing under V=1
say = $(if $(filter 1,$(V)),@:,@printf '  %-8s%s\n' '$(1)' '$(patsubst $(O)/%,%,$(2))')

CROSS_COMPILE ?= powerpc64le-linux-gnu-
CROSS_CC := $(CROSS_COMPILE)gcc
CROSS_AR := $(CROSS_COMPILE)ar
CROSS_LD := $(CROSS_COMPILE)ld
CROSS_OBJCOPY := $(CROSS_COMPILE)objcopy
CROSS_OBJDUMP := $(CROSS_COMPILE)objdump
CROSS_STRIP := $(CROSS_COMPILE)strip
HOSTCC ?= gcc

# Filled by tools/setup: Debian's ppc64el development packages, unpacked.
SYSROOT := $(O)/sysroot
SYSROOT_INC := $(SYSROOT)/usr/include
SYSROOT_LIB := $(SYSROOT)/usr/lib/powerpc64le-linux-gnu
# Stamps: order-only prerequisites of everything that needs what they represent.
HOST_READY := $(O)/.host-packages
SYSROOT_READY := $(O)/.sysroot

# Functions in a table share a signature, so some do not use every parameter.
WARNINGS := -Wall -Wextra -Werror -Wmissing-prototypes -Wstrict-prototypes \
	    -Wpointer-arith -Wvla -Wundef -Wno-unused-parameter
# Programs include the public headers as <xen/xen.h>, like the tools of 2005.
PUBLIC_INCLUDE := $(O)/include

CPPFLAGS_target := -I$(PUBLIC_INCLUDE) -idirafter $(SYSROOT_INC)
CFLAGS_target := -std=gnu11 -O2 -g $(WARNINGS)
CPPFLAGS_target-pic := $(CPPFLAGS_target)
CFLAGS_target-pic := $(CFLAGS_target) -fPIC
CPPFLAGS_host := -I$(PUBLIC_INCLUDE)
CFLAGS_host := -std=gnu11 -O2 -g $(WARNINGS)
CPPFLAGS_unit := -Itests/unit/include -I$(PUBLIC_INCLUDE) -DUNIT_TEST
# `make coverage` replaces the sanitizers.
UNIT_INSTRUMENT := -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_unit := -std=gnu11 -O1 -g $(WARNINGS) -fno-omit-frame-pointer $(UNIT_INSTRUMENT)
LDFLAGS_unit := $(UNIT_INSTRUMENT)

# $(call compile_rules,WORLD,COMPILER,STAMP)
define compile_rules
$$(O)/obj/$(1)/%.o: %.c | $(3) $$(PUBLIC_INCLUDE)/xen
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $$(CPPFLAGS_$(1)) $$(CPPFLAGS_EXTRA) $$(CFLAGS_$(1)) $$(CFLAGS_EXTRA) \
		-MMD -MP -c -o $$@ $$<

$$(O)/obj/$(1)/%.o: %.S | $(3) $$(PUBLIC_INCLUDE)/xen
	$$(call say,AS,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) -D__ASSEMBLY__ $$(CPPFLAGS_$(1)) $$(CPPFLAGS_EXTRA) $$(CFLAGS_$(1)) \
		$$(CFLAGS_EXTRA) -MMD -MP -c -o $$@ $$<
endef

$(eval $(call compile_rules,xen,$(CROSS_CC),$(SYSROOT_READY)))
$(eval $(call compile_rules,target,$(CROSS_CC),$(SYSROOT_READY)))
$(eval $(call compile_rules,target-pic,$(CROSS_CC),$(SYSROOT_READY)))
$(eval $(call compile_rules,host,$(HOSTCC),$(HOST_READY)))
$(eval $(call compile_rules,unit,$(HOSTCC),$(HOST_READY)))

# $(call objs,WORLD,SOURCES): the objects of SOURCES in that world
objs = $(patsubst %,$(O)/obj/$(1)/%.o,$(basename $(2)))
# $(call deps,OBJECTS): for the -include at the end of each module.mk
deps = $(patsubst %.o,%.d,$(1))

$(PUBLIC_INCLUDE)/xen:
	$(Q)mkdir -p $(@D)
	$(Q)ln -sfn $(abspath include/public) $@

.SECONDARY:
.DELETE_ON_ERROR:
