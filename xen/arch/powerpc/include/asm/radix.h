/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Partition-scoped radix tables (Power ISA 3.0, book III, 6.7): what the hardware needs
 * to translate a domain's pseudo-physical addresses. Derived from the p2m, never read.
 */
#ifndef ASM_RADIX_H
#define ASM_RADIX_H

#include <xen/types.h>

struct domain;

/* A table's root. NULL: no memory. */
be64 *radix_create(void);
/* Frees every level. NULL is allowed. */
void radix_destroy(be64 *root);
/* Maps, or unmaps, the 64 MiB at pseudo-physical chunk index. 0 or -ENOMEM. */
int radix_map(be64 *root, u32 index, u32 chunk);
void radix_unmap(be64 *root, u32 index);
/*
 * Maps the frame of 64 KiB at gpa, which lies where no chunk is mapped, for reading and
 * perhaps writing, in place of what was mapped there. 0 or -ENOMEM. Tables that it took
 * stay until radix_destroy().
 */
int radix_map_frame(be64 *root, u64 gpa, u64 maddr, bool writable);
/* Unmaps what radix_map_frame() has mapped. */
void radix_unmap_frame(be64 *root, u64 gpa);
/* Dword 0 of the partition table entry for this root. */
u64 radix_partition_entry(const be64 *root);

#endif /* ASM_RADIX_H */
