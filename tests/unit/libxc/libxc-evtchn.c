// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: event channels. */
#include "libxc-fake.h"
#include "libxc-ops.h"

static void alloc_unbound(void)
{
	int port = 0;

	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(xc_evtchn_alloc_unbound(handle, 5, &port), 0)),
		1);
	CU_ASSERT_EQUAL(port, 105);
	CU_ASSERT_EQUAL(xen.evtchn.u.alloc_unbound.port, 0);
	/* A port chosen by the caller. */
	port = 33;
	CU_ASSERT_EQUAL(xc_evtchn_alloc_unbound(handle, DOMID_SELF, &port), 0);
	CU_ASSERT_EQUAL(port, 33);
	CU_ASSERT_EQUAL(xen.evtchn.u.alloc_unbound.dom, DOMID_SELF);
	CU_ASSERT_EQUAL(xc_evtchn_alloc_unbound(handle, 5, NULL), 0);
	CU_ASSERT_EQUAL(xen.evtchn.u.alloc_unbound.port, 0);
}

static void bind_interdomain(void)
{
	int port1 = 0, port2 = 77;

	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(
			xc_evtchn_bind_interdomain(handle, DOMID_SELF, 4, &port1, &port2),
			0)),
		1);
	CU_ASSERT_EQUAL(port1, 11);
	CU_ASSERT_EQUAL(port2, 77);
	CU_ASSERT_EQUAL(xen.evtchn.u.bind_interdomain.dom1, DOMID_SELF);
	CU_ASSERT_EQUAL(xen.evtchn.u.bind_interdomain.dom2, 4);
	CU_ASSERT_EQUAL(xc_evtchn_bind_interdomain(handle, 1, 2, NULL, NULL), 0);
	CU_ASSERT_EQUAL(xen.evtchn.u.bind_interdomain.port1, 0);
	CU_ASSERT_EQUAL(xen.evtchn.u.bind_interdomain.port2, 0);
}

static void bind_virq(void)
{
	int port = -1;

	CU_ASSERT_EQUAL(xc_evtchn_bind_virq(handle, VIRQ_DOM_EXC, &port), 0);
	CU_ASSERT_EQUAL(port, 40 + VIRQ_DOM_EXC);
	CU_ASSERT_EQUAL(xc_evtchn_bind_virq(handle, VIRQ_CONSOLE, NULL), 0);
	port = -1;
	ASSERT_FAILS(xc_evtchn_bind_virq(handle, NR_VIRQS, &port), EINVAL);
	ASSERT_FAILS(xc_evtchn_bind_virq(handle, -1, &port), EINVAL);
	CU_ASSERT_EQUAL(port, -1);
}

static void close_and_send(void)
{
	CU_ASSERT_EQUAL(xc_evtchn_close(handle, 6, 15), 0);
	CU_ASSERT_EQUAL(xen.evtchn.cmd, EVTCHNOP_close);
	CU_ASSERT_EQUAL(xen.evtchn.u.close.dom, 6);
	CU_ASSERT_EQUAL(xen.evtchn.u.close.port, 15);
	CU_ASSERT_EQUAL(xc_evtchn_send(handle, 16), 0);
	CU_ASSERT_EQUAL(xen.evtchn.cmd, EVTCHNOP_send);
	CU_ASSERT_EQUAL(xen.evtchn.u.send.local_port, 16);
	/* A negative port is invalid, and is not extended to another number. */
	ASSERT_FAILS(xc_evtchn_close(handle, 6, -1), EINVAL);
	CU_ASSERT_EQUAL(xen.evtchn.u.close.port, ~0U);
	ASSERT_FAILS(xc_evtchn_send(handle, -1), EINVAL);
}

static void status(void)
{
	xc_evtchn_status_t s;

	CU_ASSERT_EQUAL(xc_evtchn_status(handle, 6, 15, &s), 0);
	CU_ASSERT_EQUAL(s.dom, 6);
	CU_ASSERT_EQUAL(s.port, 15);
	CU_ASSERT_EQUAL(s.status, EVTCHNSTAT_interdomain);
	CU_ASSERT_EQUAL(s.vcpu, 3);
	CU_ASSERT_EQUAL(s.u.interdomain.dom, 8);
	CU_ASSERT_EQUAL(s.u.interdomain.port, 9);
	memset(&s, 0x77, sizeof(s));
	ASSERT_FAILS(xc_evtchn_status(handle, 6, 5000, &s), EINVAL);
	CU_ASSERT_EQUAL(s.vcpu, 0x77777777);
	CU_ASSERT_EQUAL(
		HYPERCALLS(ASSERT_FAILS(xc_evtchn_status(handle, 6, 15, NULL), EFAULT)),
		0);
}

/* 65541 is not domain 5: no hypercall is made. */
static void wide_domain_numbers(void)
{
	xc_evtchn_status_t s;
	int port = 0, other = 0;

	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_evtchn_alloc_unbound(handle, 65541, &port),
				     ESRCH);
			ASSERT_FAILS(xc_evtchn_bind_interdomain(handle, 65541, 0, &port,
								&other),
				     ESRCH);
			ASSERT_FAILS(xc_evtchn_bind_interdomain(handle, 0, 65541, &port,
								&other),
				     ESRCH);
			ASSERT_FAILS(xc_evtchn_close(handle, ~0U, 1), ESRCH);
			ASSERT_FAILS(xc_evtchn_status(handle, 65541, 1, &s), ESRCH);
		}),
		0);
}

static void failures(void)
{
	int port = 0, other = 0;

	xen.fail_call = __HYPERVISOR_event_channel_op;
	xen.fail_errno = ENOSPC;
	ASSERT_FAILS(xc_evtchn_alloc_unbound(handle, 5, &port), ENOSPC);
	ASSERT_FAILS(xc_evtchn_bind_interdomain(handle, 0, 1, &port, &other), ENOSPC);
	ASSERT_FAILS(xc_evtchn_bind_virq(handle, 1, &port), ENOSPC);
	CU_ASSERT_EQUAL(port, 0);
	CU_ASSERT_EQUAL(other, 0);
	ASSERT_FAILS(xc_evtchn_close(handle, 0, 1), ENOSPC);
	ASSERT_FAILS(xc_evtchn_send(-1, 1), EBADF);
}

/* Impossible ports: no result is written. */
static void impossible_answers(void)
{
	int port = 0, other = 0;

	xen.lie = true;
	ASSERT_FAILS(xc_evtchn_alloc_unbound(handle, 5, &port), EIO);
	ASSERT_FAILS(xc_evtchn_bind_interdomain(handle, 0, 1, &port, &other), EIO);
	ASSERT_FAILS(xc_evtchn_bind_virq(handle, 1, &port), EIO);
	CU_ASSERT_EQUAL(port, 0);
	CU_ASSERT_EQUAL(other, 0);
}

CU_TestInfo libxc_evtchn_tests[] = {
	{ "alloc_unbound", alloc_unbound },
	{ "bind_interdomain", bind_interdomain },
	{ "bind_virq", bind_virq },
	{ "close, send", close_and_send },
	{ "status", status },
	{ "domain numbers of more than 16 bits", wide_domain_numbers },
	{ "failures change nothing", failures },
	{ "impossible answers", impossible_answers },
	CU_TEST_INFO_NULL,
};
