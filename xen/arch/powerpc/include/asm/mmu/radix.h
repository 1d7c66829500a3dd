/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Partition-scoped radix tables (Power ISA 3.0, book III, 6.7): what the hardware needs
 * to translate a domain's pseudo-physical addresses. Derived from the p2m, never read.
 */
#ifndef ASM_RADIX_H
#define ASM_RADIX_H

#include <xen/types.h>

struct domain;

/* Makes an empty tree and returns its root. NULL: no memory. */
be64 *radix_create(void);
/* Frees every level. NULL is allowed. */
void radix_destroy(be64 *root);
/*
 * Frees one table below the root, and what is below that, of a tree that no CPU walks.
 * False: there is none.
 */
bool radix_free_piece(be64 *root);
/* Maps the 64 MiB at pseudo-physical chunk index, by leaves of 2 MiB. 0 or -ENOMEM. */
int radix_map(be64 *root, u32 index, u32 chunk);
/*
 * Unmaps them. Returns the tables of a chunk that was taken apart, or NULL. Free them by
 * radix_free_split() when the hardware has forgotten them.
 */
be64 *radix_unmap(be64 *root, u32 index);
/*
 * Takes a mapped chunk apart into leaves of 64 KiB, readable and executable, and
 * writable or not. 0, or -ENOMEM and nothing has changed.
 */
int radix_split(be64 *root, u32 index, bool writable);
/* Whether that has been done. */
bool radix_is_split(be64 *root, u32 index);
/* The reverse: makes all of the chunk writable. Returns tables as radix_unmap() does. */
be64 *radix_join(be64 *root, u32 index);
/* NULL is allowed. */
void radix_free_split(be64 *split);
/* Sets whether the frame at gpa is writable. A chunk that is not taken apart is. */
void radix_set_writable(be64 *root, u64 gpa, bool writable);
/*
 * Maps the frame of 64 KiB at gpa, which lies where no chunk is mapped, for reading and
 * perhaps writing, in place of what was mapped there. 0 or -ENOMEM. Its tables stay until
 * radix_destroy().
 */
int radix_map_frame(be64 *root, u64 gpa, u64 maddr, bool writable);
/* Unmaps what radix_map_frame() has mapped. */
void radix_unmap_frame(be64 *root, u64 gpa);
/* Dword 0 of the partition table entry for this root. */
u64 radix_partition_entry(const be64 *root);

#endif /* ASM_RADIX_H */
