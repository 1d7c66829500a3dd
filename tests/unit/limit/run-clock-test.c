// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The clock of time limits (tools/dom0/run-clock.c), with a procfs made of files.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cunit-main.h"
#include "run-clock.h"

#define SECOND 1000000000UL

static char proc[] = "/tmp/run-clock-test.XXXXXX";
static struct run_clock clock_;

static void make_directory(const char *format, ...)
{
	char path[256];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	mkdir(path, 0700);
}

static void write_file(int pid, int tid, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	make_directory("%s/%d", proc, pid);
	make_directory("%s/%d/task", proc, pid);
	make_directory("%s/%d/task/%d", proc, pid, tid);
	snprintf(path, sizeof(path), "%s/%d/task/%d/%s", proc, pid, tid, name);
	file = fopen(path, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
}

/* The thread has run for one second, and waited for WAITED ns. */
static void thread(int pid, int tid, unsigned long waited, const char *children)
{
	char text[64];

	snprintf(text, sizeof(text), "%lu %lu 17\n", SECOND, waited);
	write_file(pid, tid, "schedstat", text);
	write_file(pid, tid, "children", children);
}

static void remove_all(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s/*", proc);
	CU_ASSERT_EQUAL(system(command), 0);
}

static bool reads(double now, double wanted)
{
	double time = run_clock_read(&clock_, now);

	return time > wanted - 1e-6 && time < wanted + 1e-6;
}

/* Nothing waits: the clock is the wall's, for a process that sleeps as well. */
static void quiet_host(void)
{
	thread(10, 10, 0, "");
	run_clock_start(&clock_, proc, 10, 0, 100);
	CU_ASSERT(reads(100, 0));
	CU_ASSERT(reads(160, 60));
}

static void waiting_does_not_count(void)
{
	thread(10, 10, 0, "");
	run_clock_start(&clock_, proc, 10, 0, 100);
	thread(10, 10, 9 * SECOND, "");
	CU_ASSERT(reads(110, 1));
	CU_ASSERT(reads(120, 11));
	thread(10, 10, 19 * SECOND, "");
	CU_ASSERT(reads(130, 11));
}

/* What a process waited before the start counts for nothing. */
static void earlier_waits(void)
{
	thread(10, 10, 50 * SECOND, "");
	run_clock_start(&clock_, proc, 10, 0, 100);
	CU_ASSERT(reads(101, 1));
}

/* Two threads that wait at the same time, or one after the other. */
static void the_longest_wait_counts(void)
{
	thread(10, 10, 0, "");
	thread(10, 11, 0, "");
	run_clock_start(&clock_, proc, 10, 0, 0);
	thread(10, 10, 3 * SECOND, "");
	thread(10, 11, 4 * SECOND, "");
	CU_ASSERT(reads(10, 6));
	thread(10, 10, 8 * SECOND, "");
	CU_ASSERT(reads(20, 11));
}

/* A thread that appears later has waited since then. */
static void descendants_and_another(void)
{
	thread(10, 10, 0, "");
	thread(20, 20, 0, "");
	run_clock_start(&clock_, proc, 10, 20, 0);
	thread(10, 10, 0, "11 ");
	thread(11, 11, SECOND, "12 13 ");
	thread(13, 14, 2 * SECOND, "");
	CU_ASSERT(reads(10, 8));
	thread(20, 20, 0, "21");
	thread(21, 21, 5 * SECOND, "");
	CU_ASSERT(reads(20, 13));
}

/* It never goes below 0, and a busy host does not stop it for ever. */
static void wait_counted_late(void)
{
	thread(10, 10, 0, "");
	run_clock_start(&clock_, proc, 10, 0, 0);
	thread(10, 10, 2 * SECOND, "");
	CU_ASSERT(reads(1, 0));
	CU_ASSERT(reads(5, 3));
}

/* A number that is used again: the new thread has waited less. */
static void threads_end(void)
{
	thread(10, 10, 0, "");
	thread(10, 11, 8 * SECOND, "");
	run_clock_start(&clock_, proc, 10, 0, 0);
	thread(10, 11, SECOND, "");
	CU_ASSERT(reads(10, 10));
	remove_all();
	CU_ASSERT(reads(20, 20));
}

/* Without the files, or with other contents, there is no waiting. */
static void no_statistics(void)
{
	write_file(10, 10, "stat", "");
	run_clock_start(&clock_, proc, 10, 0, 0);
	CU_ASSERT(reads(10, 10));
	write_file(10, 10, "schedstat", "0\n");
	write_file(10, 10, "children", "x");
	CU_ASSERT(reads(20, 20));
}

/* More threads than are looked at, and a process that names itself as its child. */
static void too_much(void)
{
	for (int tid = 10; tid < 10 + 2 * RUN_CLOCK_THREADS; tid++)
		thread(10, tid, SECOND, "10");
	run_clock_start(&clock_, proc, 10, 0, 0);
	CU_ASSERT(reads(10, 10));
	CU_ASSERT_EQUAL(clock_.count, RUN_CLOCK_THREADS);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "a quiet host", quiet_host },
		{ "waiting does not count", waiting_does_not_count },
		{ "nor what was before", earlier_waits },
		{ "the longest wait counts", the_longest_wait_counts },
		{ "descendants, and another process", descendants_and_another },
		{ "a wait that is counted late", wait_counted_late },
		{ "threads that end", threads_end },
		{ "no statistics", no_statistics },
		{ "too many threads", too_much },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "run clock", .pTearDownFunc = remove_all, .pTests = tests },
		CU_SUITE_INFO_NULL,
	};
	int status;

	if (!mkdtemp(proc))
		return 1;
	status = run_suites("unit-run-clock", suites);
	rmdir(proc);
	return status;
}
