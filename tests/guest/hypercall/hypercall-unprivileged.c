// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls by a domain that is not dom0, with dom0 at the other end. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hypercall-test.h"
#include "puppet.h"

#include <xen/linux/evtchn.h>

static struct puppet puppet;

/* Each test has a puppet; its end is part of the test. */
static void with_puppet(void (*test)(void))
{
	CU_ASSERT_TRUE_FATAL(puppet_start(&puppet));
	test();
	puppet_stop(&puppet);
}

/* Of its first chunk the test sees a frame: it stays. */
static void check_memory(void)
{
	*(unsigned long *)puppet_buffer(&puppet) = puppet.mfn;
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom_mem_op,
				    MEMOP_decrease_reservation, PUPPET_BUFFER, 1,
				    CHUNK_ORDER, DOMID_SELF),
			0);
}

static void memory_that_is_seen_stays(void)
{
	with_puppet(check_memory);
}

static long event_op_by_puppet(u32 cmd, evtchn_op_t *op)
{
	evtchn_op_t *shared = puppet_buffer(&puppet);
	long rc;

	op->cmd = cmd;
	*shared = *op;
	rc = puppet_call(&puppet, __HYPERVISOR_event_channel_op, PUPPET_BUFFER);
	*op = *shared;
	return rc;
}

static void check_events(void)
{
	evtchn_op_t op = { .u.alloc_unbound.dom = 0 };
	int fd = open("/dev/xen/evtchn", O_RDWR);
	u32 its_port, our_port;
	u16 told = 0;

	CU_ASSERT_FATAL(fd >= 0);

	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_alloc_unbound, &op), 0);
	its_port = op.u.alloc_unbound.port;
	op.u.bind_interdomain =
		(evtchn_bind_interdomain_t){ DOMID_SELF, (domid_t)puppet.id, 0,
					     its_port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_bind_interdomain, &op), 0);
	our_port = op.u.bind_interdomain.port1;

	op.u.send.local_port = our_port;
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_send, &op), 0);
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_ppc_take, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_take.port, its_port);

	CU_ASSERT_EQUAL(ioctl(fd, EVTCHN_BIND, our_port), 0);
	op.u.send.local_port = its_port;
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_send, &op), 0);
	CU_ASSERT_EQUAL(read(fd, &told, sizeof(told)), sizeof(told));
	CU_ASSERT_EQUAL(told, our_port);
	close(fd);

	/* It may not close what is dom0's. */
	op.u.close = (evtchn_close_t){ 0, our_port };
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_close, &op), -EPERM);
	op.u.close = (evtchn_close_t){ DOMID_SELF, our_port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, &op), 0);
}

static void events_go_both_ways(void)
{
	with_puppet(check_events);
}

/* It ends itself: dom0 gets an event, and reads why. */
static void check_shutdown(void)
{
	dom0_getdomaininfo_t info = { 0 };
	evtchn_op_t op = { .u.bind_virq.virq = VIRQ_DOM_EXC };
	struct pollfd wait = { .fd = open("/dev/xen/evtchn", O_RDWR), .events = POLLIN };
	u16 told = 0;
	u32 port;

	CU_ASSERT_FATAL(wait.fd >= 0);
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_bind_virq, &op), 0);
	port = op.u.bind_virq.port;
	CU_ASSERT_EQUAL(ioctl(wait.fd, EVTCHN_BIND, port), 0);
	puppet_last_call(&puppet, XEN_MARK(__HYPERVISOR_sched_op),
			 SCHEDOP_shutdown | SHUTDOWN_suspend << SCHEDOP_reasonshift);
	CU_ASSERT_EQUAL(poll(&wait, 1, 20000), 1);
	CU_ASSERT_EQUAL(read(wait.fd, &told, sizeof(told)), sizeof(told));
	CU_ASSERT_EQUAL(told, port);
	CU_ASSERT_EQUAL(domain_info(puppet.id, &info), 0);
	CU_ASSERT_TRUE(info.flags & DOMFLAGS_SHUTDOWN);
	CU_ASSERT_EQUAL(info.flags >> DOMFLAGS_SHUTDOWNSHIFT & DOMFLAGS_SHUTDOWNMASK,
			SHUTDOWN_suspend);
	op.u.close = (evtchn_close_t){ DOMID_SELF, port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, &op), 0);
	close(wait.fd);
}

static void it_shuts_itself_down(void)
{
	with_puppet(check_shutdown);
}

CU_TestInfo unprivileged_tests[] = {
	TEST(memory_that_is_seen_stays),
	TEST(events_go_both_ways),
	TEST(it_shuts_itself_down),
	CU_TEST_INFO_NULL,
};
