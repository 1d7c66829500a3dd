// SPDX-License-Identifier: GPL-2.0-or-later
/* process-test: many processes at once, and forks in the middle of calls. */
#include "process-test.h"

enum { PROCESSES = 64, FORKS = 2000, AT_ONCE = 4 };

static struct signpost ready, go;
static unsigned long pins_at_start;

/*
 * Each asks about a domain of its own, and some common questions. All make their first
 * call before any goes on, so that all have a page.
 */
static int one_of_many(int handle, unsigned int number)
{
	MUST(labelled_ok(handle, number));
	MUST(pinned_pages() == 1);
	signpost_give(&ready, 'r');
	close(ready.fd[1]);
	MUST(signpost_wait(&go) == 0);
	for (int i = 0; i < 15; i++)
		MUST(labelled_ok(handle, number) && answers_ok(handle));
	MUST(everything_ok(handle));
	MUST(labelled_ok(handle, number));
	MUST(pinned_pages() == 1);
	return 0;
}

static int parent_of_many(void)
{
	int handle = xc_interface_open(), failed = 0;
	pid_t pids[PROCESSES];
	struct callers callers;
	unsigned long pages;

	signpost_make(&ready);
	signpost_make(&go);
	/* The parent has made calls, several at a time, and goes on. */
	callers_start(&callers, 3, handle);
	MUST(callers_stop(&callers) == 0);
	pages = pinned_pages();
	for (unsigned int i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		MUST(pids[i] >= 0);
		if (!pids[i]) {
			int status;

			close(go.fd[1]);
			status = one_of_many(handle, i);
			fflush(stdout);
			_exit(status);
		}
	}
	/* A failed child sends no byte; the end of file shows that. */
	close(ready.fd[1]);
	for (unsigned int i = 0; i < PROCESSES; i++)
		MUST(signpost_wait(&ready) == 'r');
	MUST(system_pins() == pins_at_start + pages + PROCESSES);
	close(go.fd[1]);
	MUST(everything_ok(handle));
	for (unsigned int i = 0; i < PROCESSES; i++) {
		int status = -1;

		MUST(waitpid(pids[i], &status, 0) == pids[i]);
		failed += status != 0;
	}
	MUST(!failed);
	MUST(everything_ok(handle));
	return 0;
}

static void sixty_four_processes(void)
{
	labelled_make(PROCESSES);
	pins_at_start = system_pins();
	check_child(parent_of_many);
}

static int wait_for_one(int *outstanding)
{
	int status = -1;

	MUST(wait(&status) > 0 && status == 0);
	(*outstanding)--;
	return 0;
}

/*
 * When this thread forks, other threads are inside calls: in the library with a page
 * taken, in the driver, or in the hypervisor. The child has none of these threads, and
 * works; the parent's calls go on.
 */
static int fork_and_fork(void)
{
	int handle = xc_interface_open(), outstanding = 0;
	struct callers callers;

	callers_start(&callers, 3, handle);
	for (int i = 0; i < FORKS; i++) {
		pid_t pid = fork();

		MUST(pid >= 0);
		if (!pid)
			_exit(labelled_ok(handle, (unsigned int)i % 8) &&
					      xc_get_tot_pages(handle, 0) ==
						      dom0_frame_count
				      ? 0
				      : 1);
		if (++outstanding == AT_ONCE && wait_for_one(&outstanding))
			return 1;
	}
	while (outstanding)
		if (wait_for_one(&outstanding))
			return 1;
	MUST(callers_stop(&callers) == 0);
	MUST(callers.calls > 10);
	return 0;
}

static void two_thousand_forks_in_calls(void)
{
	labelled_make(8);
	check_child(fork_and_fork);
}

static struct magic parents;

/* msync() of an address that is not mapped gives ENOMEM. */
static int child_has_nothing(void)
{
	struct magic own;

	magic_find(&own);
	MUST(own.count == 0 && pinned_pages() == 0);
	for (unsigned int i = 0; i < parents.count; i++)
		MUST(msync(parents.va[i], (size_t)getpagesize(), MS_ASYNC) == -1 &&
		     errno == ENOMEM);
	return 0;
}

/* A child inherits no page, no pin, and no copy of answers to the parent. */
static int parent_of_one(void)
{
	int handle = xc_interface_open(), status = -1;
	struct callers callers;
	pid_t pid;

	callers_start(&callers, 3, handle);
	MUST(callers_stop(&callers) == 0);
	magic_find(&parents);
	MUST(parents.count > 0 && parents.count == pinned_pages());
	pid = fork();
	if (!pid) {
		status = child_has_nothing();
		fflush(stdout);
		_exit(status == 0 && answers_ok(handle) ? 0 : 1);
	}
	MUST(waitpid(pid, &status, 0) == pid && status == 0);
	MUST(magic_same(&parents) && everything_ok(handle));
	return 0;
}

static void nothing_is_inherited(void)
{
	check_child(parent_of_one);
}

CU_TestInfo fork_tests[] = {
	TEST(sixty_four_processes),
	TEST(nothing_is_inherited),
	TEST(two_thousand_forks_in_calls),
	CU_TEST_INFO_NULL,
};
