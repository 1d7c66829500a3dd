# SPDX-License-Identifier: GPL-2.0-or-later
#
# dom0's initramfs, and the programs that boot it and talk to it.

DOM0_DIR := tools/dom0
DOM0_INITRD := $(O)/dom0/initrd.cpio
DOM0_CONSOLE := $(O)/host/dom0-console
MKCPIO := $(O)/host/mkcpio
# Time limits of tests.
LIMIT := $(O)/host/limit
DOM0_AGENT := $(O)/bin/dom0-agent

DOM0_CONSOLE_OBJS := $(call objs,host,$(addprefix $(DOM0_DIR)/,console.c output.c frame.c \
	run-clock.c) \
	$(addprefix $(MISC_DIR)/,io.c streams.c))
MKCPIO_OBJS := $(call objs,host,$(DOM0_DIR)/mkcpio.c)
LIMIT_OBJS := $(call objs,host,$(addprefix $(DOM0_DIR)/,limit.c run-clock.c))
DOM0_AGENT_OBJS := $(call objs,target,$(addprefix $(DOM0_DIR)/,agent.c frame.c) $(MISC_DIR)/io.c)

$(O)/obj/target/$(DOM0_DIR)/agent.o $(DOM0_CONSOLE_OBJS): CPPFLAGS_EXTRA := -I$(MISC_DIR)
$(O)/obj/host/$(MISC_DIR)/streams.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE

$(DOM0_CONSOLE): $(DOM0_CONSOLE_OBJS)
$(MKCPIO): $(MKCPIO_OBJS)
$(LIMIT): $(LIMIT_OBJS)
$(DOM0_CONSOLE) $(MKCPIO) $(LIMIT):
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^

$(DOM0_AGENT): $(DOM0_AGENT_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS_CC) -static -o $@ $^
	$(Q)$(CROSS_STRIP) $@

# The loader and libraries of dom0's programs: glibc comes with the cross compiler,
# the others with Debian's ppc64el packages.
DOM0_CROSS_LIBS := libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libgcc_s.so.1
DOM0_SYSROOT_LIBS := lib/powerpc64le-linux-gnu/libz.so.1 \
	usr/lib/powerpc64le-linux-gnu/libjson-c.so.5
DOM0_CROSS_LIBDIR = $(dir $(shell $(CROSS_CC) -print-file-name=ld64.so.2))

DOM0_FILES += tools/domu/xm-demo:/usr/sbin/xm-demo $(DOM0_AGENT):/usr/sbin/dom0-agent $(DOM0_DIR)/init:/init \
	$(DOM0_DIR)/demo.sh:/usr/share/dom0/demo.sh

# Convert a pair HOST:GUEST to HOST, and to mkcpio's arguments.
dom0_host = $(firstword $(subst :, ,$(1)))
dom0_guest = $(lastword $(subst :, ,$(1)))
dom0_member = file $(call dom0_guest,$(1)) - $(call dom0_host,$(1))

# Modules add to DOM0_FILES in any order, so it is expanded when all have been read.
.SECONDEXPANSION:
$(DOM0_INITRD): $$(foreach f,$$(DOM0_FILES),$$(call dom0_host,$$f)) $(MKCPIO) \
		$(DOM0_DIR)/module.mk | $(SYSROOT_READY)
	$(call say,CPIO,$@)
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/bin/sh \
		>$(@D)/passwd
	$(Q)printf '%s\n' root:x:0: nogroup:x:65534: >$(@D)/group
	$(Q)$(MKCPIO) $@ \
		$(foreach d,/bin /dev /etc /lib64 /lib/modules /proc /root /sbin /sys /tmp \
			/usr/bin /usr/sbin /usr/share /var/log,dir $(d) 755) \
		dir /run 755 link /var/run ../run char /dev/console 600 5 1 char /dev/null 666 1 3 \
		file /bin/busybox 755 $(SYSROOT)/bin/busybox link /bin/sh busybox \
		file /etc/passwd 644 $(@D)/passwd file /etc/group 644 $(@D)/group \
		file /lib64/ld64.so.2 755 $(DOM0_CROSS_LIBDIR)ld64.so.2 \
		$(foreach l,$(DOM0_CROSS_LIBS),file /lib/powerpc64le-linux-gnu/$(l) 755 \
			$(DOM0_CROSS_LIBDIR)$(l)) \
		$(foreach l,$(DOM0_SYSROOT_LIBS),file /lib/powerpc64le-linux-gnu/$(notdir $(l)) 755 \
			$(SYSROOT)/$(l)) \
		$(foreach f,$(DOM0_FILES),$(call dom0_member,$(f)))

ALL_TARGETS += $(DOM0_CONSOLE) $(MKCPIO) $(LIMIT) $(DOM0_AGENT) $(DOM0_INITRD)

# The machine of run, shell and gdb: pseries, powernv9 or powernv10.
MACHINE ?= pseries
DOM0_RUN := O=$(O) $(DOM0_DIR)/run --machine $(MACHINE)

.PHONY: dom0-image run shell gdb
# dom0-image: dom0's kernel and initramfs, and the programs that boot them
dom0-image: $(DOM0_INITRD) $(DOM0_CONSOLE) $(LIMIT) | $(KERNEL_READY)

# run: boot, create a second domain and list the machine frames of both (MACHINE=powernv9: on bare metal)
run: dom0-image $(O)/xen/xen
	$(Q)$(DOM0_RUN) --progress -- /usr/share/dom0/demo.sh \
		$$(if [ -t 1 ]; then echo --color; fi)

# shell: boot, and run a shell in dom0 (Ctrl-A x ends it)
shell: dom0-image $(O)/xen/xen
	$(Q)$(DOM0_RUN)

# gdb: boot under gdb, with the symbols of the hypervisor and of dom0's kernel
gdb: dom0-image $(O)/xen/xen
	@echo "dom0's console goes to $(O)/gdb-console.log"
	$(Q)gdb-multiarch -q -x $(DOM0_DIR)/gdbinit $(O)/xen/xen \
		-ex 'add-symbol-file $(O)/kernel/vmlinux.debug' \
		-ex 'target remote | O=$(O) exec $(DOM0_DIR)/run --machine $(MACHINE) --gdb=stdio --log $(O)/gdb-console.log'

-include $(call deps,$(DOM0_CONSOLE_OBJS) $(MKCPIO_OBJS) $(LIMIT_OBJS) $(DOM0_AGENT_OBJS))
