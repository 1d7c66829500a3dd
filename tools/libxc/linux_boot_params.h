/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The memory map that xc_vmx_build() takes. Programs of 2005 look for it in this header.
 * The header's other content, the zero page of Linux on x86, was used by the library
 * only. Include it after xc.h.
 */
#ifndef LINUX_BOOT_PARAMS_H
#define LINUX_BOOT_PARAMS_H

#define E820MAX 32 /* entries of a map */

struct mem_map {
	int nr_map; /* number of entries in use */
	struct entry {
		u64 addr;	  /* first byte */
		u64 size;	  /* bytes */
		u32 type;	  /* E820_* */
		u32 caching_attr; /* MEMMAP_* */
	} map[E820MAX];
};

/* Types of memory. */
#define E820_RAM      1
#define E820_RESERVED 2
#define E820_ACPI     3
#define E820_NVS      4
#define E820_IO	      16
#define E820_SHARED   17
#define E820_XENSTORE 18

/* How it is cached: not, write-combining, write-through, write-protected, write-back. */
#define MEMMAP_UC 0
#define MEMMAP_WC 1
#define MEMMAP_WT 4
#define MEMMAP_WP 5
#define MEMMAP_WB 6

#endif /* LINUX_BOOT_PARAMS_H */
