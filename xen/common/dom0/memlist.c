// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The list of a domain's machine frames: GETMEMLIST and its windowed form. This is the
 * example of the mail that this project answers: op, buffer pointer in the op, list.
 */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/preempt.h>

struct memlist {
	const struct domain *d;
	u64 pfn; /* next pseudo-physical frame to look at */
	u64 num; /* entries written */
	bool stopped;
};

/*
 * Chunks that are listed before the op looks up for the first time: 59,000 instructions,
 * or as many for two of them in a buffer that is not aligned.
 */
#define CALM_CHUNKS	      16
#define CALM_CHUNKS_UNALIGNED 2

/* The op's progress: entries written, and the frame. */
#define PROGRESS_NUM_SHIFT 32

static bool list_ended(const struct memlist *list)
{
	return list->pfn / CHUNK_FRAMES >= list->d->p2m.nr;
}

/*
 * Writes at most max entries, in pseudo-physical order, to the caller's buffer at gpa. It
 * fills and counts the part of the buffer that is the caller's memory even if the rest is
 * not: abi.tsv, behaviour "DOM0_GETMEMLIST".
 */
static long memlist(struct memlist *list, const struct caller *caller, u64 gpa, u64 max)
{
	u64 wanted = min(max, p2m_frames(&list->d->p2m));
	u64 room = guest_buffer_room(caller, gpa, wanted * sizeof(u64)) / sizeof(u64);
	u32 calm = gpa % sizeof(u64) ? CALM_CHUNKS_UNALIGNED : CALM_CHUNKS;
	u64 end = 0;

	while (list->num < room && !list_ended(list)) {
		u64 chunk = list->d->p2m.chunk[list->pfn / CHUNK_FRAMES];
		u64 offset = list->pfn % CHUNK_FRAMES;
		u64 count = min(room - list->num, CHUNK_FRAMES - offset);

		if (unlikely(!calm)) {
			if (!end)
				end = stay_end(caller);
			else if (preempt_wanted(end)) {
				list->stopped = true;
				return 0;
			}
		} else {
			calm--;
		}
		if (chunk == CHUNK_NONE) {
			list->pfn += CHUNK_FRAMES - offset;
			continue;
		}
		if (!count_up_to_guest(caller, gpa + list->num * sizeof(u64),
				       chunk * CHUNK_FRAMES + offset, count))
			return -EFAULT;
		list->num += count;
		list->pfn += count;
	}
	return room < wanted && !list_ended(list) ? -EFAULT : 0;
}

/* A list that goes on has been filled up to there. */
static inline void resume(struct memlist *list, const struct caller *caller)
{
	if (likely(!caller->progress))
		return;
	list->num = caller->progress >> PROGRESS_NUM_SHIFT;
	list->pfn = (u32)caller->progress;
}

static long stop(const struct memlist *list, const struct caller *caller)
{
	return hypercall_continue(caller, list->num << PROGRESS_NUM_SHIFT | list->pfn);
}

long op_getmemlist(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_getmemlist_t *arg = &op->u.getmemlist;
	struct memlist list = { .d = domain_find(arg->domain) };
	long ret;

	if (!list.d)
		return -EINVAL;
	resume(&list, caller);
	ret = memlist(&list, caller, (uintptr_t)arg->buffer, arg->max_pfns);
	if (unlikely(list.stopped))
		return stop(&list, caller);
	reply->u.getmemlist.num_pfns = list.num;
	return ret;
}

long op_ppc_getmemlist(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_ppc_getmemlist_t *arg = &op->u.ppc_getmemlist;
	struct memlist list = { .d = domain_find(arg->domain), .pfn = arg->start_pfn };
	long ret;

	if (!list.d)
		return -ESRCH;
	resume(&list, caller);
	ret = memlist(&list, caller, (uintptr_t)arg->buffer, arg->max_pfns);
	if (unlikely(list.stopped))
		return stop(&list, caller);
	reply->u.ppc_getmemlist.num_pfns = list.num;
	reply->u.ppc_getmemlist.next_pfn = list.pfn;
	return ret;
}
