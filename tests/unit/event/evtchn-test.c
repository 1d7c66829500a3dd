// SPDX-License-Identifier: GPL-2.0-or-later
/* event_channel_op (xen/common/event/event_channel.c), by dom0 and by others. */
#include <string.h>

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/console/console.h>
#include <xen/cpu.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>
#include <public/event_channel.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define NO_DOMAIN 0x7abc

/* The op, made by d, in its memory; *op is what lies there afterwards. */
static long evtchn(struct domain *d, u32 cmd, evtchn_op_t *op)
{
	long ret;

	op->cmd = cmd;
	memcpy(domain_byte(d, OP_GPA), op, sizeof(*op));
	ret = call_by(d, __HYPERVISOR_event_channel_op, OP_GPA, 0, 0, 0, 0);
	memcpy(op, domain_byte(d, OP_GPA), sizeof(*op));
	return ret;
}

static long alloc(struct domain *d, domid_t remote, u32 *port)
{
	evtchn_op_t op = { .u.alloc_unbound = { .dom = remote, .port = *port } };
	long ret = evtchn(d, EVTCHNOP_alloc_unbound, &op);

	*port = op.u.alloc_unbound.port;
	return ret;
}

static u32 new_port(struct domain *d, domid_t remote)
{
	u32 port = 0;

	CU_ASSERT_EQUAL(alloc(d, remote, &port), 0);
	CU_ASSERT(port > 0 && port < NR_EVENT_CHANNELS);
	return port;
}

static long bind(struct domain *by, domid_t dom1, domid_t dom2, u32 *port1, u32 *port2)
{
	evtchn_op_t op = { .u.bind_interdomain = { dom1, dom2, *port1, *port2 } };
	long ret = evtchn(by, EVTCHNOP_bind_interdomain, &op);

	*port1 = op.u.bind_interdomain.port1;
	*port2 = op.u.bind_interdomain.port2;
	return ret;
}

static long close_by(struct domain *d, domid_t dom, u32 port)
{
	evtchn_op_t op = { .u.close = { dom, port } };

	return evtchn(d, EVTCHNOP_close, &op);
}

static long send_by(struct domain *d, u32 port)
{
	evtchn_op_t op = { .u.send.local_port = port };

	return evtchn(d, EVTCHNOP_send, &op);
}

static evtchn_status_t status(struct domain *d, u32 port)
{
	evtchn_op_t op = { .u.status = { .dom = d->id, .port = port } };

	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_status, &op), 0);
	CU_ASSERT_EQUAL(op.u.status.dom, d->id);
	CU_ASSERT_EQUAL(op.u.status.port, port);
	return op.u.status;
}

static u32 take(struct domain *d)
{
	evtchn_op_t op = { .u.ppc_take.port = 4711 };

	CU_ASSERT_EQUAL(evtchn(d, EVTCHNOP_ppc_take, &op), 0);
	return op.u.ppc_take.port;
}

static bool interrupted(struct domain *d)
{
	struct xics_source s;

	return xics_get_source(d, PAPR_EVENT_IRQ, &s) && s.pending;
}

/* As if it had taken the interrupt. */
static void forget_interrupt(struct domain *d)
{
	struct xics_source s;

	CU_ASSERT_TRUE(xics_get_source(d, PAPR_EVENT_IRQ, &s));
	s.pending = false;
	CU_ASSERT_TRUE(xics_set_source(d, PAPR_EVENT_IRQ, &s));
}

/* Two connected ports, one of dom0's and one of d's. */
static void connect(struct domain *d, u32 *port0, u32 *port)
{
	*port = new_port(d, 0);
	*port0 = 0;
	CU_ASSERT_EQUAL(bind(dom0, DOMID_SELF, d->id, port0, port), 0);
}

static void unbound_ports(void)
{
	u32 a = new_port(dom0, 7), b = new_port(dom0, DOMID_SELF), wanted = 900;
	evtchn_status_t s = status(dom0, a);

	CU_ASSERT_NOT_EQUAL(a, b);
	CU_ASSERT_EQUAL(s.status, EVTCHNSTAT_unbound);
	CU_ASSERT_EQUAL(s.u.unbound.dom, 7);
	CU_ASSERT_EQUAL(status(dom0, b).u.unbound.dom, 0);
	CU_ASSERT_EQUAL(alloc(dom0, 7, &wanted), 0);
	CU_ASSERT_EQUAL(wanted, 900);
	/* Again for the same domain is no harm; for another it is. */
	CU_ASSERT_EQUAL(alloc(dom0, 7, &wanted), 0);
	CU_ASSERT_EQUAL(alloc(dom0, 8, &wanted), -EINVAL);
	CU_ASSERT_EQUAL(status(dom0, 900).u.unbound.dom, 7);
	wanted = NR_EVENT_CHANNELS;
	CU_ASSERT_EQUAL(alloc(dom0, 7, &wanted), -EINVAL);
	wanted = 0xffffffff;
	CU_ASSERT_EQUAL(alloc(dom0, 7, &wanted), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, DOMID_SELF, a), 0);
	CU_ASSERT_EQUAL(close_by(dom0, 0, b), 0);
	CU_ASSERT_EQUAL(close_by(dom0, 0, 900), 0);
	CU_ASSERT_EQUAL(status(dom0, a).status, EVTCHNSTAT_closed);
}

/* Port 0 never exists; all others do, and then there is none left. */
static void all_ports(void)
{
	struct domain *d = make_domain(1);
	u32 port = 0;

	for (u32 i = 1; i < NR_EVENT_CHANNELS; i++)
		CU_ASSERT_EQUAL(new_port(d, 0), i);
	CU_ASSERT_EQUAL(alloc(d, 0, &port), -ENOSPC);
	CU_ASSERT_EQUAL(port, 0);
	CU_ASSERT_EQUAL(close_by(d, DOMID_SELF, 500), 0);
	CU_ASSERT_EQUAL(new_port(d, 0), 500);
	destroy_domain(d);
}

static void events_between_domains(void)
{
	struct domain *d = make_domain(1);
	evtchn_status_t s;
	u32 port0, port;

	connect(d, &port0, &port);
	s = status(dom0, port0);
	CU_ASSERT_EQUAL(s.status, EVTCHNSTAT_interdomain);
	CU_ASSERT_EQUAL(s.u.interdomain.dom, d->id);
	CU_ASSERT_EQUAL(s.u.interdomain.port, port);
	s = status(d, port);
	CU_ASSERT_EQUAL(s.u.interdomain.dom, 0);
	CU_ASSERT_EQUAL(s.u.interdomain.port, port0);

	CU_ASSERT_EQUAL(take(d), 0);
	CU_ASSERT_FALSE(interrupted(d));
	CU_ASSERT_EQUAL(send_by(dom0, port0), 0);
	CU_ASSERT_TRUE(interrupted(d));
	CU_ASSERT_FALSE(interrupted(dom0));
	/* Twice before it is taken is once. */
	CU_ASSERT_EQUAL(send_by(dom0, port0), 0);
	CU_ASSERT_EQUAL(take(d), port);
	CU_ASSERT_EQUAL(take(d), 0);
	forget_interrupt(d);
	CU_ASSERT_EQUAL(send_by(dom0, port0), 0);
	CU_ASSERT_TRUE(interrupted(d));
	/* And the other way. */
	CU_ASSERT_EQUAL(send_by(d, port), 0);
	CU_ASSERT_TRUE(interrupted(dom0));
	CU_ASSERT_EQUAL(take(dom0), port0);
	CU_ASSERT_EQUAL(take(d), port);
	forget_interrupt(dom0);
	destroy_domain(d);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port0), 0);
}

/* Lowest first, across the words in which they are kept. */
static void taken_in_order(void)
{
	static const u32 wanted[] = { 1000, 63, 64, 1, 128, 1023 };
	static const u32 order[] = { 1, 63, 64, 128, 1000, 1023, 0 };
	struct domain *d = make_domain(1);

	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		u32 port = wanted[i], port0 = 0;

		CU_ASSERT_EQUAL(alloc(d, 0, &port), 0);
		CU_ASSERT_EQUAL(bind(dom0, 0, d->id, &port0, &port), 0);
		CU_ASSERT_EQUAL(send_by(dom0, port0), 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		CU_ASSERT_EQUAL(take(d), order[i]);
	destroy_domain(d);
}

static void connecting(void)
{
	struct domain *a = make_domain(1), *b = make_domain(1);
	u32 pa = new_port(a, 0), pb = new_port(b, a->id), p0 = 0, any = 0, other;

	/* Not offered to dom0; not offered by that port; no such port, no such domain. */
	CU_ASSERT_EQUAL(bind(dom0, 0, b->id, &p0, &pb), -EINVAL);
	CU_ASSERT_EQUAL(bind(b, DOMID_SELF, a->id, &pb, &pa), -EINVAL);
	other = NR_EVENT_CHANNELS;
	CU_ASSERT_EQUAL(bind(dom0, 0, a->id, &p0, &other), -EINVAL);
	CU_ASSERT_EQUAL(bind(dom0, 0, a->id, &other, &pa), -EINVAL);
	CU_ASSERT_EQUAL(bind(dom0, 0, NO_DOMAIN, &p0, &pa), -ESRCH);
	CU_ASSERT_EQUAL(bind(dom0, NO_DOMAIN, 0, &p0, &pa), -ESRCH);
	CU_ASSERT_EQUAL(status(a, pa).status, EVTCHNSTAT_unbound);
	CU_ASSERT_EQUAL(status(b, pb).status, EVTCHNSTAT_unbound);

	/* a takes b's offer; the same question again has the same answer. */
	CU_ASSERT_EQUAL(bind(a, DOMID_SELF, b->id, &any, &pb), 0);
	CU_ASSERT_EQUAL(status(a, any).u.interdomain.port, pb);
	other = 0;
	CU_ASSERT_EQUAL(bind(a, a->id, b->id, &any, &other), 0);
	CU_ASSERT_EQUAL(other, pb);
	CU_ASSERT_EQUAL(bind(dom0, a->id, b->id, &pa, &pb), -EINVAL);
	other = new_port(b, a->id);
	CU_ASSERT_EQUAL(bind(a, a->id, b->id, &any, &other), -EINVAL);
	CU_ASSERT_EQUAL(status(a, any).u.interdomain.port, pb);

	/* Others, and ports that were not offered, are for the privileged. */
	other = 0;
	p0 = 0;
	CU_ASSERT_EQUAL(bind(a, b->id, a->id, &p0, &pa), -EPERM);
	CU_ASSERT_EQUAL(bind(a, 0, b->id, &p0, &other), -EPERM);
	CU_ASSERT_EQUAL(bind(a, DOMID_SELF, b->id, &p0, &other), -EPERM);
	CU_ASSERT_EQUAL(bind(a, DOMID_SELF, 0, &p0, &other), -EPERM);
	CU_ASSERT_EQUAL(bind(dom0, a->id, b->id, &p0, &other), 0);
	CU_ASSERT_EQUAL(status(a, p0).u.interdomain.port, other);
	CU_ASSERT_EQUAL(send_by(a, p0), 0);
	CU_ASSERT_EQUAL(take(b), other);
	destroy_domain(a);
	CU_ASSERT_EQUAL(status(b, pb).status, EVTCHNSTAT_unbound);
	destroy_domain(b);
}

/* No domain connects to one that is dying. */
static void dying(void)
{
	struct domain *d = make_domain(1);
	u32 port0 = new_port(dom0, d->id), port = 0;
	u64 frame = (u64)d->p2m.chunk[0] * CHUNK_FRAMES;

	frame_hold(d, frame);
	destroy_domain(d);
	CU_ASSERT_TRUE(domain_is_dying(d));
	CU_ASSERT_EQUAL(bind(dom0, 0, d->id, &port0, &port), -ESRCH);
	CU_ASSERT_EQUAL(bind(dom0, d->id, 0, &port, &port0), -ESRCH);
	CU_ASSERT_EQUAL(status(dom0, port0).status, EVTCHNSTAT_unbound);
	frame_drop(d, frame);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port0), 0);
}

/* A domain with itself: two ports, whether named or not. */
static void connected_with_itself(void)
{
	u32 a = 0, b = 0, same;

	CU_ASSERT_EQUAL(bind(dom0, DOMID_SELF, 0, &a, &b), 0);
	CU_ASSERT_NOT_EQUAL(a, b);
	CU_ASSERT_EQUAL(send_by(dom0, a), 0);
	CU_ASSERT_EQUAL(take(dom0), b);
	same = new_port(dom0, 0);
	CU_ASSERT_EQUAL(bind(dom0, 0, 0, &same, &same), -EINVAL);
	CU_ASSERT_EQUAL(status(dom0, same).status, EVTCHNSTAT_unbound);
	CU_ASSERT_EQUAL(close_by(dom0, 0, a), 0);
	CU_ASSERT_EQUAL(status(dom0, b).status, EVTCHNSTAT_unbound);
	CU_ASSERT_EQUAL(close_by(dom0, 0, b), 0);
	CU_ASSERT_EQUAL(close_by(dom0, 0, same), 0);
}

static void closing(void)
{
	struct domain *d = make_domain(1);
	u32 port0, port;

	connect(d, &port0, &port);
	CU_ASSERT_EQUAL(send_by(d, port), 0);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port0), 0);
	/* Its event is gone, and the partner waits for another. */
	CU_ASSERT_EQUAL(take(dom0), 0);
	CU_ASSERT_EQUAL(status(d, port).status, EVTCHNSTAT_unbound);
	CU_ASSERT_EQUAL(status(d, port).u.unbound.dom, 0);
	CU_ASSERT_EQUAL(send_by(d, port), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port0), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, 0), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, NR_EVENT_CHANNELS), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, TOP & 0xffffffff), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, NO_DOMAIN, 1), -ESRCH);
	CU_ASSERT_EQUAL(close_by(d, 0, 1), -EPERM);
	CU_ASSERT_EQUAL(close_by(dom0, d->id, port), 0);
	CU_ASSERT_EQUAL(status(d, port).status, EVTCHNSTAT_closed);
	connect(d, &port0, &port);
	CU_ASSERT_EQUAL(close_by(d, DOMID_SELF, port), 0);
	CU_ASSERT_EQUAL(status(dom0, port0).u.unbound.dom, d->id);
	destroy_domain(d);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port0), 0);
}

static void sending_through_nothing(void)
{
	static const u32 bad[] = { 0, 5, 1023, 1024, 0x80000000, 0xffffffff };
	u32 unbound = new_port(dom0, 5);

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(send_by(dom0, bad[i] == unbound ? 6 : bad[i]), -EINVAL);
	CU_ASSERT_EQUAL(send_by(dom0, unbound), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, unbound), 0);
}

static void virtual_interrupts(void)
{
	evtchn_op_t op = { .u.bind_virq.virq = VIRQ_DOM_EXC };
	struct domain *d;
	u32 port;

	send_dom0_virq(VIRQ_DOM_EXC); /* bound to nothing: nothing happens */
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_virq, &op), 0);
	port = op.u.bind_virq.port;
	CU_ASSERT_EQUAL(status(dom0, port).status, EVTCHNSTAT_virq);
	CU_ASSERT_EQUAL(status(dom0, port).u.virq, VIRQ_DOM_EXC);
	/* Bound again: the same port. */
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_virq, &op), 0);
	CU_ASSERT_EQUAL(op.u.bind_virq.port, port);
	for (u32 virq = NR_VIRQS; virq; virq *= 2) {
		op.u.bind_virq.virq = virq;
		CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_virq, &op), -EINVAL);
	}
	CU_ASSERT_EQUAL(take(dom0), 0);
	d = make_domain(1);
	domain_shutdown(d, SHUTDOWN_crash);
	CU_ASSERT_EQUAL(take(dom0), port);
	destroy_domain(d);
	CU_ASSERT_EQUAL(take(dom0), port);
	CU_ASSERT_EQUAL(send_by(dom0, port), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port), 0);
	send_dom0_virq(VIRQ_DOM_EXC);
	CU_ASSERT_EQUAL(take(dom0), 0);
	/* The console's input is one more. */
	op.u.bind_virq.virq = VIRQ_CONSOLE;
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_virq, &op), 0);
	console_input();
	CU_ASSERT_EQUAL(take(dom0), op.u.bind_virq.port);
	CU_ASSERT_EQUAL(close_by(dom0, 0, op.u.bind_virq.port), 0);
}

static void between_vcpus(void)
{
	evtchn_op_t op = { 0 };
	u32 port, unbound = new_port(dom0, 9);

	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_ipi, &op), 0);
	port = op.u.bind_ipi.port;
	CU_ASSERT_EQUAL(status(dom0, port).status, EVTCHNSTAT_ipi);
	CU_ASSERT_EQUAL(send_by(dom0, port), 0);
	CU_ASSERT_EQUAL(take(dom0), port);
	op.u.bind_vcpu = (evtchn_bind_vcpu_t){ unbound, 0 };
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_vcpu, &op), 0);
	op.u.bind_vcpu.vcpu = 1;
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_vcpu, &op), -EINVAL);
	op.u.bind_vcpu.vcpu = 0xffffffff;
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_vcpu, &op), -EINVAL);
	op.u.bind_vcpu = (evtchn_bind_vcpu_t){ port, 0 };
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_vcpu, &op), -EINVAL);
	op.u.bind_vcpu = (evtchn_bind_vcpu_t){ NR_EVENT_CHANNELS, 0 };
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_vcpu, &op), -EINVAL);
	op.u.bind_pirq = (evtchn_bind_pirq_t){ 0x1000, 0, 0 };
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_bind_pirq, &op), -EINVAL);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port), 0);
	CU_ASSERT_EQUAL(close_by(dom0, 0, unbound), 0);
}

static void bad_calls(void)
{
	static const u64 bad[] = { 0, DOM0_END - 4, DOM0_END, NOWHERE, TOP - 27 };
	static const u32 unknown[] = { 9, 0x0fff, 0x1001, 0xffffffff };
	struct domain *d = make_domain(1);
	evtchn_op_t op = { .u.status = { .dom = NO_DOMAIN } };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(call(__HYPERVISOR_event_channel_op, bad[i], 0, 0, 0, 0),
				-EFAULT);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		CU_ASSERT_EQUAL(evtchn(dom0, unknown[i], &op), -ENOSYS);
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_status, &op), -ESRCH);
	CU_ASSERT_EQUAL(evtchn(d, EVTCHNOP_status, &op), -EPERM);
	op.u.status = (evtchn_status_t){ .dom = DOMID_SELF, .port = NR_EVENT_CHANNELS };
	CU_ASSERT_EQUAL(evtchn(dom0, EVTCHNOP_status, &op), -EINVAL);
	destroy_domain(d);
}

/* Across a border of chunks an op is as good as elsewhere. */
static void split_op(void)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_bind_ipi };

	dom0_write(CHUNK_SIZE - 5, &op, sizeof(op));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_event_channel_op, CHUNK_SIZE - 5, 0, 0, 0, 0),
			0);
	dom0_read(CHUNK_SIZE - 5, &op, sizeof(op));
	CU_ASSERT_EQUAL(close_by(dom0, 0, op.u.bind_ipi.port), 0);
}

/* An event ends the wait of a vCPU that waits for one, and asks for a choice. */
static void wakes_who_waits(void)
{
	struct domain *d = make_domain(1);
	u32 port0, port;

	connect(d, &port0, &port);
	vcpu_make_runnable(d->vcpu[0]);
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(send_by(dom0, port0), 0);
	CU_ASSERT_FALSE(need_resched());
	CU_ASSERT_EQUAL(take(d), port);
	vcpu_force(d->vcpu[0], VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, 0);
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(send_by(dom0, port0), 0);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_TRUE(vcpu_runnable(d->vcpu[0]));
	destroy_domain(d);
	CU_ASSERT_EQUAL(close_by(dom0, 0, port0), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "unbound ports", unbound_ports },
		{ "all ports", all_ports },
		{ "events between domains", events_between_domains },
		{ "taken in order", taken_in_order },
		{ "connecting", connecting },
		{ "dying", dying },
		{ "connected with itself", connected_with_itself },
		{ "closing", closing },
		{ "sending through nothing", sending_through_nothing },
		{ "virtual interrupts", virtual_interrupts },
		{ "between vCPUs", between_vcpus },
		{ "bad calls", bad_calls },
		{ "split op", split_op },
		{ "wakes who waits", wakes_who_waits },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "evtchn",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-evtchn", suites);
}
