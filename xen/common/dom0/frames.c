// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What kind of page a frame is. The hypervisor validates no page tables of guests, so
 * a frame is its domain's ordinary memory (NOTAB) or it is not the domain's at all.
 */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>

#define MAX_FRAMES 1024
#define BATCH	   64
#define TYPE_SHIFT 28
#define TYPE_BAD   ((u64)0xf << TYPE_SHIFT)

static bool owns_frame(const struct domain *d, u64 frame)
{
	u64 chunk = frame / CHUNK_FRAMES;

	return chunk < chunk_count() && chunk_owner((u32)chunk) == d->id;
}

long op_getpageframeinfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_getpageframeinfo_t *arg = &op->u.getpageframeinfo;
	const struct domain *d = domain_find(arg->domain);

	if (!d || !owns_frame(d, arg->pfn))
		return -EINVAL;
	reply->u.getpageframeinfo.type = NOTAB;
	return 0;
}

static bool mark_batch(const struct domain *caller, const struct domain *d, u64 gpa,
		       u64 n)
{
	u64 frame[BATCH];

	if (!copy_from_guest(caller, frame, gpa, n * sizeof(frame[0])))
		return false;
	for (u64 i = 0; i < n; i++) {
		frame[i] &= ~TYPE_BAD;
		if (!owns_frame(d, frame[i]))
			frame[i] |= TYPE_BAD;
	}
	return copy_to_guest(caller, gpa, frame, n * sizeof(frame[0]));
}

long op_getpageframeinfo2(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_getpageframeinfo2_t *arg = &op->u.getpageframeinfo2;
	const struct domain *d = domain_find(arg->domain);
	u64 gpa = (uintptr_t)arg->array;

	if (!d)
		return -ESRCH;
	if (arg->num > MAX_FRAMES)
		return -E2BIG;
	if (!guest_buffer_ok(v->domain, gpa, arg->num * sizeof(u64)))
		return -EINVAL;
	for (u64 done = 0; done < arg->num; done += BATCH)
		if (!mark_batch(v->domain, d, gpa + done * sizeof(u64),
				min(arg->num - done, (u64)BATCH)))
			return -EINVAL;
	return 0;
}
