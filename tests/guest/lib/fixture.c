// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks around each test (fixture.h). */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "hcall.h"

static unsigned long free_before;
static unsigned int domains_before;

int suite_start(void)
{
	return hcall_start() ? 0 : -1;
}

int suite_stop(void)
{
	hcall_stop();
	return 0;
}

void check_alive(void)
{
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_version), XEN_3_0);
}

void test_setup(void)
{
	free_before = free_frames();
	domains_before = count_domains();
}

void test_teardown(void)
{
	check_alive();
	CU_ASSERT_EQUAL(count_domains(), domains_before);
	CU_ASSERT_EQUAL(free_frames(), free_before);
	destroy_all();
}

void check_exit(pid_t pid)
{
	int status = -1;

	CU_ASSERT_FATAL(pid > 0);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	if (status)
		printf("\n    the child's status is %#x", status);
	CU_ASSERT_EQUAL(status, 0);
}

void check_child(int (*function)(void))
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		int status = function();

		fflush(stdout);
		_exit(status);
	}
	check_exit(pid);
}
