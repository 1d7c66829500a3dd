// SPDX-License-Identifier: GPL-2.0-or-later
/* A progress bar on stderr. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"

#define WIDTH 40

unsigned int progress_format(char text[PROGRESS_SIZE], unsigned int round, u64 done,
			     u64 total)
{
	static const char full[] = "########################################";
	/* A live save may move more than the total. */
	double part = !total || done >= total ? 1 : (double)done / (double)total;
	int filled = (int)(part * WIDTH);

	snprintf(text, PROGRESS_SIZE, "round %u [%-*.*s] %3d %% of %llu MiB", round,
		 WIDTH, filled, full, (int)(part * 100),
		 (unsigned long long)(total >> 20));
	return (unsigned int)(part * 100);
}

void progress_show(void *data, unsigned int round, u64 done, u64 total)
{
	static unsigned int last_round = -1U, last_part;
	char text[PROGRESS_SIZE];
	unsigned int part = progress_format(text, round, done, total);

	if (round == last_round && part == last_part)
		return;
	last_round = round;
	last_part = part;
	fprintf(stderr, "\r%s", text);
}

xc_ppc_progress_t progress(void)
{
	return isatty(STDERR_FILENO) ? progress_show : NULL;
}

void progress_end(void)
{
	int cause = errno;

	/* The bar may be that of a process that has been killed. */
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	errno = cause;
}
