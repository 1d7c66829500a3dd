// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets of CPUs as xm's users write them. */
#include <string.h>

#include "cpus.h"
#include "cunit-main.h"

static void check_cpus(const char *text, cpumap_t map, const char *again)
{
	char formatted[CPUS_TEXT_SIZE];
	cpumap_t parsed = 0;

	CU_ASSERT_EQUAL(parse_cpus(text, &parsed), 0);
	CU_ASSERT_EQUAL(parsed, map);
	CU_ASSERT_STRING_EQUAL(format_cpus(map, 64, formatted), again);
}

static void sets_of_cpus(void)
{
	static const char *const wrong[] = {
		"",	"x",	"1-", "-1",    "3-1", "64",   "1,",
		",1",	"1,,2", "^1", "1-2-3", "1 2", "0-64", "99999999999999999999",
		"0,^0", "0-"
	};
	char text[CPUS_TEXT_SIZE];
	cpumap_t map;

	check_cpus("0", 1, "0");
	check_cpus("0-3,^2", 0xb, "0-1,3");
	check_cpus("63", 1UL << 63, "63");
	check_cpus("0-63", ~0UL, "any");
	check_cpus("all", ~0UL, "any");
	check_cpus("5,1-2", 0x26, "1-2,5");
	CU_ASSERT_STRING_EQUAL(format_cpus(0xf, 4, text), "any");
	CU_ASSERT_STRING_EQUAL(format_cpus(0x7, 4, text), "0-2");
	/* The longest possible text. */
	CU_ASSERT_EQUAL(strlen(format_cpus(0x5555555555555555, 64, text)), 90);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CU_ASSERT_EQUAL(parse_cpus(wrong[i], &map), -1);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "sets of CPUs", sets_of_cpus },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cpus", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm cpus", suites);
}
