// SPDX-License-Identifier: GPL-2.0-or-later
/* Copies a platform's exception vectors to where the CPU looks for them. */
#include <xen/string.h>
#include <asm/cpu/exception.h>
#include <asm/cpu/icache.h>
#include <asm/memory.h>
#include <asm/processor.h>

void install_vectors(const char *start, const char *end)
{
	u64 size = (u64)(end - start);
	char *vectors = maddr_to_ptr(VECTORS_BASE);

	memcpy(vectors, start, size);
	icache_update(vectors, size);
}
