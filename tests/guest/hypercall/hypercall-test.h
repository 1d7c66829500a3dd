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

extern CU_TestInfo dispatch_tests[];	 /* hypercall-test.c */
extern CU_TestInfo domain_tests[];	 /* hypercall-domain.c */
extern CU_TestInfo domain_info_tests[];	 /* hypercall-domain-info.c */
extern CU_TestInfo memory_op_tests[];	 /* hypercall-memory-op.c */
extern CU_TestInfo memlist_tests[];	 /* hypercall-memlist.c */
extern CU_TestInfo console_tests[];	 /* hypercall-console.c */
extern CU_TestInfo sched_tests[];	 /* hypercall-sched.c */
extern CU_TestInfo vcpu_tests[];	 /* hypercall-vcpu.c */
extern CU_TestInfo frame_tests[];	 /* hypercall-frames.c */
extern CU_TestInfo perfc_tests[];	 /* hypercall-perfc.c */
extern CU_TestInfo time_tests[];	 /* hypercall-time.c */
extern CU_TestInfo call_tests[];	 /* hypercall-call.c */
extern CU_TestInfo trace_tests[];	 /* hypercall-trace.c */
extern CU_TestInfo shadow_tests[];	 /* hypercall-shadow.c */
extern CU_TestInfo shadow_run_tests[];	 /* hypercall-shadow-run.c */
extern CU_TestInfo unprivileged_tests[]; /* hypercall-unprivileged.c */
extern CU_TestInfo guest_tests[];	 /* hypercall-guest.c */

#endif /* TESTS_GUEST_HYPERCALL_TEST_H */
