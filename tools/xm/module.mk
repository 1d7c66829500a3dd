# SPDX-License-Identifier: GPL-2.0-or-later
#
# xm, the command for domains.

XM_DIR := tools/xm
XM_SRCS := $(addprefix $(XM_DIR)/,actions.c arguments.c build.c clock.c commands.c config.c \
	config-file.c config-value.c console.c cpus.c create.c daemon.c domain.c dump.c events.c \
	files.c image.c info.c lifecycle.c list.c main.c memory.c monitor.c names.c \
	progress.c registry.c request.c restore.c save.c sched.c shutdown.c target.c terminal.c \
	top.c vcpu.c) $(addprefix $(MISC_DIR)/,common.c guard.c io.c json.c streams.c pfnlist.c)
XM := $(O)/bin/xm
XM_COMPLETION := $(XM_DIR)/xm.bash-completion
XM_OBJS := $(call objs,target,$(XM_SRCS))

$(filter $(O)/obj/target/$(XM_DIR)/%,$(XM_OBJS)): CPPFLAGS_EXTRA := -D_GNU_SOURCE \
	-Itools/libxc -I$(MISC_DIR)

$(XM): $(XM_OBJS) $(LIBXC_LINK)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -Wl,--as-needed -o $@ $(XM_OBJS) -L$(O)/lib -lxc -L$(SYSROOT_LIB) \
		-ljson-c

ALL_TARGETS += $(XM)
DOM0_FILES += $(XM):/usr/sbin/xm $(XM_COMPLETION):/usr/share/bash-completion/completions/xm

-include $(call deps,$(XM_OBJS))
