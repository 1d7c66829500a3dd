// SPDX-License-Identifier: GPL-2.0-or-later
/* Changing the pseudo-physical to machine array of a domain (xen/memory/p2m.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/memory/p2m.h>
#include <xen/preempt.h>
#include <xen/string.h>

#define FIRST_ROOM 16 /* entries: 1 GiB */

static int p2m_enlarge(struct p2m *p2m)
{
	u32 room = p2m->room ? 2 * p2m->room : FIRST_ROOM;
	u32 *chunk = heap_alloc(room * sizeof(u32), sizeof(u32));

	if (!chunk)
		return -ENOMEM;
	memcpy(chunk, p2m->chunk, p2m->nr * sizeof(u32));
	heap_free(p2m->chunk, p2m->room * sizeof(u32));
	p2m->chunk = chunk;
	p2m->room = room;
	return 0;
}

/* The lowest free place. Each entry is passed once until one before it becomes free. */
static u32 first_hole(struct p2m *p2m)
{
	while (p2m->no_hole < p2m->nr && p2m->chunk[p2m->no_hole] != CHUNK_NONE)
		p2m->no_hole++;
	return p2m->no_hole;
}

bool p2m_prepare(struct domain *d)
{
	return chunk_prepare(first_hole(&d->p2m));
}

int p2m_populate(struct domain *d, bool keep_content, u32 *result)
{
	struct p2m *p2m = &d->p2m;
	u32 index = first_hole(p2m);
	u32 chunk;

	if (index == p2m->room && p2m_enlarge(p2m))
		return -ENOMEM;
	if (unlikely(d->log_dirty) && log_dirty_extend(d, index))
		return -ENOMEM;
	chunk = chunk_alloc(d->id, index, keep_content);
	if (chunk == CHUNK_NONE)
		return -ENOMEM;
	if (arch_p2m_map(d, index, chunk)) {
		chunk_free(chunk);
		return -ENOMEM;
	}
	p2m->chunk[index] = chunk;
	p2m->nr = max(p2m->nr, index + 1);
	p2m->populated++;
	log_dirty_mark(d, (u64)index << CHUNK_SHIFT, CHUNK_SIZE);
	*result = chunk;
	return 0;
}

int p2m_remove(struct domain *d, u32 chunk)
{
	struct p2m *p2m = &d->p2m;
	const struct chunk *c = chunk_get(chunk);

	if (!c || c->owner != d->id)
		return -EINVAL;
	if (c->held)
		return -EBUSY;
	BUG_ON(c->index >= p2m->nr || p2m->chunk[c->index] != chunk);
	/* The hardware must have forgotten the chunk before another domain gets it. */
	arch_p2m_unmap(d, c->index);
	if (unlikely(d->log_dirty))
		log_dirty_forget(d, c->index);
	p2m->chunk[c->index] = CHUNK_NONE;
	p2m->populated--;
	p2m->no_hole = min(p2m->no_hole, c->index);
	/* The last entry is never a hole: that is how lists know their end. */
	while (p2m->nr && p2m->chunk[p2m->nr - 1] == CHUNK_NONE)
		p2m->nr--;
	chunk_free(chunk);
	return 0;
}

bool p2m_release(struct domain *d, u64 stay_end)
{
	struct p2m *p2m = &d->p2m;

	/* From the end: each removal may shorten the array by more than one. */
	for (u32 i = p2m->nr; i-- > 0;)
		if (i < p2m->nr && p2m->chunk[i] != CHUNK_NONE &&
		    !p2m_remove(d, p2m->chunk[i]) && preempt_wanted(stay_end))
			return false;
	return true;
}

void p2m_destroy(struct domain *d)
{
	struct p2m *p2m = &d->p2m;

	BUG_ON(p2m->nr);
	heap_free(p2m->chunk, p2m->room * sizeof(u32));
	*p2m = (struct p2m){ 0 };
}
