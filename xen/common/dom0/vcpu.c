// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops about one vCPU: its registers and where it may run. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>

/* Unknown domain, caller's own vCPU or none with that number: abi.tsv,
 * "DOM0_PINCPUDOMAIN". */
long op_pincpudomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_pincpudomain_t *arg = &op->u.pincpudomain;
	struct domain *d = domain_find(arg->domain);
	cpumap_t cpumap;

	if (!d)
		return -ESRCH;
	if (arg->vcpu >= d->nr_vcpus || d->vcpu[arg->vcpu] == v)
		return -EINVAL;
	if (!copy_from_guest(v->domain, &cpumap, (uintptr_t)arg->cpumap, sizeof(cpumap)))
		return -EFAULT;
	d->vcpu[arg->vcpu]->affinity = cpumap;
	return 0;
}

long op_setdomaininfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_setdomaininfo_t *arg = &op->u.setdomaininfo;
	struct domain *d = domain_find(arg->domain);
	vcpu_guest_context_t context;

	if (!d)
		return -ESRCH;
	if (arg->vcpu >= d->nr_vcpus || d == v->domain)
		return -EINVAL;
	if (!domain_is_new(d) && !domain_is_paused(d))
		return -EINVAL;
	if (!copy_from_guest(v->domain, &context, (uintptr_t)arg->ctxt, sizeof(context)))
		return -EFAULT;
	if (arch_vcpu_set_context(d->vcpu[arg->vcpu], &context))
		return -EINVAL;
	/* It goes on from the new state, whatever the old one waited for. */
	vcpu_initialise(d->vcpu[arg->vcpu]);
	domain_constructed(d);
	return 0;
}

/* The first vCPU from that number on that is up (abi.tsv, "DOM0_GETVCPUCONTEXT"). */
static struct vcpu *first_up(const struct domain *d, u32 id)
{
	for (; id < d->nr_vcpus; id++)
		if (!(d->vcpu[id]->run_state & VCPU_DOWN))
			return d->vcpu[id];
	return NULL;
}

/* Without a buffer only its time. */
long op_getvcpucontext(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_getvcpucontext_t *arg = &op->u.getvcpucontext;
	struct domain *d = domain_find(arg->domain);
	u64 gpa = (uintptr_t)arg->ctxt;
	vcpu_guest_context_t context;
	struct vcpu *target;

	if (!d)
		return -ESRCH;
	target = first_up(d, arg->vcpu);
	if (!target)
		return -EINVAL;
	if (gpa) {
		arch_vcpu_get_context(target, &context);
		if (!copy_to_guest(v->domain, gpa, &context, sizeof(context)))
			return -EINVAL;
	}
	reply->u.getvcpucontext.cpu_time = timebase_to_ns(vcpu_time(target));
	return 0;
}
