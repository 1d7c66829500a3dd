// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The heap's seam: the linker puts these in the place of heap_alloc() and heap_free()
 * (--wrap). Behind each block lies a red zone. A freed block stays poisoned for a while
 * before the real heap has it back, so that the sanitizer sees a use of it.
 */
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <string.h>

#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <asm/memory.h>

#include "fuzz.h"

#define GRANULE	 64 /* of the real heap */
#define RED_ZONE 64
#define WAITING	 256 /* blocks in quarantine */

void *__real_heap_alloc(size_t size, size_t align);
void __real_heap_free(void *block, size_t size);
void *__wrap_heap_alloc(size_t size, size_t align);
void __wrap_heap_free(void *block, size_t size);

/* By machine address: the size of the block that begins there, 0: none does. */
static u32 *live_size;
static u32 nr_live;

static struct {
	void *block;
	size_t size;
} waiting[WAITING];
static u32 first_waiting, nr_waiting;

static u64 with_red_zone(size_t size)
{
	return ROUND_UP((u64)size + RED_ZONE, GRANULE);
}

void heap_watch(u64 size)
{
	live_size = calloc(size / GRANULE, sizeof(*live_size));
	if (!live_size)
		abort();
}

u32 heap_live(void)
{
	return nr_live;
}

static void give_back_first(void)
{
	void *block = waiting[first_waiting].block;
	size_t size = waiting[first_waiting].size;

	first_waiting = (first_waiting + 1) % WAITING;
	nr_waiting--;
	ASAN_UNPOISON_MEMORY_REGION(block, with_red_zone(size));
	__real_heap_free(block, with_red_zone(size));
}

void heap_drain(void)
{
	while (nr_waiting)
		give_back_first();
}

void *__wrap_heap_alloc(size_t size, size_t align)
{
	u8 *block = size ? __real_heap_alloc(with_red_zone(size), align) : NULL;

	if (!block && size && nr_waiting) {
		heap_drain();
		block = __real_heap_alloc(with_red_zone(size), align);
	}
	if (!block)
		return NULL;
	live_size[ptr_to_maddr(block) / GRANULE] = (u32)size;
	nr_live++;
	ASAN_POISON_MEMORY_REGION(block + size, with_red_zone(size) - size);
	return block;
}

void __wrap_heap_free(void *block, size_t size)
{
	u32 *live;

	if (!block)
		return;
	live = &live_size[ptr_to_maddr(block) / GRANULE];
	if (*live != size)
		found("heap_free(%p, %zu): a block of %u bytes begins there", block, size,
		      *live);
	*live = 0;
	nr_live--;
	memset(block, 0xa5, size);
	ASAN_POISON_MEMORY_REGION(block, with_red_zone(size));
	if (nr_waiting == WAITING)
		give_back_first();
	waiting[(first_waiting + nr_waiting) % WAITING].block = block;
	waiting[(first_waiting + nr_waiting++) % WAITING].size = size;
}
