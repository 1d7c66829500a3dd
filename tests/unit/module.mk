# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unit tests: real sources, compiled natively with sanitizers, against small fakes.
#
# A program is tests/unit/ROOM/NAME-test.c, the sources that it names, and the CUnit
# runner; it becomes $(O)/host/unit-NAME. The rooms are those of xen/, and libxc and xm;
# what stands in for the machine, the firmware and dom0 is in fakes/. A test of the whole
# hypervisor is a word in UNIT_XEN_TESTS, any other a line
#
#   $(eval $(call unit_test,NAME,SOURCES,LIBRARIES))

UNIT_TESTS :=
UNIT_OBJS :=

# $(call unit_test,NAME,SOURCES[,LIBRARIES])
define unit_test
$(O)/host/unit-$(1): $(call objs,unit,$(wildcard tests/unit/*/$(1)-test.c) tests/lib/cunit-main.c $(2))
	$$(call say,LD,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(HOSTCC) $$(LDFLAGS_unit) -o $$@ $$^ -lcunit $(3)
UNIT_TESTS += $(O)/host/unit-$(1)
UNIT_OBJS += $(call objs,unit,$(wildcard tests/unit/*/$(1)-test.c) tests/lib/cunit-main.c $(2))
endef

# The hypervisor's sources keep their own string functions, under other names. To them
# <xen/...> are their own headers and not the public ones.
UNIT_XEN_CPPFLAGS := -include tests/unit/include/xen-lib-names.h \
	-Itests/unit/include -Ixen/include -Ixen/arch/powerpc/include -Iinclude -DUNIT_TEST
$(O)/obj/unit/xen/%.o: CPPFLAGS_unit := $(UNIT_XEN_CPPFLAGS)
# As in xen/module.mk: those functions are not to be made into calls of themselves.
$(O)/obj/unit/xen/lib/%.o: CFLAGS_EXTRA := -fno-builtin \
	-fno-tree-loop-distribute-patterns
$(O)/obj/unit/tests/unit/%.o: CPPFLAGS_EXTRA := -Itests/lib -Itests/unit -Itests/unit/fakes \
	-Ixen/include \
	-Iinclude -Ixen/arch/powerpc/include -Ixen/arch/powerpc/platform

UNIT_XEN_LIB := xen/lib/string.c xen/lib/strtoul.c xen/lib/vsnprintf.c

$(eval $(call unit_test,lib,$(UNIT_XEN_LIB)))
$(eval $(call unit_test,public))
$(eval $(call unit_test,ring))
$(eval $(call unit_test,bundle,xen/common/build/bundle.c $(UNIT_XEN_LIB)))

# A machine to run common code on, and the same with a heap.
UNIT_MACHINE := tests/unit/fakes/fakes.c xen/common/memory/chunk.c $(UNIT_XEN_LIB)
UNIT_HEAP := $(UNIT_MACHINE) tests/unit/fakes/fake-heap.c xen/common/memory/heap.c

$(eval $(call unit_test,chunk,$(UNIT_MACHINE)))
$(eval $(call unit_test,heap,$(UNIT_HEAP)))

# How it starts, with stand-ins for all that is started.
UNIT_SETUP := $(UNIT_HEAP) tests/unit/fakes/setup.c xen/common/setup.c

$(eval $(call unit_test,setup,$(UNIT_SETUP)))
$(eval $(call unit_test,setup-reserved,$(UNIT_SETUP)))

# Domains whose memory is all there is of them.
UNIT_P2M := $(UNIT_HEAP) tests/unit/fakes/fake-p2m.c xen/common/memory/p2m.c xen/common/memory/log_dirty.c

$(eval $(call unit_test,p2m,$(UNIT_P2M)))
$(eval $(call unit_test,guest-access,$(UNIT_P2M) xen/common/memory/guest_access.c))
$(eval $(call unit_test,text-ring,$(UNIT_P2M) xen/common/memory/guest_access.c \
	xen/common/console/text_ring.c))
$(eval $(call unit_test,elf,$(UNIT_P2M) xen/common/memory/guest_access.c xen/common/build/elf.c))

# The whole hypervisor but for how it starts and what it runs on.
UNIT_XEN := $(UNIT_HEAP) tests/unit/fakes/dom0.c tests/unit/fakes/guest.c tests/unit/fakes/walk.c \
	tests/unit/fakes/state.c \
	$(filter-out $(UNIT_HEAP) %/setup.c %/exceptions.c %/icache.c %/vectors.c %.S,$(XEN_COMMON_SOURCES) \
		$(XEN_ARCH_SOURCES))

UNIT_XEN_TESTS := vcpu timer lifetime preempt op-list domain-op sched-op vcpu-op trace trace-event \
	perfc wallclock context extended schedule guest-fdt dom0-build radix \
	window evtchn sched-call grant exit guest-walk papr xics vio guest-console watch \
	build-op domain-state domain-time rtas rtas-block rtas-power \
	offset-domain record
$(foreach t,$(UNIT_XEN_TESTS),$(eval $(call unit_test,$(t),$(UNIT_XEN),-lfdt)))
$(eval $(call unit_test,sched-bvt,$(UNIT_XEN) tests/unit/fakes/actors.c,-lfdt))
$(eval $(call unit_test,sched-sedf,$(UNIT_XEN) tests/unit/fakes/actors.c,-lfdt))
$(eval $(call unit_test,log-dirty,$(UNIT_XEN) tests/unit/fakes/shadow.c,-lfdt))
$(eval $(call unit_test,cpu,$(UNIT_XEN) tests/unit/fakes/console-ring.c,-lfdt))
$(eval $(call unit_test,console,$(UNIT_XEN) tests/unit/fakes/console-ring.c,-lfdt))
$(eval $(call unit_test,console-op,$(UNIT_XEN) tests/unit/fakes/console-ring.c,-lfdt))
$(eval $(call unit_test,offset,$(UNIT_XEN) tests/unit/fakes/console-ring.c,-lfdt))
$(eval $(call unit_test,contract,$(UNIT_XEN) tests/unit/fakes/console-ring.c \
	$(CONTRACT_CASES) $(CONTRACT_DIR)/host.c,-lfdt))

# Bare metal, with a firmware that does what a test wants.
UNIT_POWERNV := xen/arch/powerpc/platform/powernv
UNIT_OPAL := $(UNIT_MACHINE) tests/unit/fakes/fake-opal.c $(UNIT_POWERNV)/opal.c
UNIT_TREE := $(UNIT_MACHINE) tests/unit/fakes/tree.c xen/common/cmdline.c \
	$(addprefix $(UNIT_POWERNV)/,device_tree.c device_tree_cpu.c)

$(eval $(call unit_test,opal,$(UNIT_OPAL)))
$(eval $(call unit_test,heartbeat,$(UNIT_OPAL) $(UNIT_POWERNV)/heartbeat.c))
$(eval $(call unit_test,powernv-irq,$(UNIT_OPAL) tests/unit/fakes/instructions.c \
	$(addprefix $(UNIT_POWERNV)/,heartbeat.c irq.c)))
$(eval $(call unit_test,device-tree,$(UNIT_TREE),-lfdt))
$(eval $(call unit_test,device-tree-chosen,$(UNIT_TREE),-lfdt))
$(eval $(call unit_test,device-tree-cpu,$(UNIT_TREE),-lfdt))

# With all of the hypervisor above it.
UNIT_POWERNV_GUEST := $(UNIT_XEN) tests/unit/fakes/fake-opal.c tests/unit/fakes/instructions.c \
	$(addprefix $(UNIT_POWERNV)/,faults.c guest.c heartbeat.c irq.c opal.c)

$(eval $(call unit_test,powernv-guest,$(UNIT_POWERNV_GUEST),-lfdt))
$(eval $(call unit_test,powernv-time,$(UNIT_POWERNV_GUEST),-lfdt))
$(eval $(call unit_test,powernv-faults,$(UNIT_POWERNV_GUEST),-lfdt))

# All of it but assembly.
UNIT_BARE_METAL := $(sort $(UNIT_POWERNV_GUEST) $(UNIT_TREE) tests/unit/fakes/bare-metal.c \
	xen/arch/powerpc/platform/platform.c $(wildcard $(UNIT_POWERNV)/*.c))

$(eval $(call unit_test,powernv,$(UNIT_BARE_METAL),-lfdt))
$(eval $(call unit_test,powernv-run,$(UNIT_BARE_METAL),-lfdt))
$(eval $(call unit_test,powernv-cpu,$(UNIT_BARE_METAL),-lfdt))

# The clock of time limits.
$(O)/obj/unit/tests/unit/limit/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itests/lib -Itools/dom0
$(eval $(call unit_test,run-clock,tools/dom0/run-clock.c))

include tests/unit/libxc/module.mk
include tests/unit/xm/module.mk

.PHONY: test-unit
# test-unit: the unit tests, on this machine
test-unit: $(UNIT_TESTS) $(LIMIT)
	$(Q)LIMIT=$(LIMIT) tests/unit/run-all $(UNIT_TESTS)

-include $(call deps,$(UNIT_OBJS))
