# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prerequisites of the build: Debian packages of the build machine, and Debian's ppc64el
# packages below $(O). The stamps are order-only prerequisites; each is remade when its
# script or list changes.

# Several trees may share it. A complete cache is used without any network.
DOWNLOADS ?= $(O)/download
KERNEL_READY := $(O)/.kernel
FETCHED := $(O)/.fetched
QEMU_READY := $(O)/.qemu
# The command that starts the QEMU of that stamp.
QEMU_COMMAND = $(abspath $(O))/qemu/usr/bin/qemu-system-ppc64 -L $(abspath $(O))/qemu/usr/share/qemu

$(HOST_READY): tools/setup/host-packages tools/setup/host-packages.list
	$(Q)mkdir -p $(@D)
	$(Q)tools/setup/host-packages tools/setup/host-packages.list
	$(Q)touch $@

$(FETCHED): tools/setup/fetch-packages tools/setup/fetch.sh tools/setup/target-packages.list | $(HOST_READY)
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

# The files behind the stamp, for rules that name them as prerequisites.
$(O)/kernel/vmlinux $(O)/kernel/vmlinux.debug $(O)/kernel/release $(O)/kernel/zsmalloc.ko \
	$(O)/kernel/zram.ko: | $(KERNEL_READY) ;

# Only made if asked for: the normal build must not depend on backports, which will be
# archived one day.
$(QEMU_READY): tools/setup/fetch-qemu tools/setup/fetch.sh tools/setup/unpack | $(HOST_READY)
	$(Q)tools/setup/fetch-qemu $(DOWNLOADS)/qemu
	$(call say,UNPACK,$(O)/qemu)
	$(Q)tools/setup/unpack qemu $(DOWNLOADS)/qemu $(O)
	$(Q)touch $@

.PHONY: setup qemu
# setup: install and fetch everything, so that the rest works offline
setup: $(HOST_READY) $(SYSROOT_READY) $(KERNEL_READY)

# qemu: fetch a newer QEMU, for bare metal under --icount (make bench and make soak do)
qemu: $(QEMU_READY)
