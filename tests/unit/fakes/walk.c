// SPDX-License-Identifier: GPL-2.0-or-later
/* A walker of partition-scoped tables (walk.h). */
#include <CUnit/CUnit.h>

#include <xen/byteorder.h>
#include <asm/mmu/partition.h>

#include "fakes.h"
#include "walk.h"

u64 walk_permission;
u64 walk_leaf_shift;

static u64 big_endian_at(u64 maddr)
{
	const u8 *p;
	u64 value = 0;

	CU_ASSERT_FATAL(maddr < machine.size);
	p = machine.memory + maddr;
	for (int i = 0; i < 8; i++)
		value = value << 8 | p[i];
	return value;
}

u64 partition_dword(u32 lpid, u32 n)
{
	return be64_to_cpu(partition_table[lpid].dword[n]);
}

u64 walk(u32 lpid, u64 gpa)
{
	u64 pate = partition_dword(lpid, 0);
	u64 table = pate & 0x0fffffffffffff00, bits = pate & 0x1f, left = 52;

	CU_ASSERT_EQUAL_FATAL(pate >> 63, 1); /* radix */
	CU_ASSERT_EQUAL_FATAL((pate >> 61 & 3) << 3 | (pate >> 5 & 7), 52 - 31);
	CU_ASSERT_EQUAL_FATAL(table % (8ULL << bits), 0);
	CU_ASSERT_FATAL(gpa < 1ULL << 52);
	for (int level = 0; level < 4; level++) {
		u64 entry;

		left -= bits;
		entry = big_endian_at(table + 8 * (gpa >> left & ((1ULL << bits) - 1)));
		if (!(entry >> 63))
			return WALK_UNMAPPED;
		if (entry >> 62 & 1) {
			/* Referenced and changed; ordinary memory. */
			walk_permission = entry & 0x7;
			walk_leaf_shift = left;
			CU_ASSERT_EQUAL(entry & 0x180, 0x180);
			CU_ASSERT_EQUAL(entry & 0x30, 0);
			CU_ASSERT_EQUAL((entry & 0x01fffffffffff000) % (1ULL << left), 0);
			return (entry & 0x01fffffffffff000) |
			       (gpa & ((1ULL << left) - 1));
		}
		table = entry & 0x0fffffffffffff00;
		bits = entry & 0x1f;
		CU_ASSERT_FATAL(bits >= 5 && bits <= left);
		CU_ASSERT_EQUAL_FATAL(table % (8ULL << bits), 0);
	}
	CU_FAIL("more than four levels");
	return WALK_UNMAPPED;
}
