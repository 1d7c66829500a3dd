# SPDX-License-Identifier: GPL-2.0-or-later
#
# Check the public headers against the facts in abi.tsv (see check-abi).

HOSTCXX ?= g++

# The kernel module uses it too: it compiles abi-check.c with the kernel's flags.
ABI_ASSERTS := $(O)/abi/abi-asserts.h

$(ABI_ASSERTS): tests/abi/gen-asserts.awk tests/abi/abi.tsv | $(HOST_READY)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)awk -f tests/abi/gen-asserts.awk tests/abi/abi.tsv > $@

.PHONY: test-abi
# test-abi: the public headers' layout, for every compiler that uses them
test-abi: $(ABI_ASSERTS) $(PUBLIC_INCLUDE)/xen | $(HOST_READY) $(SYSROOT_READY)
	$(Q)PLAIN_CC='$(HOSTCC)' HOST_CXX='$(HOSTCXX)' \
		HOST_CC='$(HOSTCC) $(CPPFLAGS_host) $(CFLAGS_host)' \
		TARGET_CC='$(CROSS_CC) $(CPPFLAGS_target) $(CFLAGS_target)' \
		XEN_CC='$(CROSS_CC) $(CPPFLAGS_xen) $(CFLAGS_xen)' \
		CROSS_CC='$(CROSS_CC)' CROSS_CXX='$(CROSS_COMPILE)g++' \
		tests/abi/check-abi $(O)
