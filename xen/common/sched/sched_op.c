// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a vCPU says about its own running: sched_op, set_timer_op and boot_vcpu (abi.tsv,
 * behaviour "sched_op"). An unmodified kernel uses PAPR's calls and its decrementer;
 * these are for one that knows the hypervisor.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/sched/run.h>
#include <xen/trace/buffer.h>
#include <xen/cpu.h>
#include <asm/time.h>

/* The vCPU that the operation names. -EINVAL: there can be none; -ENOENT: there is none.
 */
static long find_vcpu(const struct vcpu *v, u64 op, struct vcpu **found)
{
	u64 id = op >> SCHEDOP_vcpushift;

	if (id >= MAX_VIRT_CPUS)
		return -EINVAL;
	if (id >= v->domain->nr_vcpus)
		return -ENOENT;
	*found = v->domain->vcpu[id];
	return 0;
}

/* arg: the operation, with its parameter in the upper bits. */
long do_sched_op(struct vcpu *v, const u64 *arg)
{
	struct vcpu *target;
	long ret;

	switch (arg[0] & SCHEDOP_cmdmask) {
	case SCHEDOP_yield:
		vcpu_yield(v);
		return 0;
	case SCHEDOP_block:
		/* Until an interrupt, an event, or the decrementer, unless one is there.
		 */
		if (!arch_vcpu_due(v) && !evtchn_pending(v->domain))
			vcpu_block(v, true);
		return 0;
	case SCHEDOP_shutdown:
		domain_shutdown(v->domain, (u8)(arg[0] >> SCHEDOP_reasonshift));
		return 0;
	case SCHEDOP_vcpu_down:
		ret = find_vcpu(v, arg[0], &target);
		if (ret)
			return ret;
		/* A domain's first vCPU is always up. */
		if (target->id == 0)
			return -EINVAL;
		vcpu_stop(target);
		return 0;
	case SCHEDOP_vcpu_up:
		ret = find_vcpu(v, arg[0], &target);
		if (ret)
			return ret;
		if (target->run_state & VCPU_NO_CONTEXT)
			return -EINVAL;
		vcpu_start(target);
		return 0;
	default:
		return -ENOSYS;
	}
}

/* The machine's timebase when that of d, which runs, is expiry; now if it has been. */
static u64 machine_time(const struct domain *d, u64 expiry)
{
	u64 now = get_timebase(), time = now + d->arch.tb_offset;

	return now + (expiry > time ? min(expiry - time, TIMER_NEVER - now) : 0);
}

/* arg: system time, in nanoseconds since the timebase was 0; 0: no timer any more. */
long do_set_timer_op(struct vcpu *v, const u64 *arg)
{
	vcpu_set_timer(v, arg[0] ? machine_time(v->domain, ns_to_timebase(arg[0]))
				 : TIMER_NEVER);
	return 0;
}

/*
 * arg: number, registers. The vCPU is made and given its state; SCHEDOP_vcpu_up lets it
 * run. Numbers are given out in order.
 */
long do_boot_vcpu(struct vcpu *v, const u64 *arg)
{
	struct domain *d = v->domain;
	vcpu_guest_context_t context;
	int ret;

	if (arg[0] >= MAX_VIRT_CPUS || arg[0] != d->nr_vcpus)
		return -EINVAL;
	if (!copy_from_guest(d, &context, arg[1], sizeof(context)))
		return -EFAULT;
	arch_vcpu_inherit(d, &context);
	ret = vcpu_create(d, true);
	if (ret)
		return ret;
	ret = arch_vcpu_set_context(d->vcpu[arg[0]], &context);
	if (ret) {
		vcpu_destroy_last(d);
		return ret;
	}
	vcpu_initialise(d->vcpu[arg[0]]);
	trace_vcpu(TRC_SCHED_DOM_ADD, d->vcpu[arg[0]]);
	return 0;
}
