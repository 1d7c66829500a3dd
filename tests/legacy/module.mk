# SPDX-License-Identifier: GPL-2.0-or-later
#
# Stand-ins for programs of August 2005 (docs/programs-of-2005.md): each includes the
# headers that the program of 2005 includes, and is compiled as it was then.

LEGACY_DIR := tests/legacy
LEGACY_OUT := $(O)/tests/legacy
# Their Makefiles call it XEN_LIBXC: one directory with library and headers.
LEGACY_LIBXC := $(O)/libxc-2005
LEGACY_READY := $(LEGACY_LIBXC)/.made
LEGACY_NAMES := console context helper messages perf policy shadow store switch trace
LEGACY_BINS := $(addprefix $(LEGACY_OUT)/,$(LEGACY_NAMES) bindings-run bindings.so)
LEGACY_OBJS := $(patsubst %.c,$(O)/obj/legacy/%.o,$(wildcard $(LEGACY_DIR)/*.c))

# _GNU_SOURCE is empty, since some of them define it so themselves.
CPPFLAGS_legacy := -D_GNU_SOURCE= -I$(LEGACY_LIBXC) -idirafter $(SYSROOT_INC)
CFLAGS_legacy := -m64 -std=gnu89 -fcommon -O2 -Wall -Werror -fno-strict-aliasing
$(eval $(call compile_rules,legacy,$(CROSS_CC),$(SYSROOT_READY) $(LEGACY_READY)))
$(O)/obj/legacy/$(LEGACY_DIR)/bindings.o: CFLAGS_EXTRA := -fPIC

.PHONY: libxc-2005
# libxc-2005: a directory for the Makefiles of 2005 programs, as XEN_LIBXC
libxc-2005: $(LEGACY_READY) $(LIBXC_A) $(LIBXC_LINK)

# A stamp file: make would use the directory's age for a link to a directory.
$(LEGACY_READY): $(LEGACY_DIR)/module.mk
	$(Q)mkdir -p $(@D)
	$(Q)ln -sfn $(abspath include/public) $(LEGACY_LIBXC)/xen
	$(Q)ln -sf $(abspath $(LIBXC_DIR)/xc.h $(LIBXC_DIR)/xc_extensions.h $(LIBXC_DIR)/xc_private.h \
		$(LIBXC_DIR)/linux_boot_params.h $(LIBXC_A) $(LIBXC_SO) $(LIBXC_LINK)) $(@D)
	$(Q)touch $@

$(LEGACY_NAMES:%=$(LEGACY_OUT)/%): $(LEGACY_OUT)/%: $(O)/obj/legacy/$(LEGACY_DIR)/%.o $(LIBXC_LINK)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -o $@ $(filter %.o,$^) -L$(LEGACY_LIBXC) -lxc
	$(Q)$(CROSS_STRIP) $@

$(LEGACY_OUT)/bindings.so: $(O)/obj/legacy/$(LEGACY_DIR)/bindings.o $(LIBXC_LINK)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -shared -o $@ $(filter %.o,$^) -L$(LEGACY_LIBXC) -lxc

$(LEGACY_OUT)/bindings-run: $(O)/obj/legacy/$(LEGACY_DIR)/bindings-run.o
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -o $@ $< -ldl

ALL_TARGETS += $(LEGACY_BINS)
DOM0_FILES += $(LEGACY_DIR)/legacy-test:/usr/lib/xen-tests/legacy-test \
	$(foreach b,$(LEGACY_BINS),$(b):/usr/lib/xen-tests/legacy/$(notdir $(b)))

.PHONY: test-legacy
# test-legacy: stand-ins for programs of 2005 compile, in both byte orders
test-legacy: libxc-2005 | $(SYSROOT_READY)
	$(Q)mkdir -p $(LEGACY_OUT)
	$(Q)O=$(O) CC='$(CROSS_CC) $(CPPFLAGS_legacy) $(CFLAGS_legacy)' $(LEGACY_DIR)/check-build

-include $(call deps,$(LEGACY_OBJS))
