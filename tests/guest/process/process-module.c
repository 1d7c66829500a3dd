// SPDX-License-Identifier: GPL-2.0-or-later
/* process-test: the driver is unloaded and loaded while programs use it. */
#include "process-test.h"

enum { CYCLES = 10 };

static struct signpost to_child, from_child;
static unsigned long pins_at_start;

static void cycle(void)
{
	CU_ASSERT_EQUAL(module_unload("privcmd"), 0);
	CU_ASSERT_EQUAL_FATAL(module_load("privcmd"), 0);
}

static int one_call(int handle)
{
	MUST(xc_domain_pause(handle, NO_SUCH_DOMAIN) == -1 && errno == ESRCH);
	MUST(xc_get_tot_pages(handle, 0) > 0);
	return 0;
}

static int open_call_close(void)
{
	int handle = xc_interface_open();

	MUST(handle >= 0);
	if (one_call(handle))
		return 1;
	MUST(xc_interface_close(handle) == 0);
	return 0;
}

/* Report a step and wait for the permission to go on. */
static int step(char word)
{
	signpost_give(&from_child, word);
	MUST(signpost_wait(&to_child) == word);
	return 0;
}

static pid_t begin(int (*function)(void))
{
	pid_t pid;

	pins_at_start = system_pins();
	signpost_make(&to_child);
	signpost_make(&from_child);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int status;

		close(to_child.fd[1]);
		close(from_child.fd[0]);
		status = function();
		fflush(stdout);
		_exit(status);
	}
	close(to_child.fd[0]);
	close(from_child.fd[1]);
	return pid;
}

static void end(pid_t pid)
{
	check_exit(pid);
	close(to_child.fd[1]);
	close(from_child.fd[0]);
	CU_ASSERT_EQUAL(module_users("privcmd"), 0);
	CU_ASSERT_EQUAL(system_pins(), pins_at_start);
}

static int between_uses(void)
{
	return open_call_close();
}

static void cycles_between_uses(void)
{
	const unsigned long pins = system_pins();

	for (int i = 0; i < CYCLES; i++) {
		check_child(between_uses);
		cycle();
	}
	check_child(between_uses);
	CU_ASSERT_EQUAL(system_pins(), pins);
}

/* The hypervisor may still write to the page of a process that has closed its handle. */
static int open_then_closed(void)
{
	int handle = xc_interface_open();

	if (step('o') || one_call(handle) || step('u'))
		return 1;
	MUST(xc_interface_close(handle) == 0);
	if (step('c'))
		return 1;
	for (int i = 0; i < 20; i++)
		if (open_call_close())
			return 1;
	return 0;
}

static void refused_while_in_use(void)
{
	pid_t pid = begin(open_then_closed);

	for (const char *word = "ouc"; *word; word++) {
		CU_ASSERT_EQUAL(signpost_wait(&from_child), *word);
		for (int i = 0; i < 3; i++)
			CU_ASSERT_EQUAL(module_unload("privcmd"), -EWOULDBLOCK);
		signpost_give(&to_child, *word);
	}
	end(pid);
	cycle();
	check_child(between_uses);
}

/* A process that opens and closes handles survives every cycle. */
static int unused_then_used(void)
{
	int handle = -1;

	for (int i = 0; i < CYCLES; i++) {
		handle = xc_interface_open();
		MUST(handle >= 0 && xc_interface_close(handle) == 0);
		if (step('n'))
			return 1;
		/* The old handle is useless but harmless. */
		MUST(xc_get_tot_pages(handle, 0) == -1 && errno == EBADF);
	}
	return open_call_close();
}

static void survives_cycles(void)
{
	pid_t pid = begin(unused_then_used);

	for (int i = 0; i < CYCLES; i++) {
		CU_ASSERT_EQUAL(signpost_wait(&from_child), 'n');
		cycle();
		signpost_give(&to_child, 'n');
	}
	end(pid);
}

/* A program started by a user of the library has nothing of the library. */
static int leave_a_child(void)
{
	int handle = xc_interface_open();

	if (one_call(handle))
		return 1;
	MUST(xc_interface_close(handle) == 0);
	if (!fork()) {
		int status = step('a') || open_call_close() || open_call_close();

		fflush(stdout);
		_exit(status);
	}
	return 0;
}

static void child_survives_a_cycle(void)
{
	pid_t pid = begin(leave_a_child);

	CU_ASSERT_EQUAL(signpost_wait(&from_child), 'a');
	check_exit(pid);
	CU_ASSERT_EQUAL(system_pins(), pins_at_start);
	CU_ASSERT_EQUAL(module_users("privcmd"), 0);
	cycle();
	signpost_give(&to_child, 'a');
	check_orphan();
	close(to_child.fd[1]);
	close(from_child.fd[0]);
}

CU_TestInfo module_tests[] = {
	TEST(cycles_between_uses),    TEST(refused_while_in_use), TEST(survives_cycles),
	TEST(child_survives_a_cycle), CU_TEST_INFO_NULL,
};
