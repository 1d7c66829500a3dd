// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "io.h"
#include "streams.h"

/* The first error on stdout; stdio keeps that there was one, but not which. */
static int failure;

static ssize_t put_out(void *cookie, const char *data, size_t size)
{
	(void)cookie;
	if (write_all(STDOUT_FILENO, data, size) == 0)
		return (ssize_t)size;
	if (!failure)
		failure = errno;
	return 0;
}

static ssize_t put_err(void *cookie, const char *data, size_t size)
{
	(void)cookie;
	return write_all(STDERR_FILENO, data, size) == 0 ? (ssize_t)size : 0;
}

/* A stream on a writer; NULL, and so the usual one stays, if memory is short. */
static FILE *stream(cookie_write_function_t *put, int buffering)
{
	FILE *made = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = put });

	if (made)
		setvbuf(made, NULL, buffering, BUFSIZ);
	return made;
}

/* File systems such as NFS report some write errors only when a descriptor is closed. */
static int close_error(void)
{
	int copy = dup(STDOUT_FILENO);

	return copy >= 0 && close(copy) < 0 ? errno : 0;
}

int end_output(void)
{
	static bool printed;

	if (fflush(stdout) && !failure)
		failure = errno;
	if (!failure)
		failure = close_error();
	if (!failure)
		return EXIT_SUCCESS;
	if (!printed)
		error(0, failure, "standard output");
	printed = true;
	return EXIT_FAILURE;
}

static void at_exit(void)
{
	if (end_output() != EXIT_SUCCESS)
		_exit(EXIT_FAILURE);
}

void begin_output(void)
{
	FILE *out, *err;
	int fd;

	/* open() takes the lowest free number. Reads and writes of O_PATH give EBADF. */
	do
		fd = open("/", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		_exit(EXIT_FAILURE);
	close(fd);
	out = stream(put_out, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF);
	err = stream(put_err, _IONBF);
	stdout = out ? out : stdout;
	stderr = err ? err : stderr;
	atexit(at_exit);
}
