/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of libxc-test, a file each. */
#ifndef TESTS_GUEST_LIBXC_TEST_H
#define TESTS_GUEST_LIBXC_TEST_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <xc.h>

#include "../../lib/cunit-main.h"

#define TEST(function)              \
	{                           \
#function, function \
	}

#define NO_SUCH_DOMAIN 0x7abc
#define CHUNK_FRAMES   (1UL << (XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT))
#define CHUNK_KIB      (1U << (XEN_PPC_CHUNK_SHIFT - 10))

/* Whether a call fails with this errno. */
#define FAILS(expression, with)                   \
	({                                        \
		errno = 0;                        \
		long long result_ = (expression); \
		result_ == -1 && errno == (with); \
	})

/* The handle that the suites open and close. */
extern int xc;

unsigned long xc_free_frames(void);
/* Create a domain with whole chunks of memory; 0 after a failed assertion. */
u32 make_domain(unsigned int chunks);

extern CU_TestInfo calls_tests[];   /* libxc-calls.c */
extern CU_TestInfo frames_tests[];  /* libxc-frames.c */
extern CU_TestInfo control_tests[]; /* libxc-control.c */
extern CU_TestInfo trace_tests[];   /* libxc-trace.c */
extern CU_TestInfo large_tests[];   /* libxc-large.c */
extern CU_TestInfo process_tests[]; /* libxc-process.c */
extern CU_TestInfo evtchn_tests[];  /* libxc-evtchn.c */
extern CU_TestInfo map_tests[];	    /* libxc-map.c */
extern CU_TestInfo grant_tests[];   /* libxc-grant.c */
extern CU_TestInfo core_tests[];    /* libxc-core.c */
extern CU_TestInfo rest_tests[];    /* libxc-rest.c */

#endif /* TESTS_GUEST_LIBXC_TEST_H */
