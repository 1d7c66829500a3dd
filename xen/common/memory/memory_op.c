// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dom_mem_op: a domain's memory grows and shrinks.
 *
 * Memory comes in whole chunks of 1024 frames. A request to increase is rounded up to
 * chunks, and GETDOMAININFO then reports the rounded size. A request to decrease must
 * name whole chunks. Both return the number of extents done; fewer than asked for is no
 * error (abi.tsv, behaviour "dom_mem_op").
 */
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>

#define CHUNK_ORDER	(CHUNK_SHIFT - FRAME_SHIFT)
#define MEMOP_BITS	4
#define MEMOP_MASK	((1U << MEMOP_BITS) - 1)
#define EXTENT_ORDER(x) ((x)&0xff)

struct extents {
	struct domain *d;	     /* whose memory changes */
	const struct caller *caller; /* in whose memory the list lies */
	u64 list;	/* pseudo-physical address of u64 frame numbers, 0: none */
	u64 first, end; /* extents [first, end) are still to be done */
	u32 order;	/* an extent is 2^order frames */
};

/* Writes the first frame of each extent that lies in the new chunk to the list. */
static bool report_extents(const struct extents *e, u64 extent, u64 count, u32 chunk)
{
	u64 frame = (u64)chunk * CHUNK_FRAMES;

	for (u64 i = 0; e->list && i < count; i++, frame += 1ULL << e->order)
		if (!copy_to_guest(e->caller, e->list + (extent + i) * sizeof(u64),
				   &frame, sizeof(frame)))
			return false;
	return true;
}

static u64 increase(const struct extents *e)
{
	u64 have = p2m_frames(&e->d->p2m), room, per_chunk, end, extent = e->first;

	/* A longer extent would have to be contiguous in the machine: chunks are not. */
	if (e->order > CHUNK_ORDER)
		return e->first;
	per_chunk = CHUNK_FRAMES >> e->order;
	room = e->d->max_frames > have ? e->d->max_frames - have : 0;
	end = e->first + min(e->end - e->first, room >> e->order);
	while (extent < end) {
		u64 count = min(end - extent, per_chunk);
		u32 chunk;

		if (p2m_populate(e->d, false, &chunk))
			break;
		if (!report_extents(e, extent, count, chunk)) {
			p2m_remove(e->d, chunk);
			break;
		}
		extent += count;
	}
	return extent;
}

static u64 decrease(const struct extents *e)
{
	u64 extent, frame;

	if (e->order != CHUNK_ORDER || !e->list)
		return e->first;
	for (extent = e->first; extent < e->end; extent++) {
		if (!copy_from_guest(e->caller, &frame, e->list + extent * sizeof(u64),
				     sizeof(frame)))
			break;
		if (frame % CHUNK_FRAMES || frame / CHUNK_FRAMES >= chunk_count())
			break;
		if (p2m_remove(e->d, (u32)(frame / CHUNK_FRAMES)))
			break;
	}
	return extent;
}

/* arg: op and first extent, list, number of extents, order, domain. */
long do_dom_mem_op(const struct caller *caller, const u64 *arg)
{
	u64 op = arg[0] & MEMOP_MASK, used;
	domid_t id = (domid_t)arg[4];
	struct extents e = {
		.d = caller->domain,
		.caller = caller,
		.list = arg[1],
		.first = arg[0] >> MEMOP_BITS,
		.end = arg[2],
		.order = EXTENT_ORDER(arg[3]),
	};

	if (e.first > e.end || e.end > INT32_MAX)
		return -EINVAL;
	if (id != DOMID_SELF) {
		if (!caller->domain->privileged)
			return -EPERM;
		e.d = domain_find(id);
		if (!e.d || domain_is_dying(e.d))
			return -ESRCH;
	}
	if (op != MEMOP_increase_reservation && op != MEMOP_decrease_reservation)
		return -ENOSYS;
	/* The part of the list that is used must be memory, or nothing is done. */
	used = e.list + e.first * sizeof(u64);
	if (e.list && (used < e.list ||
		       !guest_buffer_ok(caller, used, (e.end - e.first) * sizeof(u64))))
		return (long)e.first;
	return (long)(op == MEMOP_increase_reservation ? increase(&e) : decrease(&e));
}
