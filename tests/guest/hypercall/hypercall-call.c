// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What dom0 says of its own running: sched_op, set_timer_op.
 */
#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "hypercall-test.h"

#include <xen/linux/evtchn.h>

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void yielding_and_blocking_come_back(void)
{
	double start = seconds();

	for (int i = 0; i < 1000; i++)
		CU_ASSERT_EQUAL(hcall(__HYPERVISOR_sched_op, SCHEDOP_yield), 0);
	/* dom0 alone: a yield is no wait. */
	CU_ASSERT(seconds() - start < 30);
	/* The kernel's timer ends it. */
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_sched_op, SCHEDOP_block), 0);
}

/*
 * A timer's interrupt shows as an event of its port, and not before its time. The driver
 * takes all events, so it is asked.
 */
static void a_timer_raises_its_interrupt(void)
{
	unsigned long frequency = 512000000, start, now, wanted;
	evtchn_op_t op = { .u.bind_virq.virq = VIRQ_TIMER };
	struct pollfd wait = { .fd = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC),
			       .events = POLLIN };
	u32 port;
	u16 told = 0;

	CU_ASSERT_FATAL(wait.fd >= 0);
	CU_ASSERT_EQUAL_FATAL(event_op(EVTCHNOP_bind_virq, &op), 0);
	port = op.u.bind_virq.port;
	CU_ASSERT_EQUAL(ioctl(wait.fd, EVTCHN_BIND, port), 0);
	__asm__ __volatile__("mfspr %0,268" : "=r"(start));
	wanted = (unsigned long)(start / (double)frequency * 1e9) + 200000000;
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_set_timer_op, wanted), 0);
	CU_ASSERT_EQUAL(poll(&wait, 1, 20000), 1);
	__asm__ __volatile__("mfspr %0,268" : "=r"(now));
	CU_ASSERT_EQUAL(read(wait.fd, &told, sizeof(told)), sizeof(told));
	CU_ASSERT_EQUAL(told, port);
	CU_ASSERT(now - start >= frequency / 5 - frequency / 1000);
	close(wait.fd);
	op.u.close = (evtchn_close_t){ DOMID_SELF, port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, &op), 0);
}

CU_TestInfo call_tests[] = {
	TEST(yielding_and_blocking_come_back),
	TEST(a_timer_raises_its_interrupt),
	CU_TEST_INFO_NULL,
};
