/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pseudo-physical addresses of this process's pages. */
#ifndef TESTS_GUEST_PHYSMEM_H
#define TESTS_GUEST_PHYSMEM_H

#include "hcall.h"

/*
 * The address of va by the kernel's /proc/self/pagemap, to check
 * IOCTL_PRIVCMD_TRANSLATE; 0 if va is not present, or the kernel hides it.
 */
unsigned long pagemap_gpa(const void *va);

/* Bytes of memory that this kernel has free now. */
unsigned long free_memory(void);

/*
 * Two pages of this process, consecutive in virtual and in pseudo-physical memory, on
 * both sides of a border of chunks.
 */
struct border {
	char *va;	   /* start of the first page */
	unsigned long gpa; /* its address */
	size_t half;	   /* bytes before the border, and after it: one page */
};

/* Find and pin such pages; takes most of free memory for a moment. False: none found. */
bool border_get(struct border *border);
void border_put(struct border *border);

#endif /* TESTS_GUEST_PHYSMEM_H */
