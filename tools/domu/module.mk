# SPDX-License-Identifier: GPL-2.0-or-later
#
# What domains beside dom0 run: their initramfs, and an archive with the kernel, that
# initramfs and examples of configurations. tools/dom0/run appends the archive to dom0's
# initramfs.

DOMU_DIR := tools/domu
DOMU_INITRD := $(O)/domu/initrd.cpio
DOMU_GUESTS := $(O)/domu/guests.cpio
DOMU_CONFIGS := domu domu-check domu-busy

# Files of the domains' initramfs. Like DOM0_FILES: pairs HOST:GUEST, from any module.
DOMU_FILES += $(DOMU_DIR)/init:/init
# Files of dom0's that it builds domains from, in the same form.
DOMU_GUEST_FILES += $(O)/kernel/vmlinux:/boot/vmlinux $(DOMU_INITRD):/boot/domu.cpio

$(DOMU_INITRD): $$(foreach f,$$(DOMU_FILES),$$(call dom0_host,$$f)) $(MKCPIO) \
		$(DOMU_DIR)/module.mk | $(SYSROOT_READY)
	$(call say,CPIO,$@)
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' root:x:0:0:root:/root:/bin/sh >$(@D)/passwd
	$(Q)$(MKCPIO) $@ \
		$(foreach d,/bin /dev /etc /proc /root /sbin /sys /tmp /usr/bin /usr/sbin,dir $(d) 755) \
		char /dev/console 600 5 1 char /dev/null 666 1 3 \
		file /bin/busybox 755 $(SYSROOT)/bin/busybox link /bin/sh busybox \
		file /etc/passwd 644 $(@D)/passwd \
		$(foreach f,$(DOMU_FILES),$(call dom0_member,$(f)))

$(DOMU_GUESTS): $$(foreach f,$$(DOMU_GUEST_FILES),$$(call dom0_host,$$f)) $(MKCPIO) \
		$(DOMU_CONFIGS:%=$(DOMU_DIR)/%.cfg) $(DOMU_DIR)/module.mk
	$(call say,CPIO,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(MKCPIO) $@ $(foreach f,$(DOMU_GUEST_FILES),$(call dom0_member,$(f))) \
		$(foreach c,$(DOMU_CONFIGS),file /etc/xen/$(c) 644 $(DOMU_DIR)/$(c).cfg)

ALL_TARGETS += $(DOMU_INITRD) $(DOMU_GUESTS)
dom0-image: $(DOMU_GUESTS)
