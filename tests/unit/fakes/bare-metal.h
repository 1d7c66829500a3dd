/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The platform powernv, on a fake OPAL and a CPU made of variables. */
#ifndef TESTS_UNIT_BARE_METAL_H
#define TESTS_UNIT_BARE_METAL_H

#include <xen/types.h>

#define MS	    512000ULL		  /* of the timebase */
#define NOT_WRITTEN 0x5a5a5a5a5a5a5a5aULL /* in registers that have not been written */

/*
 * Setup of suites. Machine addresses are those of this process. The firmware has just
 * been called, and the next call is due in 32 ms; its calls take no time. panic() prints
 * on its console, like the real one.
 */
void bare_metal_start(void);

/* Calls of OPAL_POLL_EVENTS since then. */
u32 polls(void);
bool on_opal_console(const char *text);

/* The vectors to install, and the arguments of install_vectors(). */
extern const char powernv_vectors[], powernv_vectors_end[];
extern const char *vectors_start, *vectors_end;
/* Code in which unused CPUs sleep. secondary_entry, where others begin, is another. */
extern const char cpu_park[4];
/* Calls of the other platform's probe. */
extern u32 pseries_probes;

#endif /* TESTS_UNIT_BARE_METAL_H */
