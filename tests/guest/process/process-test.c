// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs open many handles, fork, exec, start threads, pass unusual memory, and die at
 * any moment, while the kernel moves memory. Every answer is checked, and nothing may be
 * left over. tests/guest/mutate removes each protection of the library and the driver,
 * and checks that a test here fails.
 */
#include <sys/prctl.h>

#include "process-test.h"

static unsigned long pins_before, users_before;

static int start(void)
{
	int count;

	if (suite_start())
		return -1;
	count = (int)(dom0_end() / FRAME_SIZE);
	dom0_frames = calloc((size_t)count, sizeof(*dom0_frames));
	dom0_frame_count = count;
	if (!dom0_frames ||
	    domain_frames(0, dom0_frames, (unsigned long)count) != (long)count)
		return -1;
	return 0;
}

static int stop(void)
{
	free(dom0_frames);
	return suite_stop();
}

static void setup(void)
{
	test_setup();
	pins_before = system_pins();
	users_before = module_users("privcmd");
}

static void teardown(void)
{
	CU_ASSERT_EQUAL(system_pins(), pins_before);
	CU_ASSERT_EQUAL(module_users("privcmd"), users_before);
	labelled_destroy();
	test_teardown();
}

void check_orphan(void)
{
	int status = -1;

	CU_ASSERT(waitpid(-1, &status, 0) > 0);
	CU_ASSERT_EQUAL(status, 0);
}

#define PROCESS_SUITE(name, tests)                            \
	{                                                     \
		(name), start, stop, setup, teardown, (tests) \
	}

int main(void)
{
	CU_SuiteInfo suites[] = {
		PROCESS_SUITE("handles", handles_tests),
		PROCESS_SUITE("threads", threads_tests),
		PROCESS_SUITE("fork", fork_tests),
		PROCESS_SUITE("memory", memory_tests),
		PROCESS_SUITE("kill", kill_tests),
		PROCESS_SUITE("pressure", pressure_tests),
		PROCESS_SUITE("movers", movers_tests),
		/* It unloads the driver, so no file must be open before. */
		{ "module", NULL, NULL, NULL, NULL, module_tests },
		CU_SUITE_INFO_NULL,
	};

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	return run_suites("process-test", suites);
}
