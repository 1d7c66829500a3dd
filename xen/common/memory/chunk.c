// SPDX-License-Identifier: GPL-2.0-or-later
/* The owner table of machine memory and the chunk allocator (xen/memory/chunk.h). */
#include <xen/memory/chunk.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <asm/memory.h>

/* Free chunks in the order in which they will be taken, linked by next. */
struct queue {
	u32 first, last;
};

static struct chunk *chunks;
static u32 nr_chunks;
static u32 nr_ram;
static u32 nr_free;
/*
 * Those that are clean; those that have had no owner yet, with even and with odd numbers;
 * those that have been freed and are to be cleared.
 */
static struct queue clean, unused[2], freed;

size_t chunk_table_size(u32 nr)
{
	return (size_t)nr * sizeof(struct chunk);
}

static void append(struct queue *q, u32 number)
{
	chunks[number].next = CHUNK_NONE;
	if (q->first == CHUNK_NONE)
		q->first = number;
	else
		chunks[q->last].next = number;
	q->last = number;
}

static void prepend(struct queue *q, u32 number)
{
	chunks[number].next = q->first;
	if (q->first == CHUNK_NONE)
		q->last = number;
	q->first = number;
}

/* The first of the queue that is not avoid. */
static u32 first_but(const struct queue *q, u32 avoid)
{
	u32 number = q->first;

	return number != CHUNK_NONE && number == avoid ? chunks[number].next : number;
}

/* Takes what first_but() has found out of the queue. */
static void take(struct queue *q, u32 number)
{
	u32 next = chunks[number].next;

	if (q->first == number) {
		q->first = next;
		return;
	}
	chunks[q->first].next = next;
	if (q->last == number)
		q->last = q->first;
}

void chunk_init(struct chunk *table, u32 nr)
{
	const struct queue empty = { CHUNK_NONE, CHUNK_NONE };

	chunks = table;
	nr_chunks = nr;
	nr_ram = 0;
	nr_free = 0;
	clean = unused[0] = unused[1] = freed = empty;
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
	if (owner != CHUNK_FREE)
		return;
	nr_free++;
	prepend(&unused[number % 2], number);
}

/*
 * Picks every second chunk first, from the top, so that a domain's chunks are neither in
 * order nor adjacent while there is a choice. Software that takes pseudo-physical for
 * machine addresses, or assumes a contiguous domain, then fails at once. NULL: none left.
 */
static struct queue *chunk_pick(u32 avoid, bool keep_content, u32 *number)
{
	u32 parity = (nr_chunks - 1) % 2;
	/* What is clean is for those who need it so. */
	struct queue *const order[] = { keep_content ? &freed : &clean, &unused[parity],
					&unused[!parity],
					keep_content ? &clean : &freed };

	for (u32 i = 0; i < ARRAY_SIZE(order); i++) {
		*number = first_but(order[i], avoid);
		if (*number != CHUNK_NONE)
			return order[i];
	}
	/* The last one of all is not to be refused. */
	for (u32 i = 0; i < ARRAY_SIZE(order); i++) {
		*number = order[i]->first;
		if (*number != CHUNK_NONE)
			return order[i];
	}
	return NULL;
}

/* True: the chunk is clean now. */
static bool clear_piece(u32 number)
{
	struct chunk *c = &chunks[number];

	clear_machine_memory(((u64)number << CHUNK_SHIFT) + c->cleared * CHUNK_PIECE,
			     CHUNK_PIECE);
	if (++c->cleared < CHUNK_PIECES)
		return false;
	c->dirty = false;
	c->cleared = 0;
	perfc_incr(chunks_cleared);
	return true;
}

u32 chunk_alloc(domid_t owner, u32 index, bool keep_content)
{
	u32 number;
	struct queue *q = chunk_pick(index, keep_content, &number);
	struct chunk *c;

	if (!q)
		return CHUNK_NONE;
	take(q, number);
	c = &chunks[number];
	while (c->dirty && !keep_content)
		clear_piece(number);
	/* From here on the owner writes to it. */
	*c = (struct chunk){ .owner = owner, .dirty = true, .index = index };
	nr_free--;
	return number;
}

bool chunk_prepare(u32 index)
{
	u32 number;
	struct queue *q = chunk_pick(index, false, &number);

	if (!q || !chunks[number].dirty)
		return false;
	if (clear_piece(number)) {
		take(q, number);
		prepend(&clean, number);
	}
	return true;
}

bool chunk_clean(void)
{
	u32 number = freed.first;

	if (number == CHUNK_NONE)
		return false;
	if (clear_piece(number)) {
		take(&freed, number);
		append(&clean, number);
	}
	return true;
}

void chunk_free(u32 number)
{
	struct chunk *c = &chunks[number];

	BUG_ON(number >= nr_chunks || c->owner == CHUNK_FREE || c->owner == DOMID_IO);
	BUG_ON(c->held);
	c->owner = CHUNK_FREE;
	c->index = CHUNK_NONE;
	nr_free++;
	append(&freed, number);
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
