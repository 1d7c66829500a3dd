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
#include <xen/preempt.h>
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
	if (!*d || domain_is_dying(*d))
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

/* A part of the bitmap that is to be read, and perhaps cleaned. */
struct part {
	struct domain *d;
	u64 gpa;	/* where it goes, 0: nowhere */
	u64 first, end; /* its words */
	u64 last;	/* the bits of the last one */
	u64 last_bytes; /* that are copied of it */
	bool clean;
};

/* Words that are copied and cleaned before the op looks up. */
#define PIECE 16
/* The op's progress: words done; with this bit, that of window_mark_written(). */
#define MARKING (1ULL << 63)

/* What stands in the buffer at gpa must be the caller's memory. 0; -EAGAIN; -EINVAL. */
static long read_part(const struct caller *caller, const struct part *p, u64 *progress)
{
	u64 end = stay_end(caller), words = p->end - p->first, n, mark;
	const u64 *dirty = p->d->log_dirty->dirty;
	bool flush = false, stop = false, ok = true;

	if (p->gpa && words &&
	    !guest_buffer_ok(caller, p->gpa, (words - 1) * WORD_BYTES + p->last_bytes))
		return -EINVAL;
	for (; *progress < words && !stop && ok; *progress += n) {
		u64 at = p->first + *progress, gpa = p->gpa + *progress * WORD_BYTES;
		bool ends = words - *progress <= PIECE;
		u64 whole, last;

		n = min(words - *progress, (u64)PIECE);
		whole = ends ? n - 1 : n;
		last = dirty[at + n - 1] & p->last;
		if (p->gpa)
			ok = copy_to_guest(caller, gpa, dirty + at, whole * WORD_BYTES) &&
			     (!ends || copy_to_guest(caller, gpa + whole * WORD_BYTES,
						     &last, p->last_bytes));
		if (ok && p->clean)
			flush |= log_dirty_clean(p->d, at, at + n,
						 ends ? p->last : UINT64_MAX);
		stop = preempt_wanted(end);
	}
	if (flush)
		log_dirty_flush(p->d);
	if (!ok)
		return -EINVAL;
	if (*progress < words)
		return -EAGAIN;
	mark = *progress & MARKING ? *progress & ~MARKING : 0;
	if (!p->clean || window_mark_written(p->d, &mark, end))
		return 0;
	*progress = MARKING | mark;
	return -EAGAIN;
}

/*
 * CLEAN and PEEK, which copy and clean whole bytes, as Xen did: tests/abi/abi.tsv says
 * only that pages is IN and OUT.
 */
static long read_bitmap(const struct caller *caller, struct domain *d,
			const dom0_shadow_control_t *arg, dom0_shadow_control_t *reply)
{
	u64 pages = min((u64)arg->pages, log_dirty_frames(d)), bytes = (pages + 7) / 8;
	struct part part = {
		.d = d,
		.gpa = (uintptr_t)arg->dirty_bitmap,
		.end = (bytes + WORD_BYTES - 1) / WORD_BYTES,
		.clean = arg->op == DOM0_SHADOW_CONTROL_OP_CLEAN,
	};
	u64 progress = caller->progress;
	long ret;

	part.last_bytes = bytes - (part.end ? part.end - 1 : 0) * WORD_BYTES;
	/* The first bytes of the last word, in our byte order. */
	memset(&part.last, 0xff, part.last_bytes);
	ret = read_part(caller, &part, &progress);
	if (ret)
		return ret == -EAGAIN ? hypercall_continue(caller, progress) : ret;
	reply->pages = pages;
	reply->stats = d->log_dirty->stats;
	if (part.clean)
		forget_stats(d);
	return 0;
}

static long start(const struct caller *caller, struct domain *d)
{
	u64 progress = caller->progress;
	long ret = log_dirty_start(d, &progress, stay_end(caller));

	return ret == -EAGAIN ? hypercall_continue(caller, progress) : ret;
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
		return log_dirty_stop(d, stay_end(caller))
			       ? 0
			       : hypercall_continue(caller, 0);
	case DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY:
		return start(caller, d);
	case DOM0_SHADOW_CONTROL_OP_ENABLE_TEST:
	case DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE:
		return -ENOSYS;
	default:
		break;
	}
	if (!log_dirty_is_on(d))
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
	u64 total, first, count, progress = caller->progress;
	struct part part = {
		.gpa = (uintptr_t)arg->dirty_bitmap,
		.last_bytes = WORD_BYTES,
		.clean = arg->op == DOM0_SHADOW_CONTROL_OP_CLEAN,
	};
	long ret = find_unprivileged(arg->domain, &part.d);

	if (ret)
		return ret;
	if (!returns_bitmap(arg->op) || !log_dirty_is_on(part.d) ||
	    arg->first % WORD_BITS)
		return -EINVAL;
	/* The window of the frames that exist, its words, and the bits of the last word.
	 */
	total = log_dirty_frames(part.d);
	first = min((u64)arg->first, total);
	count = min((u64)arg->count, total - first);
	part.first = first / WORD_BITS;
	part.end = part.first + (count + WORD_BITS - 1) / WORD_BITS;
	part.last = UINT64_MAX >> (-count % WORD_BITS);
	ret = read_part(caller, &part, &progress);
	if (ret)
		return ret == -EAGAIN ? hypercall_continue(caller, progress) : ret;
	out->count = count;
	out->pages = total;
	out->stats = part.d->log_dirty->stats;
	if (part.clean && count && first + count == total)
		forget_stats(part.d);
	return 0;
}
