// SPDX-License-Identifier: GPL-2.0-or-later
/* The hypercall table. A hole, and every number beyond it, answers -ENOSYS. */
#include <xen/hypercall.h>
#include <xen/memory/offsets.h>

const struct hypercall_entry hypercall_table[NR_HYPERCALLS] = {
	[__HYPERVISOR_mmu_update] = { .handler = do_mmu_update },
	[__HYPERVISOR_sched_op] = { .handler = do_sched_op },
	[__HYPERVISOR_dom0_op] = { .handler = do_dom0_op, .privileged = true },
	[__HYPERVISOR_dom_mem_op] = { .handler = do_dom_mem_op },
	[__HYPERVISOR_multicall] = { .handler = do_multicall },
	[__HYPERVISOR_set_timer_op] = { .handler = do_set_timer_op },
	[__HYPERVISOR_event_channel_op] = { .handler = do_event_channel_op },
	[__HYPERVISOR_xen_version] = { .handler = do_xen_version },
	[__HYPERVISOR_console_io] = { .handler = do_console_io, .privileged = true },
	[__HYPERVISOR_grant_table_op] = { .handler = do_grant_table_op },
	[__HYPERVISOR_boot_vcpu] = { .handler = do_boot_vcpu },
};

/*
 * How pointers are meant is kept with the CPU, not with the vCPU: it holds for this
 * call, which neither sleeps nor is resumed. What a multicall embeds is arguments of
 * other calls, each with a flag of its own.
 */
long hypercall_flagged(struct vcpu *v, u64 nr, const u64 *arg)
{
	u64 number = nr & ~(u64)XEN_PPC_OFFSETS;
	long ret;

	if (number == nr || number >= NR_HYPERCALLS) {
		perfc_incra(hypercalls, nr);
		return -ENOSYS;
	}
	perfc_incr(offset_calls);
	if (number == __HYPERVISOR_multicall)
		return hypercall_numbered(v, number, arg);
	offset_mode_begin();
	ret = hypercall_numbered(v, number, arg);
	offset_mode_end();
	return ret;
}
