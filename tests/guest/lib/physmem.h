/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where in pseudo-physical memory the pages of this process are. */
#ifndef TESTS_GUEST_PHYSMEM_H
#define TESTS_GUEST_PHYSMEM_H

#include "hcall.h"

/*
 * The address that the kernel's own /proc/self/pagemap gives for va, which must be
 * present; 0 if it is not, or if the kernel does not tell. A second opinion on
 * IOCTL_PRIVCMD_TRANSLATE.
 */
unsigned long pagemap_gpa(const void *va);

/* Bytes that the machine of this kernel has free now. */
unsigned long free_memory(void);

/*
 * Two pages of this process, one after the other in virtual as well as in
 * pseudo-physical memory, between which lies a border of two chunks.
 */
struct border {
	char *va;	   /* start of the first page */
	unsigned long gpa; /* its address */
	size_t half;	   /* bytes before the border, and after it: one page */
};

/* Takes most of free memory for a moment, pins the two pages. False: none found. */
bool border_get(struct border *border);
void border_put(struct border *border);

#endif /* TESTS_GUEST_PHYSMEM_H */
