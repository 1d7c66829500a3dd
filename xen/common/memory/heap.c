// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The hypervisor's heap: a list of free blocks by rising address, first fit, merged
 * on free. Few and long-lived blocks live here (tables, domains), so a list is enough.
 * Chunks taken from the chunk allocator go back as soon as they are wholly free.
 */
#include <xen/memory/chunk.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/memory.h>

#define GRANULE 64
/* Bytes at the beginning of a freed block that are poisoned. */
#define POISONED 4096
/* clear_machine_memory() clears in blocks of that size. */
#define CLEAR_BLOCK 128

/* Start of each free block. next: machine address of the next block, 0: none. */
struct free_block {
	u64 size;
	u64 next;
};

static u64 first_free;
static u64 free_bytes;

static struct free_block *block_at(u64 maddr)
{
	return maddr_to_ptr(maddr);
}

static void set_next(u64 block, u64 next)
{
	if (block)
		block_at(block)->next = next;
	else
		first_free = next;
}

/* Enters [start, end) into the list, joined with its neighbours. Returns its block. */
static u64 insert(u64 start, u64 end)
{
	u64 before = 0, after = first_free;

	while (after && after < start) {
		before = after;
		after = block_at(after)->next;
	}
	BUG_ON(before && before + block_at(before)->size > start);
	BUG_ON(after && end > after);
	if (after == end && after) {
		end += block_at(after)->size;
		after = block_at(after)->next;
	}
	if (before && before + block_at(before)->size == start)
		start = before;
	else
		set_next(before, start);
	*block_at(start) = (struct free_block){ .size = end - start, .next = after };
	return start;
}

void heap_add(u64 start, u64 end)
{
	start = ROUND_UP(start, GRANULE);
	end = ROUND_DOWN(end, GRANULE);
	if (start >= end)
		return;
	insert(start, end);
	free_bytes += end - start;
}

/* Takes [at, at + size) out of a free block that holds it. */
static void carve(u64 before, u64 block, u64 at, u64 size)
{
	u64 end = block + block_at(block)->size;
	u64 next = block_at(block)->next;

	if (at + size < end) {
		*block_at(at + size) =
			(struct free_block){ .size = end - at - size, .next = next };
		next = at + size;
	}
	if (at > block) {
		block_at(block)->size = at - block;
		block_at(block)->next = next;
	} else {
		set_next(before, next);
	}
	free_bytes -= size;
}

static u64 find(u64 size, u64 align)
{
	u64 before = 0;

	for (u64 b = first_free; b; before = b, b = block_at(b)->next) {
		u64 at = ROUND_UP(b, align);

		if (at + size <= b + block_at(b)->size) {
			carve(before, b, at, size);
			return at;
		}
	}
	return 0;
}

static bool grow(void)
{
	u32 chunk = chunk_alloc(DOMID_XEN, CHUNK_NONE, true);

	if (chunk == CHUNK_NONE)
		return false;
	heap_add((u64)chunk << CHUNK_SHIFT, ((u64)chunk + 1) << CHUNK_SHIFT);
	return true;
}

/* A block's memory, cleared: by the cache block what is long enough. */
static void *clear(u64 at, size_t size)
{
	u64 start = ROUND_UP(at, CLEAR_BLOCK), end = ROUND_DOWN(at + size, CLEAR_BLOCK);

	if (start >= end)
		return memset(maddr_to_ptr(at), 0, size);
	memset(maddr_to_ptr(at), 0, start - at);
	clear_machine_memory(start, end - start);
	if (end < at + size)
		memset(maddr_to_ptr(end), 0, at + size - end);
	return maddr_to_ptr(at);
}

void *heap_alloc(size_t size, size_t align)
{
	u64 rounded = ROUND_UP((u64)size, GRANULE);
	u64 at;

	if (!size || size > CHUNK_SIZE || align > CHUNK_SIZE)
		return NULL;
	align = max(align, (size_t)GRANULE);
	at = find(rounded, align);
	if (!at && grow())
		at = find(rounded, align);
	return at ? clear(at, size) : NULL;
}

/* Returns the whole chunks in a free block to the chunk allocator. */
static void shrink(u64 block)
{
	u64 start = ROUND_UP(block, CHUNK_SIZE);
	u64 end = ROUND_DOWN(block + block_at(block)->size, CHUNK_SIZE);
	u64 before = 0;

	if (start >= end || !chunk_get((u32)(start >> CHUNK_SHIFT)))
		return;
	for (u64 b = first_free; b != block; b = block_at(b)->next)
		before = b;
	carve(before, block, start, end - start);
	for (; start < end; start += CHUNK_SIZE)
		chunk_free((u32)(start >> CHUNK_SHIFT));
}

void heap_free(void *block, size_t size)
{
	u64 start, rounded = ROUND_UP((u64)size, GRANULE);

	if (!block)
		return;
	start = ptr_to_maddr(block);
	/* Poison, so that a use after free shows: this is no address and no count. */
	memset(block, 0xa5, min(size, (size_t)POISONED));
	free_bytes += rounded;
	shrink(insert(start, start + rounded));
}

u64 heap_free_bytes(void)
{
	return free_bytes;
}
