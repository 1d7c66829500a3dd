// SPDX-License-Identifier: GPL-2.0-or-later
/* dom0's ops on the machine and on the other domains. */
#include <string.h>

#include <xen/hypercall.h>
#include <xen/lib.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <public/dom0_ops.h>
#include <xen/trace/buffer.h>

#include "fuzz.h"

#define MOST_DOMAINS 6
#define STATE_GPA    0x2000000ULL /* of dom0: the state that was read last */

/* A domain that the op is about: mostly one that is not dom0. */
static struct domain *some_other(void)
{
	struct domain *d = some_domain();

	return d->privileged && d->next && !one_in(10) ? d->next : d;
}

static u32 count_domains(void)
{
	const struct domain *d;
	u32 count = 0;

	for_each_domain (d)
		count++;
	return count;
}

static void *pointer(const struct domain *d, u64 size)
{
	return (void *)(uintptr_t)some_address(d, size);
}

void some_context(vcpu_guest_context_t *context)
{
	memset(context, 0, sizeof(*context));
	context->user_regs.msr = MSR_SF | MSR_ME;
	context->user_regs.pc = 0x100000;
	context->decrementer = draw(one_in(4) ? INT32_MAX : 1000000);
	if (one_in(6))
		draw_bytes(context, sizeof(*context));
	if (one_in(6)) {
		context->process_table = 1ULL << 63 | draw(16) << 16 | draw(4);
		context->lpcr = draw_u64();
		context->vpa = draw(CHUNK_SIZE) & ~(u64)127;
	}
}

/* ---- a domain's life ---- */

static u32 life(struct vcpu *v, dom0_op_t *op)
{
	const struct domain *d = some_other();
	static const u32 cmd[] = { DOM0_PAUSEDOMAIN, DOM0_PAUSEDOMAIN, DOM0_UNPAUSEDOMAIN,
				   DOM0_UNPAUSEDOMAIN };

	op->u.pausedomain.domain = one_in(30) ? some_id() : d->id;
	if (count_domains() <= MOST_DOMAINS && one_in(3)) {
		op->u.createdomain =
			(dom0_createdomain_t){ .ssidref = (u32)draw_u64(),
					       .domain = one_in(4) ? some_id() : 0 };
		return DOM0_CREATEDOMAIN;
	}
	if (domain_is_paused(d) && !domain_is_new(d))
		return one_in(20) ? DOM0_PAUSEDOMAIN : DOM0_UNPAUSEDOMAIN;
	if (one_in(d->run_state & DOMAIN_SHUT_DOWN ? 2 : 60))
		return DOM0_DESTROYDOMAIN;
	return cmd[draw(ARRAY_SIZE(cmd))];
}

static u32 build(struct vcpu *v, dom0_op_t *op)
{
	static const char cmdline[] = "console=hvc0";
	const struct domain *d = some_other();
	u64 at = some_address(v->domain, sizeof(cmdline));

	guest_write(v->domain, at, cmdline, sizeof(cmdline));
	op->u.ppc_builddomain = (dom0_ppc_builddomain_t){
		.domain = d->id,
		.vcpus = (u16)(one_in(20) ? draw(40) : 1 + draw(4)),
		.cmdline_size = one_in(20) ? (u32)draw(5000) : sizeof(cmdline),
		.entry = 0x1000,
		.fdt = one_in(20) ? draw_u64() >> draw(64) : 0x100000,
		.rtas = one_in(20) ? draw_u64() >> draw(64) : 0x200000,
		.initrd_start = 0x300000,
		.initrd_end = 0x300000 + (one_in(2) ? draw(0x10000) : 0),
		.cmdline = (const char *)(uintptr_t)at,
	};
	return DOM0_PPC_BUILDDOMAIN;
}

static u32 context(struct vcpu *v, dom0_op_t *op)
{
	vcpu_guest_context_t c;
	u64 at = some_address(v->domain, sizeof(c));

	some_context(&c);
	guest_write(v->domain, at, &c, sizeof(c));
	op->u.setdomaininfo = (dom0_setdomaininfo_t){
		.domain = some_other()->id,
		.vcpu = (u16)draw(one_in(10) ? 40 : 3),
		.ctxt = (void *)(uintptr_t)at,
	};
	return one_in(2) ? DOM0_SETDOMAININFO : DOM0_GETVCPUCONTEXT;
}

static u32 state(struct vcpu *v, dom0_op_t *op)
{
	op->u.ppc_domainstate = (dom0_ppc_domainstate_t){
		.domain = some_other()->id,
		.size = one_in(20) ? (u32)draw_u64() >> draw(32) : 256 + (u32)draw(1024),
		.buffer = one_in(10) ? pointer(v->domain, 1024)
				     : (void *)(uintptr_t)STATE_GPA,
	};
	if (one_in(2))
		return DOM0_PPC_GETDOMAINSTATE;
	for (u64 n = one_in(2) ? draw(4) : 0; n; n--) {
		u8 byte = (u8)draw_u64();

		guest_write(v->domain, STATE_GPA + draw(200), &byte, 1);
	}
	/* As long as what was read. */
	if (!one_in(4))
		op->u.ppc_domainstate.size = 104 + (u32)draw(8) * 4;
	return DOM0_PPC_SETDOMAINSTATE;
}

static u32 limits(struct vcpu *v, dom0_op_t *op)
{
	if (one_in(2)) {
		op->u.setdomainmaxmem = (dom0_setdomainmaxmem_t){
			.domain = some_other()->id,
			.max_memkb = one_in(3) ? draw_u64() >> draw(64)
					       : draw(16) << (CHUNK_SHIFT - 10),
		};
		return DOM0_SETDOMAINMAXMEM;
	}
	op->u.pincpudomain = (dom0_pincpudomain_t){
		.domain = some_other()->id,
		.vcpu = (u16)draw(4),
		.cpumap = pointer(v->domain, 8),
	};
	return DOM0_PINCPUDOMAIN;
}

/* ---- lists, and what was written ---- */

static u32 lists(struct vcpu *v, dom0_op_t *op)
{
	u64 count = one_in(10) ? draw_u64() >> draw(64) : draw(2000);

	switch (draw(5)) {
	case 0:
		op->u.getmemlist =
			(dom0_getmemlist_t){ .domain = some_id(),
					     .max_pfns = count,
					     .buffer = pointer(v->domain, 8 * 1024) };
		return DOM0_GETMEMLIST;
	case 1:
		op->u.ppc_getmemlist = (dom0_ppc_getmemlist_t){
			.domain = some_id(),
			.start_pfn = one_in(4) ? draw_u64() >> draw(64) : draw(5000),
			.max_pfns = count,
			.buffer = pointer(v->domain, 8 * 1024)
		};
		return DOM0_PPC_GETMEMLIST;
	case 2:
		op->u.getpageframeinfo2 =
			(dom0_getpageframeinfo2_t){ .domain = some_id(),
						    .num = count,
						    .array = pointer(v->domain, 8192) };
		return DOM0_GETPAGEFRAMEINFO2;
	case 3:
		op->u.getdomaininfolist = (dom0_getdomaininfolist_t){
			.first_domain = some_id(),
			.max_domains = draw(10),
			.buffer = pointer(v->domain, 10 * sizeof(dom0_getdomaininfo_t))
		};
		return DOM0_GETDOMAININFOLIST;
	default:
		op->u.getpageframeinfo =
			(dom0_getpageframeinfo_t){ .pfn = some_frame(some_domain()),
						   .domain = some_id() };
		return one_in(2) ? DOM0_GETPAGEFRAMEINFO : DOM0_GETDOMAININFO;
	}
}

static u32 shadow(struct vcpu *v, dom0_op_t *op)
{
	static const u32 cmd[] = { DOM0_SHADOW_CONTROL_OP_OFF,
				   DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY,
				   DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY,
				   DOM0_SHADOW_CONTROL_OP_FLUSH,
				   DOM0_SHADOW_CONTROL_OP_CLEAN,
				   DOM0_SHADOW_CONTROL_OP_CLEAN,
				   DOM0_SHADOW_CONTROL_OP_PEEK };
	u32 which = one_in(20) ? (u32)draw(20) : cmd[draw(ARRAY_SIZE(cmd))];
	u64 count = one_in(10) ? draw_u64() >> draw(64) : draw(5000);

	if (one_in(2)) {
		op->u.shadow_control = (dom0_shadow_control_t){
			.domain = some_other()->id,
			.op = which,
			.dirty_bitmap = one_in(4) ? NULL : pointer(v->domain, 1024),
			.pages = count
		};
		return DOM0_SHADOW_CONTROL;
	}
	op->u.ppc_shadow_control = (dom0_ppc_shadow_control_t){
		.domain = some_other()->id,
		.op = one_in(2) ? DOM0_SHADOW_CONTROL_OP_CLEAN : which,
		.first = one_in(10) ? draw_u64() >> draw(64) : draw(50) * 64,
		.count = count,
		.dirty_bitmap = one_in(4) ? NULL : pointer(v->domain, 1024)
	};
	return DOM0_PPC_SHADOW_CONTROL;
}

/* ---- the scheduler, consoles, events, traces ---- */

static u32 schedule(struct vcpu *v, dom0_op_t *op)
{
	dom0_adjustdom_t *a = &op->u.adjustdom;

	if (one_in(6)) {
		op->u.schedctl = (dom0_schedctl_t){ .sched_id = scheduler_id(),
						    .direction = (u32)draw(2),
						    .u.bvt.ctx_allow = (u32)draw(10000) };
		return DOM0_SCHEDCTL;
	}
	*a = (dom0_adjustdom_t){ .sched_id = scheduler_id(),
				 .direction = one_in(4) ? SCHED_INFO_GET : SCHED_INFO_PUT,
				 .domain = some_id() };
	if (a->sched_id == SCHED_BVT)
		a->u.bvt = (struct bvt_adjdom){ .mcu_adv = (u32)draw_u64() >> draw(32),
						.warpback = (u32)draw(2),
						.warpvalue = (s32)draw(1000),
						.warpl = (s64)draw(1000000),
						.warpu = (s64)draw(1000000) };
	else
		a->u.sedf = (struct sedf_adjdom){
			.period = one_in(4) ? draw_u64() >> draw(64) : draw(100000000),
			.slice = draw(50000000),
			.latency = one_in(2) ? 0 : draw(10000000),
			.extratime = (u16)draw(2),
			.weight = (u16)(one_in(2) ? draw(300) : 0)
		};
	if (one_in(10))
		draw_bytes(&a->u, sizeof(a->u));
	/* A dom0 that has no time does nothing. */
	if (!a->domain && !one_in(50))
		a->direction = SCHED_INFO_GET;
	return DOM0_ADJUSTDOM;
}

static u32 console(struct vcpu *v, dom0_op_t *op)
{
	u32 count = one_in(10) ? (u32)draw_u64() >> draw(32) : (u32)draw(300);
	u64 position = one_in(4) ? draw_u64() >> draw(64) : draw(1000);

	switch (draw(5)) {
	case 0:
		op->u.readconsole =
			(dom0_readconsole_t){ .clear = one_in(4),
					      .buffer = pointer(v->domain, 300),
					      .count = count };
		return DOM0_READCONSOLE;
	case 1:
		op->u.ppc_readconsole =
			(dom0_ppc_readconsole_t){ .clear = one_in(4),
						  .count = count,
						  .position = position,
						  .buffer = pointer(v->domain, 300) };
		return DOM0_PPC_READCONSOLE;
	case 2:
		op->u.ppc_console_read =
			(dom0_ppc_console_read_t){ .domain = some_other()->id,
						   .count = count,
						   .position = position,
						   .buffer = pointer(v->domain, 300) };
		return DOM0_PPC_CONSOLE_READ;
	case 3:
		op->u.ppc_console_write =
			(dom0_ppc_console_write_t){ .domain = some_other()->id,
						    .count = count,
						    .buffer = pointer(v->domain, 300) };
		return DOM0_PPC_CONSOLE_WRITE;
	default:
		op->u.ppc_power_button.domain = some_other()->id;
		return DOM0_PPC_POWER_BUTTON;
	}
}

static u32 watch(struct vcpu *v, dom0_op_t *op)
{
	op->u.ppc_watch = (dom0_ppc_watch_t){ .domain = some_id(),
					      .events = (u16)draw(one_in(20) ? 65536 : 8),
					      .port = (u32)draw(12) };
	return DOM0_PPC_WATCH;
}

static u32 measure(struct vcpu *v, dom0_op_t *op)
{
	switch (draw(5)) {
	case 0:
		op->u.tbufcontrol =
			(dom0_tbufcontrol_t){ .op = (u8)draw(4),
					      .cpu_mask = draw(4),
					      .evt_mask = one_in(2) ? TRC_ALL
								    : (u32)draw_u64() };
		return DOM0_TBUFCONTROL;
	case 1:
		op->u.perfccontrol = (dom0_perfccontrol_t){
			.op = (u32)draw(4),
			.desc = one_in(2) ? NULL : pointer(v->domain, 30000)
		};
		return DOM0_PERFCCONTROL;
	case 2:
		op->u.ppc_perfccontrol = (dom0_ppc_perfccontrol_t){
			.op = (u32)draw(4),
			.first = (u32)(one_in(4) ? draw_u64() : draw(30)),
			.count = (u32)draw(30),
			.desc = pointer(v->domain, 30000)
		};
		return DOM0_PPC_PERFCCONTROL;
	case 3:
		op->u.settime = (dom0_settime_t){ (u32)draw_u64(), (u32)draw_u64(),
						  draw_u64() >> draw(64) };
		return one_in(2) ? DOM0_SETTIME : DOM0_PHYSINFO;
	default:
		op->u.ppc_debug_key.key = one_in(2) ? 'd' : 'm';
		return one_in(4) ? DOM0_PPC_DEBUG_KEY : DOM0_SCHED_ID;
	}
}

/* With wrong bits in it. The key C makes the hypervisor crash, as it should. */
static void spoil_op(dom0_op_t *op)
{
	for (u64 n = 1 + draw(2); n; n--)
		((u8 *)op)[draw(64)] = (u8)draw_u64();
	if (op->cmd == DOM0_PPC_DEBUG_KEY && op->u.ppc_debug_key.key == 'C')
		op->u.ppc_debug_key.key = 0;
}

static u64 give_op(struct vcpu *v, const dom0_op_t *op)
{
	u64 at = some_address(v->domain, sizeof(*op));

	guest_write(v->domain, at, op, sizeof(*op));
	return guest_call(v, __HYPERVISOR_dom0_op, at, 0, 0, 0, 0);
}

/* What another domain needs next, so that most of them run. */
u64 do_foster(struct vcpu *v)
{
	dom0_op_t op = { .interface_version = DOM0_INTERFACE_VERSION };
	const struct domain *d = some_other();

	if (d->privileged)
		op.cmd = DOM0_CREATEDOMAIN;
	else if (!d->p2m.nr)
		return guest_call(v, __HYPERVISOR_dom_mem_op, MEMOP_increase_reservation,
				  0, 1 + draw(3), CHUNK_SHIFT - FRAME_SHIFT, d->id);
	else if (domain_is_new(d))
		op.cmd = one_in(3) ? context(v, &op) : build(v, &op);
	else if (d->run_state & (DOMAIN_SHUT_DOWN | DOMAIN_DYING)) {
		op.cmd = DOM0_DESTROYDOMAIN;
		op.u.destroydomain.domain = d->id;
	} else {
		op.cmd = DOM0_UNPAUSEDOMAIN;
		op.u.unpausedomain.domain = d->id;
	}
	return give_op(v, &op);
}

u64 do_dom0(struct vcpu *v)
{
	static u32 (*const make[])(struct vcpu * v, dom0_op_t * op) = {
		life,  life,   life,	 build,	  context, state,  limits,
		lists, shadow, schedule, console, watch,   measure
	};
	dom0_op_t op;

	memset(&op, 0, sizeof(op));
	op.cmd = make[draw(ARRAY_SIZE(make))](v, &op);
	op.interface_version = one_in(100) ? 0 : DOM0_INTERFACE_VERSION;
	if (one_in(20))
		spoil_op(&op);
	return give_op(v, &op);
}
