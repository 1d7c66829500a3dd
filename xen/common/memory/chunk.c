// SPDX-License-Identifier: GPL-2.0-or-later
/* The owner table of machine memory and the chunk allocator (xen/memory/chunk.h). */
#include <xen/memory/chunk.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <asm/memory.h>

static struct chunk *chunks;
static u32 nr_chunks;
static u32 nr_ram;
static u32 nr_free;

size_t chunk_table_size(u32 nr)
{
	return (size_t)nr * sizeof(struct chunk);
}

void chunk_init(struct chunk *table, u32 nr)
{
	chunks = table;
	nr_chunks = nr;
	nr_ram = 0;
	nr_free = 0;
	for (u32 c = 0; c < nr; c++)
		table[c] = (struct chunk){ .owner = DOMID_IO, .index = CHUNK_NONE };
}

void chunk_add(u32 number, domid_t owner)
{
	struct chunk *c = &chunks[number];

	BUG_ON(number >= nr_chunks || c->owner != DOMID_IO);
	/* Software that ran before may have left secrets there. */
	*c = (struct chunk){ .owner = owner, .dirty = true, .index = CHUNK_NONE };
	nr_ram++;
	if (owner == CHUNK_FREE)
		nr_free++;
}

/*
 * Picks every second chunk first, from the top, so that a domain's chunks are neither in
 * order nor adjacent while there is a choice. Software that takes pseudo-physical for
 * machine addresses, or assumes a contiguous domain, then fails at once.
 */
static u32 chunk_pick(u32 avoid)
{
	for (u32 parity = 0; parity < 2; parity++)
		for (u32 c = nr_chunks - 1 - parity; c < nr_chunks; c -= 2)
			if (chunks[c].owner == CHUNK_FREE && c != avoid)
				return c;
	return CHUNK_NONE;
}

u32 chunk_alloc(domid_t owner, u32 index, bool keep_content)
{
	u32 number = chunk_pick(index);
	struct chunk *c;

	if (number == CHUNK_NONE)
		return CHUNK_NONE;
	c = &chunks[number];
	if (c->dirty && !keep_content) {
		clear_machine_memory((u64)number << CHUNK_SHIFT, CHUNK_SIZE);
		perfc_incr(chunks_cleared);
	}
	/* From here on the owner writes to it. */
	*c = (struct chunk){ .owner = owner, .dirty = true, .index = index };
	nr_free--;
	return number;
}

void chunk_free(u32 number)
{
	struct chunk *c = &chunks[number];

	BUG_ON(number >= nr_chunks || c->owner == CHUNK_FREE || c->owner == DOMID_IO);
	BUG_ON(c->held);
	c->owner = CHUNK_FREE;
	c->index = CHUNK_NONE;
	nr_free++;
}

void chunk_hold(u32 number)
{
	chunks[number].held++;
}

void chunk_drop(u32 number)
{
	BUG_ON(!chunks[number].held);
	chunks[number].held--;
}

domid_t chunk_owner(u32 number)
{
	return number < nr_chunks ? chunks[number].owner : DOMID_IO;
}

const struct chunk *chunk_get(u32 number)
{
	return number < nr_chunks ? &chunks[number] : NULL;
}

u32 chunk_count(void)
{
	return nr_chunks;
}

u32 chunk_ram_count(void)
{
	return nr_ram;
}

u32 chunk_free_count(void)
{
	return nr_free;
}
