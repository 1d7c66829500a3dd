// SPDX-License-Identifier: GPL-2.0-or-later
/* The terminal on stdin. */
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "guard.h"
#include "terminal.h"

static struct termios before;
static volatile sig_atomic_t switched;

void terminal_restore(void)
{
	if (switched)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	switched = 0;
}

/* Calls async-signal-safe functions only: tcsetattr() and raise(). */
static void on_signal(int number)
{
	if (switched)
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	raise(number); /* SA_RESETHAND: now it ends the program */
}

bool terminal_switch(enum terminal_mode mode)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };
	struct termios now;
	sigset_t fatal;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return false;
	now = before;
	if (mode == TERMINAL_RAW)
		cfmakeraw(&now);
	else
		now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	atexit(terminal_restore);
	guard_fatal_signals(&fatal);
	for (int number = 1; number <= SIGRTMAX; number++)
		if (sigismember(&fatal, number) == 1)
			sigaction(number, &action, NULL);
	switched = 1;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	return true;
}
