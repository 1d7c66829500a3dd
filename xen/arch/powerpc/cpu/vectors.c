// SPDX-License-Identifier: GPL-2.0-or-later
/* Copies a platform's exception vectors to where the CPU looks for them. */
#include <xen/string.h>
#include <asm/cpu/exception.h>
#include <asm/memory.h>
#include <asm/processor.h>

#define CACHE_BLOCK_SIZE 64 /* no machine's are smaller */

void install_vectors(const char *start, const char *end)
{
	u64 size = (u64)(end - start);

	memcpy(maddr_to_ptr(VECTORS_BASE), start, size);
	for (u64 at = VECTORS_BASE; at < VECTORS_BASE + size; at += CACHE_BLOCK_SIZE)
		__asm__ __volatile__("dcbst 0,%0; sync; icbi 0,%0"
				     :
				     : "r"(at)
				     : "memory");
	__asm__ __volatile__("sync; isync" : : : "memory");
}
