# SPDX-License-Identifier: GPL-2.0-or-later
#
# xm's unit tests: its sources, with fake domains.

UNIT_XM := $(filter-out %/events.c,$(XM_SRCS))
UNIT_XM_FAKES := $(addprefix tests/unit/xm/xm-,fake.c fake-machine.c fake-run.c fake-xc.c)

$(O)/obj/unit/$(XM_DIR)/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itools/libxc -I$(MISC_DIR)
$(O)/obj/unit/$(XM_DIR)/main.o: CPPFLAGS_EXTRA += -Dmain=xm_main
$(O)/obj/unit/$(XM_DIR)/main.o: CFLAGS_EXTRA := -Wno-missing-prototypes
$(O)/obj/unit/tests/unit/xm/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itests/lib -Itests/unit/fakes \
	-Itools/libxc -I$(MISC_DIR) -I$(XM_DIR)

$(eval $(call unit_test,xm-config,$(addprefix $(XM_DIR)/,config.c config-file.c \
	config-value.c cpus.c files.c) $(MISC_DIR)/io.c,-ljson-c))
$(eval $(call unit_test,xm-cpus,$(XM_DIR)/cpus.c))
$(foreach test,registry create console commands daemon monitor names output request save signal \
	target,$(eval $(call unit_test,xm-$(test),\
	$(UNIT_XM) $(UNIT_XM_FAKES),-ljson-c)))
