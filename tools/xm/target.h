/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file that a command writes: a saved domain, a core. A regular file gets its name only
 * when it is complete; until then it has a random name in the same directory.
 *
 *	target_open(&target, name)	follow links; open what is not a regular file
 *	guard_begin()
 *	target_create(&target)		make the temporary file
 *	... write to target.fd ..., target_sync(&target)
 *	target_close(&target, complete)
 *	guard_end()
 *
 * Functions that return an int return 0, or -1 after a message on stderr.
 */
#ifndef XM_TARGET_H
#define XM_TARGET_H

#include <limits.h>
#include <stdbool.h>

struct target {
	const char *name; /* as it was given, for messages */
	int fd;
	/* Of a regular file: its directory and name, and the name until it is complete.
	 */
	int directory; /* -1: it is not replaced but written to */
	char base[NAME_MAX + 1], part[NAME_MAX + 1];
};

/*
 * Find out what a name stands for: `-` is stdout. Links are followed; the target of a
 * link need not exist. What is not a regular file, and what a process has open
 * (/proc/PID/fd/N, and so /dev/stdout and /dev/fd/N), is opened here.
 */
int target_open(struct target *target, const char *name);

/* Make the temporary file, mode 0600, if one is needed. */
int target_create(struct target *target);

/* Wait until all data is on the disk, if there is one. */
int target_sync(struct target *target);

/*
 * Close it. A temporary file takes its final name if it is complete; otherwise, and after
 * an error, it is removed. Also ends a target that was opened and not created.
 */
int target_close(struct target *target, bool complete);

#endif /* XM_TARGET_H */
