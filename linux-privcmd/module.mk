# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel module, built out of tree with Debian's header packages. Kbuild writes
# beside its sources, so they are copied below $(O) first.

PRIVCMD_KO := $(O)/linux-privcmd/privcmd.ko
PRIVCMD_BUILD := $(O)/linux-privcmd/build
PRIVCMD_FILES := linux-privcmd/Kbuild $(wildcard linux-privcmd/*.[ch]) \
	tests/abi/abi-check.c $(O)/abi/abi-asserts.h
PRIVCMD_HEADERS := $(wildcard include/public/*.h include/public/*/*.h)
PRIVCMD_INPUT := $(PRIVCMD_FILES) $(PRIVCMD_HEADERS)
PRIVCMD_VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' linux-privcmd/dkms.conf)

ALL_TARGETS += $(PRIVCMD_KO)
DOM0_FILES += $(PRIVCMD_KO):/lib/modules/privcmd.ko

# $(call privcmd_tree,DIR): copy the sources to where Kbuild and DKMS expect them.
# Timestamps are kept, so that unchanged files are not compiled again.
define privcmd_tree
	$(Q)mkdir -p $(1)/include
	$(Q)cp -pu $(PRIVCMD_FILES) $(1)/
	$(Q)cp -rpu include/public $(1)/include/
endef

# $(call privcmd_kbuild,DIR,FLAGS): build the module; the output is shown if it fails.
# BTF is off: it needs the kernel's image with debugging information. MAKEFLAGS is
# emptied, since O= means something else to the kernel's make.
define privcmd_kbuild
	$(Q)MAKEFLAGS= $(MAKE) -C $(O)/kbuild/kdir M=$(abspath $(1)) ARCH=powerpc \
		CROSS_COMPILE=$(CROSS_COMPILE) CONFIG_DEBUG_INFO_BTF_MODULES= $(2) \
		modules >$(1)/build.log 2>&1 || { cat $(1)/build.log >&2; exit 1; }
endef

$(PRIVCMD_KO): $(PRIVCMD_INPUT) linux-privcmd/module.mk $(O)/kernel/release | $(KERNEL_READY)
	$(call say,KMOD,$@)
	$(call privcmd_tree,$(PRIVCMD_BUILD))
	$(call privcmd_kbuild,$(PRIVCMD_BUILD),W=1 KCFLAGS=-Werror)
	$(Q)$(CROSS_STRIP) -g -o $@ $(PRIVCMD_BUILD)/privcmd.ko

.PHONY: check-privcmd dkms-source
# check-privcmd: the kernel module under sparse
check-privcmd: $(PRIVCMD_INPUT) $(O)/kernel/release | $(KERNEL_READY)
	$(call say,SPARSE,linux-privcmd)
	$(Q)rm -rf $(O)/linux-privcmd/sparse
	$(call privcmd_tree,$(O)/linux-privcmd/sparse)
	$(call privcmd_kbuild,$(O)/linux-privcmd/sparse,W=1 KCFLAGS=-Werror C=1)
	$(Q)! grep -E '(error|warning):' $(O)/linux-privcmd/sparse/build.log

# dkms-source: the module's sources as a directory for /usr/src and DKMS
dkms-source: $(O)/xen-privcmd-$(PRIVCMD_VERSION)

$(O)/xen-privcmd-$(PRIVCMD_VERSION): $(PRIVCMD_INPUT) linux-privcmd/dkms.conf
	$(call say,DKMS,$@)
	$(Q)rm -rf $@
	$(call privcmd_tree,$@)
	$(Q)cp -p linux-privcmd/dkms.conf $@/
