/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run-clock.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The processes and threads found by a reading. */
struct reading {
	const char *proc;
	unsigned int processes;
	pid_t pids[RUN_CLOCK_THREADS];
	unsigned int count;
	struct run_clock_thread threads[RUN_CLOCK_THREADS];
};

/* Open a file of a thread; NULL if the thread has ended. */
static FILE *open_file(const char *proc, pid_t pid, pid_t tid, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%d/task/%d/%s", proc, (int)pid, (int)tid, name);
	return fopen(path, "re");
}

/* Linux, Documentation/scheduler/sched-stats.rst: time on a CPU, time on a run queue
 * (ns). */
static uint64_t time_on_run_queue(const char *proc, pid_t pid, pid_t tid)
{
	FILE *file = open_file(proc, pid, tid, "schedstat");
	uint64_t waited = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%*u %" SCNu64, &waited) != 1)
		waited = 0;
	fclose(file);
	return waited;
}

static void add_process(struct reading *r, pid_t pid)
{
	if (pid && r->processes < RUN_CLOCK_THREADS)
		r->pids[r->processes++] = pid;
}

static void add_children(struct reading *r, pid_t pid, pid_t tid)
{
	FILE *file = open_file(r->proc, pid, tid, "children");
	int child;

	if (!file)
		return;
	while (fscanf(file, "%d", &child) == 1)
		add_process(r, child);
	fclose(file);
}

/* Add the process's threads to those found, and its children to the processes. */
static void read_process(struct reading *r, pid_t pid)
{
	struct dirent *entry;
	char path[256];
	DIR *tasks;

	snprintf(path, sizeof(path), "%s/%d/task", r->proc, (int)pid);
	tasks = opendir(path);
	if (!tasks)
		return;
	/* cppcheck-suppress readdirCalled */
	while ((entry = readdir(tasks))) {
		pid_t tid = (pid_t)atoi(entry->d_name);

		if (tid <= 0 || r->count == RUN_CLOCK_THREADS)
			continue;
		r->threads[r->count++] =
			(struct run_clock_thread){ tid,
						   time_on_run_queue(r->proc, pid, tid) };
		add_children(r, pid, tid);
	}
	closedir(tasks);
}

static void read_all(const struct run_clock *clock, struct reading *r)
{
	r->proc = clock->proc;
	r->processes = 0;
	r->count = 0;
	for (unsigned int i = 0; i < RUN_CLOCK_PIDS; i++)
		add_process(r, clock->pids[i]);
	for (unsigned int i = 0; i < r->processes; i++)
		read_process(r, r->pids[i]);
}

static void keep(struct run_clock *clock, const struct reading *r)
{
	clock->count = r->count;
	for (unsigned int i = 0; i < r->count; i++)
		clock->threads[i] = r->threads[i];
}

void run_clock_start(struct run_clock *clock, const char *proc, pid_t pid, pid_t other,
		     double now)
{
	struct reading r;

	*clock = (struct run_clock){ .proc = proc,
				     .pids = { pid, other },
				     .started = now };
	read_all(clock, &r);
	keep(clock, &r);
}

/* How long the thread had waited at the last reading; a new one had not. */
static uint64_t waited_before(const struct run_clock *clock, pid_t tid)
{
	for (unsigned int i = 0; i < clock->count; i++)
		if (clock->threads[i].tid == tid)
			return clock->threads[i].waited;
	return 0;
}

double run_clock_read(struct run_clock *clock, double now)
{
	double passed = now - clock->started;
	struct reading r;
	uint64_t most = 0;

	read_all(clock, &r);
	for (unsigned int i = 0; i < r.count; i++) {
		uint64_t before = waited_before(clock, r.threads[i].tid);

		/* The number of a thread that has ended may be used again. */
		if (r.threads[i].waited > before && r.threads[i].waited - before > most)
			most = r.threads[i].waited - before;
	}
	keep(clock, &r);
	clock->waited += (double)most / 1e9;
	/* The kernel counts a wait when it is over, so this may be more than has passed.
	 */
	return clock->waited < passed ? passed - clock->waited : 0;
}
