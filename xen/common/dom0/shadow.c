// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SHADOW_CONTROL and its windowed form: which frames a domain has written to. The other
 * shadow modes of 2005 are for copies of the page tables of x86 guests. Here the hardware
 * translates twice, and there is nothing to copy.
 */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/string.h>

#define WORD_BITS  64
#define WORD_BYTES sizeof(u64)

/*
 * Finds the domain of the op. It must not be privileged: dom0_op.c writes answers into
 * the op without guest_access.c, which logs.
 */
static long find_unprivileged(domid_t id, struct domain **d)
{
	*d = domain_find(id);
	if (!*d)
		return -ESRCH;
	return (*d)->privileged ? -EINVAL : 0;
}

static bool returns_bitmap(u32 op)
{
	return op == DOM0_SHADOW_CONTROL_OP_CLEAN || op == DOM0_SHADOW_CONTROL_OP_PEEK;
}

static void forget_stats(struct domain *d)
{
	d->log_dirty->stats = (dom0_shadow_control_stats_t){ 0 };
}

/*
 * CLEAN and PEEK, which copy and clean whole bytes, as Xen did: tests/abi/abi.tsv says
 * only that pages is IN and OUT.
 */
static long read_bitmap(const struct caller *caller, struct domain *d,
			const dom0_shadow_control_t *arg, dom0_shadow_control_t *reply)
{
	u64 pages = min((u64)arg->pages, log_dirty_frames(d)), bytes = (pages + 7) / 8;
	u64 gpa = (uintptr_t)arg->dirty_bitmap, last = 0;
	u64 words = (bytes + WORD_BYTES - 1) / WORD_BYTES;

	if (gpa && !copy_to_guest(caller, gpa, d->log_dirty->dirty, bytes))
		return -EINVAL;
	reply->pages = pages;
	reply->stats = d->log_dirty->stats;
	if (arg->op == DOM0_SHADOW_CONTROL_OP_PEEK)
		return 0;
	forget_stats(d);
	/* Mask of the first bytes of the last word, in our byte order. */
	memset(&last, 0xff, bytes - (words ? words - 1 : 0) * WORD_BYTES);
	log_dirty_clean(d, 0, words, last);
	return 0;
}

long op_shadow_control(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_shadow_control_t *arg = &op->u.shadow_control;
	struct domain *d;
	long ret = find_unprivileged(arg->domain, &d);

	if (ret)
		return ret;
	switch (arg->op) {
	case DOM0_SHADOW_CONTROL_OP_OFF:
		log_dirty_stop(d);
		return 0;
	case DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY:
		return log_dirty_start(d);
	case DOM0_SHADOW_CONTROL_OP_ENABLE_TEST:
	case DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE:
		return -ENOSYS;
	default:
		break;
	}
	if (!d->log_dirty)
		return -EINVAL;
	if (returns_bitmap(arg->op))
		return read_bitmap(caller, d, arg, &reply->u.shadow_control);
	if (arg->op != DOM0_SHADOW_CONTROL_OP_FLUSH)
		return -EINVAL;
	forget_stats(d);
	return 0;
}

long op_ppc_shadow_control(const struct caller *caller, const dom0_op_t *op,
			   dom0_op_t *reply)
{
	const dom0_ppc_shadow_control_t *arg = &op->u.ppc_shadow_control;
	dom0_ppc_shadow_control_t *out = &reply->u.ppc_shadow_control;
	u64 gpa = (uintptr_t)arg->dirty_bitmap;
	u64 total, first, count, word, end, mask;
	struct domain *d;
	long ret = find_unprivileged(arg->domain, &d);

	if (ret)
		return ret;
	if (!returns_bitmap(arg->op) || !d->log_dirty || arg->first % WORD_BITS)
		return -EINVAL;
	/* The window of the frames that exist, its words, and the bits of the last word.
	 */
	total = log_dirty_frames(d);
	first = min((u64)arg->first, total);
	count = min((u64)arg->count, total - first);
	word = first / WORD_BITS;
	end = word + (count + WORD_BITS - 1) / WORD_BITS;
	mask = UINT64_MAX >> (-count % WORD_BITS);
	if (gpa && count) {
		const u64 *dirty = d->log_dirty->dirty;
		u64 last = dirty[end - 1] & mask, before = (end - 1 - word) * WORD_BYTES;

		if (!guest_buffer_ok(caller, gpa, before + WORD_BYTES) ||
		    !copy_to_guest(caller, gpa, dirty + word, before) ||
		    !copy_to_guest(caller, gpa + before, &last, WORD_BYTES))
			return -EINVAL;
	}
	out->count = count;
	out->pages = total;
	out->stats = d->log_dirty->stats;
	if (arg->op == DOM0_SHADOW_CONTROL_OP_PEEK)
		return 0;
	if (count && first + count == total)
		forget_stats(d);
	log_dirty_clean(d, word, end, mask);
	return 0;
}
