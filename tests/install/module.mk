# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tests of make install, and of the module with each kernel.

INSTALL_DIR := tests/install
INSTALL_NEEDS := $(LIBXC_A) $(LIBXC_SO) $(MISC_BINS) $(XM) $(XEN) $(PRIVCMD_KO) dkms-source

.PHONY: test-install test-kernels
# test-install: the files of make install, and programs built with them
test-install: $(INSTALL_NEEDS) | $(HOST_READY)
	$(Q)O=$(O) CROSS_COMPILE=$(CROSS_COMPILE) $(INSTALL_DIR)/install.sh

# test-kernels: the module, as DKMS builds it, against each of Debian's kernels
test-kernels: dkms-source | $(HOST_READY) $(KERNEL_READY)
	$(Q)O=$(O) CROSS_COMPILE=$(CROSS_COMPILE) \
		MODULE=$(O)/xen-privcmd-$(PRIVCMD_VERSION) $(INSTALL_DIR)/kernels.sh
