// SPDX-License-Identifier: GPL-2.0-or-later
/* A process in the background: what it must not keep of the state xm was started in. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"

/* Fewer descriptors than this are not enough for a monitor. */
#define DESCRIPTORS 64

static void reset_signals(void)
{
	static const int ignored[] = { SIGHUP, SIGPIPE, SIGXFSZ };
	sigset_t none;

	/* Those that cannot be set, SIGKILL and the C library's own, fail. */
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Raise a limit to what is wanted, or as far as this process may. */
static void lift(int resource, rlim_t wanted)
{
	struct rlimit now, most;

	if (getrlimit(resource, &now) < 0 || now.rlim_cur >= wanted)
		return;
	most.rlim_cur = wanted;
	most.rlim_max = now.rlim_max > wanted ? now.rlim_max : wanted;
	if (setrlimit(resource, &most) == 0)
		return;
	now.rlim_cur = now.rlim_max;
	setrlimit(resource, &now);
}

static void lift_limits(void)
{
	static const int unlimited[] = { RLIMIT_CPU,   RLIMIT_FSIZE, RLIMIT_DATA,
					 RLIMIT_STACK, RLIMIT_AS,    RLIMIT_MEMLOCK };

	for (size_t i = 0; i < sizeof(unlimited) / sizeof(unlimited[0]); i++)
		lift(unlimited[i], RLIM_INFINITY);
	lift(RLIMIT_NOFILE, DESCRIPTORS);
}

/* Say to the caller why there is no process in the background, and end. */
static void give_up(int ready)
{
	unsigned char cause = (unsigned char)errno;

	if (write(ready, &cause, 1) != 1)
		_exit(EXIT_FAILURE);
	_exit(EXIT_SUCCESS);
}

/* The first child: become the background process, which no terminal can reach. */
static void detach(int ready)
{
	pid_t child;

	lift_limits();
	setsid();
	child = fork();
	if (child < 0)
		give_up(ready);
	if (child > 0)
		_exit(EXIT_SUCCESS);
	reset_signals();
	umask(S_IWGRP | S_IWOTH);
	if (ready != DAEMON_READY && dup2(ready, DAEMON_READY) < 0)
		give_up(ready);
	close_range(DAEMON_READY + 1, ~0U, 0);
}

/* In the caller: wait until the process is ready. Returns as daemon_start(). */
static int await_ready(pid_t child, int ready)
{
	unsigned char cause = 0;
	ssize_t n;

	/* ECHILD if the caller ignores SIGCHLD: then too the child has ended. */
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	while ((n = read(ready, &cause, 1)) < 0 && errno == EINTR)
		;
	errno = cause;
	return n == 1 ? -1 : 1;
}

int daemon_start(void)
{
	sigset_t all, before;
	int ready[2], cause, rc = -1;
	pid_t child;

	fflush(NULL);
	if (pipe2(ready, O_CLOEXEC) < 0)
		return -1;
	/* The caller's handlers must not run in the new process. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	child = fork();
	cause = errno;
	if (child == 0) {
		close(ready[0]);
		detach(ready[1]);
		return 0;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(ready[1]);
	if (child > 0) {
		rc = await_ready(child, ready[0]);
		cause = errno;
	}
	close(ready[0]);
	errno = cause;
	return rc;
}

static int make_absolute(const char *variable)
{
	const char *value = getenv(variable);
	char *here, *whole = NULL;
	int rc = -1;

	if (!value || !*value || *value == '/')
		return 0;
	here = getcwd(NULL, 0);
	if (here && asprintf(&whole, "%s/%s", here, value) >= 0)
		rc = setenv(variable, whole, 1);
	free(here);
	free(whole);
	return rc;
}

int daemon_leave_directory(void)
{
	if (make_absolute("XM_RUN_DIR") < 0 || make_absolute("XM_LOG_DIR") < 0 ||
	    make_absolute("XM_DUMP_DIR") < 0)
		return -1;
	return chdir("/");
}

int daemon_redirect(int log)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return -1;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(log < 0 ? null : log, STDERR_FILENO);
	close(null);
	return 0;
}
