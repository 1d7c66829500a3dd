/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A clock for time limits that a busy host does not reach sooner: it stands still while
 * the process waits for a CPU. On a quiet host its seconds are those of the wall; it goes
 * on while the process sleeps, so that a process that hangs idle reaches its limit as
 * well.
 */
#ifndef DOM0_RUN_CLOCK_H
#define DOM0_RUN_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Threads beyond these, of the processes and their descendants, are not looked at. */
#define RUN_CLOCK_THREADS 256
#define RUN_CLOCK_PIDS	  2
/* Time limits look at the clock this often, in milliseconds. */
#define RUN_CLOCK_PERIOD 200

struct run_clock_thread {
	pid_t tid;
	uint64_t waited; /* for a CPU, in ns */
};

struct run_clock {
	const char *proc; /* where procfs is mounted */
	pid_t pids[RUN_CLOCK_PIDS];
	double started;	    /* time at the start, by the wall */
	double waited;	    /* seconds for which the clock stood still */
	unsigned int count; /* threads at the last reading */
	struct run_clock_thread threads[RUN_CLOCK_THREADS];
};

/*
 * Start a clock at NOW, in seconds of CLOCK_MONOTONIC, for the process PID and, unless it
 * is 0, the process OTHER, with their descendants. PROC is where procfs is mounted; the
 * string must outlive the clock.
 */
void run_clock_start(struct run_clock *clock, const char *proc, pid_t pid, pid_t other,
		     double now);

/*
 * Read the clock, in seconds since its start. It has stood still for as long as the
 * thread that has waited most since the last reading. A kernel without schedstat files
 * reports no waiting.
 */
double run_clock_read(struct run_clock *clock, double now);

#endif
