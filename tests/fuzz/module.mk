# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzing (docs/fuzzing.md). fuzz-xen is the whole hypervisor with guests that act at
# random.

FUZZ_DIR := tests/fuzz

# ---- the whole hypervisor ----

# All C but the first instructions, exceptions and the platforms.
FUZZ_XEN_SOURCES := $(filter-out %/setup.c %/exceptions.c %/icache.c %/vectors.c %.S, \
	$(XEN_COMMON_SOURCES) $(XEN_ARCH_SOURCES)) $(UNIT_XEN_LIB)
FUZZ_HARNESS := tests/unit/fakes/fakes.c $(wildcard $(FUZZ_DIR)/xen/*.c)
FUZZ_XEN_OBJS := $(call objs,unit,$(FUZZ_XEN_SOURCES) $(FUZZ_HARNESS))
FUZZ_XEN := $(O)/host/fuzz-xen
FUZZ_XEN_LIBS := -Wl,--wrap=heap_alloc,--wrap=heap_free -lfdt

$(O)/obj/unit/$(FUZZ_DIR)/xen/%.o: CPPFLAGS_EXTRA := -Itests/unit/fakes -Ixen/include -Iinclude \
	-Ixen/arch/powerpc/include

$(FUZZ_XEN): $(FUZZ_XEN_OBJS)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(LDFLAGS_unit) -o $@ $^ $(FUZZ_XEN_LIBS)

# ---- libFuzzer's targets: single readers of what others hand over ----

FUZZ_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_fuzz := -std=gnu11 -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link \
	$(FUZZ_SANITIZE)
CPPFLAGS_fuzz := -Itests/unit/include -I$(PUBLIC_INCLUDE) -DUNIT_TEST
$(eval $(call compile_rules,fuzz,clang,$(HOST_READY)))

$(O)/obj/fuzz/xen/%.o: CPPFLAGS_fuzz := $(UNIT_XEN_CPPFLAGS)
# Warnings of what is tested are the other worlds' business.
$(O)/obj/fuzz/%.o: CFLAGS_EXTRA := -w
$(O)/obj/fuzz/xen/lib/%.o: CFLAGS_EXTRA := -w -fno-builtin
$(O)/obj/fuzz/$(FUZZ_DIR)/%.o: CFLAGS_EXTRA := $(WARNINGS)
$(O)/obj/fuzz/tests/%.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -I$(FUZZ_DIR)/targets -Itests/unit/fakes \
	-Ixen/include -Iinclude -Ixen/arch/powerpc/include -Ixen/arch/powerpc/platform
$(O)/obj/fuzz/tools/libxc/%.o $(addprefix $(O)/obj/fuzz/$(FUZZ_DIR)/targets/,image.o stream.o): \
	CPPFLAGS_EXTRA := -D_GNU_SOURCE -I$(FUZZ_DIR)/targets $(LIBXC_INCLUDES)
$(O)/obj/fuzz/$(XM_DIR)/%.o $(O)/obj/fuzz/$(FUZZ_DIR)/targets/config.o: CPPFLAGS_EXTRA := \
	-D_GNU_SOURCE -I$(FUZZ_DIR)/targets -I$(XM_DIR) -Itools/libxc -I$(MISC_DIR)

FUZZ_TARGETS :=
FUZZ_OBJS :=
# $(call fuzz_target,NAME,SOURCES[,LIBRARIES]): $(O)/host/fuzz-NAME
define fuzz_target
$(O)/host/fuzz-$(1): $(call objs,fuzz,$(addprefix $(FUZZ_DIR)/targets/,$(1).c common.c) $(2))
	$$(call say,LD,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)clang -fsanitize=fuzzer $(FUZZ_SANITIZE) -o $$@ $$^ $(3)
FUZZ_TARGETS += $(1)
FUZZ_OBJS += $(call objs,fuzz,$(addprefix $(FUZZ_DIR)/targets/,$(1).c common.c) $(2))
endef

FUZZ_ANY_DOMAIN := $(FUZZ_DIR)/targets/domain.c tests/unit/fakes/fakes.c $(FUZZ_XEN_SOURCES)
FUZZ_MOVE := $(addprefix $(LIBXC_DIR)/,call/xc_fault.c move/xc_restore_ppc64.c \
	move/xc_restore_memory_ppc64.c move/xc_stream_ppc64.c move/xc_state_ppc64.c)

$(eval $(call fuzz_target,bundle,xen/common/build/bundle.c $(UNIT_XEN_LIB)))
$(eval $(call fuzz_target,elf,$(FUZZ_ANY_DOMAIN),-lfdt))
$(eval $(call fuzz_target,state,$(FUZZ_ANY_DOMAIN),-lfdt))
$(eval $(call fuzz_target,rtas,$(FUZZ_ANY_DOMAIN),-lfdt))
$(eval $(call fuzz_target,fdt,tests/unit/fakes/fakes.c xen/common/memory/chunk.c $(UNIT_XEN_LIB) \
	xen/common/cmdline.c $(addprefix xen/arch/powerpc/platform/powernv/,device_tree.c \
	device_tree_cpu.c),-lfdt))
$(eval $(call fuzz_target,image,$(addprefix $(LIBXC_DIR)/,call/xc_fault.c move/xc_image_ppc64.c \
	move/xc_elf_ppc64.c),-lz))
$(eval $(call fuzz_target,stream,$(FUZZ_MOVE),-lxxhash))
$(eval $(call fuzz_target,config,$(addprefix $(XM_DIR)/,config.c config-file.c config-value.c \
	cpus.c files.c) $(MISC_DIR)/io.c,-ljson-c))
FUZZ_OBJS := $(sort $(FUZZ_OBJS))
FUZZ_PROGRAMS := $(FUZZ_XEN) $(FUZZ_TARGETS:%=$(O)/host/fuzz-%)

# FUZZ_PROGRAMS, from fixed seeds, or for MINUTES.
MINUTES ?= 10
FUZZ_RUN := $(FUZZ_DIR)/run $(O)/host $(O)/fuzz

.PHONY: test-fuzz fuzz test-fuzz-selftest
# test-fuzz: two minutes of fuzzing with fixed seeds
test-fuzz: $(FUZZ_PROGRAMS)
	$(Q)$(FUZZ_RUN) -- $(FUZZ_TARGETS)

# fuzz: fuzzing for MINUTES (10), with new seeds; what fails stays in tests/fuzz/corpus
fuzz: $(FUZZ_PROGRAMS)
	$(Q)$(FUZZ_RUN) $(MINUTES) -- $(FUZZ_TARGETS)

# test-fuzz-selftest: faults planted in copies of the hypervisor are found
test-fuzz-selftest: $(FUZZ_XEN_OBJS)
	$(Q)LINK_LIBS='$(FUZZ_XEN_LIBS)' $(FUZZ_DIR)/selftest $(O)/fuzz/planted \
		'$(HOSTCC) $(UNIT_XEN_CPPFLAGS) $(CFLAGS_unit)' '$(HOSTCC) $(LDFLAGS_unit)' \
		$(FUZZ_XEN_OBJS)

-include $(call deps,$(FUZZ_XEN_OBJS) $(FUZZ_OBJS))
