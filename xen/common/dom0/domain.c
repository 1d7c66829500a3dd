// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops that make, stop, change and describe domains. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/trace/buffer.h>
#include <xen/cpu.h>

/* 0 and ids that are reserved ask for any free one. */
long op_createdomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
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

/* The domain of a life-cycle op: not the caller's own. */
static long find_other(const struct vcpu *v, domid_t id, struct domain **d)
{
	*d = domain_find(id);
	if (!*d)
		return -ESRCH;
	return *d == v->domain ? -EINVAL : 0;
}

long op_destroydomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d;
	long ret = find_other(v, op->u.destroydomain.domain, &d);

	if (!ret)
		domain_destroy(d);
	return ret;
}

long op_pausedomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d;
	long ret = find_other(v, op->u.pausedomain.domain, &d);

	if (ret)
		return ret;
	domain_pause(d);
	return 0;
}

/* A domain without a register state to start from cannot run. */
long op_unpausedomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d;
	long ret = find_other(v, op->u.unpausedomain.domain, &d);

	if (ret)
		return ret;
	if (domain_is_new(d))
		return -EINVAL;
	domain_unpause(d);
	return 0;
}

/* A limit below what the domain has takes nothing away: it only stops growth. */
long op_setdomainmaxmem(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d = domain_find(op->u.setdomainmaxmem.domain);

	if (!d)
		return -ESRCH;
	d->max_frames = op->u.setdomainmaxmem.max_memkb >> (FRAME_SHIFT - 10);
	return 0;
}

/* The first domain whose id is at least the one asked for: callers iterate so. */
long op_getdomaininfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const struct domain *d = domain_find_from(op->u.getdomaininfo.domain);

	if (!d)
		return -ESRCH;
	domain_info(d, &reply->u.getdomaininfo);
	return 0;
}

/* Its place is in two pieces, unaligned, or no place. */
static __attribute__((noinline)) bool list_copy(const struct domain *caller,
						const struct domain *d, u64 gpa)
{
	dom0_getdomaininfo_t info = { 0 };

	domain_info(d, &info);
	return copy_to_guest(caller, gpa, &info, sizeof(info));
}

/* Describes d to the caller, in place if that can be done. */
static bool list_domain(const struct domain *caller, const struct domain *d, u64 gpa)
{
	dom0_getdomaininfo_t *place = guest_place(caller, gpa, sizeof(*place));

	if (unlikely(!place))
		return list_copy(caller, d, gpa);
	domain_info(d, place);
	return true;
}

long op_getdomaininfolist(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_getdomaininfolist_t *arg = &op->u.getdomaininfolist;
	u64 gpa = (uintptr_t)arg->buffer, count = 0;
	const struct domain *d;

	for (d = domain_find_from(arg->first_domain); d && count < arg->max_domains;
	     d = d->next, count++) {
		if (!list_domain(v->domain, d,
				 gpa + count * sizeof(dom0_getdomaininfo_t)))
			return -EINVAL;
	}
	reply->u.getdomaininfolist.num_domains = count;
	return 0;
}
