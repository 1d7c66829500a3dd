# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unit tests: real sources, compiled natively with sanitizers, against small fakes.
#
# A program is tests/unit/NAME-test.c, the sources that it names, and the CUnit
# runner; it becomes $(O)/host/unit-NAME. To add one, add a line below:
#
#   $(eval $(call unit_test,NAME,SOURCES,LIBRARIES))

UNIT_TESTS :=
UNIT_OBJS :=

# $(call unit_test,NAME,SOURCES[,LIBRARIES])
define unit_test
$(O)/host/unit-$(1): $(call objs,unit,tests/unit/$(1)-test.c tests/lib/cunit-main.c $(2))
	$$(call say,LD,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(HOSTCC) $$(LDFLAGS_unit) -o $$@ $$^ -lcunit $(3)
UNIT_TESTS += $(O)/host/unit-$(1)
UNIT_OBJS += $(call objs,unit,tests/unit/$(1)-test.c tests/lib/cunit-main.c $(2))
endef

# The hypervisor's sources keep their own string functions, under other names. To them
# <xen/...> are their own headers and not the public ones.
$(O)/obj/unit/xen/%.o: CPPFLAGS_unit := -include tests/unit/include/xen-lib-names.h \
	-Itests/unit/include -Ixen/include -Ixen/arch/powerpc/include -Iinclude -DUNIT_TEST
# As in xen/module.mk: those functions are not to be made into calls of themselves.
$(O)/obj/unit/xen/lib/%.o: CFLAGS_EXTRA := -fno-builtin \
	-fno-tree-loop-distribute-patterns
$(O)/obj/unit/tests/unit/%.o: CPPFLAGS_EXTRA := -Itests/lib -Itests/unit -Ixen/include \
	-Iinclude -Ixen/arch/powerpc/include -Ixen/arch/powerpc/platform

UNIT_XEN_LIB := xen/lib/string.c xen/lib/strtoul.c xen/lib/vsnprintf.c

$(eval $(call unit_test,lib,$(UNIT_XEN_LIB)))
$(eval $(call unit_test,public))
$(eval $(call unit_test,ring))
$(eval $(call unit_test,bundle,xen/common/bundle.c $(UNIT_XEN_LIB)))

# A machine to run common code on, and the same with a heap.
UNIT_MACHINE := tests/unit/fakes.c xen/common/chunk.c $(UNIT_XEN_LIB)
UNIT_HEAP := $(UNIT_MACHINE) tests/unit/fake-heap.c xen/common/heap.c

$(eval $(call unit_test,chunk,$(UNIT_MACHINE)))
$(eval $(call unit_test,heap,$(UNIT_HEAP)))

# How it starts, with stand-ins for all that is started.
UNIT_SETUP := $(UNIT_HEAP) tests/unit/setup.c xen/common/setup.c

$(eval $(call unit_test,setup,$(UNIT_SETUP)))
$(eval $(call unit_test,setup-reserved,$(UNIT_SETUP)))

# Domains whose memory is all there is of them.
UNIT_P2M := $(UNIT_HEAP) tests/unit/fake-p2m.c xen/common/p2m.c xen/common/log_dirty.c

$(eval $(call unit_test,p2m,$(UNIT_P2M)))
$(eval $(call unit_test,guest-access,$(UNIT_P2M) xen/common/guest_access.c))
$(eval $(call unit_test,text-ring,$(UNIT_P2M) xen/common/guest_access.c \
	xen/common/text_ring.c))
$(eval $(call unit_test,elf,$(UNIT_P2M) xen/common/guest_access.c xen/common/elf.c))

# The whole hypervisor but for how it starts and what it runs on.
UNIT_XEN := $(UNIT_HEAP) tests/unit/dom0.c tests/unit/guest.c tests/unit/walk.c \
	$(filter-out $(UNIT_HEAP) %/setup.c,$(wildcard xen/common/*.c)) \
	$(addprefix xen/arch/powerpc/,context.c domain.c extended.c guest_walk.c \
		inject.c \
		partition.c radix.c state.c traps.c) \
	$(wildcard xen/arch/powerpc/papr/*.c)

$(eval $(call unit_test,hypercall,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,domain-op,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,memlist,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,memory-op,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,sched-op,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,vcpu-op,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,frame-op,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,trace,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,trace-event,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,perfc,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,wallclock,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,context,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,extended,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,schedule,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,sched-bvt,$(UNIT_XEN) tests/unit/actors.c,-lfdt))
$(eval $(call unit_test,sched-sedf,$(UNIT_XEN) tests/unit/actors.c,-lfdt))
$(eval $(call unit_test,guest-fdt,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,dom0-build,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,radix,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,log-dirty,$(UNIT_XEN) tests/unit/shadow.c,-lfdt))
$(eval $(call unit_test,shadow-op,$(UNIT_XEN) tests/unit/shadow.c,-lfdt))
$(eval $(call unit_test,window,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,evtchn,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,sched-call,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,grant,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,exit,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,guest-walk,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,papr,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,xics,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,console,$(UNIT_XEN) tests/unit/console-ring.c,-lfdt))
$(eval $(call unit_test,console-op,$(UNIT_XEN) tests/unit/console-ring.c,-lfdt))
$(eval $(call unit_test,guest-console,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,watch,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,build-op,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,domain-state,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,domain-time,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,rtas,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,offset-domain,$(UNIT_XEN),-lfdt))
$(eval $(call unit_test,offset,$(UNIT_XEN) tests/unit/console-ring.c,-lfdt))

# Bare metal, with a firmware that does what a test wants.
UNIT_POWERNV := xen/arch/powerpc/platform/powernv
UNIT_OPAL := $(UNIT_MACHINE) tests/unit/fake-opal.c $(UNIT_POWERNV)/opal.c
UNIT_TREE := $(UNIT_MACHINE) tests/unit/tree.c xen/common/cmdline.c \
	$(addprefix $(UNIT_POWERNV)/,device_tree.c device_tree_cpu.c)

$(eval $(call unit_test,opal,$(UNIT_OPAL)))
$(eval $(call unit_test,heartbeat,$(UNIT_OPAL) $(UNIT_POWERNV)/heartbeat.c))
$(eval $(call unit_test,device-tree,$(UNIT_TREE),-lfdt))
$(eval $(call unit_test,device-tree-chosen,$(UNIT_TREE),-lfdt))
$(eval $(call unit_test,device-tree-cpu,$(UNIT_TREE),-lfdt))

# With all of the hypervisor above it.
UNIT_POWERNV_GUEST := $(UNIT_XEN) tests/unit/fake-opal.c tests/unit/instructions.c \
	$(addprefix $(UNIT_POWERNV)/,faults.c guest.c heartbeat.c opal.c)

$(eval $(call unit_test,powernv-guest,$(UNIT_POWERNV_GUEST),-lfdt))
$(eval $(call unit_test,powernv-time,$(UNIT_POWERNV_GUEST),-lfdt))
$(eval $(call unit_test,powernv-faults,$(UNIT_POWERNV_GUEST),-lfdt))

# All of it but assembly.
UNIT_BARE_METAL := $(sort $(UNIT_POWERNV_GUEST) $(UNIT_TREE) tests/unit/bare-metal.c \
	xen/arch/powerpc/platform/platform.c $(wildcard $(UNIT_POWERNV)/*.c))

$(eval $(call unit_test,powernv,$(UNIT_BARE_METAL),-lfdt))
$(eval $(call unit_test,powernv-run,$(UNIT_BARE_METAL),-lfdt))
$(eval $(call unit_test,powernv-secondary,$(UNIT_BARE_METAL),-lfdt))

include tests/unit/libxc.mk
include tests/unit/xm.mk

.PHONY: test-unit
# test-unit: the unit tests, on this machine
test-unit: $(UNIT_TESTS)
	$(Q)tests/unit/run-all $^

-include $(call deps,$(UNIT_OBJS))
