/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A walker of partition-scoped tables, independent of the hypervisor's code (Power ISA
 * 3.0, book III, 6.7).
 */
#ifndef TESTS_UNIT_WALK_H
#define TESTS_UNIT_WALK_H

#include <xen/types.h>

#define WALK_UNMAPPED (~0ULL)
#define WALK_EXECUTE  1
#define WALK_WRITE    2
#define WALK_READ     4

/* A word of the partition's entry in the partition table. */
u64 partition_dword(u32 lpid, u32 n);
/* Machine address of gpa for a partition. A malformed table fails the test. */
u64 walk(u32 lpid, u64 gpa);
/* Permissions of the last leaf of walk(), and the address bits that it covers. */
extern u64 walk_permission;
extern u64 walk_leaf_shift;

#endif /* TESTS_UNIT_WALK_H */
