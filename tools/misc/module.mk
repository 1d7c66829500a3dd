# SPDX-License-Identifier: GPL-2.0-or-later
#
# Small programs around libxc, for dom0.

MISC_DIR := tools/misc
MISC_NAMES := xen-create xen-debug-key xen-destroy xen-info xen-pfnlist
MISC_BINS := $(addprefix $(O)/bin/,$(MISC_NAMES))
MISC_COMMON := $(call objs,target,$(addprefix $(MISC_DIR)/,common.c guard.c io.c json.c streams.c))
MISC_PFNLIST := $(call objs,target,$(MISC_DIR)/pfnlist.c)
MISC_OBJS := $(call objs,target,$(MISC_NAMES:%=$(MISC_DIR)/%.c)) $(MISC_COMMON) $(MISC_PFNLIST)

$(MISC_OBJS): CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itools/libxc

$(O)/bin/xen-pfnlist: $(MISC_PFNLIST)
$(MISC_BINS): $(O)/bin/%: $(O)/obj/target/$(MISC_DIR)/%.o $(MISC_COMMON) $(LIBXC_LINK)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -Wl,--as-needed -o $@ $(filter %.o,$^) -L$(O)/lib -lxc \
		-L$(SYSROOT_LIB) -ljson-c

ALL_TARGETS += $(MISC_BINS)
DOM0_FILES += $(foreach name,$(MISC_NAMES),$(O)/bin/$(name):/usr/bin/$(name))

-include $(call deps,$(MISC_OBJS))
