/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress bar for saving and restoring, on stderr if it is a terminal. */
#ifndef XM_PROGRESS_H
#define XM_PROGRESS_H

#include <stddef.h>

#include "xc.h"

#define PROGRESS_SIZE 80

/* Show the bar; an xc_ppc_progress_t. */
void progress_show(void *data, unsigned int round, u64 done, u64 total);
/* progress_show, or NULL if stderr is not a terminal. */
xc_ppc_progress_t progress(void);
/* Erase the bar, also that of a child. Keeps errno. */
void progress_end(void);

/* Write the bar as text; returns the percentage that is done. */
unsigned int progress_format(char text[PROGRESS_SIZE], unsigned int round, u64 done,
			     u64 total);

#endif /* XM_PROGRESS_H */
