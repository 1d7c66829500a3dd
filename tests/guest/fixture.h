/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every suite in dom0 checks around each test: that the machine goes on
 * working and that nothing was lost.
 */
#ifndef TESTS_GUEST_FIXTURE_H
#define TESTS_GUEST_FIXTURE_H

#include "../lib/cunit-main.h"

/* Suite init and clean-up: hcall_start() and hcall_stop(). */
int suite_start(void);
int suite_stop(void);

/*
 * Before and after each test: the hypervisor answers, free memory and the number
 * of domains are what they were. What a failed test left is removed.
 */
void test_setup(void);
void test_teardown(void);

/* The hypervisor answers the simplest call. */
void check_alive(void);

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
