/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of privcmd-test, a file each, and their common functions. */
#ifndef TESTS_GUEST_PRIVCMD_TEST_H
#define TESTS_GUEST_PRIVCMD_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "hcall.h"
#include "physmem.h"
#include "procfs.h"

extern CU_TestInfo ioctl_tests[];	/* privcmd-ioctl.c */
extern CU_TestInfo pin_tests[];		/* privcmd-pin.c */
extern CU_TestInfo anchor_tests[];	/* privcmd-anchor.c */
extern CU_TestInfo process_tests[];	/* privcmd-process.c */
extern CU_TestInfo threads_tests[];	/* privcmd-threads.c */
extern CU_TestInfo module_tests[];	/* privcmd-module.c */
extern CU_TestInfo foreign_tests[];	/* privcmd-foreign.c */
extern CU_TestInfo foreign_bad_tests[]; /* privcmd-foreign-bad.c */
extern CU_TestInfo area_tests[];	/* privcmd-area.c */
extern CU_TestInfo evtchn_tests[];	/* privcmd-evtchn.c */
extern CU_TestInfo evtchn_file_tests[]; /* privcmd-evtchn-file.c */
extern CU_TestInfo grant_tests[];	/* privcmd-grant.c */
extern CU_TestInfo store_tests[];	/* privcmd-store.c */
extern CU_TestInfo offset_tests[];	/* privcmd-offset.c */

#define KERNEL_ADDRESS 0xc000000000000000UL

static inline long translate(int fd, const void *va, unsigned long *gpa)
{
	privcmd_translate_t arg = { .va = (unsigned long)va };
	long err = privcmd(fd, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)&arg);

	*gpa = arg.gpa;
	return err;
}

static inline long release(int fd, const void *va)
{
	return privcmd(fd, IOCTL_PRIVCMD_RELEASE, (unsigned long)va);
}

/* Open a file of the test's own, whose closing is part of the test. */
int open_privcmd(void);
/* Map anonymous memory, not yet touched. */
char *map_pages(size_t count, int prot);
void unmap_pages(char *va, size_t count);

/* Like test_setup() and test_teardown(); also checks that no page stays pinned. */
void pin_setup(void);
void pin_teardown(void);

#define PIN_SUITE(name, tests)                                                    \
	{                                                                         \
		(name), suite_start, suite_stop, pin_setup, pin_teardown, (tests) \
	}

#endif /* TESTS_GUEST_PRIVCMD_TEST_H */
