// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: event channels. Every test closes the ports that it has allocated. */
#include "libxc-test.h"

static u32 state(u32 dom, int port)
{
	xc_evtchn_status_t s = { .status = ~0U };

	CU_ASSERT_EQUAL(xc_evtchn_status(xc, dom, port, &s), 0);
	CU_ASSERT_EQUAL(s.dom, dom);
	CU_ASSERT_EQUAL(s.port, port);
	return s.status;
}

static void close_port(int port)
{
	CU_ASSERT_EQUAL(xc_evtchn_close(xc, DOMID_SELF, port), 0);
	CU_ASSERT_EQUAL(state(DOMID_SELF, port), EVTCHNSTAT_closed);
}

static void unbound(void)
{
	int any = 0, same, wanted;
	xc_evtchn_status_t s;

	CU_ASSERT_EQUAL_FATAL(xc_evtchn_alloc_unbound(xc, 5, &any), 0);
	CU_ASSERT(any > 0 && any < NR_EVENT_CHANNELS);
	CU_ASSERT_EQUAL(xc_evtchn_status(xc, DOMID_SELF, any, &s), 0);
	CU_ASSERT_EQUAL(s.status, EVTCHNSTAT_unbound);
	CU_ASSERT_EQUAL(s.u.unbound.dom, 5);
	CU_ASSERT(FAILS(xc_evtchn_send(xc, any), EINVAL));
	/* A free port by its number; a used one, for another domain. */
	wanted = any + 100;
	CU_ASSERT_EQUAL(xc_evtchn_alloc_unbound(xc, 6, &wanted), 0);
	CU_ASSERT_EQUAL(wanted, any + 100);
	same = wanted;
	CU_ASSERT(FAILS(xc_evtchn_alloc_unbound(xc, 7, &same), EINVAL));
	CU_ASSERT_EQUAL(same, wanted);
	close_port(wanted);
	close_port(any);
	CU_ASSERT(FAILS(xc_evtchn_close(xc, DOMID_SELF, any), EINVAL));
}

static void connected(void)
{
	int offered = 0, other = 0;
	xc_evtchn_status_t s;

	CU_ASSERT_EQUAL_FATAL(xc_evtchn_alloc_unbound(xc, 0, &offered), 0);
	CU_ASSERT_EQUAL(xc_evtchn_bind_interdomain(xc, DOMID_SELF, 0, &other, &offered),
			0);
	CU_ASSERT(other > 0 && other != offered);
	CU_ASSERT_EQUAL(xc_evtchn_status(xc, 0, other, &s), 0);
	CU_ASSERT_EQUAL(s.status, EVTCHNSTAT_interdomain);
	CU_ASSERT_EQUAL(s.u.interdomain.dom, 0);
	CU_ASSERT_EQUAL(s.u.interdomain.port, offered);
	/* When one end is closed, the other becomes unbound. */
	close_port(other);
	CU_ASSERT_EQUAL(state(DOMID_SELF, offered), EVTCHNSTAT_unbound);
	close_port(offered);
}

static void of_another_domain(void)
{
	u32 id = make_domain(0);
	int mine = 0, theirs = 0;

	CU_ASSERT_EQUAL_FATAL(
		xc_evtchn_bind_interdomain(xc, DOMID_SELF, id, &mine, &theirs), 0);
	CU_ASSERT(mine > 0 && theirs > 0);
	CU_ASSERT_EQUAL(state(id, theirs), EVTCHNSTAT_interdomain);
	CU_ASSERT_EQUAL(xc_evtchn_send(xc, mine), 0);
	CU_ASSERT_EQUAL(xc_evtchn_close(xc, id, theirs), 0);
	CU_ASSERT_EQUAL(state(DOMID_SELF, mine), EVTCHNSTAT_unbound);
	close_port(mine);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT(FAILS(xc_evtchn_close(xc, id, theirs), ESRCH));
}

/* Allocating too many is an error, and all can be closed again. */
static void all_ports(void)
{
	static int port[NR_EVENT_CHANNELS];
	int n = 0, one = 0;

	while (n < NR_EVENT_CHANNELS && xc_evtchn_alloc_unbound(xc, 0, &one) == 0) {
		port[n++] = one;
		one = 0;
	}
	CU_ASSERT_EQUAL(errno, ENOSPC);
	CU_ASSERT_EQUAL(one, 0);
	CU_ASSERT(n > NR_EVENT_CHANNELS / 2);
	while (n--)
		CU_ASSERT_EQUAL(xc_evtchn_close(xc, 0, port[n]), 0);
}

static void virqs(void)
{
	int port = 0, again = 0;
	xc_evtchn_status_t s;

	CU_ASSERT_EQUAL_FATAL(xc_evtchn_bind_virq(xc, VIRQ_PARITY_ERR, &port), 0);
	CU_ASSERT_EQUAL(xc_evtchn_bind_virq(xc, VIRQ_PARITY_ERR, &again), 0);
	CU_ASSERT_EQUAL(again, port);
	CU_ASSERT_EQUAL(xc_evtchn_status(xc, DOMID_SELF, port, &s), 0);
	CU_ASSERT(s.status == EVTCHNSTAT_virq && s.u.virq == VIRQ_PARITY_ERR);
	close_port(port);
	CU_ASSERT(FAILS(xc_evtchn_bind_virq(xc, NR_VIRQS, &port), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_bind_virq(xc, -1, &port), EINVAL));
}

static void refused(void)
{
	int port = 0, other = 0, out = NR_EVENT_CHANNELS;
	xc_evtchn_status_t s;

	CU_ASSERT(FAILS(xc_evtchn_send(xc, 0), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_send(xc, -1), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_send(xc, NR_EVENT_CHANNELS), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_close(xc, DOMID_SELF, -1), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_close(xc, NO_SUCH_DOMAIN, 1), ESRCH));
	CU_ASSERT(FAILS(xc_evtchn_close(xc, 65536, 1), ESRCH));
	CU_ASSERT(FAILS(xc_evtchn_alloc_unbound(xc, 0, &out), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_status(xc, 0, NR_EVENT_CHANNELS, &s), EINVAL));
	CU_ASSERT(FAILS(xc_evtchn_bind_interdomain(xc, 0, NO_SUCH_DOMAIN, &port, &other),
			ESRCH));
	CU_ASSERT(port == 0 && other == 0);
}

CU_TestInfo evtchn_tests[] = {
	TEST(unbound), TEST(connected), TEST(of_another_domain), TEST(all_ports),
	TEST(virqs),   TEST(refused),	CU_TEST_INFO_NULL,
};
