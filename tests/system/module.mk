# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tests of whole boots. Each is a script; lib.sh says what they have in common.

SYSTEM_DIR := tests/system
SYSTEM_OUT := $(O)/tests/system

# A kernel of a few KiB, for boots that are not about Linux. It is made like the
# hypervisor (no FP, no interpreter), but that it has no stack protector.
SYSTEM_GUEST := $(SYSTEM_OUT)/guest
SYSTEM_GUEST_OBJS := $(call objs,xen,$(addprefix $(SYSTEM_DIR)/,guest-head.S guest.c \
	guest-papr.c))

$(SYSTEM_GUEST_OBJS): CFLAGS_EXTRA := -fno-stack-protector
$(SYSTEM_GUEST): $(SYSTEM_GUEST_OBJS)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) --no-warn-rwx-segments -static -N -Ttext=0x100000 -e _start -o $@ $^

SYSTEM_READ_RING := $(SYSTEM_OUT)/read-ring
SYSTEM_READ_RING_OBJS := $(call objs,target,$(SYSTEM_DIR)/read-ring.c)

$(SYSTEM_READ_RING_OBJS): CPPFLAGS_EXTRA := -Itools/libxc
$(SYSTEM_READ_RING): $(SYSTEM_READ_RING_OBJS) $(O)/lib/libxc.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -pthread -o $@ $^
	$(Q)$(CROSS_STRIP) $@

SYSTEM_NEEDS := dom0-image $(O)/xen/xen $(SYSTEM_GUEST) $(SYSTEM_READ_RING)
SYSTEM_TESTS := boot memory console failure bad-input offline

.PHONY: test-runner test-system $(SYSTEM_TESTS:%=test-system-%)
# test-runner: tools/dom0/run itself
test-runner: dom0-image
	$(Q)O=$(O) $(SYSTEM_DIR)/runner.sh

$(SYSTEM_TESTS:%=test-system-%): test-system-%: $(SYSTEM_NEEDS)
	$(Q)O=$(O) DOWNLOADS=$(DOWNLOADS) CROSS_COMPILE=$(CROSS_COMPILE) $(SYSTEM_DIR)/$*.sh

# test-system: whole boots, one script after the other (make test runs two at a time)
test-system: $(SYSTEM_TESTS:%=test-system-%)

-include $(call deps,$(SYSTEM_GUEST_OBJS) $(SYSTEM_READ_RING_OBJS))
