// SPDX-License-Identifier: GPL-2.0-or-later
/* Xen's hypercalls but dom0_op: most of them sensible, some of them hostile. */
#include <string.h>

#include <xen/hypercall.h>
#include <xen/lib.h>
#include <asm/processor.h>
#include <public/event_channel.h>
#include <public/version.h>

#include "fuzz.h"

#define CHUNK_ORDER (CHUNK_SHIFT - FRAME_SHIFT)
#define MOST	    40 /* requests of one call */
#define FEW_SLOTS   8  /* so that requests meet each other */
#define FEW_REFS    8
#define FEW_PORTS   12

/* Wrong bits in one of a few structures. */
static void spoil(void *data, size_t size)
{
	if (one_in(25))
		((u8 *)data)[draw(size)] = (u8)draw_u64();
}

static u64 some_slot(const struct domain *d)
{
	u64 slot = one_in(20) ? draw(window_frames(d) + 1) : draw(FEW_SLOTS);

	return WINDOW_BASE + (slot << FRAME_SHIFT) + (one_in(50) ? draw(FRAME_SIZE) : 0);
}

u64 do_memory(struct vcpu *v)
{
	const struct domain *d = v->domain, *of = one_in(2) ? d : some_domain();
	u64 list[MOST], count = one_in(10) ? draw(MOST) : draw(4), order = CHUNK_ORDER;
	u64 op = one_in(2) ? MEMOP_increase_reservation : MEMOP_decrease_reservation;
	u64 at = some_address(d, sizeof(list));
	domid_t id = of == d ? DOMID_SELF : of->id;

	for (u32 i = 0; i < MOST; i++)
		list[i] = some_frame(of) / CHUNK_FRAMES * CHUNK_FRAMES;
	/* A domain without memory can name no argument. */
	if (of->p2m.populated < 3 && !one_in(20)) {
		op = MEMOP_increase_reservation;
		count = 1;
	}
	if (one_in(10))
		order = draw(14);
	if (one_in(15))
		id = some_id();
	if (one_in(100))
		count = draw_u64() >> draw(64);
	if (op == MEMOP_increase_reservation && chunk_free_count() < 4 && !one_in(5))
		count = 0;
	if (op == MEMOP_decrease_reservation && of->privileged && !one_in(50))
		count = min(count, 1ULL);
	guest_write(d, at, list, sizeof(list));
	return guest_call(v, __HYPERVISOR_dom_mem_op,
			  op | (one_in(20) ? draw(5) << 4 : 0), one_in(10) ? 0 : at,
			  count, order, id);
}

u64 do_window(struct vcpu *v)
{
	const struct domain *d = v->domain, *of = d->privileged ? some_domain() : d;
	mmu_update_t request[MOST];
	u64 count = one_in(10) ? draw(MOST) : 1 + draw(3);
	u64 at = some_address(d, sizeof(request));

	for (u32 i = 0; i < MOST; i++) {
		request[i] = (mmu_update_t){ .ptr = some_slot(d) };
		if (!one_in(3))
			request[i].val = XEN_PPC_MAP_FRAME(some_frame(of)) |
					 XEN_PPC_MAP_VALID |
					 (one_in(2) ? XEN_PPC_MAP_WRITE : 0);
	}
	spoil(request, count * sizeof(request[0]) + 1);
	guest_write(d, at, request, sizeof(request));
	return guest_call(v, __HYPERVISOR_mmu_update, at,
			  one_in(100) ? draw_u64() >> draw(64) : count,
			  one_in(2) ? 0 : some_address(d, 4),
			  one_in(20) ? some_id() : of->id, 0);
}

/* The domain writes to its table, which it has in its window, without a call. */
static void write_entries(const struct domain *d)
{
	for (u32 n = (u32)draw(4); d->grants.nr_frames && n; n--) {
		u32 frame = (u32)draw(d->grants.nr_frames);
		grant_entry_t *e = &d->grants.entry[frame][draw(FEW_REFS)];

		e->domid = some_id();
		e->frame = (u32)((d->p2m.nr ? draw(d->p2m.nr + 1) : 0) * CHUNK_FRAMES +
				 draw(3));
		e->flags = one_in(20)
				   ? (u16)draw_u64()
				   : GTF_permit_access | (one_in(3) ? GTF_readonly : 0);
	}
}

static grant_ref_t some_ref(void)
{
	if (one_in(40))
		return (grant_ref_t)draw_u64();
	return (grant_ref_t)(draw(FEW_REFS) + (one_in(10) ? GRANTS_PER_FRAME : 0));
}

static u64 map_grants(struct vcpu *v)
{
	const struct domain *d = v->domain;
	gnttab_map_grant_ref_t request[MOST];
	u64 at = some_address(d, sizeof(request));

	for (u32 i = 0; i < MOST; i++) {
		const struct domain *owner = some_domain();
		u16 ref = some_ref();

		request[i] = (gnttab_map_grant_ref_t){
			.host_addr = some_slot(d),
			.dom = one_in(20) ? some_id() : owner->id,
			.ref = ref,
			.flags = (u16)(one_in(20) ? draw_u64()
						  : 1 + draw(3) + (one_in(3) ? 4 : 0)),
		};
		/* Most owners are willing. */
		if (ref < GRANTS_PER_FRAME && owner->grants.nr_frames && !one_in(4))
			owner->grants.entry[0][ref].domid = d->id;
	}
	spoil(request, sizeof(request));
	guest_write(d, at, request, sizeof(request));
	return guest_call(v, __HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref, at,
			  one_in(10) ? draw(MOST) : 1 + draw(3), 0, 0);
}

static u64 unmap_grants(struct vcpu *v)
{
	const struct domain *d = v->domain;
	gnttab_unmap_grant_ref_t request[MOST];
	u64 at = some_address(d, sizeof(request));

	for (u32 i = 0; i < MOST; i++) {
		u16 handle = (u16)(one_in(20) ? draw_u64() : draw(10));
		const struct grant_mapping *m =
			d->grants.mapping && handle < NR_GRANT_MAPPINGS
				? &d->grants.mapping[handle]
				: NULL;

		request[i] = (gnttab_unmap_grant_ref_t){ .handle = handle };
		if (!one_in(3))
			request[i].host_addr =
				m && !one_in(10)
					? WINDOW_BASE + ((u64)m->slot << FRAME_SHIFT)
					: some_slot(d);
		if (!one_in(3))
			request[i].dev_bus_addr = m && one_in(2) ? m->frame << FRAME_SHIFT
								 : GNTUNMAP_DEV_FROM_VIRT;
	}
	spoil(request, sizeof(request));
	guest_write(d, at, request, sizeof(request));
	return guest_call(v, __HYPERVISOR_grant_table_op, GNTTABOP_unmap_grant_ref, at,
			  one_in(10) ? draw(MOST) : 1 + draw(3), 0, 0);
}

u64 do_grant(struct vcpu *v)
{
	const struct domain *d = v->domain;
	u64 at = some_address(d, 64);
	union {
		gnttab_setup_table_t setup;
		gnttab_dump_table_t dump;
	} op;

	write_entries(d);
	memset(&op, 0, sizeof(op));
	switch (draw(12)) {
	case 0:
		op.setup = (gnttab_setup_table_t){
			.dom = some_id(),
			.nr_frames = (u16)(one_in(20) ? draw_u64() : 1 + draw(3)),
			.frame_list = (void *)(uintptr_t)some_address(d, 64),
		};
		if (!one_in(4))
			op.setup.dom = DOMID_SELF;
		guest_write(d, at, &op, sizeof(op));
		return guest_call(v, __HYPERVISOR_grant_table_op, GNTTABOP_setup_table,
				  at, one_in(20) ? draw(3) : 1, 0, 0);
	case 1:
		op.dump.dom = some_id();
		guest_write(d, at, &op, sizeof(op));
		return guest_call(v, __HYPERVISOR_grant_table_op,
				  one_in(4) ? draw(8) : GNTTABOP_dump_table, at, 1, 0, 0);
	case 2 ... 6:
		return unmap_grants(v);
	default:
		return map_grants(v);
	}
}

static u32 some_port(void)
{
	return (u32)(one_in(30) ? draw_u64() >> draw(64) : draw(FEW_PORTS));
}

u64 do_event(struct vcpu *v)
{
	static const u32 cmd[] = { EVTCHNOP_alloc_unbound, EVTCHNOP_bind_interdomain,
				   EVTCHNOP_bind_virq,	   EVTCHNOP_bind_ipi,
				   EVTCHNOP_close,	   EVTCHNOP_send,
				   EVTCHNOP_send,	   EVTCHNOP_status,
				   EVTCHNOP_bind_vcpu,	   EVTCHNOP_ppc_take };
	u64 at = some_address(v->domain, sizeof(evtchn_op_t));
	evtchn_op_t op;

	memset(&op, 0, sizeof(op));
	op.cmd = one_in(30) ? (u32)draw(12) : cmd[draw(ARRAY_SIZE(cmd))];
	switch (op.cmd) {
	case EVTCHNOP_alloc_unbound:
		op.u.alloc_unbound.dom = some_id();
		op.u.alloc_unbound.port = one_in(2) ? 0 : some_port();
		break;
	case EVTCHNOP_bind_interdomain:
		op.u.bind_interdomain.dom1 = one_in(3) ? some_id() : DOMID_SELF;
		op.u.bind_interdomain.dom2 = some_id();
		op.u.bind_interdomain.port1 = one_in(2) ? 0 : some_port();
		op.u.bind_interdomain.port2 = one_in(4) ? 0 : some_port();
		break;
	case EVTCHNOP_close:
		op.u.close.dom = one_in(4) ? some_id() : DOMID_SELF;
		op.u.close.port = some_port();
		break;
	case EVTCHNOP_status:
		op.u.status.dom = some_id();
		op.u.status.port = some_port();
		break;
	case EVTCHNOP_bind_vcpu:
		op.u.bind_vcpu.port = some_port();
		op.u.bind_vcpu.vcpu = (u32)draw(4);
		break;
	default: /* a port, or an interrupt */
		op.u.send.local_port = some_port();
		break;
	}
	spoil(&op, sizeof(op));
	guest_write(v->domain, at, &op, sizeof(op));
	return guest_call(v, __HYPERVISOR_event_channel_op, at, 0, 0, 0, 0);
}

u64 do_sched(struct vcpu *v)
{
	static const u64 usual[] = { SCHEDOP_yield,  SCHEDOP_yield,	SCHEDOP_block,
				     SCHEDOP_block,  SCHEDOP_vcpu_down, SCHEDOP_vcpu_up,
				     SCHEDOP_vcpu_up };
	u64 op = usual[draw(ARRAY_SIZE(usual))] | draw(6) << SCHEDOP_vcpushift;
	vcpu_guest_context_t context;
	u64 at = some_address(v->domain, sizeof(context));

	if (one_in(60) && !v->domain->privileged)
		op = SCHEDOP_shutdown | draw(6) << SCHEDOP_reasonshift;
	switch (draw(6)) {
	case 0:
		some_context(&context);
		guest_write(v->domain, at, &context, sizeof(context));
		return guest_call(v, __HYPERVISOR_boot_vcpu,
				  one_in(10) || v->domain->nr_vcpus > 4
					  ? draw(40)
					  : v->domain->nr_vcpus,
				  at, 0, 0, 0);
	case 1:
		return guest_call(v, __HYPERVISOR_set_timer_op,
				  one_in(4) ? draw_u64() >> draw(64)
					    : timebase_to_ns(get_timebase()) +
						      draw(20000000),
				  0, 0, 0, 0);
	default:
		return guest_call(v, __HYPERVISOR_sched_op, op, 0, 0, 0, 0);
	}
}

/* Text, versions, numbers that are none. */
u64 do_other(struct vcpu *v)
{
	const struct domain *d = v->domain;
	u64 nr;

	switch (draw(3)) {
	case 0:
		return guest_call(v, __HYPERVISOR_xen_version, draw(4),
				  some_address(d, 256), 0, 0, 0);
	case 1:
		return guest_call(v, __HYPERVISOR_console_io, draw(3),
				  one_in(10) ? draw_u64() : draw(300),
				  some_address(d, 300), 0, 0);
	default:
		nr = draw(NR_HYPERCALLS + 4);
		/* dom0's end is the machine's. */
		if (nr == __HYPERVISOR_sched_op && d->privileged)
			nr = NR_HYPERCALLS;
		return guest_call(v, nr, draw_u64() >> draw(64), draw_u64() >> draw(64),
				  draw_u64() >> draw(64), 0, 0);
	}
}

/* Each call is one that the guest could make alone; its arguments are in memory already.
 */
u64 do_many(struct vcpu *v)
{
	static u64 (*const make[])(struct vcpu * v) = { do_memory, do_window, do_grant,
							do_event, do_sched };
	multicall_entry_t list[8];
	u64 at = some_address(v->domain, sizeof(list)), *gpr = v->arch.regs.gpr;

	for (u32 i = 0; i < ARRAY_SIZE(list); i++) {
		make[draw(v->domain->privileged ? 4 : ARRAY_SIZE(make))](v);
		list[i] = (multicall_entry_t){ .op = gpr[3] & 0xffff,
					       .args = { gpr[4], gpr[5], gpr[6], gpr[7],
							 gpr[8] } };
	}
	spoil(list, sizeof(list[0].op));
	v->arch.regs.msr &= ~(u64)MSR_PR;
	guest_write(v->domain, at, list, sizeof(list));
	return guest_call(v, __HYPERVISOR_multicall, at,
			  one_in(20) ? draw(200) : 1 + draw(ARRAY_SIZE(list)), 0, 0, 0);
}
