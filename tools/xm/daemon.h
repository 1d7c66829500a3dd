/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes in the background, whatever state xm was started in. */
#ifndef XM_DAEMON_H
#define XM_DAEMON_H

/* The descriptor by which a background process reports that it is ready. */
#define DAEMON_READY 3

/*
 * Start a process in the background. In the caller: returns 1 once the process has
 * closed DAEMON_READY or has ended, -1 with errno if none was started.
 * In the process: returns 0 with all signals at their defaults but SIGHUP, SIGPIPE and
 * SIGXFSZ, which are ignored, without limits on its resources, with a umask of 022 and
 * without further descriptors than 0 to 2, which are the caller's, and DAEMON_READY.
 * Descriptors 0 to 2 must be open.
 */
int daemon_start(void);

/*
 * Move this process to the root directory. Relative names in $XM_RUN_DIR and the like
 * keep what they mean. Returns 0, or -1 with errno.
 */
int daemon_leave_directory(void);

/* Redirect stdin and stdout to /dev/null, stderr to @log or, if it is -1, there too. */
int daemon_redirect(int log);

#endif /* XM_DAEMON_H */
