// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc's fake hypervisor: schedulers, page types, counters, registers of x86.
 * Semantics: include/public/dom0_ops.h and sched_ctl.h.
 */
#include "libxc-fake-build.h"
#include "libxc-fake.h"

static long schedctl(dom0_schedctl_t *op)
{
	if (op->sched_id != xen.sched_id)
		return -EINVAL;
	if (op->direction == SCHED_INFO_PUT)
		xen.bvt = op->u.bvt;
	else
		op->u.bvt = xen.bvt;
	return 0;
}

static long adjustdom(dom0_adjustdom_t *op)
{
	if (op->sched_id != xen.sched_id)
		return -EINVAL;
	if (op->domain >= FAKE_DOMAINS || !xen.domain[op->domain].exists)
		return -ESRCH;
	if (op->direction == SCHED_INFO_PUT) {
		if (xen.sched_id == SCHED_BVT && !op->u.bvt.mcu_adv)
			return -EINVAL;
		xen.adjusted = *op;
	} else {
		op->u = xen.adjusted.u;
	}
	return 0;
}

/* Even frames are page tables, odd ones are not; frames end at 1 << 20. */
static unsigned long type_of(unsigned long frame)
{
	if (frame >= 1UL << 20)
		return XTAB & 0xffffffffUL;
	return frame % 2 ? NOTAB : L1TAB;
}

static long getpageframeinfo(dom0_getpageframeinfo_t *op)
{
	unsigned long type = type_of(op->pfn);

	if (type == (XTAB & 0xffffffffUL))
		return -EINVAL;
	op->type = type;
	return 0;
}

static long getpageframeinfo2(const dom0_getpageframeinfo2_t *op)
{
	unsigned long *to;

	if (op->domain >= FAKE_DOMAINS || !xen.domain[op->domain].exists)
		return -ESRCH;
	if (op->num > 1024)
		return -E2BIG;
	for (unsigned long i = 0; i < op->num; i++) {
		to = fake_guest((unsigned long)(op->array + i), sizeof(*to));
		if (!to)
			return -EINVAL;
		*to |= type_of(*to);
	}
	return 0;
}

/* Counters first to end, each named by its number. */
static long counters(dom0_perfc_desc_t *desc, u32 op, u32 first, u32 end)
{
	dom0_perfc_desc_t *to;

	for (u32 i = first; i < end; i++) {
		to = fake_guest((unsigned long)(desc + (i - first)), sizeof(*to));
		if (!to)
			return -EFAULT;
		memset(to, 0, sizeof(*to));
		to->nr_vals = i;
		to->vals[0] = op;
		to->vals[1] = xen.counted;
	}
	if (op == DOM0_PERFCCONTROL_OP_RESET && end == xen.nr_counters)
		xen.counted = 0;
	return 0;
}

static bool perfc_known(u32 op)
{
	return op == DOM0_PERFCCONTROL_OP_RESET || op == DOM0_PERFCCONTROL_OP_QUERY;
}

static long perfc(dom0_perfccontrol_t *op)
{
	if (!perfc_known(op->op))
		return -EINVAL;
	op->nr_counters = xen.nr_counters;
	return counters(op->desc, op->op, op->desc ? 0 : xen.nr_counters,
			xen.nr_counters);
}

static long ppc_perfc(dom0_ppc_perfccontrol_t *op)
{
	u32 first = op->first, left = xen.nr_counters - first;

	if (!perfc_known(op->op))
		return -EINVAL;
	if (op->count > left)
		op->count = left;
	op->nr_counters = xen.nr_counters;
	if (xen.lie)
		op->count++;
	if (xen.silent)
		op->count = 0;
	return xen.lie ? 0 : counters(op->desc, op->op, first, first + op->count);
}

static long msr(dom0_msr_t *op)
{
	if (fake.addressing != FAKE_IDENTITY)
		return -ENOSYS;
	if (op->write)
		xen.msr = *op;
	op->out1 = xen.msr.in1;
	op->out2 = xen.msr.in2;
	return 0;
}

long fake_more_ops(dom0_op_t *op)
{
	switch (op->cmd) {
	case DOM0_SCHEDCTL:
		return schedctl(&op->u.schedctl);
	case DOM0_ADJUSTDOM:
		return adjustdom(&op->u.adjustdom);
	case DOM0_GETPAGEFRAMEINFO:
		return getpageframeinfo(&op->u.getpageframeinfo);
	case DOM0_GETPAGEFRAMEINFO2:
		return getpageframeinfo2(&op->u.getpageframeinfo2);
	case DOM0_PERFCCONTROL:
		return perfc(&op->u.perfccontrol);
	case DOM0_PPC_PERFCCONTROL:
		return ppc_perfc(&op->u.ppc_perfccontrol);
	case DOM0_MSR:
		return msr(&op->u.msr);
	default:
		return fake_build_op(op);
	}
}
