/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions for tests of the console: empty and read the ring. */
#ifndef TESTS_UNIT_CONSOLE_RING_H
#define TESTS_UNIT_CONSOLE_RING_H

#include <xen/types.h>

#define RING_SIZE 16384 /* the default */

/* Setup of suites: nothing printed, typed or kept. With a dom0, or without. */
void console_start_alone(void);
void console_start_with_dom0(void);

/* The contents of the ring, to be freed. */
char *ring_text(void);
/* Check the contents of the ring. */
void check_ring(const char *wanted);

#endif /* TESTS_UNIT_CONSOLE_RING_H */
