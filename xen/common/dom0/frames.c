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

long op_getpageframeinfo(const struct caller *caller, const dom0_op_t *op,
			 dom0_op_t *reply)
{
	const dom0_getpageframeinfo_t *arg = &op->u.getpageframeinfo;
	const struct domain *d = domain_find(arg->domain);

	if (!d || !frame_is_memory_of(d, arg->pfn))
		return -EINVAL;
	reply->u.getpageframeinfo.type = NOTAB;
	return 0;
}

long op_getpageframeinfo2(const struct caller *caller, const dom0_op_t *op,
			  dom0_op_t *reply)
{
	const dom0_getpageframeinfo2_t *arg = &op->u.getpageframeinfo2;
	const struct domain *d = domain_find(arg->domain);
	u64 gpa = (uintptr_t)arg->array, frame[BATCH], n;

	if (!d)
		return -ESRCH;
	if (arg->num > MAX_FRAMES)
		return -E2BIG;
	if (!guest_buffer_ok(caller, gpa, arg->num * sizeof(u64)))
		return -EINVAL;
	for (u64 left = arg->num; left; left -= n, gpa += n * sizeof(u64)) {
		n = min(left, (u64)BATCH);
		if (!copy_from_guest(caller, frame, gpa, n * sizeof(u64)))
			return -EINVAL;
		for (u64 i = 0; i < n; i++) {
			frame[i] &= ~TYPE_BAD;
			if (!frame_is_memory_of(d, frame[i]))
				frame[i] |= TYPE_BAD;
		}
		if (!copy_to_guest(caller, gpa, frame, n * sizeof(u64)))
			return -EINVAL;
	}
	return 0;
}
