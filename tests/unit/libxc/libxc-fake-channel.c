// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc's fake hypervisor: event channels, grant tables, and the other hypercalls
 * that have pointers. Semantics: the headers of those names in include/public.
 */
#include "libxc-fake.h"

/* Answers that a test recognises; a hypervisor that lies returns invalid ports. */
static long channel_answer(evtchn_op_t *op)
{
	u32 nonsense = xen.lie ? 1U << 31 : 0;

	switch (op->cmd) {
	case EVTCHNOP_alloc_unbound:
		if (!op->u.alloc_unbound.port)
			op->u.alloc_unbound.port = op->u.alloc_unbound.dom + 100;
		op->u.alloc_unbound.port |= nonsense;
		return 0;
	case EVTCHNOP_bind_interdomain:
		if (!op->u.bind_interdomain.port1)
			op->u.bind_interdomain.port1 = 11;
		if (!op->u.bind_interdomain.port2)
			op->u.bind_interdomain.port2 = 22;
		op->u.bind_interdomain.port2 |= nonsense;
		return 0;
	case EVTCHNOP_bind_virq:
		op->u.bind_virq.port = xen.lie ? 0 : 40 + op->u.bind_virq.virq;
		return op->u.bind_virq.virq < NR_VIRQS ? 0 : -EINVAL;
	case EVTCHNOP_close:
		return op->u.close.port < 1024 ? 0 : -EINVAL;
	case EVTCHNOP_send:
		return op->u.send.local_port < 1024 ? 0 : -EINVAL;
	case EVTCHNOP_status:
		op->u.status.status = EVTCHNSTAT_interdomain;
		op->u.status.vcpu = 3;
		op->u.status.u.interdomain.dom = 8;
		op->u.status.u.interdomain.port = 9;
		return op->u.status.port < 1024 ? 0 : -EINVAL;
	default:
		return -ENOSYS;
	}
}

static long event_channel(unsigned long addr)
{
	evtchn_op_t op, *guest = fake_guest(addr, sizeof(op));
	long rc;

	if (!guest)
		return -EFAULT;
	xen.evtchn = op = *guest;
	rc = channel_answer(&op);
	if (rc == 0)
		*guest = op;
	return rc;
}

/* No domain 99; tables of at most four frames. */
static long setup_table(gnttab_setup_table_t *op)
{
	unsigned long *to;

	op->status = op->dom == 99 ? GNTST_bad_domain : GNTST_okay;
	if (op->nr_frames > 4)
		op->status = GNTST_general_error;
	if (op->status)
		return 0;
	to = fake_guest((unsigned long)op->frame_list, op->nr_frames * sizeof(*to));
	if (!to)
		return -EFAULT;
	for (int i = 0; i < op->nr_frames; i++)
		to[i] = 0x500 + i;
	return 0;
}

static long grant_table(const unsigned long *arg)
{
	static const size_t size[] = { 24, 24, 16, 4, 24 };
	void *at;

	if (arg[0] >= 5)
		return -ENOSYS;
	at = fake_guest(arg[1], arg[2] * size[arg[0]]);
	if (!at || arg[2] == 0)
		return -EFAULT;
	xen.grant_cmd = arg[0];
	memcpy(&xen.grant, at, size[arg[0]]);
	switch (arg[0]) {
	case GNTTABOP_map_grant_ref:
		for (unsigned long i = 0; i < arg[2]; i++) {
			gnttab_map_grant_ref_t *op = (gnttab_map_grant_ref_t *)at + i;

			op->handle = op->dom == 99 ? GNTST_bad_domain : 7 + op->ref;
			op->dev_bus_addr = 0xde000 + op->ref;
		}
		return 0;
	case GNTTABOP_unmap_grant_ref:
		((gnttab_unmap_grant_ref_t *)at)->status =
			xen.grant.unmap.handle == 7 ? GNTST_okay : GNTST_bad_handle;
		return 0;
	case GNTTABOP_setup_table:
		return setup_table(at);
	case GNTTABOP_dump_table:
		((gnttab_dump_table_t *)at)->status =
			xen.grant.dump.dom == 99 ? GNTST_bad_domain : GNTST_okay;
		return 0;
	default:
		return -ENOSYS;
	}
}

static long multicall(const unsigned long *arg)
{
	multicall_entry_t *entry = fake_guest(arg[0], arg[1] * sizeof(*entry));

	if (!entry)
		return -EFAULT;
	for (unsigned long i = 0; i < arg[1]; i++)
		entry[i].result = entry[i].op * 1000 + entry[i].args[0];
	return 0;
}

/* Add up the bytes of the buffer, and mark each as read. */
static long read_bytes(unsigned long addr, size_t size)
{
	unsigned char *at = fake_guest(addr, size);

	xen.sum = 0;
	if (!at)
		return -EFAULT;
	for (size_t i = 0; i < size; i++) {
		xen.sum += at[i];
		at[i] = 0xee;
	}
	return 0;
}

static long acm(unsigned long addr)
{
	acm_op_t *op = fake_guest(addr, sizeof(*op));

	if (!op)
		return -EFAULT;
	if (op->cmd == ACM_SETPOLICY)
		return read_bytes((unsigned long)op->u.setpolicy.pushcache,
				  op->u.setpolicy.pushcache_size);
	if (op->cmd == ACM_GETPOLICY || op->cmd == ACM_DUMPSTATS)
		return read_bytes((unsigned long)op->u.getpolicy.pullcache,
				  op->u.getpolicy.pullcache_size);
	return -ESRCH;
}

static long physdev(unsigned long addr)
{
	physdev_op_t *op = fake_guest(addr, sizeof(*op));

	if (!op)
		return -EFAULT;
	if (op->cmd == PHYSDEVOP_SET_IOBITMAP)
		return read_bytes(op->u.set_iobitmap.bitmap,
				  (op->u.set_iobitmap.nr_ports + 7) / 8);
	op->u.irq_status_query.flags = PHYSDEVOP_IRQ_NEEDS_UNMASK_NOTIFY;
	return 0;
}

static long mmu_update(const unsigned long *arg)
{
	const mmu_update_t *list = fake_guest(arg[0], arg[1] * sizeof(*list));

	if (!list || arg[1] > sizeof(xen.mmu) / sizeof(xen.mmu[0]))
		return -EFAULT;
	memcpy(xen.mmu, list, arg[1] * sizeof(*list));
	xen.nr_mmu += arg[1];
	return 0;
}

static long mmuext(const unsigned long *arg)
{
	const struct mmuext_op *list = fake_guest(arg[0], arg[1] * sizeof(*list));

	if (!list || arg[1] == 0)
		return -EFAULT;
	xen.mmuext = list[arg[1] - 1];
	return xen.mmuext.cmd <= MMUEXT_NEW_USER_BASEPTR ? 0 : -ENOSYS;
}

long fake_more_calls(const privcmd_hypercall_t *h)
{
	switch (h->op) {
	case __HYPERVISOR_event_channel_op:
		return event_channel(h->arg[0]);
	case __HYPERVISOR_grant_table_op:
		return grant_table(h->arg);
	case __HYPERVISOR_multicall:
		return multicall(h->arg);
	case __HYPERVISOR_acm_op:
		return acm(h->arg[0]);
	case __HYPERVISOR_physdev_op:
		return physdev(h->arg[0]);
	case __HYPERVISOR_boot_vcpu:
		return read_bytes(h->arg[1], sizeof(vcpu_guest_context_t));
	case __HYPERVISOR_mmu_update:
		return mmu_update(h->arg);
	case __HYPERVISOR_mmuext_op:
		return mmuext(h->arg);
	default:
		return -ENOSYS;
	}
}
