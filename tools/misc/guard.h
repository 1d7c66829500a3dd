/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work that must not be left half done, whatever ends the program.
 *
 * From guard_begin() to guard_end() signals that would end the program wait. In between,
 * guard_run() does the long part in a process of its own: if a signal comes, or that
 * process dies, the part has failed, and the caller undoes what it has begun.
 * guard_end() then ends the program by the same signal.
 *
 *	guard_begin();
 *	... make what has to be undone ...
 *	if (guard_run(work, data) < 0)
 *		... undo it ...
 *	guard_end();
 *
 * Signals that the caller of the program ignored or blocked stay so. SIGKILL cannot wait.
 * A process has one guard, and no other threads.
 */
#ifndef MISC_GUARD_H
#define MISC_GUARD_H

#include <signal.h>
#include <stdbool.h>

void guard_begin(void);

/*
 * Call work(data) in a child, which has the caller's signals. Returns 0 if work() did;
 * -1 if it returned a negative number, after its message, or has been ended.
 */
int guard_run(int (*work)(void *data), void *data);

/* Whether a signal has come: for work so short that it needs no process. */
bool guard_interrupted(void);

/* Does not return if a signal ended guard_run(), or guard_interrupted() saw one. */
void guard_end(void);

/* The signals that would end this program now: neither ignored nor blocked. */
void guard_fatal_signals(sigset_t *set);

#endif /* MISC_GUARD_H */
