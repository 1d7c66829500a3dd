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
#include <xen/preempt.h>

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
	u64 stay_end;
	bool stopped; /* the stay ended before the work did */
};

/* Writes the first frame of each extent that lies in the new chunk to the list. */
static bool report_extents(const struct extents *e, u64 extent, u64 count, u32 chunk)
{
	u64 frame = (u64)chunk * CHUNK_FRAMES;

	if (e->list && !e->order)
		return count_up_to_guest(e->caller, e->list + extent * sizeof(u64), frame,
					 count);
	for (u64 i = 0; e->list && i < count; i++, frame += 1ULL << e->order)
		if (!copy_to_guest(e->caller, e->list + (extent + i) * sizeof(u64),
				   &frame, sizeof(frame)))
			return false;
	return true;
}

/* Whether the stay ends before the extent is done; if it is the last, it does not. */
static bool stop(struct extents *e, u64 extent)
{
	e->stopped = extent < e->end && preempt_wanted(e->stay_end);
	return e->stopped;
}

static u64 increase(struct extents *e)
{
	u64 have = p2m_frames(&e->d->p2m), room, per_chunk, extent = e->first;

	/* A longer extent would have to be contiguous in the machine: chunks are not. */
	if (e->order > CHUNK_ORDER)
		return e->first;
	per_chunk = CHUNK_FRAMES >> e->order;
	room = e->d->max_frames > have ? e->d->max_frames - have : 0;
	e->end = e->first + min(e->end - e->first, room >> e->order);
	while (extent < e->end) {
		u64 count = min(e->end - extent, per_chunk);
		u32 chunk;

		while (p2m_prepare(e->d))
			if (stop(e, extent))
				return extent;
		if (p2m_populate(e->d, false, &chunk))
			break;
		if (!report_extents(e, extent, count, chunk)) {
			p2m_remove(e->d, chunk);
			break;
		}
		extent += count;
		if (stop(e, extent))
			break;
	}
	return extent;
}

static u64 decrease(struct extents *e)
{
	u64 extent = e->first, frame;

	if (e->order != CHUNK_ORDER || !e->list)
		return e->first;
	while (extent < e->end) {
		if (!copy_from_guest(e->caller, &frame, e->list + extent * sizeof(u64),
				     sizeof(frame)))
			break;
		if (frame % CHUNK_FRAMES || frame / CHUNK_FRAMES >= chunk_count())
			break;
		if (p2m_remove(e->d, (u32)(frame / CHUNK_FRAMES)))
			break;
		if (stop(e, ++extent))
			break;
	}
	return extent;
}

/* arg: op and first extent, list, number of extents, order, domain. */
long do_dom_mem_op(const struct caller *caller, const u64 *arg)
{
	u64 op = arg[0] & MEMOP_MASK, used, done;
	domid_t id = (domid_t)arg[4];
	struct extents e = {
		.d = caller->domain,
		.caller = caller,
		.list = arg[1],
		/* One that goes on has done all before it. */
		.first = max(arg[0] >> MEMOP_BITS, caller->progress),
		.end = arg[2],
		.order = EXTENT_ORDER(arg[3]),
		.stay_end = stay_end(caller),
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
	done = op == MEMOP_increase_reservation ? increase(&e) : decrease(&e);
	return e.stopped ? hypercall_continue(caller, done) : (long)done;
}
