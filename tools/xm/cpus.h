/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of physical CPUs, as people write them. */
#ifndef XM_CPUS_H
#define XM_CPUS_H

#include "xc.h"

#define CPUS_TEXT_SIZE 200

/*
 * "0-3,5,^2", "all" or "any" (that is, all): bits from 0 on. 0, or -1 if it is no set or
 * an empty one.
 */
int parse_cpus(const char *text, cpumap_t *map);

/* The other way: "0-1,3"; "any" if none of the machine's nr_cpus is missing. */
const char *format_cpus(cpumap_t map, unsigned int nr_cpus, char text[CPUS_TEXT_SIZE]);

#endif /* XM_CPUS_H */
