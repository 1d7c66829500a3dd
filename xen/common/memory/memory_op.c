// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dom_mem_op: a domain's memory grows and shrinks.
 *
 * Memory comes in whole chunks of 1024 frames. A request to increase is rounded up as
 * a whole, and GETDOMAININFO reports what the domain has then; a request to decrease
 * must name whole chunks. Both return the number of extents that were done; fewer
 * than asked for is no error (abi.tsv, behaviour "dom_mem_op").
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
	struct domain *d;      /* whose memory changes */
	struct domain *caller; /* in whose memory the list lies */
	u64 list;	       /* pseudo-physical address of u64 frame numbers, 0: none */
	u64 first, end;	       /* extents [first, end) are still to be done */
	u32 order;	       /* an extent is 2^order frames */
};

/* How many of the extents the domain may still have under its limit. */
static u64 allowed_extents(const struct extents *e)
{
	u64 have = p2m_frames(&e->d->p2m);
	u64 room = e->d->max_frames > have ? e->d->max_frames - have : 0;

	return min(e->end - e->first, room >> e->order);
}

/* Tells the caller the first frame of each extent that lies in the new chunk. */
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
	u64 per_chunk, end, extent = e->first;

	/* A longer extent would have to be contiguous in the machine: chunks are not. */
	if (e->order > CHUNK_ORDER)
		return e->first;
	per_chunk = CHUNK_FRAMES >> e->order;
	end = e->first + allowed_extents(e);
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

/* A list must be wholly memory of the caller as far as it will be used. */
static bool list_ok(const struct extents *e)
{
	u64 used = e->list + e->first * sizeof(u64);

	if (!e->list)
		return true;
	return used >= e->list &&
	       guest_buffer_ok(e->caller, used, (e->end - e->first) * sizeof(u64));
}

/* arg: op and first extent, list, number of extents, order, domain. */
long do_dom_mem_op(struct vcpu *v, const u64 *arg)
{
	domid_t id = (domid_t)arg[4];
	struct extents e = {
		.d = v->domain,
		.caller = v->domain,
		.list = arg[1],
		.first = arg[0] >> MEMOP_BITS,
		.end = arg[2],
		.order = EXTENT_ORDER(arg[3]),
	};

	if (e.first > e.end || e.end > INT32_MAX)
		return -EINVAL;
	if (id != DOMID_SELF) {
		if (!v->domain->privileged)
			return -EPERM;
		e.d = domain_find(id);
		if (!e.d || domain_is_dying(e.d))
			return -ESRCH;
	}
	switch (arg[0] & MEMOP_MASK) {
	case MEMOP_increase_reservation:
		return list_ok(&e) ? (long)increase(&e) : (long)e.first;
	case MEMOP_decrease_reservation:
		return list_ok(&e) ? (long)decrease(&e) : (long)e.first;
	default:
		return -ENOSYS;
	}
}
