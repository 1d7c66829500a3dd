/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of hypercall-test, a file each. */
#ifndef TESTS_GUEST_HYPERCALL_TEST_H
#define TESTS_GUEST_HYPERCALL_TEST_H

#include <errno.h>
#include <string.h>

#include "fixture.h"
#include "hcall.h"

/* A domain number that no test uses and the hypervisor does not come to by itself. */
#define NO_SUCH_DOMAIN 0x7abc

extern CU_TestInfo sched_tests[];	 /* hypercall-sched.c */
extern CU_TestInfo time_tests[];	 /* hypercall-time.c */
extern CU_TestInfo call_tests[];	 /* hypercall-call.c */
extern CU_TestInfo trace_tests[];	 /* hypercall-trace.c */
extern CU_TestInfo shadow_run_tests[];	 /* hypercall-shadow-run.c */
extern CU_TestInfo unprivileged_tests[]; /* hypercall-unprivileged.c */
extern CU_TestInfo guest_tests[];	 /* hypercall-guest.c */

#endif /* TESTS_GUEST_HYPERCALL_TEST_H */
