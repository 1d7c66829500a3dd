// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SHADOW_CONTROL and its windowed form: which frames a domain has written to. The other
 * shadow modes of 2005 are about the page tables of x86 guests, which a hypervisor had
 * to keep a copy of; here the hardware translates twice.
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
 * The domain of the op. Not the caller's own, as ever; and no other privileged one,
 * since what dom0_op answers does not pass through guest_access.c.
 */
static long find_other(domid_t id, struct domain **d)
{
	*d = domain_find(id);
	if (!*d)
		return -ESRCH;
	return (*d)->privileged ? -EINVAL : 0;
}

static bool tells(u32 op)
{
	return op == DOM0_SHADOW_CONTROL_OP_CLEAN || op == DOM0_SHADOW_CONTROL_OP_PEEK;
}

static void forget_stats(struct domain *d)
{
	d->log_dirty->stats = (dom0_shadow_control_stats_t){ 0 };
}

/* The words [first, end) of the bitmap; of the last one only the bits of that mask. */
static bool copy_words(const struct domain *caller, u64 gpa, const struct domain *d,
		       u64 first, u64 end, u64 last)
{
	const u64 *words = d->log_dirty->dirty;
	u64 final, before = (end - first - 1) * WORD_BYTES;

	if (!gpa || first == end)
		return true;
	final = words[end - 1] & last;
	return guest_buffer_ok(caller, gpa, before + WORD_BYTES) &&
	       copy_to_guest(caller, gpa, words + first, before) &&
	       copy_to_guest(caller, gpa + before, &final, WORD_BYTES);
}

/*
 * CLEAN and PEEK. What is copied, and cleaned, is whole bytes: tests/abi/abi.tsv knows
 * no more of it than that pages is IN and OUT; so did Xen.
 */
static long tell_all(const struct vcpu *v, struct domain *d,
		     const dom0_shadow_control_t *arg, dom0_shadow_control_t *reply)
{
	u64 pages = min((u64)arg->pages, log_dirty_frames(d)), bytes = (pages + 7) / 8;
	u64 gpa = (uintptr_t)arg->dirty_bitmap, last = 0;
	u64 words = (bytes + WORD_BYTES - 1) / WORD_BYTES;

	if (gpa && !copy_to_guest(v->domain, gpa, d->log_dirty->dirty, bytes))
		return -EINVAL;
	reply->pages = pages;
	reply->stats = d->log_dirty->stats;
	if (arg->op == DOM0_SHADOW_CONTROL_OP_PEEK)
		return 0;
	forget_stats(d);
	/* The first bytes of the last word, whatever bits those are in our byte order. */
	memset(&last, 0xff, bytes - (words ? words - 1 : 0) * WORD_BYTES);
	log_dirty_clean(d, 0, words, last);
	return 0;
}

long op_shadow_control(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_shadow_control_t *arg = &op->u.shadow_control;
	struct domain *d;
	long ret = find_other(arg->domain, &d);

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
	if (tells(arg->op))
		return tell_all(v, d, arg, &reply->u.shadow_control);
	if (arg->op != DOM0_SHADOW_CONTROL_OP_FLUSH)
		return -EINVAL;
	forget_stats(d);
	return 0;
}

/* The window [first, first + count), all of which exists. */
static long tell_window(const struct vcpu *v, struct domain *d, u64 first, u64 count,
			const dom0_ppc_shadow_control_t *arg,
			dom0_ppc_shadow_control_t *reply)
{
	u64 gpa = (uintptr_t)arg->dirty_bitmap, total = log_dirty_frames(d);
	u64 word = first / WORD_BITS, end = word + (count + WORD_BITS - 1) / WORD_BITS;
	u64 last = UINT64_MAX >> (-count % WORD_BITS);

	if (!copy_words(v->domain, gpa, d, word, end, last))
		return -EINVAL;
	reply->count = count;
	reply->pages = total;
	reply->stats = d->log_dirty->stats;
	if (arg->op == DOM0_SHADOW_CONTROL_OP_PEEK)
		return 0;
	if (count && first + count == total)
		forget_stats(d);
	log_dirty_clean(d, word, end, last);
	return 0;
}

long op_ppc_shadow_control(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_ppc_shadow_control_t *arg = &op->u.ppc_shadow_control;
	struct domain *d;
	long ret = find_other(arg->domain, &d);
	u64 first, total;

	if (ret)
		return ret;
	if (!tells(arg->op) || !d->log_dirty || arg->first % WORD_BITS)
		return -EINVAL;
	total = log_dirty_frames(d);
	first = min((u64)arg->first, total);
	return tell_window(v, d, first, min((u64)arg->count, total - first), arg,
			   &reply->u.ppc_shadow_control);
}
