// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Describe failures in words. errno is not enough: "not for this machine" and "too
 * short" are both ENOEXEC.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "xc.h"
#include "xc_fault.h"

/* Longest line; one with a longer file name is cut. */
#define FAULT_SIZE 512

static _Thread_local char fault[FAULT_SIZE];

int xc_fault(int error, const char *format, ...)
{
	int saved = error ? error : errno;
	char *end = fault;
	va_list ap;
	int length;

	va_start(ap, format);
	length = vsnprintf(fault, sizeof(fault), format, ap);
	va_end(ap);
	if (length < 0)
		fault[0] = '\0';
	/* Keep it one line, even if a file name contains control characters. */
	for (; *end; end++)
		if (iscntrl((unsigned char)*end))
			*end = '?';
	if (!error) {
		errno = saved;
		snprintf(end, fault + sizeof(fault) - end, ": %m");
	}
	errno = saved;
	return -1;
}

void xc_say(const char *format, ...)
{
	int saved = errno;
	char line[FAULT_SIZE + 64];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	fprintf(stderr, "libxc: %s\n", line);
	errno = saved;
}

const char *xc_ppc_fault(void)
{
	return fault;
}
