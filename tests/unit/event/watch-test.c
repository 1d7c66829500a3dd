// SPDX-License-Identifier: GPL-2.0-or-later
/* Events about what happens to a domain (xen/event/watch.h). */
#include <string.h>

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/event_channel.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define ALL (XEN_PPC_WATCH_CONSOLE_OUT | XEN_PPC_WATCH_CONSOLE_IN | XEN_PPC_WATCH_STATE)

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(1);
}

static long channel_op(struct domain *caller, evtchn_op_t *op)
{
	long ret;

	memcpy(domain_byte(caller, OP_GPA), op, sizeof(*op));
	ret = call_by(caller, __HYPERVISOR_event_channel_op, OP_GPA, 0, 0, 0, 0);
	memcpy(op, domain_byte(caller, OP_GPA), sizeof(*op));
	return ret;
}

static u32 open_port(domid_t id)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_alloc_unbound, .u.alloc_unbound.dom = id };

	CU_ASSERT_EQUAL(channel_op(dom0, &op), 0);
	return op.u.alloc_unbound.port;
}

static void close_port(struct domain *whose, u32 port)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_close,
			   .u.close = { .dom = DOMID_SELF, .port = port } };

	CU_ASSERT_EQUAL(channel_op(whose, &op), 0);
}

static long watch(domid_t id, u32 port, u16 events)
{
	dom0_op_t op = { .u.ppc_watch = {
				 .domain = id, .events = events, .port = port } };

	return op_call(DOM0_PPC_WATCH, &op);
}

static u32 watch_new(u16 events)
{
	u32 port = open_port(d->id);

	CU_ASSERT_EQUAL(watch(d->id, port, events), 0);
	return port;
}

/* Whether the port of dom0 has had an event since the last call. */
static bool told(u32 port)
{
	u64 *word = &dom0->events.pending[port / 64], bit = 1ULL << port % 64;
	bool was = *word & bit;

	*word &= ~bit;
	return was;
}

/* Only of what was asked for. */
static void each_event(void)
{
	u32 out = watch_new(XEN_PPC_WATCH_CONSOLE_OUT);
	u32 in = watch_new(XEN_PPC_WATCH_CONSOLE_IN);
	u32 state = watch_new(XEN_PPC_WATCH_STATE);
	u32 all = watch_new(ALL);
	char text[GUEST_CONSOLE_IN] = { 0 };

	guest_console_put(d, text, 0);
	CU_ASSERT_FALSE(told(out) || told(all));
	guest_console_put(d, "x", 1);
	CU_ASSERT_TRUE(told(out) && told(all));
	CU_ASSERT_FALSE(told(in) || told(state));

	/* That there is room is news only after there was none. */
	CU_ASSERT_EQUAL(guest_console_type(d, text, 10), 10);
	CU_ASSERT_EQUAL(guest_console_get(d, text, 5), 5);
	CU_ASSERT_FALSE(told(in) || told(all));
	CU_ASSERT_EQUAL(guest_console_type(d, text, sizeof(text)), sizeof(text) - 5);
	CU_ASSERT_EQUAL(guest_console_get(d, text, 0), 0);
	CU_ASSERT_FALSE(told(in) || told(all));
	CU_ASSERT_EQUAL(guest_console_get(d, text, 1), 1);
	CU_ASSERT_TRUE(told(in) && told(all));
	CU_ASSERT_EQUAL(guest_console_get(d, text, 1), 1);
	CU_ASSERT_FALSE(told(in) || told(all) || told(out) || told(state));

	domain_shutdown(d, SHUTDOWN_poweroff);
	CU_ASSERT_TRUE(told(state) && told(all));
	CU_ASSERT_FALSE(told(in) || told(out));
}

/* It shuts down, then it is dying, then it is gone. */
static void the_end(void)
{
	u32 port = watch_new(XEN_PPC_WATCH_STATE);

	domain_get(d);
	end_domain(d);
	CU_ASSERT_TRUE(told(port));
	domain_put(d);
	CU_ASSERT_TRUE(told(port));
	d = make_domain(0);
	port = watch_new(XEN_PPC_WATCH_STATE);
	end_domain(d);
	CU_ASSERT_TRUE(told(port));
	/* The next with its number is another. */
	CU_ASSERT_EQUAL(domain_create(d->id, &d), 0);
	guest_console_put(d, "x", 1);
	domain_shutdown(d, SHUTDOWN_crash);
	CU_ASSERT_FALSE(told(port));
}

static void refused(void)
{
	evtchn_op_t virq = { .cmd = EVTCHNOP_bind_virq,
			     .u.bind_virq.virq = VIRQ_DOM_EXC };
	evtchn_op_t ipi = { .cmd = EVTCHNOP_bind_ipi };
	u32 port = open_port(d->id), other = open_port(make_domain(0)->id);
	const u32 bad[] = { 0,	 other + 1, NR_EVENT_CHANNELS - 1, NR_EVENT_CHANNELS,
			    ~0U, other };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(watch(d->id, bad[i], ALL), -EINVAL);
		CU_ASSERT_EQUAL(watch(d->id, bad[i], 0), -EINVAL);
	}
	CU_ASSERT_EQUAL(channel_op(dom0, &virq), 0);
	CU_ASSERT_EQUAL(channel_op(dom0, &ipi), 0);
	CU_ASSERT_EQUAL(watch(d->id, virq.u.bind_virq.port, ALL), -EINVAL);
	CU_ASSERT_EQUAL(watch(d->id, ipi.u.bind_ipi.port, ALL), -EINVAL);
	for (u32 bit = 3; bit < 16; bit++)
		CU_ASSERT_EQUAL(watch(d->id, port, (u16)(ALL | 1U << bit)), -EINVAL);
	CU_ASSERT_EQUAL(watch(999, port, ALL), -ESRCH);
	CU_ASSERT_EQUAL(watch(DOMID_SELF, port, ALL), -ESRCH);
	CU_ASSERT_EQUAL(watch(0, port, ALL), -EINVAL);
	for (u32 i = 0; i < XEN_PPC_WATCHERS; i++)
		CU_ASSERT_EQUAL(d->watchers.watcher[i].port, 0);
}

/* Asking again replaces; asking for nothing ends it. */
static void asking_again(void)
{
	u32 port = watch_new(XEN_PPC_WATCH_CONSOLE_OUT);

	CU_ASSERT_EQUAL(watch(d->id, port, XEN_PPC_WATCH_STATE), 0);
	guest_console_put(d, "x", 1);
	CU_ASSERT_FALSE(told(port));
	CU_ASSERT_EQUAL(d->watchers.watcher[1].port, 0);
	CU_ASSERT_EQUAL(watch(d->id, port, 0), 0);
	CU_ASSERT_EQUAL(watch(d->id, port, 0), 0);
	domain_shutdown(d, SHUTDOWN_poweroff);
	CU_ASSERT_FALSE(told(port));
	CU_ASSERT_EQUAL(d->watchers.watcher[0].port, 0);
}

/* The ninth takes the place of the one that came first. */
static void too_many(void)
{
	u32 port[XEN_PPC_WATCHERS + 2];

	for (u32 i = 0; i < XEN_PPC_WATCHERS; i++)
		port[i] = watch_new(XEN_PPC_WATCH_CONSOLE_OUT);
	/* That one has come again: it takes no other's place, and is still the first. */
	CU_ASSERT_EQUAL(watch(d->id, port[0], ALL), 0);
	guest_console_put(d, "x", 1);
	for (u32 i = 0; i < XEN_PPC_WATCHERS; i++)
		CU_ASSERT_TRUE(told(port[i]));
	port[8] = watch_new(XEN_PPC_WATCH_CONSOLE_OUT);
	port[9] = watch_new(XEN_PPC_WATCH_CONSOLE_OUT);
	guest_console_put(d, "x", 1);
	for (u32 i = 0; i < ARRAY_SIZE(port); i++)
		CU_ASSERT_EQUAL(told(port[i]), i >= 2);
	/* One that goes from the middle leaves the others in their order. */
	CU_ASSERT_EQUAL(watch(d->id, port[4], 0), 0);
	CU_ASSERT_EQUAL(watch(d->id, port[0], XEN_PPC_WATCH_CONSOLE_OUT), 0);
	CU_ASSERT_EQUAL(watch(d->id, port[1], XEN_PPC_WATCH_CONSOLE_OUT), 0);
	guest_console_put(d, "x", 1);
	for (u32 i = 0; i < ARRAY_SIZE(port); i++)
		CU_ASSERT_EQUAL(told(port[i]), i != 2 && i != 4);
}

/* A closed port gets nothing, takes no place, and is not what is opened after it. */
static void closed_ports(void)
{
	u32 first = watch_new(ALL), port = 0;

	for (u32 i = 0; i < 3 * XEN_PPC_WATCHERS; i++) {
		port = watch_new(ALL);
		close_port(dom0, port);
	}
	guest_console_put(d, "x", 1);
	CU_ASSERT_TRUE(told(first));
	CU_ASSERT_FALSE(told(port));
	/* The same number: for another domain, and for the same one. */
	CU_ASSERT_EQUAL(open_port(make_domain(0)->id), port);
	guest_console_put(d, "x", 1);
	CU_ASSERT_FALSE(told(port));
	close_port(dom0, port);
	CU_ASSERT_EQUAL(open_port(d->id), port);
	guest_console_put(d, "x", 1);
	CU_ASSERT_FALSE(told(port));
	CU_ASSERT_TRUE(told(first));
}

/* A domain that connects to the port that waits for it does not thereby hide. */
static void connected_ports(void)
{
	u32 port = watch_new(XEN_PPC_WATCH_CONSOLE_OUT);
	evtchn_op_t bind = { .cmd = EVTCHNOP_bind_interdomain,
			     .u.bind_interdomain = {
				     .dom1 = DOMID_SELF, .dom2 = 0, .port2 = port } };

	CU_ASSERT_EQUAL(channel_op(d, &bind), 0);
	guest_console_put(d, "x", 1);
	CU_ASSERT_TRUE(told(port));
	CU_ASSERT_EQUAL(watch(d->id, port, ALL), 0);
	domain_shutdown(d, SHUTDOWN_crash);
	CU_ASSERT_TRUE(told(port));
	close_port(d, bind.u.bind_interdomain.port1);
	guest_console_put(d, "x", 1);
	CU_ASSERT_TRUE(told(port));
	/* Connected once more, and then closed by its owner. */
	CU_ASSERT_EQUAL(channel_op(d, &bind), 0);
	close_port(dom0, port);
	guest_console_put(d, "x", 1);
	CU_ASSERT_FALSE(told(port));
}

/* Of an owner that ends nothing is left, though its number may come again. */
static void the_owner_ends(void)
{
	struct domain *owner = make_domain(1);
	evtchn_op_t op = { .cmd = EVTCHNOP_alloc_unbound, .u.alloc_unbound.dom = d->id };

	CU_ASSERT_EQUAL(channel_op(owner, &op), 0);
	CU_ASSERT_EQUAL(domain_watch(d, owner, op.u.alloc_unbound.port, ALL), 0);
	guest_console_put(d, "x", 1);
	CU_ASSERT_TRUE(evtchn_pending(owner));
	domain_get(owner);
	end_domain(owner);
	CU_ASSERT_EQUAL(domain_watch(d, owner, op.u.alloc_unbound.port, ALL), -EINVAL);
	guest_console_put(d, "x", 1);
	CU_ASSERT_FALSE(evtchn_pending(owner));
	domain_put(owner);
	guest_console_put(d, "x", 1);
	CU_ASSERT_EQUAL(d->watchers.watcher[0].port, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "each event", each_event },
		{ "the end", the_end },
		{ "refused", refused },
		{ "asking again", asking_again },
		{ "too many", too_many },
		{ "closed ports", closed_ports },
		{ "connected ports", connected_ports },
		{ "the owner ends", the_owner_ends },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "watch",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-watch", suites);
}
