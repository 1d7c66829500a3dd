// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * half-lines COUNT: writes lines in two halves to the terminal, "half N" and " whole N",
 * and has the hypervisor print between them. The hypervisor waits half a second for a
 * line's end, and a busy host can make the halves lie further apart. So it goes on until
 * COUNT lines were written in less than that, and then prints their numbers.
 */
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "xc.h"

#define IN_TIME	  0.4 /* seconds */
#define MAX_COUNT 1000

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void write_text(int terminal, const char *format, unsigned int line)
{
	char text[32];
	int size = snprintf(text, sizeof(text), format, line);

	if (write(terminal, text, (size_t)size) != size || tcdrain(terminal))
		err(EXIT_FAILURE, "terminal");
}

/* Write a line; true if its end came in time. */
static bool write_line(int terminal, int xc, unsigned int line)
{
	double start = now();

	write_text(terminal, "half %u", line);
	if (xc_ppc_debug_key(xc, 'm') < 0)
		err(EXIT_FAILURE, "debug key");
	write_text(terminal, " whole %u\n", line);
	return now() - start < IN_TIME;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	int terminal = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	unsigned int lines[MAX_COUNT];
	int xc = xc_interface_open();

	if (terminal < 0 || xc < 0 || count < 1 || count > MAX_COUNT)
		errx(EXIT_FAILURE, "usage: half-lines COUNT, in dom0");
	for (unsigned int line = 1, n = 0; n < count; line++)
		if (write_line(terminal, xc, line))
			lines[n++] = line;
	for (unsigned long n = 0; n < count; n++)
		printf("%u\n", lines[n]);
	xc_interface_close(xc);
	return EXIT_SUCCESS;
}
