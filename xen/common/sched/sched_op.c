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
#include <asm/current.h>
#include <asm/time.h>

/* Until an interrupt, an event, or the decrementer; not at all if one is there already.
 */
static long block(struct vcpu *v)
{
	if (!arch_vcpu_due(v) && !evtchn_pending(v->domain)) {
		v->blocked = v->waits_for_event = true;
		trace_vcpu(TRC_SCHED_BLOCK, v);
		request_choice();
	}
	return 0;
}

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

static long vcpu_set_down(struct vcpu *v, u64 op, bool down)
{
	struct vcpu *target;
	long ret = find_vcpu(v, op, &target);

	if (ret)
		return ret;
	/* A domain's first vCPU is always there. */
	if (down && target->id == 0)
		return -EINVAL;
	if (!down && !target->initialised)
		return -EINVAL;
	if (target->down != down)
		trace_vcpu(down ? TRC_SCHED_SLEEP : TRC_SCHED_WAKE, target);
	target->down = down;
	set_need_resched(true);
	return 0;
}

/* arg: the operation, with its parameter in the upper bits. */
long do_sched_op(const struct caller *caller, const u64 *arg)
{
	struct vcpu *v = caller->vcpu;

	switch (arg[0] & SCHEDOP_cmdmask) {
	case SCHEDOP_yield:
		vcpu_yield(v);
		return 0;
	case SCHEDOP_block:
		return block(v);
	case SCHEDOP_shutdown:
		domain_shutdown(v->domain, (u8)(arg[0] >> SCHEDOP_reasonshift));
		return 0;
	case SCHEDOP_vcpu_down:
		return vcpu_set_down(v, arg[0], true);
	case SCHEDOP_vcpu_up:
		return vcpu_set_down(v, arg[0], false);
	default:
		return -ENOSYS;
	}
}

/* The machine's timebase when that of d, which runs, is expiry; now if it has been. */
static u64 machine_time(const struct domain *d, u64 expiry)
{
	u64 now = get_timebase(), time = now + d->arch.tb_offset;

	return now + (expiry > time ? min(expiry - time, TIMER_NONE - now) : 0);
}

/* arg: system time, in nanoseconds since the timebase was 0; 0: no timer any more. */
long do_set_timer_op(const struct caller *caller, const u64 *arg)
{
	caller->vcpu->timer =
		arg[0] ? machine_time(caller->domain, ns_to_timebase(arg[0]))
		       : TIMER_NONE;
	/* The end of this turn was chosen without it. */
	set_need_resched(true);
	return 0;
}

/*
 * arg: number, registers. The vCPU is made and given its state; SCHEDOP_vcpu_up lets it
 * run. Numbers are given out in order.
 */
long do_boot_vcpu(const struct caller *caller, const u64 *arg)
{
	struct domain *d = caller->domain;
	vcpu_guest_context_t context;
	int ret;

	if (arg[0] >= MAX_VIRT_CPUS || arg[0] != d->nr_vcpus)
		return -EINVAL;
	if (!copy_from_guest(caller, &context, arg[1], sizeof(context)))
		return -EFAULT;
	arch_vcpu_inherit(d, &context);
	ret = vcpu_create(d);
	if (ret)
		return ret;
	d->vcpu[arg[0]]->down = true;
	ret = arch_vcpu_set_context(d->vcpu[arg[0]], &context);
	if (ret) {
		vcpu_destroy_last(d);
		return ret;
	}
	d->vcpu[arg[0]]->initialised = true;
	trace_vcpu(TRC_SCHED_DOM_ADD, d->vcpu[arg[0]]);
	return 0;
}
