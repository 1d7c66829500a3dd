// SPDX-License-Identifier: GPL-2.0-or-later
/* Instructions that were stored as data (asm/cpu/icache.h). */
#include <asm/cpu/icache.h>
#include <asm/memory.h>

#define CACHE_BLOCK_SIZE 64 /* no machine's are smaller */

void icache_update(const void *start, u64 size)
{
	u64 first = ptr_to_maddr(start);

	for (u64 at = first; at < first + size; at += CACHE_BLOCK_SIZE)
		__asm__ __volatile__("dcbst 0,%0; sync; icbi 0,%0"
				     :
				     : "r"(at)
				     : "memory");
	__asm__ __volatile__("sync; isync" : : : "memory");
}
