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

static bool is_memory_of(const struct domain *d, u64 frame)
{
	u64 chunk = frame / CHUNK_FRAMES;

	return chunk < chunk_count() && chunk_owner((u32)chunk) == d->id;
}

bool frame_of_domain(const struct domain *d, u64 frame)
{
	return is_memory_of(d, frame) || grant_table_owns_frame(d, frame) ||
	       (d->privileged && trace_owns_frame(frame));
}

void frame_hold(struct domain *owner, u64 frame)
{
	if (is_memory_of(owner, frame))
		chunk_hold((u32)(frame / CHUNK_FRAMES));
	domain_get(owner);
	owner->frames_held++;
}

void frame_drop(struct domain *owner, u64 frame)
{
	if (is_memory_of(owner, frame))
		chunk_drop((u32)(frame / CHUNK_FRAMES));
	owner->frames_held--;
	domain_put(owner);
}

static void drop_slot(u64 slot)
{
	struct domain *owner = domain_find((domid_t)(slot >> SLOT_OWNER_SHIFT));

	BUG_ON(!owner);
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

	if (is_memory_of(owner, frame))
		log_dirty_mark(owner,
			       (c->index * CHUNK_FRAMES + frame % CHUNK_FRAMES)
				       << FRAME_SHIFT,
			       FRAME_SIZE);
}

void window_mark_written(const struct domain *owner)
{
	const struct domain *d;

	if (!owner->frames_held)
		return;
	for_each_domain (d)
		for (u32 i = 0; d->window.slot && i < window_frames(d); i++) {
			u64 slot = d->window.slot[i];

			if ((slot & SLOT_WRITE) &&
			    (domid_t)(slot >> SLOT_OWNER_SHIFT) == owner->id)
				mark_frame(owner, slot >> SLOT_FRAME_SHIFT);
		}
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

void window_destroy(struct domain *d)
{
	u32 frames = window_frames(d);

	if (!d->window.slot)
		return;
	for (u32 slot = 0; slot < frames; slot++)
		if (d->window.slot[slot])
			window_unmap(d, slot, d->window.slot[slot] & SLOT_GRANT);
	window_flush(d);
	heap_free(d->window.slot, frames * sizeof(u64));
	d->window.slot = NULL;
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

/* arg: requests, how many, where to tell how many were done, whose frames. */
long do_mmu_update(struct vcpu *v, const u64 *arg)
{
	struct domain *d = v->domain, *owner;
	u32 done = 0, count = (u32)arg[1];
	mmu_update_t request;
	long ret = domain_find_target(v, (domid_t)arg[3], &owner);

	if (ret)
		return ret;
	if (count > MAX_REQUESTS)
		return -EINVAL;
	if (!guest_buffer_ok(d, arg[0], count * sizeof(request)) ||
	    (arg[2] && !guest_buffer_ok(d, arg[2], sizeof(done))))
		return -EFAULT;
	while (done < count && !ret) {
		if (!copy_from_guest(d, &request, arg[0] + done * sizeof(request),
				     sizeof(request)))
			ret = -EFAULT;
		else
			ret = update_one(d, owner, &request);
		done += !ret;
	}
	window_flush(d);
	if (arg[2] && !copy_to_guest(d, arg[2], &done, sizeof(done)))
		return -EFAULT;
	return ret;
}
