/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of physical CPUs as text. */
#ifndef XM_CPUS_H
#define XM_CPUS_H

#include "xc.h"

#define CPUS_TEXT_SIZE 200

/*
 * Parse "0-3,5,^2", "all" or "any" (which is all): bit n stands for CPU n. Returns 0, or
 * -1 if the text is not a set or the set is empty.
 */
int parse_cpus(const char *text, cpumap_t *map);

/* Write a set as "0-1,3", or "any" if it has all of the machine's nr_cpus. */
const char *format_cpus(cpumap_t map, unsigned int nr_cpus, char text[CPUS_TEXT_SIZE]);

#endif /* XM_CPUS_H */
