// SPDX-License-Identifier: GPL-2.0-or-later
/* The partition table (asm/mmu/partition.h). */
#include <xen/byteorder.h>
#include <xen/compiler.h>
#include <xen/lib.h>
#include <asm/memory.h>
#include <asm/mmu/partition.h>

struct partition_entry partition_table[NR_LPIDS] __aligned(sizeof(partition_table));

u64 partition_table_pointer(void)
{
	return ptr_to_maddr(partition_table) | PARTITION_PATS;
}

void partition_set(u32 lpid, u64 dword0, u64 dword1)
{
	BUG_ON(!lpid || lpid >= NR_LPIDS);
	partition_table[lpid].dword[0] = cpu_to_be64(dword0);
	partition_table[lpid].dword[1] = cpu_to_be64(dword1);
}
