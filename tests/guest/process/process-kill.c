// SPDX-License-Identifier: GPL-2.0-or-later
/* process-test: killed at any moment, a thousand times. */
#include "process-test.h"

/* More at once would delay each other when they must run to die. */
enum { KILLS = 1000, AT_ONCE = 2 };

/* Do everything that takes and frees resources: handles, pages, threads, lists. */
static _Noreturn void work_for_ever(unsigned int number)
{
	static struct callers callers;
	int handle = xc_interface_open();

	if (number % 16 == 0)
		callers_start(&callers, 2, handle);
	for (;;) {
		int fresh;

		if (!labelled_ok(handle, number % 8) || !answers_ok(handle))
			_exit(1);
		fresh = xc_interface_open();
		if (!labelled_ok(fresh, number % 8) || xc_interface_close(fresh))
			_exit(2);
	}
}

static void end_one(pid_t pid)
{
	int status = 0;

	kill(pid, SIGKILL);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	/* It must not end by itself: that would mean a wrong answer. */
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void kill_many(unsigned int count)
{
	pid_t pids[AT_ONCE] = { 0 };

	for (unsigned int i = 0; i < count; i++) {
		pid_t *place = &pids[i % AT_ONCE];

		if (*place)
			end_one(*place);
		*place = fork();
		CU_ASSERT_FATAL(*place >= 0);
		if (!*place)
			work_for_ever(i);
		/* Kill it at a time from before its first call on. */
		usleep(i * 37 % 300);
	}
	for (unsigned int i = 0; i < AT_ONCE; i++)
		if (pids[i])
			end_one(pids[i]);
}

static void a_thousand_times(void)
{
	struct state before;

	labelled_make(8);
	/* Warm-up, after which the kernel has filled its caches. */
	kill_many(AT_ONCE);
	state_take(&before);
	kill_many(KILLS);
	state_check(&before);
}

CU_TestInfo kill_tests[] = {
	TEST(a_thousand_times),
	CU_TEST_INFO_NULL,
};
