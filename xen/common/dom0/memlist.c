// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The list of a domain's machine frames: GETMEMLIST and its windowed form. This is the
 * example of the mail that this project answers: op, buffer pointer in the op, list.
 */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>

struct memlist {
	const struct domain *d;
	u64 pfn; /* next pseudo-physical frame to look at */
	u64 num; /* entries written */
};

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

	while (list->num < room && !list_ended(list)) {
		u64 chunk = list->d->p2m.chunk[list->pfn / CHUNK_FRAMES];
		u64 offset = list->pfn % CHUNK_FRAMES;
		u64 count = min(room - list->num, CHUNK_FRAMES - offset);

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

long op_getmemlist(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_getmemlist_t *arg = &op->u.getmemlist;
	struct memlist list = { .d = domain_find(arg->domain) };
	long ret;

	if (!list.d)
		return -EINVAL;
	ret = memlist(&list, caller, (uintptr_t)arg->buffer, arg->max_pfns);
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
	ret = memlist(&list, caller, (uintptr_t)arg->buffer, arg->max_pfns);
	reply->u.ppc_getmemlist.num_pfns = list.num;
	reply->u.ppc_getmemlist.next_pfn = list.pfn;
	return ret;
}
