# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tests of whole boots. Each is a script that uses lib.sh.

SYSTEM_DIR := tests/system
SYSTEM_OUT := $(O)/tests/system

# A kernel of a few KiB, for boots that do not need Linux. It is compiled like the
# hypervisor (no FP, no interpreter), but without the stack protector.
SYSTEM_GUEST := $(SYSTEM_OUT)/guest
SYSTEM_GUEST_OBJS := $(call objs,xen,$(addprefix $(SYSTEM_DIR)/guest/,guest-head.S guest.c \
	guest-lib.c guest-papr.c guest-vectors.S))

$(SYSTEM_GUEST_OBJS): CFLAGS_EXTRA := -fno-stack-protector
$(SYSTEM_GUEST): $(SYSTEM_GUEST_OBJS)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) --no-warn-rwx-segments -static -N -Ttext=0x100000 -e _start -o $@ $^

# A shim between the firmware of bare metal and the hypervisor. It is linked at the address
# where the firmware enters it: 0x20000000 + its offset in the file.
SYSTEM_SHIM := $(SYSTEM_OUT)/opal-shim
SYSTEM_SHIM_OBJS := $(call objs,xen,$(addprefix $(SYSTEM_DIR)/guest/,opal-shim-head.S opal-shim.c))
SYSTEM_SHIM_LIBS := $(call objs,xen,xen/lib/string.c xen/lib/strtoul.c \
	$(XEN_ARCH)/platform/powernv/opal_call.S)

$(SYSTEM_SHIM_OBJS): CFLAGS_EXTRA := -fno-stack-protector
$(SYSTEM_SHIM): $(SYSTEM_SHIM_OBJS) $(SYSTEM_SHIM_LIBS) $(SYSTEM_DIR)/guest/opal-shim.lds
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) --no-warn-rwx-segments -static -nostdlib -z max-page-size=0x10000 \
		-T $(SYSTEM_DIR)/guest/opal-shim.lds -o $@ $(SYSTEM_SHIM_OBJS) $(SYSTEM_SHIM_LIBS) \
		$(SYSROOT_LIB)/libfdt.a

SYSTEM_READ_RING := $(SYSTEM_OUT)/read-ring
SYSTEM_READ_RING_OBJS := $(call objs,target,$(SYSTEM_DIR)/guest/read-ring.c)

$(SYSTEM_READ_RING_OBJS): CPPFLAGS_EXTRA := -Itools/libxc
$(SYSTEM_READ_RING): $(SYSTEM_READ_RING_OBJS) $(O)/lib/libxc.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -pthread -o $@ $^
	$(Q)$(CROSS_STRIP) $@

SYSTEM_HALF_LINES := $(SYSTEM_OUT)/half-lines
SYSTEM_HALF_LINES_OBJS := $(call objs,target,$(SYSTEM_DIR)/guest/half-lines.c)

$(SYSTEM_HALF_LINES_OBJS): CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itools/libxc
$(SYSTEM_HALF_LINES): $(SYSTEM_HALF_LINES_OBJS) $(O)/lib/libxc.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -pthread -o $@ $^
	$(Q)$(CROSS_STRIP) $@

SYSTEM_ILLEGAL := $(SYSTEM_OUT)/illegal
SYSTEM_ILLEGAL_OBJS := $(call objs,target,$(SYSTEM_DIR)/guest/illegal.S)

$(SYSTEM_ILLEGAL): $(SYSTEM_ILLEGAL_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) -static -e _start -o $@ $^

SYSTEM_NEEDS := dom0-image $(O)/xen/xen $(SYSTEM_GUEST) $(SYSTEM_READ_RING) \
	$(SYSTEM_HALF_LINES) $(SYSTEM_SHIM) $(SYSTEM_ILLEGAL)
# Run on a pseries, and on bare metal as NAME-powernv9 or NAME-powernv10.
SYSTEM_MACHINE_TESTS := boot cpus memory console failure bad-input domu-check domu-demo
SYSTEM_TESTS := $(SYSTEM_MACHINE_TESTS) offline
SYSTEM_BARE_METAL := powernv9 powernv10
# Run on bare metal, some of them on bare metal only.
SYSTEM_BARE_METAL_TESTS := $(SYSTEM_MACHINE_TESTS) firmware faults

.PHONY: test-runner test-system $(SYSTEM_TESTS:%=test-system-%)
# test-runner: tools/dom0/run itself
test-runner: dom0-image
	$(Q)O=$(O) $(SYSTEM_DIR)/runner.sh

$(SYSTEM_TESTS:%=test-system-%): test-system-%: $(SYSTEM_NEEDS)
	$(Q)MACHINE=pseries CPU=POWER9 O=$(O) DOWNLOADS=$(DOWNLOADS) CROSS_COMPILE=$(CROSS_COMPILE) $(SYSTEM_DIR)/$*.sh

# $(call system_bare_metal,MACHINE): targets of a machine
define system_bare_metal
.PHONY: $(SYSTEM_BARE_METAL_TESTS:%=test-system-%-$(1))
$(SYSTEM_BARE_METAL_TESTS:%=test-system-%-$(1)): test-system-%-$(1): $(SYSTEM_NEEDS)
	$$(Q)MACHINE=$(1) O=$$(O) CROSS_COMPILE=$$(CROSS_COMPILE) $$(SYSTEM_DIR)/$$*.sh
endef
$(foreach m,$(SYSTEM_BARE_METAL),$(eval $(call system_bare_metal,$(m))))

# Run on a pseries with a POWER10, for make soak.
.PHONY: $(SYSTEM_MACHINE_TESTS:%=test-system-%-power10)
$(SYSTEM_MACHINE_TESTS:%=test-system-%-power10): test-system-%-power10: $(SYSTEM_NEEDS)
	$(Q)MACHINE=pseries CPU=POWER10 O=$(O) CROSS_COMPILE=$(CROSS_COMPILE) $(SYSTEM_DIR)/$*.sh

# test-system: whole boots, one script after the other (make test runs two at a time)
test-system: $(SYSTEM_TESTS:%=test-system-%) $(SYSTEM_BARE_METAL_TESTS:%=test-system-%-powernv9)

-include $(call deps,$(SYSTEM_GUEST_OBJS) $(SYSTEM_READ_RING_OBJS) $(SYSTEM_HALF_LINES_OBJS) \
	$(SYSTEM_SHIM_OBJS) $(SYSTEM_ILLEGAL_OBJS))
