/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks that every suite in dom0 makes around each test: the machine still works and
 * nothing was lost.
 */
#ifndef TESTS_GUEST_FIXTURE_H
#define TESTS_GUEST_FIXTURE_H

#include <sys/types.h>

#include "../../lib/cunit-main.h"

/* Suite init and clean-up: hcall_start() and hcall_stop(). */
int suite_start(void);
int suite_stop(void);

/*
 * Before and after each test: the hypervisor answers, free memory and the number of
 * domains have not changed. Domains that a failed test has left are destroyed.
 */
void test_setup(void);
void test_teardown(void);

/* Check that the hypervisor answers the simplest call. */
void check_alive(void);

/* Wait for a child; exit status 0 passes, anything else or a signal fails. */
void check_exit(pid_t pid);
/* Run a function in a child: 0 passes. */
void check_child(int (*function)(void));

/* A suite of the usual form; tests is a CU_TestInfo array, CU_TEST_INFO_NULL its end. */
#define SUITE(name, tests)                                                          \
	{                                                                           \
		(name), suite_start, suite_stop, test_setup, test_teardown, (tests) \
	}
#define TEST(function)              \
	{                           \
#function, function \
	}

#endif /* TESTS_GUEST_FIXTURE_H */
