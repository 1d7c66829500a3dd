# SPDX-License-Identifier: GPL-2.0-or-later
#
# Programs that run in domains beside dom0, and whole boots of them. See README.md.

DOMU_TESTS := tests/domu
DOMU_OUT := $(O)/tests/domu

DOMU_CHECK := $(DOMU_OUT)/domu-check
DOMU_CHECK_OBJS := $(call objs,target,$(wildcard $(DOMU_TESTS)/check*.c $(DOMU_TESTS)/check*.S))

$(DOMU_CHECK_OBJS): CPPFLAGS_EXTRA := -D_GNU_SOURCE
# What is rounded how is decided while it runs.
$(O)/obj/target/$(DOMU_TESTS)/check-compute.o: CFLAGS_EXTRA := -frounding-math
$(DOMU_CHECK): $(DOMU_CHECK_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -pthread -o $@ $^ -lm
	$(Q)$(CROSS_STRIP) $@

DOMU_FILES += $(DOMU_CHECK):/usr/bin/domu-check
ALL_TARGETS += $(DOMU_CHECK)

-include $(call deps,$(DOMU_CHECK_OBJS))
