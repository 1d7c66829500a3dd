// SPDX-License-Identifier: GPL-2.0-or-later
/* Time that cannot be set. */
#include <time.h>

#include "xm.h"

double clock_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
