/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of libxc's functions on every architecture. */
#ifndef LIBXC_OPS_H
#define LIBXC_OPS_H

#include <CUnit/CUnit.h>

extern CU_TestInfo libxc_domain_tests[];
extern CU_TestInfo libxc_core_tests[];
extern CU_TestInfo libxc_errno_tests[];
extern CU_TestInfo libxc_evtchn_tests[];
extern CU_TestInfo libxc_fault_tests[];
extern CU_TestInfo libxc_grant_tests[];
extern CU_TestInfo libxc_map_tests[];
extern CU_TestInfo libxc_shadow_tests[];
extern CU_TestInfo libxc_memory_tests[];
extern CU_TestInfo libxc_misc_tests[];
extern CU_TestInfo libxc_sched_tests[];
extern CU_TestInfo libxc_vcpu_tests[];
extern CU_TestInfo libxc_pfn_list_tests[];

/* A handle for the running test, opened by the library. */
extern int handle;
void libxc_set_up(void);
void libxc_tear_down(void);

/* Number of hypercalls that expression makes. */
#define HYPERCALLS(expression)                         \
	({                                             \
		unsigned int before = fake.hypercalls; \
		expression;                            \
		fake.hypercalls - before;              \
	})

/* What fn writes to stderr, as a string. */
void stderr_of(void (*fn)(void), char *text, size_t size);

/* Check that the expression fails with this errno. */
#define ASSERT_FAILS(expression, with)             \
	do {                                       \
		errno = 0;                         \
		CU_ASSERT_EQUAL((expression), -1); \
		CU_ASSERT_EQUAL(errno, (with));    \
	} while (0)

#endif /* LIBXC_OPS_H */
