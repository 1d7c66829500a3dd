/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far saving or restoring is, on stderr if that is a terminal. */
#ifndef XM_PROGRESS_H
#define XM_PROGRESS_H

#include <stddef.h>

#include "xc.h"

#define PROGRESS_SIZE 80

/* As xc_ppc_progress_t. */
void progress_show(void *data, unsigned int round, u64 done, u64 total);
/* NULL if nobody would see it. */
xc_ppc_progress_t progress(void);
/* Take the bar away again. */
void progress_end(void);

/* The bar as text; returns the part of it that is full, in 100. */
unsigned int progress_format(char text[PROGRESS_SIZE], unsigned int round, u64 done,
			     u64 total);

#endif /* XM_PROGRESS_H */
