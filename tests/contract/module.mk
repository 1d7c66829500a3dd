# SPDX-License-Identifier: GPL-2.0-or-later
#
# The contract: one table of cases for each op, in two programs. unit-contract runs them
# on this machine, as one of the unit tests, against the hypervisor's sources and the
# fakes (tests/unit/module.mk); contract-test runs the same ones in dom0, against the
# real hypervisor (tests/guest/module.mk).

CONTRACT_DIR := tests/contract
CONTRACT_CASES := $(filter-out %/host.c %/dom0.c,$(wildcard $(CONTRACT_DIR)/*.c))

# A case sees the public headers, and the driver those of its world.
$(O)/obj/unit/$(CONTRACT_DIR)/%.o $(O)/obj/target/$(CONTRACT_DIR)/%.o: CPPFLAGS_EXTRA := \
	-Itests/lib -Iinclude
$(O)/obj/unit/$(CONTRACT_DIR)/host.o: CPPFLAGS_EXTRA := -Itests/lib -Itests/unit/fakes \
	-Ixen/include -Iinclude -Ixen/arch/powerpc/include
$(O)/obj/target/$(CONTRACT_DIR)/dom0.o: CPPFLAGS_EXTRA := -D_GNU_SOURCE -Itests/lib \
	-Itests/guest/lib
