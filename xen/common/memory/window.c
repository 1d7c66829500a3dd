// SPDX-License-Identifier: GPL-2.0-or-later
/* The window of a domain, and mmu_update, by which it asks for frames
 * (xen/memory/window.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/grant/table.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/preempt.h>
#include <xen/trace/buffer.h>
#include <xen/memory/window.h>

#define MAX_REQUESTS 1024U
#define MMU_COMMAND  3ULL /* the bits of ptr that say what is asked */

/* A slot that is in use: frame, domain that it belongs to, kind. */
#define SLOT_VALID	 1
#define SLOT_GRANT	 2
#define SLOT_WRITE	 4
#define SLOT_OWNER_SHIFT 8
#define SLOT_FRAME_SHIFT 24

static u64 slot_value(u64 frame, const struct domain *owner, bool writable, bool grant)
{
	return frame << SLOT_FRAME_SHIFT | (u64)owner->id << SLOT_OWNER_SHIFT |
	       (writable ? SLOT_WRITE : 0) | (grant ? SLOT_GRANT : 0) | SLOT_VALID;
}

static u64 slot_gpa(u32 slot)
{
	return WINDOW_BASE + ((u64)slot << FRAME_SHIFT);
}

u32 window_frames(const struct domain *d)
{
	return d->privileged ? WINDOW_FRAMES_PRIVILEGED : WINDOW_FRAMES;
}

bool window_slot(const struct domain *d, u64 gpa, u32 *slot)
{
	u64 offset = gpa - WINDOW_BASE;

	if (offset >= (u64)window_frames(d) << FRAME_SHIFT || offset % FRAME_SIZE)
		return false;
	*slot = (u32)(offset >> FRAME_SHIFT);
	return true;
}

bool frame_is_memory_of(const struct domain *d, u64 frame)
{
	u64 chunk = frame / CHUNK_FRAMES;

	return chunk < chunk_count() && chunk_owner((u32)chunk) == d->id;
}

bool frame_of_domain(const struct domain *d, u64 frame)
{
	return frame_is_memory_of(d, frame) || grant_table_owns_frame(d, frame) ||
	       (d->privileged && trace_owns_frame(frame));
}

void frame_hold(struct domain *owner, u64 frame)
{
	if (frame_is_memory_of(owner, frame))
		chunk_hold((u32)(frame / CHUNK_FRAMES));
	domain_get(owner);
	owner->frames_held++;
}

void frame_drop(struct domain *owner, u64 frame)
{
	u32 chunk = (u32)(frame / CHUNK_FRAMES);

	if (frame_is_memory_of(owner, frame)) {
		chunk_drop(chunk);
		/* What was in use when the domain was torn down goes as soon as it can.
		 */
		if (owner->torn_down && !chunk_get(chunk)->held)
			p2m_remove(owner, chunk);
	}
	owner->frames_held--;
	domain_put(owner);
}

static void drop_slot(u64 slot)
{
	struct domain *owner = domain_find((domid_t)(slot >> SLOT_OWNER_SHIFT));

	BUG_ON(!owner);
	if (slot & SLOT_WRITE)
		owner->frames_written--;
	frame_drop(owner, slot >> SLOT_FRAME_SHIFT);
}

void window_flush(struct domain *d)
{
	struct window *w = &d->window;

	if (!w->nr_leaving)
		return;
	arch_window_flush(d);
	while (w->nr_leaving)
		drop_slot(w->leaving[--w->nr_leaving]);
}

/* The frame is its owner's alone again only once the hardware has forgotten it. */
static void leave(struct domain *d, u64 slot)
{
	struct window *w = &d->window;

	w->leaving[w->nr_leaving++] = slot;
	if (w->nr_leaving == ARRAY_SIZE(w->leaving))
		window_flush(d);
}

static bool same_kind(u64 slot, bool grant)
{
	return !slot || !!(slot & SLOT_GRANT) == grant;
}

/* A machine frame of owner, as what its owner calls it. Grant tables are not logged. */
static void mark_frame(const struct domain *owner, u64 frame)
{
	const struct chunk *c = chunk_get((u32)(frame / CHUNK_FRAMES));

	if (frame_is_memory_of(owner, frame))
		log_dirty_mark(owner,
			       (c->index * CHUNK_FRAMES + frame % CHUNK_FRAMES)
				       << FRAME_SHIFT,
			       FRAME_SIZE);
}

/* Slots that are looked at before window_mark_written() looks up. */
#define MARK_PIECE 2048U
/* Its progress: the slot, and the number of the domain with the window. */
#define MARK_DOMAIN_SHIFT 32

static void mark_slots(const struct domain *owner, const struct window *w, u32 first,
		       u32 end)
{
	for (u32 i = first; i < end; i++)
		if ((w->slot[i] & SLOT_WRITE) &&
		    (domid_t)(w->slot[i] >> SLOT_OWNER_SHIFT) == owner->id)
			mark_frame(owner, w->slot[i] >> SLOT_FRAME_SHIFT);
}

bool window_mark_written(const struct domain *owner, u64 *progress, u64 stay_end)
{
	/* A multiple of the piece: what log_dirty_start() begins with is 0. */
	u32 first = (u32)*progress & ~(MARK_PIECE - 1);
	const struct domain *d;

	if (!owner->frames_written)
		return true;
	d = domain_find_from((domid_t)(*progress >> MARK_DOMAIN_SHIFT));
	if (d && d->id != *progress >> MARK_DOMAIN_SHIFT)
		first = 0;
	for (; d; d = d->next, first = 0) {
		u32 frames = window_frames(d);

		for (; d->window.slot && first < frames; first += MARK_PIECE) {
			u64 here = (u64)d->id << MARK_DOMAIN_SHIFT | first;

			if (here > *progress && preempt_wanted(stay_end)) {
				*progress = here;
				return false;
			}
			mark_slots(owner, &d->window, first,
				   min(first + MARK_PIECE, frames));
		}
	}
	return true;
}

int window_map(struct domain *d, u32 slot, struct domain *owner, u64 frame, bool writable,
	       bool grant)
{
	struct window *w = &d->window;
	u64 old;

	if (!w->slot)
		w->slot = heap_alloc(window_frames(d) * sizeof(u64), sizeof(u64));
	if (!w->slot)
		return -ENOMEM;
	old = w->slot[slot];
	if (!same_kind(old, grant) || (old && grant))
		return -EINVAL;
	if (arch_window_map(d, slot_gpa(slot), frame << FRAME_SHIFT, writable))
		return -ENOMEM;
	frame_hold(owner, frame);
	owner->frames_written += writable;
	w->slot[slot] = slot_value(frame, owner, writable, grant);
	if (writable)
		mark_frame(owner, frame);
	if (old)
		leave(d, old);
	return 0;
}

int window_unmap(struct domain *d, u32 slot, bool grant)
{
	u64 old = d->window.slot ? d->window.slot[slot] : 0;

	if (!same_kind(old, grant))
		return -EINVAL;
	if (!old)
		return 0;
	arch_window_unmap(d, slot_gpa(slot));
	d->window.slot[slot] = 0;
	leave(d, old);
	return 0;
}

bool window_destroy(struct domain *d, u64 stay_end)
{
	u32 frames = window_frames(d), slot = 0;
	bool stop = false;

	if (!d->window.slot)
		return true;
	for (; slot < frames && !stop; slot++) {
		if (!d->window.slot[slot])
			continue;
		window_unmap(d, slot, d->window.slot[slot] & SLOT_GRANT);
		stop = preempt_wanted(stay_end);
	}
	window_flush(d);
	if (slot < frames)
		return false;
	heap_free(d->window.slot, frames * sizeof(u64));
	d->window.slot = NULL;
	return true;
}

static int update_one(struct domain *d, struct domain *owner, const mmu_update_t *request)
{
	u64 frame = request->val >> FRAME_SHIFT, bits = request->val % FRAME_SIZE;
	u32 slot;

	if ((request->ptr & MMU_COMMAND) != MMU_NORMAL_PT_UPDATE)
		return -ENOSYS;
	if (!window_slot(d, request->ptr, &slot))
		return -EINVAL;
	if (!request->val)
		return window_unmap(d, slot, false);
	if (!(bits & XEN_PPC_MAP_VALID) ||
	    (bits & ~(u64)(XEN_PPC_MAP_VALID | XEN_PPC_MAP_WRITE)))
		return -EINVAL;
	if (!frame_of_domain(owner, frame))
		return -EINVAL;
	return window_map(d, slot, owner, frame, bits & XEN_PPC_MAP_WRITE, false);
}

/* arg: requests, how many, where to say how many were done, whose frames. */
long do_mmu_update(const struct caller *caller, const u64 *arg)
{
	struct domain *d = caller->domain, *owner;
	u32 done = (u32)caller->progress, count = (u32)arg[1];
	u64 end = stay_end(caller);
	bool stop = false;
	mmu_update_t request;
	long ret = domain_find_target(caller->vcpu, (domid_t)arg[3], &owner);

	if (ret)
		return ret;
	if (count > MAX_REQUESTS || done > count)
		return -EINVAL;
	if (!guest_buffer_ok(caller, arg[0], count * sizeof(request)) ||
	    (arg[2] && !guest_buffer_ok(caller, arg[2], sizeof(done))))
		return -EFAULT;
	while (done < count && !ret && !stop) {
		if (!copy_from_guest(caller, &request, arg[0] + done * sizeof(request),
				     sizeof(request)))
			ret = -EFAULT;
		else
			ret = update_one(d, owner, &request);
		done += !ret;
		stop = preempt_wanted(end);
	}
	window_flush(d);
	if (!ret && done < count)
		return hypercall_continue(caller, done);
	if (arg[2] && !copy_to_guest(caller, arg[2], &done, sizeof(done)))
		return -EFAULT;
	return ret;
}
