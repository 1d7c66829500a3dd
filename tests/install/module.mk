# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernels that the module is built against.

INSTALL_DIR := tests/install
INSTALL_NEEDS := dkms-source

.PHONY: test-kernels
# test-kernels: the module, as DKMS gets it, against each of Debian's kernels
test-kernels: dkms-source | $(HOST_READY) $(KERNEL_READY)
	$(Q)O=$(O) CROSS_COMPILE=$(CROSS_COMPILE) \
		MODULE=$(O)/xen-privcmd-$(PRIVCMD_VERSION) $(INSTALL_DIR)/kernels.sh
