/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run the tests of a CUnit program and report the results. */
#ifndef TESTS_CUNIT_MAIN_H
#define TESTS_CUNIT_MAIN_H

#include <CUnit/CUnit.h>

/*
 * Runs the suites (an array that ends with CU_SUITE_INFO_NULL) and prints a line
 * per test, each failed assertion with its file and line, and at the end
 *
 *   == NAME: P passed, F failed
 *
 * which counts tests, not assertions. Each test of a suite that could not be initialised
 * counts as failed, and so does a suite that cannot clean up. If there is no test to run,
 * that is a failure too.
 *
 * The program's arguments are taken from the C library:
 *   --list   prints the names, one per line as SUITE/TEST, and runs nothing
 *   TEXT     runs only the tests whose SUITE/TEST contains TEXT
 *
 * Returns the exit status: 0 if all passed, 1 if not, 2 for a wrong argument.
 */
int run_suites(const char *name, CU_SuiteInfo *suites);

#endif /* TESTS_CUNIT_MAIN_H */
