# SPDX-License-Identifier: GPL-2.0-or-later
#
# make coverage: count the lines and branches that the unit tests reach. The programs are
# the same, but compiled with gcov's counters instead of the sanitizers, not optimized.

COVERAGE_DIR := tests/coverage
COVERAGE_OUT := $(O)/coverage
COVERAGE_WORLD = --no-print-directory O=$(COVERAGE_OUT) DOWNLOADS=$(DOWNLOADS) \
	UNIT_INSTRUMENT='--coverage -DUNIT_COVERAGE -fprofile-update=atomic -O0'

.PHONY: coverage unit-programs
# coverage: lines and branches that the unit tests reach; fails below 90 and 80 %
coverage: | $(HOST_READY)
	$(Q)mkdir -p $(COVERAGE_OUT)
	$(Q)$(MAKE) $(COVERAGE_WORLD) unit-programs
	$(Q)find $(COVERAGE_OUT) -name '*.gcda' -delete
	$(Q)$(MAKE) $(COVERAGE_WORLD) test-unit >$(COVERAGE_OUT)/log 2>&1 || \
		{ grep -vE ' (ok|0 failed)$$' $(COVERAGE_OUT)/log; exit 1; }
	$(Q)$(COVERAGE_DIR)/report $(COVERAGE_OUT)

unit-programs: $(UNIT_TESTS)
