// SPDX-License-Identifier: GPL-2.0-or-later
/* One runner for all CUnit programs (cunit-main.h), in dom0 and on the host. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <CUnit/CUnit.h>
#include <CUnit/TestDB.h>
#include <CUnit/TestRun.h>

#include "cunit-main.h"

/* main()'s arguments, so that test programs need not pass them on. */
static int program_argc;
static char **program_argv;

/* glibc passes main()'s arguments to constructors, even in static programs. */
__attribute__((constructor)) static void keep_arguments(int argc, char **argv)
{
	program_argc = argc;
	program_argv = argv;
}

/* An assertion in a loop may fail a thousand times; the first failures suffice. */
#define MAX_FAILURES_SHOWN 10

static const char *suite_filter; /* text that SUITE/TEST must contain, or NULL */
static unsigned int passed, failed;

static bool is_selected(const CU_SuiteInfo *suite, const CU_TestInfo *test)
{
	char full[256];

	if (!suite_filter)
		return true;
	snprintf(full, sizeof(full), "%s/%s", suite->pName, test->pName);
	return strstr(full, suite_filter) != NULL;
}

static void list_tests(const CU_SuiteInfo *suites)
{
	for (; suites->pName; suites++)
		for (const CU_TestInfo *test = suites->pTests; test->pName; test++)
			if (is_selected(suites, test))
				printf("%s/%s\n", suites->pName, test->pName);
}

/* Print the name first, so that the log of a crash or a hang shows it. */
static void on_test_start(const CU_pTest test, const CU_pSuite suite)
{
	printf("  %s/%s ... ", suite->pName, test->pName);
	fflush(stdout);
}

static void on_test_complete(const CU_pTest test, const CU_pSuite suite,
			     const CU_pFailureRecord first)
{
	unsigned int count = 0;

	if (!first) {
		passed++;
		puts("ok");
		return;
	}
	failed++;
	puts("FAILED");
	for (const CU_FailureRecord *record = first; record; record = record->pNext) {
		if (++count > MAX_FAILURES_SHOWN)
			continue;
		printf("    %s:%u: %s\n", record->strFileName ? record->strFileName : "?",
		       record->uiLineNumber,
		       record->strCondition ? record->strCondition : "?");
	}
	if (count > MAX_FAILURES_SHOWN)
		printf("    and %u more\n", count - MAX_FAILURES_SHOWN);
}

static void on_suite_init_failure(const CU_pSuite suite)
{
	for (const CU_Test *test = suite->pTest; test; test = test->pNext) {
		if (!test->fActive)
			continue;
		failed++;
		printf("  %s/%s ... FAILED\n    the suite could not be initialised\n",
		       suite->pName, test->pName);
	}
}

static void on_suite_cleanup_failure(const CU_pSuite suite)
{
	failed++;
	printf("  %s ... FAILED\n    the suite could not clean up\n", suite->pName);
}

/*
 * Register the selected tests only: CUnit would initialise a suite even if all its tests
 * were deactivated.
 */
static bool register_selected(const CU_SuiteInfo *suites)
{
	for (; suites->pName; suites++) {
		CU_pSuite suite = NULL;

		for (const CU_TestInfo *test = suites->pTests; test->pName; test++) {
			if (!is_selected(suites, test))
				continue;
			if (!suite)
				suite = CU_add_suite_with_setup_and_teardown(
					suites->pName, suites->pInitFunc,
					suites->pCleanupFunc, suites->pSetUpFunc,
					suites->pTearDownFunc);
			if (!suite || !CU_add_test(suite, test->pName, test->pTestFunc)) {
				printf("  %s/%s: %s\n", suites->pName, test->pName,
				       CU_get_error_msg());
				return false;
			}
		}
	}
	return true;
}

static void run_registered(void)
{
	CU_set_test_start_handler(on_test_start);
	CU_set_test_complete_handler(on_test_complete);
	CU_set_suite_init_failure_handler(on_suite_init_failure);
	CU_set_suite_cleanup_failure_handler(on_suite_cleanup_failure);
	CU_set_error_action(CUEA_IGNORE); /* failures are counted above */
	CU_run_all_tests();
}

static int wrong_arguments(void)
{
	fprintf(stderr, "usage: %s [--list] [TEXT]\n", program_argv[0]);
	return 2;
}

int run_suites(const char *name, CU_SuiteInfo *suites)
{
	bool list = false;

	for (int i = 1; i < program_argc; i++) {
		if (!strcmp(program_argv[i], "--list"))
			list = true;
		else if (program_argv[i][0] == '-' || suite_filter)
			return wrong_arguments();
		else
			suite_filter = program_argv[i];
	}
	if (list) {
		list_tests(suites);
		return 0;
	}
	if (CU_initialize_registry() != CUE_SUCCESS || !register_selected(suites)) {
		printf("  CUnit: %s\n", CU_get_error_msg());
		failed++;
	} else {
		run_registered();
	}
	CU_cleanup_registry();
	if (!passed && !failed) {
		printf("  no test to run\n");
		failed++;
	}
	printf("== %s: %u passed, %u failed\n", name, passed, failed);
	fflush(stdout);
	return failed ? 1 : 0;
}
