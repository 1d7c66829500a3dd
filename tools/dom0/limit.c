/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * limit [--with PID] SECONDS COMMAND [ARGUMENT]...
 *
 * Runs COMMAND for at most SECONDS, which a busy host makes longer: time in which COMMAND
 * or its descendants waited for a CPU does not count (run-clock.h), nor that of the
 * process PID and its descendants, for which COMMAND waits. At the limit COMMAND's
 * process group gets SIGTERM, and SIGKILL 5 s later.
 *
 * Exit status: COMMAND's own, 128 + signal if a signal killed it; 124 at the limit; 125
 * for wrong arguments; 127 if COMMAND cannot be started. SIGTERM, SIGINT and SIGHUP are
 * passed on; COMMAND does not outlive this program.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run-clock.h"

#define STATUS_LIMIT  124
#define STATUS_USAGE  125
#define STATUS_NO_RUN 127
#define KILL_SECONDS  5
#define MAX_NUMBER    10000000 /* of seconds, and more than any pid */

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static unsigned long number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n < 1 || n > MAX_NUMBER)
		errx(STATUS_USAGE, "'%s' is not a number from 1 to %d", text, MAX_NUMBER);
	return n;
}

static pid_t start(char **command, const sigset_t *before)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		err(STATUS_USAGE, "fork");
	if (pid > 0) {
		/* Both do it, so that it is done whichever of them runs first. */
		setpgid(pid, pid);
		return pid;
	}
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(STATUS_NO_RUN);
	sigprocmask(SIG_SETMASK, before, NULL);
	execvp(command[0], command);
	warn("%s", command[0]);
	_exit(STATUS_NO_RUN);
}

/* Wait for COMMAND's end or a look at the clock; true if it has ended with *STATUS. */
static bool ended(pid_t pid, const sigset_t *set, int *status)
{
	const struct timespec period = { .tv_nsec = RUN_CLOCK_PERIOD * 1000000L };
	int sig = sigtimedwait(set, NULL, &period);

	if (sig > 0 && sig != SIGCHLD)
		kill(-pid, sig);
	return waitpid(pid, status, WNOHANG) == pid;
}

int main(int argc, char **argv)
{
	struct run_clock clock;
	double limit;
	bool late = false, killed = false;
	pid_t pid, with = 0;
	sigset_t set, before;
	int status = 0;

	if (argc > 2 && !strcmp(argv[1], "--with")) {
		with = (pid_t)number(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc < 3)
		errx(STATUS_USAGE,
		     "usage: limit [--with PID] SECONDS COMMAND [ARGUMENT]...");
	limit = (double)number(argv[1]);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &before);
	pid = start(argv + 2, &before);
	run_clock_start(&clock, "/proc", pid, with, now());
	while (!ended(pid, &set, &status)) {
		double time = run_clock_read(&clock, now());

		if (!late && time >= limit) {
			late = true;
			kill(-pid, SIGTERM);
		} else if (!killed && time >= limit + KILL_SECONDS) {
			killed = true;
			kill(-pid, SIGKILL);
		}
	}
	if (late)
		return STATUS_LIMIT;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
