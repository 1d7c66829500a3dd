/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The partition table (Power ISA 3.0, book III, 6.7.6): for each partition id the radix
 * tree that translates its real addresses, and the process table of the guest. Hardware,
 * or the hypervisor below, reads it; big-endian whatever the CPU's byte order.
 */
#ifndef ASM_PARTITION_H
#define ASM_PARTITION_H

#include <xen/types.h>

struct domain;

/* The table has 2^(8 + PATS) entries of 16 bytes. Id 0 belongs to the hypervisor. */
#define PARTITION_PATS 4
#define NR_LPIDS       (1U << (8 + PARTITION_PATS))

struct partition_entry {
	be64 dword[2];
};

extern struct partition_entry partition_table[NR_LPIDS];

/* Address and size, as PTCR and H_SET_PARTITION_TABLE take them. */
u64 partition_table_pointer(void);
/*
 * Sets an entry, in CPU byte order; both 0: no partition. What was there before may be
 * in use until platform->partition_flush().
 */
void partition_set(u32 lpid, u64 dword0, u64 dword1);
/* Makes the hardware forget what it has cached of d's entry and of d's radix tree. */
void domain_flush(const struct domain *d);

#endif /* ASM_PARTITION_H */
