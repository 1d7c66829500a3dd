// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The partition table and the radix trees as hardware reads them (Power ISA 3.0, book
 * III, 6.7), independent of the hypervisor's code.
 */
#include <xen/byteorder.h>
#include <asm/memory.h>
#include <asm/mmu/partition.h>

#include "fuzz.h"

#define VALID	   (1ULL << 63)
#define LEAF	   (1ULL << 62)
#define NEXT	   0x0fffffffffffff00ULL
#define BITS	   0x1fULL
#define LEAF_MADDR 0x01fffffffffff000ULL
#define LEAF_WRITE 2
#define LEAF_READ  4
#define TREE_BITS  52

static u64 entry_at(u64 table, u64 index)
{
	const u8 *p = maddr_to_ptr(table + 8 * index);
	u64 value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | p[i];
	return value;
}

static struct leaf leaf_of(u64 entry, u64 gpa, u64 shift)
{
	const struct leaf leaf = {
		.gpa = gpa >> shift << shift,
		.maddr = entry & LEAF_MADDR,
		.shift = (u32)shift,
		.writable = entry & LEAF_WRITE,
	};

	if (!(entry & LEAF_READ) || leaf.maddr % (1ULL << shift))
		found("a leaf %#llx at %#llx, of 2^%llu bytes", entry, gpa, shift);
	return leaf;
}

static u64 root_of(u32 lpid)
{
	return be64_to_cpu(partition_table[lpid].dword[0]);
}

bool tree_walk(u32 lpid, u64 gpa, struct leaf *leaf)
{
	u64 entry = root_of(lpid), left = TREE_BITS;

	if (!(entry & VALID) || gpa >> TREE_BITS)
		return false;
	do {
		u64 table = entry & NEXT, bits = entry & BITS;

		if (bits < 5 || bits > left)
			found("a table of 2^%llu entries at %#llx", bits, gpa);
		left -= bits;
		entry = entry_at(table, gpa >> left & ((1ULL << bits) - 1));
		if (!(entry & VALID))
			return false;
	} while (!(entry & LEAF));
	*leaf = leaf_of(entry, gpa, left);
	return true;
}

/* Four levels at most. NOLINTNEXTLINE(misc-no-recursion) */
static void visit_table(u64 pointer, u64 gpa, u64 left,
			void (*visit)(const struct leaf *leaf, void *data), void *data)
{
	u64 bits = pointer & BITS;

	if (bits < 5 || bits > left)
		found("a table of 2^%llu entries at %#llx", bits, gpa);
	left -= bits;
	for (u64 i = 0; i < 1ULL << bits; i++) {
		u64 entry = entry_at(pointer & NEXT, i), at = gpa | i << left;
		struct leaf leaf;

		if (!(entry & VALID))
			continue;
		if (!(entry & LEAF)) {
			visit_table(entry, at, left, visit, data);
			continue;
		}
		leaf = leaf_of(entry, at, left);
		visit(&leaf, data);
	}
}

void tree_visit(u32 lpid, void (*visit)(const struct leaf *leaf, void *data), void *data)
{
	if (root_of(lpid) & VALID)
		visit_table(root_of(lpid), 0, TREE_BITS, visit, data);
}
