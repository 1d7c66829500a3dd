# SPDX-License-Identifier: GPL-2.0-or-later
#
# libxc for dom0: a static archive and a shared library. Here, only the unit tests
# (tests/unit/module.mk) compile the x86_64 half.

LIBXC_DIR := tools/libxc
# call/: the magic page and the way into the hypervisor; domain/: functions on domains;
# move/: building, dumping, saving and restoring them; arch/: the x86_64 half.
LIBXC_ppc64 := $(wildcard $(addprefix $(LIBXC_DIR)/,call/*_ppc64.c domain/*_ppc64.c move/*_ppc64.c))
LIBXC_COMMON := $(filter-out $(LIBXC_ppc64),$(wildcard $(addprefix $(LIBXC_DIR)/,call/*.c \
	domain/*.c move/*.c)))
LIBXC_x86_64 := $(wildcard $(LIBXC_DIR)/arch/*_x86_64.c)
LIBXC_INCLUDES := $(addprefix -I$(LIBXC_DIR)/,call move) -I$(LIBXC_DIR)
# Linked into libxc.so: programs linked with -lxc do not need these libraries. A program
# that links libxc.a must name them.
LIBXC_LIBS := $(SYSROOT_LIB)/libz.a $(SYSROOT_LIB)/libxxhash.a
LIBXC_SONAME := libxc.so.3.0
# Headers for programs; the others are internal.
LIBXC_HEADERS := $(addprefix $(LIBXC_DIR)/,xc.h xc_extensions.h xc_private.h linux_boot_params.h)

LIBXC_SRCS := $(LIBXC_COMMON) $(LIBXC_ppc64)
LIBXC_OBJS := $(call objs,target,$(LIBXC_SRCS))
LIBXC_PIC_OBJS := $(call objs,target-pic,$(LIBXC_SRCS))
LIBXC_A := $(O)/lib/libxc.a
LIBXC_SO := $(O)/lib/$(LIBXC_SONAME)
LIBXC_LINK := $(O)/lib/libxc.so

# The library's cost is part of every hypercall: its internal calls are direct, small
# copies are inlined, and the target is the oldest processor that the hypervisor runs on
# (radix translation: POWER9).
LIBXC_CFLAGS := -mcpu=power9 -mblock-move-inline-limit=512 -fno-semantic-interposition
$(LIBXC_OBJS) $(LIBXC_PIC_OBJS): CFLAGS_EXTRA := $(LIBXC_CFLAGS)
$(LIBXC_OBJS) $(LIBXC_PIC_OBJS): CPPFLAGS_EXTRA := $(LIBXC_INCLUDES)

$(LIBXC_A): $(LIBXC_OBJS)
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@
	$(Q)$(CROSS_AR) rcs $@ $^

# nodelete: a dlclose() must not forget the pages pinned for this process.
$(LIBXC_SO): $(LIBXC_PIC_OBJS) $(LIBXC_DIR)/libxc.map
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -shared -Wl,-soname,$(LIBXC_SONAME) -Wl,-z,nodelete,-z,now,-z,defs \
		-Wl,--version-script=$(LIBXC_DIR)/libxc.map -o $@ $(LIBXC_PIC_OBJS) \
		$(LIBXC_LIBS)

$(LIBXC_LINK): $(LIBXC_SO)
	$(Q)ln -sfn $(LIBXC_SONAME) $@

ALL_TARGETS += $(LIBXC_A) $(LIBXC_SO) $(LIBXC_LINK)
# The ppc64el loader searches /usr/lib.
DOM0_FILES += $(LIBXC_SO):/usr/lib/$(LIBXC_SONAME)

-include $(call deps,$(LIBXC_OBJS) $(LIBXC_PIC_OBJS))
