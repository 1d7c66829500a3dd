# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check: static checks of the sources. Each part is a target of its own and prints
# one line per finding, as FILE:LINE: WHAT.

CHECK_DIR := tools/check
COMPILE_COMMANDS := $(O)/compile_commands.json
# The same, in a form that clang and cppcheck understand.
CHECK_COMMANDS := $(O)/check/compile_commands.json
CHECKS := check-format check-text check-rooms check-shell check-docs check-man check-cppcheck check-tidy \
	check-sparse check-privcmd

# Every module lists its objects in a variable whose name ends with _OBJS.
ALL_OBJS = $(sort $(filter $(O)/obj/%.o,$(foreach v,$(filter %_OBJS,$(filter-out ALL_OBJS,\
	$(.VARIABLES))),$($(v)))))
# Sources without an object of this make: compiled by Kbuild, for their layout only, or
# by a test. All other sources must be in the compilation database.
CHECK_NO_OBJECT := $(wildcard linux-privcmd/*.c tests/bench/nullcall-module/*.c) \
	$(wildcard tests/domu/hostile-module/*.c) \
	tests/abi/abi-check.c tests/install/program.c xen/arch/powerpc/asm-offsets.c

.PHONY: check $(CHECKS) compile_commands.json
# check: format, licence tags, rooms, scripts, documents, static analysis, byte order
check:
	$(Q)$(MAKE) --no-print-directory --keep-going --output-sync=target \
		$(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j $(shell nproc)) $(CHECKS) && \
		echo 'check: clean' || { echo 'check: not clean, see above'; exit 1; }

# check-format: C is formatted as clang-format does it
check-format: | $(HOST_READY)
	$(call say,CHECK,format)
	$(Q)set -o pipefail; $(CHECK_DIR)/files c | xargs -d '\n' clang-format --dry-run -Werror

# check-text: licence tags, length, blanks
check-text:
	$(call say,CHECK,text)
	$(Q)$(CHECK_DIR)/text

# check-rooms: what the rooms of the hypervisor must not include
check-rooms:
	$(call say,CHECK,rooms)
	$(Q)$(CHECK_DIR)/rooms

# check-shell: shellcheck on every script
check-shell: | $(HOST_READY)
	$(call say,CHECK,shell)
	$(Q)set -o pipefail; $(CHECK_DIR)/files shell | xargs -d '\n' shellcheck -x -P SCRIPTDIR

# check-docs: files, names and targets in README and docs/ exist
check-docs:
	$(call say,CHECK,docs)
	$(Q)$(CHECK_DIR)/docs

# check-man: man pages are correct and complete
check-man: | $(HOST_READY)
	$(call say,CHECK,man)
	$(Q)$(CHECK_DIR)/man

# check-cppcheck: cppcheck on all C
check-cppcheck: $(CHECK_COMMANDS)
	$(call say,CHECK,cppcheck)
	$(Q)$(CHECK_DIR)/cppcheck $(O)/check

# check-tidy: clang and its analyzer on all C
check-tidy: $(CHECK_COMMANDS) $(O)/abi/abi-asserts.h
	$(call say,CHECK,tidy)
	$(Q)$(CHECK_DIR)/tidy $(O)

# check-sparse: byte order in the hypervisor
check-sparse: $(CHECK_COMMANDS)
	$(call say,CHECK,sparse)
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) $(CHECK_DIR)/sparse $(O)/check

# compile_commands.json: below O=, for clangd and similar tools
compile_commands.json: $(COMPILE_COMMANDS)
	@echo '$<'

# Always remade, since that costs little; the file changes only if its content does.
$(COMPILE_COMMANDS): force | $(HOST_READY) $(SYSROOT_READY) $(PUBLIC_INCLUDE)/xen $(XEN_GENERATED)
	$(Q)MAKE='$(MAKE)' $(CHECK_DIR)/compile-commands $(ALL_OBJS) > $@.new
	$(Q)missing=$$(comm -13 <(jq -r '.[].file' $@.new | sort -u) \
		<($(CHECK_DIR)/files c | grep '\.c$$' | grep -vxF $(CHECK_NO_OBJECT:%=-e %))); \
		[ -z "$$missing" ] || { echo "in no make file: $$missing"; exit 1; }
	$(Q)if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# The stand-ins for programs of 2005 include what is made for them.
$(CHECK_COMMANDS): $(COMPILE_COMMANDS) $(CHECK_DIR)/clang.jq | $(LEGACY_READY)
	$(Q)mkdir -p $(@D)
	$(Q)jq -f $(CHECK_DIR)/clang.jq $< > $@
