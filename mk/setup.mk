# SPDX-License-Identifier: GPL-2.0-or-later
#
# What has to be there before anything is built: Debian packages of the build
# machine, and Debian's ppc64el packages below $(O). The stamps are order-only
# prerequisites of what needs them; each is remade when its script or list
# changes.

# May be shared between trees; a complete cache is used without any network.
DOWNLOADS ?= $(O)/download
KERNEL_READY := $(O)/.kernel
FETCHED := $(O)/.fetched

$(HOST_READY): tools/setup/host-packages tools/setup/host-packages.list
	$(Q)mkdir -p $(@D)
	$(Q)tools/setup/host-packages tools/setup/host-packages.list
	$(Q)touch $@

$(FETCHED): tools/setup/fetch-packages tools/setup/target-packages.list | $(HOST_READY)
	$(Q)tools/setup/fetch-packages tools/setup/target-packages.list $(DOWNLOADS)
	$(Q)touch $@

$(SYSROOT_READY): tools/setup/unpack $(FETCHED)
	$(call say,UNPACK,$(SYSROOT))
	$(Q)tools/setup/unpack sysroot $(DOWNLOADS) $(O)
	$(Q)touch $@

$(KERNEL_READY): tools/setup/unpack $(FETCHED)
	$(call say,UNPACK,$(O)/kernel)
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) tools/setup/unpack kernel $(DOWNLOADS) $(O)
	$(Q)touch $@

# What the stamps stand for, for those who name it as a prerequisite.
$(O)/kernel/vmlinux $(O)/kernel/vmlinux.debug $(O)/kernel/release $(O)/kernel/zsmalloc.ko \
	$(O)/kernel/zram.ko: | $(KERNEL_READY) ;

.PHONY: setup
# setup: install and fetch all that is needed, so that the rest works offline
setup: $(HOST_READY) $(SYSROOT_READY) $(KERNEL_READY)
