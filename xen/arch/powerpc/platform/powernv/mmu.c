// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the CPU finds the partition table, and the invalidation of what it has cached of
 * it and of the trees that it leads to (Power ISA 3.0, book III, 6.7.6 and 6.9.3.3).
 */
#include <asm/partition.h>
#include <asm/processor.h>
#include "mmu.h"

/* tlbie's register operand: IS, what it is about. */
#define TLBIE_IS_LPID (2ULL << 10) /* one partition's */
#define TLBIE_IS_ALL  (3ULL << 10)

/*
 * RIC = 2: translations, the page walk cache and the partition or process table entry.
 * R = 1: radix. PRS: 0 what the partition's tree says, 1 what its processes' trees say.
 */
#define tlbie(is, lpid, prs)                                                       \
	__asm__ __volatile__(".machine push; .machine power9; tlbie %0,%1,2,%2,1;" \
			     ".machine pop"                                        \
			     :                                                     \
			     : "r"((u64)(is)), "r"((u64)(lpid)), "i"(prs)          \
			     : "memory")

/* Everything stored to tables is seen before, nothing cached of them is used after. */
static void flush(u64 is, u32 lpid)
{
	__asm__ __volatile__("ptesync" : : : "memory");
	tlbie(is, lpid, 0);
	tlbie(is, lpid, 1);
	__asm__ __volatile__("eieio; tlbsync; ptesync" : : : "memory");
}

void mmu_init(void)
{
	mtspr(SPR_PTCR, partition_table_pointer());
	mtspr(SPR_LPIDR, 0);
	__asm__ __volatile__("isync" : : : "memory");
	/* Whoever ran before us had translations of its own. */
	flush(TLBIE_IS_ALL, 0);
}

void mmu_partition_flush(u32 lpid)
{
	flush(TLBIE_IS_LPID, lpid);
}
