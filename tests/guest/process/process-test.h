/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of process-test, a file each, and what they share.
 *
 * The test process itself makes its hypercalls by the driver alone (hcall.h), so
 * that it knows the right answers in another way and adds nothing to what it counts.
 * The library is used in children: each starts as a process that has made no call.
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

/* In a child: 1, with a line that says why, unless the condition holds. */
#define MUST(condition)                                                          \
	do {                                                                     \
		if (!(condition)) {                                              \
			printf("\n    %s:%d: %s (errno %d)", __FILE__, __LINE__, \
			       #condition, errno);                               \
			return 1;                                                \
		}                                                                \
	} while (0)

/*
 * Waits for a child that a child has left behind, as check_exit() does. It belongs to
 * the test then: the end of a file that it had open does not say that it is gone.
 */
void check_orphan(void);

/* The frames of dom0, as they were when the suite began; more than one page of them. */
extern unsigned long *dom0_frames;
extern int dom0_frame_count;

/*
 * Domains without memory that can be told from each other by each answer about them:
 * the k-th has the label k + 1 and may grow to (k + 1) * 64 KiB.
 */
void labelled_make(unsigned int count);
void labelled_destroy(void);
/* The library says of the k-th what is true. */
bool labelled_ok(int handle, unsigned int k);

/* Answers of several kinds are what they must be. Everything: the list of all frames. */
bool answers_ok(int handle);
bool everything_ok(int handle);

/*
 * Threads that call everything_ok() on a handle, for as long as other things are done
 * to the process; stop returns how many answers were wrong, and counts the calls.
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

/* What must be as before when all processes are gone. */
struct state {
	unsigned long pins;   /* of the system */
	unsigned long users;  /* of the driver */
	unsigned long frames; /* that the hypervisor has free */
	unsigned long heap;   /* bytes that it has free for itself */
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
/* They are all where they were, and present. */
bool magic_same(const struct magic *magic);

/* A pipe for one byte: to wait for another process, however it ends. */
struct signpost {
	int fd[2];
};
void signpost_make(struct signpost *post);
void signpost_give(const struct signpost *post, char word);
char signpost_wait(const struct signpost *post); /* 0: nobody is left to give one */
void signpost_close(const struct signpost *post);

#endif /* TESTS_GUEST_PROCESS_TEST_H */
