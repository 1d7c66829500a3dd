// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: handles that are inherited, closed, many; processes and threads. */
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "libxc-test.h"

static bool works(int handle)
{
	xc_dominfo_t info;

	return xc_domain_getinfo(handle, 0, 1, &info) == 1 && info.domid == 0 &&
	       info.nr_pages > 0 && info.running;
}

/* Wait for a child; its exit status is 0 on success. */
static void check_exit(pid_t pid)
{
	int status = -1;

	CU_ASSERT_FATAL(pid > 0);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFEXITED(status));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 0);
}

/* Opened in the parent, first used in the child. */
static void used_only_in_child(void)
{
	int handle = xc_interface_open();
	pid_t pid;

	CU_ASSERT_FATAL(handle >= 0);
	pid = fork();
	if (!pid)
		_exit(works(handle) ? 0 : 1);
	check_exit(pid);
	CU_ASSERT(works(handle));
	CU_ASSERT_EQUAL(xc_interface_close(handle), 0);
}

/* Used on both sides of a fork, in turns, and in the child's child. */
static void used_on_both_sides(void)
{
	pid_t pid;

	CU_ASSERT(works(xc));
	for (int i = 0; i < 20; i++) {
		pid = fork();
		if (!pid) {
			pid_t second;
			int status = -1;

			if (!works(xc))
				_exit(1);
			second = fork();
			if (!second)
				_exit(works(xc) ? 0 : 2);
			if (second < 0 || waitpid(second, &status, 0) != second || status)
				_exit(3);
			_exit(works(xc) ? 0 : 4);
		}
		CU_ASSERT(works(xc));
		check_exit(pid);
		CU_ASSERT(works(xc));
	}
}

/* A daemon closes every descriptor that it does not know, and opens its own. */
static void descriptors_closed_behind_its_back(void)
{
	pid_t pid = fork();

	if (!pid) {
		int handle;

		if (!works(xc))
			_exit(1);
		for (int fd = 3; fd < 1024; fd++)
			close(fd);
		handle = xc_interface_open();
		for (int i = 0; i < 100; i++)
			if (!works(handle))
				_exit(2);
		_exit(0);
	}
	check_exit(pid);
}

static void many_handles(void)
{
	int handles[64];

	for (int i = 0; i < 64; i++) {
		handles[i] = xc_interface_open();
		CU_ASSERT_FATAL(handles[i] >= 0);
	}
	for (int i = 63; i >= 0; i--) {
		CU_ASSERT(works(handles[i]));
		CU_ASSERT_EQUAL(xc_interface_close(handles[i]), 0);
	}
	/* A handle for each call, as in some programs. */
	for (int i = 0; i < 300; i++) {
		int handle = xc_interface_open();

		CU_ASSERT(works(handle));
		CU_ASSERT_EQUAL(xc_interface_close(handle), 0);
	}
	CU_ASSERT(works(xc));
}

#define INHERITED "LIBXC_TEST_HANDLE"

/* This program, executed with a handle that it has not opened (see below). */
__attribute__((constructor)) static void use_inherited_handle(void)
{
	const char *number = getenv(INHERITED);

	if (number)
		_exit(works(atoi(number)) ? 0 : 1);
}

static void inherited_over_exec(void)
{
	int handle = xc_interface_open();
	char number[32];
	pid_t pid;

	CU_ASSERT_FATAL(handle >= 0);
	pid = fork();
	if (!pid) {
		snprintf(number, sizeof(number), "%d", handle);
		setenv(INHERITED, number, 1);
		execl("/proc/self/exe", "libxc-test", (char *)NULL);
		_exit(5);
	}
	check_exit(pid);
	CU_ASSERT_EQUAL(xc_interface_close(handle), 0);
}

enum { THREADS = 16, ROUNDS = 400, DOMAINS = 8 };

static u32 ids[DOMAINS];

/* Each thread asks about a different domain each time, and knows the right answer. */
static void *hammer(void *arg)
{
	unsigned long *wrong = arg;
	unsigned int seed = (unsigned int)(unsigned long)arg;
	unsigned long frames[8];
	xc_dominfo_t info;

	for (int i = 0; i < ROUNDS; i++) {
		unsigned int k = (unsigned int)rand_r(&seed) % DOMAINS;

		if (xc_domain_getinfo(xc, ids[k], 1, &info) != 1 ||
		    info.domid != ids[k] || info.ssidref != k + 1 ||
		    info.max_memkb != (k + 1) * 64)
			(*wrong)++;
		if (xc_get_pfn_list(xc, 0, frames, 8) != 8 || frames[1] != frames[0] + 1)
			(*wrong)++;
		errno = 0;
		if (xc_domain_pause(xc, NO_SUCH_DOMAIN) != -1 || errno != ESRCH)
			(*wrong)++;
	}
	return NULL;
}

static void make_labelled_domains(void)
{
	for (u32 k = 0; k < DOMAINS; k++) {
		ids[k] = 0;
		CU_ASSERT_EQUAL_FATAL(xc_domain_create(xc, k + 1, &ids[k]), 0);
		CU_ASSERT_EQUAL(xc_domain_setmaxmem(xc, ids[k], (k + 1) * 64), 0);
	}
}

static void many_threads(void)
{
	pthread_t threads[THREADS];
	unsigned long wrong[THREADS] = { 0 };

	make_labelled_domains();
	for (int i = 0; i < THREADS; i++)
		CU_ASSERT_EQUAL_FATAL(
			pthread_create(&threads[i], NULL, hammer, &wrong[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		CU_ASSERT_EQUAL(wrong[i], 0);
	}
	for (int k = 0; k < DOMAINS; k++)
		CU_ASSERT_EQUAL(xc_domain_destroy(xc, ids[k]), 0);
}

/* Forks while other threads are inside calls. */
static void forks_among_threads(void)
{
	pthread_t threads[4];
	unsigned long wrong[4] = { 0 };

	make_labelled_domains();
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL_FATAL(
			pthread_create(&threads[i], NULL, hammer, &wrong[i]), 0);
	for (int i = 0; i < 50; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(works(xc) ? 0 : 1);
		check_exit(pid);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		CU_ASSERT_EQUAL(wrong[i], 0);
	}
	for (int k = 0; k < DOMAINS; k++)
		CU_ASSERT_EQUAL(xc_domain_destroy(xc, ids[k]), 0);
}

CU_TestInfo process_tests[] = {
	TEST(used_only_in_child),
	TEST(used_on_both_sides),
	TEST(descriptors_closed_behind_its_back),
	TEST(many_handles),
	TEST(inherited_over_exec),
	TEST(many_threads),
	TEST(forks_among_threads),
	CU_TEST_INFO_NULL,
};
