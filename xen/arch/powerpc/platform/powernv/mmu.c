// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the CPU finds the partition table, and the invalidation of what it has cached of
 * it and of the trees that it leads to (Power ISA 3.0, book III, 6.7.6 and 6.9.3.3).
 */
#include <asm/instructions.h>
#include <asm/mmu/partition.h>
#include <asm/processor.h>
#include "mmu.h"

/* tlbie's register operand: IS, what it is about. */
#define TLBIE_IS_LPID (2ULL << 10) /* one partition's */
#define TLBIE_IS_ALL  (3ULL << 10)

/* The CPU sees all earlier stores to tables, and uses nothing cached of them after. */
static void flush(u64 is, u32 lpid)
{
	ptesync();
	tlbie_radix(is, lpid, 0);
	tlbie_radix(is, lpid, 1);
	tlbsync();
}

void mmu_cpu_init(void)
{
	mtspr(SPR_PTCR, partition_table_pointer());
	mtspr(SPR_LPIDR, 0);
	isync();
	/* Software that ran before had translations of its own. */
	flush(TLBIE_IS_ALL, 0);
}

void mmu_partition_flush(u32 lpid)
{
	flush(TLBIE_IS_LPID, lpid);
}
