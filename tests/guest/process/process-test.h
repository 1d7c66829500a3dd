/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of process-test, a file each, and their common functions.
 *
 * The test process itself makes its hypercalls by the driver alone (hcall.h): it gets the
 * right answers independently and does not affect the counts. Children use the library;
 * each starts as a process that has made no call.
 */
#ifndef TESTS_GUEST_PROCESS_TEST_H
#define TESTS_GUEST_PROCESS_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xc.h>

#include "fixture.h"
#include "hcall.h"
#include "physmem.h"
#include "procfs.h"

extern CU_TestInfo handles_tests[];  /* process-handles.c */
extern CU_TestInfo threads_tests[];  /* process-threads.c */
extern CU_TestInfo fork_tests[];     /* process-fork.c */
extern CU_TestInfo memory_tests[];   /* process-memory.c */
extern CU_TestInfo kill_tests[];     /* process-kill.c */
extern CU_TestInfo pressure_tests[]; /* process-pressure.c */
extern CU_TestInfo movers_tests[];   /* process-movers.c */
extern CU_TestInfo module_tests[];   /* process-module.c */

#define NO_SUCH_DOMAIN 0x7abc

/* In a child: unless the condition holds, print it and return 1. */
#define MUST(condition)                                                          \
	do {                                                                     \
		if (!(condition)) {                                              \
			printf("\n    %s:%d: %s (errno %d)", __FILE__, __LINE__, \
			       #condition, errno);                               \
			return 1;                                                \
		}                                                                \
	} while (0)

/*
 * Wait for a child that a child has left behind, and check it like check_exit(). Waiting
 * is needed: the end of a file that it had open does not mean that it has ended.
 */
void check_orphan(void);

/* The list of dom0's frames at the start of the suite; longer than a page. */
extern unsigned long *dom0_frames;
extern int dom0_frame_count;

/*
 * Domains without memory that every answer distinguishes: the k-th has the label k + 1
 * and may grow to (k + 1) * 64 KiB.
 */
void labelled_make(unsigned int count);
void labelled_destroy(void);
/* Whether the library's answers about the k-th are right. */
bool labelled_ok(int handle, unsigned int k);

/* Whether answers of several kinds are right. Everything: also the list of frames. */
bool answers_ok(int handle);
bool everything_ok(int handle);

/*
 * Threads that call everything_ok() on a handle, while the test does other things to the
 * process. stop returns the number of wrong answers, and counts the calls.
 */
struct callers {
	pthread_t thread[4];
	unsigned int count;
	int handle;
	_Atomic bool stop;
	_Atomic unsigned long calls, wrong;
};
void callers_start(struct callers *callers, unsigned int count, int handle);
unsigned long callers_stop(struct callers *callers);

/* State that must be as before when all processes have ended. */
struct state {
	unsigned long pins;   /* of the system */
	unsigned long users;  /* of the driver */
	unsigned long frames; /* free frames of the hypervisor */
	unsigned long heap;   /* free bytes of its heap */
	unsigned long spaces; /* of processes */
};
void state_take(struct state *state);
void state_check(const struct state *before);

/* The library's pages for hypercalls in this process, and their addresses. */
#define MAX_MAGIC 64
struct magic {
	unsigned int count;
	char *va[MAX_MAGIC];
	unsigned long gpa[MAX_MAGIC];
};
void magic_find(struct magic *magic);
/* Whether all of them are present and have not moved. */
bool magic_same(const struct magic *magic);

/* A pipe for one byte, to wait for another process even if it dies. */
struct signpost {
	int fd[2];
};
void signpost_make(struct signpost *post);
void signpost_give(const struct signpost *post, char word);
char signpost_wait(const struct signpost *post); /* 0: the other end is closed */
void signpost_close(const struct signpost *post);

#endif /* TESTS_GUEST_PROCESS_TEST_H */
