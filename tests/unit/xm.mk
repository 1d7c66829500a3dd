# SPDX-License-Identifier: GPL-2.0-or-later
#
# xm's unit tests: its sources, against domains that a test makes up.

UNIT_XM := $(filter-out %/events.c,$(XM_SRCS))
UNIT_XM_FAKES := $(addprefix tests/unit/xm-,fake.c fake-xc.c fake-machine.c)

$(O)/obj/unit/$(XM_DIR)/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itools/libxc -I$(MISC_DIR)
$(O)/obj/unit/$(XM_DIR)/main.o: CPPFLAGS_EXTRA += -Dmain=xm_main
$(O)/obj/unit/$(XM_DIR)/main.o: CFLAGS_EXTRA := -Wno-missing-prototypes
$(O)/obj/unit/tests/unit/xm-%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itests/lib -Itests/unit \
	-Itools/libxc -I$(MISC_DIR) -I$(XM_DIR)

$(eval $(call unit_test,xm-config,$(addprefix $(XM_DIR)/,config.c config-file.c \
	config-value.c cpus.c files.c),-ljson-c))
$(eval $(call unit_test,xm-registry,$(UNIT_XM) $(UNIT_XM_FAKES),-ljson-c))
$(eval $(call unit_test,xm-commands,$(UNIT_XM) $(UNIT_XM_FAKES),-ljson-c))
$(eval $(call unit_test,xm-monitor,$(UNIT_XM) $(UNIT_XM_FAKES),-ljson-c))
$(eval $(call unit_test,xm-names,$(UNIT_XM) $(UNIT_XM_FAKES),-ljson-c))
