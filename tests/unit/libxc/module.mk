# SPDX-License-Identifier: GPL-2.0-or-later
#
# libxc's unit tests: each half of the library against a fake kernel and
# hypervisor. The linker puts the fake in the place of the system calls.

UNIT_LIBXC_COMMON := $(LIBXC_COMMON) $(addprefix tests/unit/libxc/libxc-,core.c domain.c \
	evtchn.c grant.c map.c memory.c misc.c pfn-list.c sched.c shadow.c vcpu.c fake-channel.c \
	fake-kernel.c fake-map.c fake-ops.c fake-shadow.c fake-xen.c)
UNIT_LIBXC_COMMON += tests/unit/libxc/libxc-fake-inside.c
UNIT_LIBXC_COMMON += $(addprefix tests/unit/libxc/libxc-,errno.c fake-build.c fault.c)
UNIT_LIBXC_PPC64 := $(UNIT_LIBXC_COMMON) $(LIBXC_ppc64) $(addprefix tests/unit/libxc/libxc-, \
	bounce.c hypercall.c in-place.c magic.c print.c process.c settings.c window.c)
UNIT_LIBXC_PPC64 += $(addprefix tests/unit/libxc/libxc-,2005.c build.c console.c image.c refused.c)
UNIT_LIBXC_PPC64 += $(addprefix tests/unit/libxc/libxc-,restore.c save.c saved.c state.c stream.c)

$(O)/obj/unit/tests/unit/libxc/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itests/lib \
	-Itests/unit/fakes $(LIBXC_INCLUDES)
$(O)/obj/unit/tools/libxc/%.o: CPPFLAGS_EXTRA := $(LIBXC_INCLUDES)

UNIT_LIBXC_WRAPPED := ioctl mmap munmap madvise mlock munlock open close syscall sysconf
$(addprefix $(O)/host/unit-libxc-,ppc64 ppc64-64k ppc64-offset tools x86_64): LDFLAGS_unit += \
	$(foreach call,$(UNIT_LIBXC_WRAPPED),-Wl,--wrap=$(call))

$(eval $(call unit_test,libxc-ppc64,$(UNIT_LIBXC_PPC64),-lz -lxxhash))
$(eval $(call unit_test,libxc-ppc64-64k,$(UNIT_LIBXC_PPC64),-lz -lxxhash))
$(eval $(call unit_test,libxc-ppc64-offset,$(UNIT_LIBXC_PPC64),-lz -lxxhash))
$(eval $(call unit_test,libxc-x86_64,$(UNIT_LIBXC_COMMON) $(LIBXC_x86_64)))

# The programs, called as functions of the test.
UNIT_LIBXC_TOOLS := $(MISC_NAMES:%=tools/misc/%.c) $(addprefix tools/misc/,common.c \
	guard.c io.c json.c pfnlist.c streams.c)
$(foreach name,$(MISC_NAMES),$(eval $(O)/obj/unit/tools/misc/$(name).o: CPPFLAGS_EXTRA := \
	-D_GNU_SOURCE -Itools/libxc -Dmain=$(subst -,_,$(name))_main))
$(addprefix $(O)/obj/unit/tools/misc/,common.o guard.o io.o json.o pfnlist.o streams.o): CPPFLAGS_EXTRA := \
	-D_GNU_SOURCE -Itools/libxc
$(O)/obj/unit/tools/misc/%.o: CFLAGS_EXTRA := -Wno-missing-prototypes

$(eval $(call unit_test,libxc-tools,$(UNIT_LIBXC_COMMON) $(LIBXC_ppc64) \
	$(UNIT_LIBXC_TOOLS),-ljson-c -lz -lxxhash))
