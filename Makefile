# SPDX-License-Identifier: GPL-2.0-or-later
#
# Plain make, one instance: every directory that builds something has a
# module.mk, included here. `make help` lists the targets.

.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

include mk/common.mk
-include mk/setup.mk
include $(wildcard xen/module.mk tools/libxc/module.mk tools/misc/module.mk tools/xm/module.mk \
	tools/dom0/module.mk linux-privcmd/module.mk tests/abi/module.mk \
	tools/domu/module.mk tests/domu/module.mk \
	tests/contract/module.mk tests/unit/module.mk tests/guest/module.mk \
	tests/system/module.mk tests/static/module.mk tests/bench/module.mk \
	tests/coverage/module.mk tests/install/module.mk tests/legacy/module.mk \
	tests/soak/module.mk tests/fuzz/module.mk tests/module.mk \
	mk/check.mk mk/install.mk)

.PHONY: all clean help
# all: the hypervisor, the library, the module, the tools and dom0's images
all: $(ALL_TARGETS)

# clean: remove the build directory, downloads kept
clean:
	$(Q)find $(O) -mindepth 1 -maxdepth 1 ! -name download -exec rm -rf {} +

# help: this list
help:
	@awk 'match($$0, /^# [a-z0-9_.-]+: /) { name = substr($$0, 3, RLENGTH - 4); \
			text = substr($$0, RLENGTH + 1); next } \
		name != "" && index($$0, name ":") == 1 { printf "  make %-22s %s\n", name, text } \
		{ name = "" }' $(filter-out %.d,$(MAKEFILE_LIST)) | sort -u
	@printf '\n  O=DIR builds elsewhere than in build/, V=1 shows the commands, -j N is safe.\n'
