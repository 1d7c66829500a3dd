/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypercall table and its handlers, by file. */
#ifndef XEN_HYPERCALL_H
#define XEN_HYPERCALL_H

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/trace/perfc.h>

#define NR_HYPERCALLS 32 /* as in 2005: abi.tsv, behaviour "unknown_hypercall" */

struct hypercall_entry {
	/* arg points to r4..r8; pointers among them are pseudo-physical addresses. */
	long (*handler)(struct vcpu *v, const u64 *arg);
	bool privileged;
};

extern const struct hypercall_entry hypercall_table[NR_HYPERCALLS];

/* The same for a number with XEN_PPC_OFFSETS; -ENOSYS if anything else is in it. */
long hypercall_flagged(struct vcpu *v, u64 nr, const u64 *arg);

/* A number that is in the table: the privilege is checked, the handler called. */
static inline long hypercall_numbered(struct vcpu *v, u64 nr, const u64 *arg)
{
	const struct hypercall_entry *entry = &hypercall_table[nr];

	this_cpu()->perf.hypercalls[nr]++;
	if (unlikely(!entry->handler))
		return -ENOSYS;
	if (unlikely(entry->privileged && !v->domain->privileged))
		return -EPERM;
	return entry->handler(v, arg);
}

/*
 * Runs hypercall number nr of the vCPU. Returns what goes into r3: a result or a
 * negative error. Inline, since it stands on the path that decides what a hypercall
 * costs.
 */
static inline long hypercall(struct vcpu *v, u64 nr, const u64 *arg)
{
	if (unlikely(nr >= NR_HYPERCALLS))
		return hypercall_flagged(v, nr, arg);
	return hypercall_numbered(v, nr, arg);
}

long do_dom0_op(struct vcpu *v, const u64 *arg);
long do_mmu_update(struct vcpu *v, const u64 *arg);
long do_sched_op(struct vcpu *v, const u64 *arg);
long do_multicall(struct vcpu *v, const u64 *arg);
long do_set_timer_op(struct vcpu *v, const u64 *arg);
long do_event_channel_op(struct vcpu *v, const u64 *arg);
long do_grant_table_op(struct vcpu *v, const u64 *arg);
long do_boot_vcpu(struct vcpu *v, const u64 *arg);
long do_dom_mem_op(struct vcpu *v, const u64 *arg);
long do_xen_version(struct vcpu *v, const u64 *arg);
long do_console_io(struct vcpu *v, const u64 *arg);

#endif /* XEN_HYPERCALL_H */
