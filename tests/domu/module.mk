# SPDX-License-Identifier: GPL-2.0-or-later
#
# Programs that run in domains beside dom0, and whole boots of them. See README.md.

DOMU_TESTS := tests/domu
DOMU_OUT := $(O)/tests/domu

DOMU_CHECK := $(DOMU_OUT)/domu-check
DOMU_CHECK_OBJS := $(call objs,target,$(wildcard $(DOMU_TESTS)/check*.c $(DOMU_TESTS)/check*.S))

$(DOMU_CHECK_OBJS): CPPFLAGS_EXTRA := -D_GNU_SOURCE
# The program changes the rounding mode at run time.
$(O)/obj/target/$(DOMU_TESTS)/check-compute.o: CFLAGS_EXTRA := -frounding-math
$(DOMU_CHECK): $(DOMU_CHECK_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -pthread -o $@ $^ -lm
	$(Q)$(CROSS_STRIP) $@

DOMU_FILES += $(DOMU_CHECK):/usr/bin/domu-check
ALL_TARGETS += $(DOMU_CHECK)

# A kernel for a domain, compiled like that of tests/system, with which it shares the start.
DOMU_HOSTILE := $(DOMU_OUT)/hostile
DOMU_HOSTILE_OWN_OBJS := $(call objs,xen,$(wildcard $(DOMU_TESTS)/hostile*.c $(DOMU_TESTS)/hostile*.S))
DOMU_HOSTILE_OBJS := $(call objs,xen,$(addprefix tests/system/guest/,guest-head.S guest-lib.c)) \
	$(DOMU_HOSTILE_OWN_OBJS)

$(DOMU_HOSTILE_OWN_OBJS): CFLAGS_EXTRA := -fno-stack-protector
$(DOMU_HOSTILE): $(DOMU_HOSTILE_OBJS)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_LD) --no-warn-rwx-segments -static -N -Ttext=0x100000 -e _start -o $@ $^

DOMU_GUEST_FILES += $(DOMU_HOSTILE):/boot/hostile
ALL_TARGETS += $(DOMU_HOSTILE)

# A module for the domain's Linux. Kbuild writes beside sources, so they are copied to $(O).
DOMU_MODULE := $(DOMU_OUT)/hostile.ko
DOMU_MODULE_BUILD := $(DOMU_OUT)/hostile-module
DOMU_MODULE_INPUT := $(wildcard $(DOMU_TESTS)/hostile-module/*)

$(DOMU_MODULE): $(DOMU_MODULE_INPUT) $(DOMU_TESTS)/module.mk $(O)/kernel/release | $(KERNEL_READY)
	$(call say,KMOD,$@)
	$(Q)mkdir -p $(DOMU_MODULE_BUILD)
	$(Q)cp -pu $(DOMU_MODULE_INPUT) $(DOMU_MODULE_BUILD)/
	$(call privcmd_kbuild,$(DOMU_MODULE_BUILD),W=1 KCFLAGS=-Werror)
	$(Q)$(CROSS_STRIP) -g -o $@ $(DOMU_MODULE_BUILD)/hostile.ko

DOMU_FILES += $(DOMU_MODULE):/lib/modules/hostile.ko
ALL_TARGETS += $(DOMU_MODULE)

-include $(call deps,$(DOMU_CHECK_OBJS) $(DOMU_HOSTILE_OWN_OBJS))

# Tests of other domains that run in dom0: tests/domu/dom0/.
DOMU_DOM0 := $(DOMU_TESTS)/dom0
DOM0_TESTS := /usr/lib/xen-tests
DOM0_FILES += $(DOMU_CHECK):$(DOM0_TESTS)/domu-check tests/lib/check.sh:$(DOM0_TESTS)/domu/check.sh \
	$(SYSTEM_GUEST):$(DOM0_TESTS)/domu/small \
	$(foreach s,$(wildcard $(DOMU_DOM0)/*.sh),$(s):$(DOM0_TESTS)/domu/$(notdir $(s)))

# $(call domu_test,NAME,RAM,SECONDS,SCRIPT ARGUMENT...[,OPTION...]): test-domu-NAME on a
# pseries, and test-domu-NAME-powernv9 and -powernv10; RAM is the machine's, SECONDS the
# limit, OPTION of tools/dom0/run.
define domu_test
.PHONY: test-domu-$(1) test-domu-$(1)-powernv9 test-domu-$(1)-powernv10
test-domu-$(1): dom0-image $(O)/xen/xen
	$$(Q)O=$$(O) $$(DOM0_DIR)/run --machine pseries --memory $(2) --timeout $(3) $(5) -- \
		$(DOM0_TESTS)/domu/$(4)
test-domu-$(1)-powernv9 test-domu-$(1)-powernv10: test-domu-$(1)-%: dom0-image $(O)/xen/xen
	$$(Q)O=$$(O) $$(DOM0_DIR)/run --machine $$* --memory $(2) --timeout $(3) $(5) -- \
		$(DOM0_TESTS)/domu/$(4)
endef
$(eval $(call domu_test,life,2G,400,life.sh))
$(eval $(call domu_test,monitor,2G,600,monitor.sh))
$(eval $(call domu_test,many,1G,600,many.sh 4 5 128,--xen-append dom0_mem=320M))
$(eval $(call domu_test,save,2G,600,save.sh 4 200,--xen-append dom0_mem=768M))
$(eval $(call domu_test,tool,2G,600,tool.sh,--xen-append dom0_mem=1G))
$(eval $(call domu_test,save-2005,2G,600,save-2005.sh 60,--xen-append dom0_mem=768M))
$(eval $(call domu_test,hostile,2G,600,hostile.sh 5))
$(eval $(call domu_test,registers,1G,400,registers.sh))
$(eval $(call domu_test,churn,1G,400,churn.sh 50))
# With --icount the distribution of time does not depend on the build machine's load.
$(eval $(call domu_test,fair-bvt,2G,300,fair.sh,--icount=3))
$(eval $(call domu_test,fair-sedf,2G,300,fair.sh,--icount=3 --xen-append sched=sedf))
# For make soak: a minute of the domains' time, and more of everything.
$(eval $(call domu_test,many-long,1G,3000,many.sh 4 60 128,--xen-append dom0_mem=320M))
$(eval $(call domu_test,many-8,4G,3600,many.sh 8 60 256))
$(eval $(call domu_test,save-long,2G,3000,save.sh 30 1000,--xen-append dom0_mem=768M))
$(eval $(call domu_test,churn-long,1G,3000,churn.sh 1000))
