// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <error.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guard.h"

static struct {
	sigset_t before; /* the mask */
	sigset_t fatal;
	struct sigaction child; /* what was done about SIGCHLD */
	int signal;		/* that ends the program; 0: none */
} guard;

/* Signals whose default action does not end a program (signal(7)), or cannot be caught.
 */
static bool is_harmless(int number)
{
	static const int harmless[] = { SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
					SIGCHLD, SIGCONT, SIGURG,  SIGWINCH };

	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (number == harmless[i])
			return true;
	return false;
}

void guard_fatal_signals(sigset_t *set)
{
	struct sigaction action;
	sigset_t blocked;

	sigemptyset(set);
	sigprocmask(SIG_SETMASK, NULL, &blocked);
	for (int number = 1; number <= SIGRTMAX; number++)
		if (!is_harmless(number) && !sigismember(&blocked, number) &&
		    sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			sigaddset(set, number);
}

void guard_begin(void)
{
	/* A caller that ignored SIGCHLD would make a child's status get lost. */
	const struct sigaction usual = { .sa_handler = SIG_DFL };
	sigset_t waiting;

	guard.signal = 0;
	guard_fatal_signals(&guard.fatal);
	waiting = guard.fatal;
	sigaddset(&waiting, SIGCHLD);
	sigprocmask(SIG_BLOCK, &waiting, &guard.before);
	sigaction(SIGCHLD, &usual, &guard.child);
}

static void restore_signals(void)
{
	sigaction(SIGCHLD, &guard.child, NULL);
	sigprocmask(SIG_SETMASK, &guard.before, NULL);
}

__attribute__((noreturn)) static void become_worker(int (*work)(void *data), void *data,
						    pid_t parent)
{
	int rc;

	/* Nothing waits for the result any more if the parent is killed. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	restore_signals();
	rc = work(data);
	fflush(NULL);
	_exit(rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}

bool guard_interrupted(void)
{
	const struct timespec none = { 0 };
	int number = guard.signal ? 0 : sigtimedwait(&guard.fatal, NULL, &none);

	if (number > 0)
		guard.signal = number;
	return guard.signal != 0;
}

/* Wait until the worker has ended or a signal comes; returns the worker's status. */
static int attend(pid_t worker)
{
	sigset_t waiting = guard.fatal;
	int status = 0, number;

	sigaddset(&waiting, SIGCHLD);
	do
		number = sigwaitinfo(&waiting, NULL);
	while ((number < 0 && errno == EINTR) ||
	       (number == SIGCHLD && waitpid(worker, &status, WNOHANG) == 0));
	if (number != SIGCHLD) {
		kill(worker, SIGKILL);
		waitpid(worker, &status, 0);
		guard.signal = number;
		return status;
	}
	if (!guard_interrupted() && WIFSIGNALED(status)) {
		guard.signal = WTERMSIG(status);
		/* A core of this process would replace the one that matters. */
		if (WCOREDUMP(status))
			prctl(PR_SET_DUMPABLE, 0);
	}
	return status;
}

int guard_run(int (*work)(void *data), void *data)
{
	pid_t parent = getpid(), worker;
	int status;

	fflush(NULL);
	worker = fork();
	if (worker < 0) {
		error(0, errno, "cannot start a process");
		return -1;
	}
	if (worker == 0)
		become_worker(work, data, parent);
	status = attend(worker);
	return !guard.signal && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS
		       ? 0
		       : -1;
}

void guard_end(void)
{
	if (guard.signal) {
		sigset_t one;

		signal(guard.signal, SIG_DFL);
		sigemptyset(&one);
		sigaddset(&one, guard.signal);
		raise(guard.signal);
		sigprocmask(SIG_UNBLOCK, &one, NULL);
		_exit(128 + guard.signal);
	}
	restore_signals();
}
