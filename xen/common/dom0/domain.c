// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops that make, stop, change and describe domains. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <xen/trace/buffer.h>
#include <xen/cpu.h>

/* 0 and reserved ids ask for any free one. */
long op_createdomain(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_createdomain_t *arg = &op->u.createdomain;
	u32 wanted = arg->domain;
	struct domain *d;
	int ret;

	if (wanted == 0 || wanted >= DOMID_FIRST_RESERVED)
		wanted = DOMID_ANY;
	ret = domain_create(wanted, &d);
	if (ret)
		return ret;
	d->ssidref = arg->ssidref;
	reply->u.createdomain.domain = d->id;
	pr_debug("domain %u: created\n", d->id);
	return 0;
}

/* Finds the domain of a life-cycle op, which must not be the caller's own. */
static long find_other(const struct caller *caller, domid_t id, struct domain **d)
{
	*d = domain_find(id);
	if (!*d)
		return -ESRCH;
	return *d == caller->domain ? -EINVAL : 0;
}

long op_destroydomain(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d;
	long ret = find_other(caller, op->u.destroydomain.domain, &d);

	if (ret)
		return ret;
	return domain_destroy(d, stay_end(caller)) ? 0 : hypercall_continue(caller, 0);
}

long op_pausedomain(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d;
	long ret = find_other(caller, op->u.pausedomain.domain, &d);

	if (ret)
		return ret;
	domain_pause(d);
	return 0;
}

/* A domain without a register state to start from cannot run. */
long op_unpausedomain(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d;
	long ret = find_other(caller, op->u.unpausedomain.domain, &d);

	if (ret)
		return ret;
	if (domain_is_new(d))
		return -EINVAL;
	domain_unpause(d);
	return 0;
}

/* A limit below what the domain has takes no memory away: it only stops growth. */
long op_setdomainmaxmem(const struct caller *caller, const dom0_op_t *op,
			dom0_op_t *reply)
{
	struct domain *d = domain_find(op->u.setdomainmaxmem.domain);

	if (!d)
		return -ESRCH;
	d->max_frames = op->u.setdomainmaxmem.max_memkb >> (FRAME_SHIFT - 10);
	return 0;
}

/* Finds the first domain whose id is at least the one asked for: callers iterate so. */
long op_getdomaininfo(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const struct domain *d = domain_find_from(op->u.getdomaininfo.domain);

	if (!d)
		return -ESRCH;
	domain_info(d, &reply->u.getdomaininfo);
	return 0;
}

/* Domains that are described in one stay: 35,000 instructions. */
#define DOMAINS_IN_STAY 128
/* The op's progress: how many have been described, and the number of the next. */
#define PROGRESS_COUNT_SHIFT 32

long op_getdomaininfolist(const struct caller *caller, const dom0_op_t *op,
			  dom0_op_t *reply)
{
	const dom0_getdomaininfolist_t *arg = &op->u.getdomaininfolist;
	u64 count = caller->progress >> PROGRESS_COUNT_SHIFT;
	u64 gpa = (uintptr_t)arg->buffer + count * sizeof(dom0_getdomaininfo_t);
	domid_t first = caller->progress ? (domid_t)caller->progress : arg->first_domain;
	u64 stop = count + DOMAINS_IN_STAY;
	dom0_getdomaininfo_t *place, copy;
	const struct domain *d;

	for (d = domain_find_from(first); d && count < arg->max_domains;
	     d = d->next, count++, gpa += sizeof(copy)) {
		if (unlikely(count == stop))
			return hypercall_continue(caller,
						  count << PROGRESS_COUNT_SHIFT | d->id);
		place = guest_place(caller, gpa, sizeof(copy));
		if (likely(place)) {
			domain_info(d, place);
			continue;
		}
		domain_info(d, &copy);
		if (!copy_to_guest(caller, gpa, &copy, sizeof(copy)))
			return -EINVAL;
	}
	reply->u.getdomaininfolist.num_domains = count;
	return 0;
}
