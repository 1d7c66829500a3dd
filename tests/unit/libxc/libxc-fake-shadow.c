// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc's fake hypervisor: the frames that a domain has written. Semantics:
 * include/public/dom0_ops.h.
 */
#include "libxc-fake.h"

static bool has_bitmap(u32 op)
{
	return op == DOM0_SHADOW_CONTROL_OP_CLEAN || op == DOM0_SHADOW_CONTROL_OP_PEEK;
}

/* Frames first to first + count - 1; whole words, except at the end. */
static long bits(u32 op, unsigned long *bitmap, u64 first, u64 count)
{
	size_t words = (count + 63) / 64;
	unsigned long *to = fake_guest((unsigned long)bitmap, words * sizeof(*to));

	if (!to)
		return -EFAULT;
	for (size_t i = 0; i < words; i++) {
		to[i] = xen.dirty[first / 64 + i];
		if (op == DOM0_SHADOW_CONTROL_OP_CLEAN)
			xen.dirty[first / 64 + i] = 0;
	}
	return 0;
}

static long whole(dom0_shadow_control_t *s)
{
	unsigned long *to;

	s->stats = xen.counted_writes;
	if (has_bitmap(s->op)) {
		if (xen.shadow_pages > s->pages || !s->dirty_bitmap)
			return -EINVAL;
		s->pages = xen.shadow_pages + (xen.lie ? 1UL << 40 : 0);
		return bits(s->op, s->dirty_bitmap, 0, xen.shadow_pages);
	}
	/* Programs pass no bitmap then; if there is one, its first word is written. */
	if (s->dirty_bitmap) {
		to = fake_guest((unsigned long)s->dirty_bitmap, s->pages / 8);
		if (!to)
			return -EFAULT;
		to[0] = 0x1234;
	}
	if (s->op == DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY ||
	    s->op == DOM0_SHADOW_CONTROL_OP_OFF)
		xen.logging = s->op == DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY;
	s->stats.dirty_count = 9;
	return 0;
}

static long window(dom0_ppc_shadow_control_t *s)
{
	u64 left, asked = s->count;

	if (!has_bitmap(s->op) || s->first % 64 || s->first > xen.shadow_pages)
		return -EINVAL;
	left = xen.shadow_pages - s->first;
	if (s->count > left)
		s->count = left;
	s->pages = xen.shadow_pages;
	s->stats = xen.counted_writes;
	if (xen.silent)
		s->count = 0;
	if (xen.lie) {
		/* More than asked for, or than exist. */
		s->count = asked < left ? left : left + 1;
		return 0;
	}
	return bits(s->op, s->dirty_bitmap, s->first, s->count);
}

long fake_shadow_op(dom0_op_t *op)
{
	u32 d = op->u.shadow_control.domain;

	if (d >= FAKE_DOMAINS || !xen.domain[d].exists)
		return -ESRCH;
	return op->cmd == DOM0_SHADOW_CONTROL ? whole(&op->u.shadow_control)
					      : window(&op->u.ppc_shadow_control);
}
