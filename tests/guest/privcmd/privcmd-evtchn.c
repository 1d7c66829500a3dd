// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: /dev/xen/evtchn: each event arrives once, at the file that bound it. */
#include <stdio.h>

#include "privcmd-evtchn.h"

static long evtchn_op(u32 cmd, const void *in, void *out, size_t size)
{
	evtchn_op_t *op = (evtchn_op_t *)hcall_page.va;
	long result;

	memset(op, 0, sizeof(*op));
	op->cmd = cmd;
	memcpy(&op->u, in, size);
	result = hcall(__HYPERVISOR_event_channel_op, hcall_page.gpa);
	if (out)
		memcpy(out, &op->u, size);
	return result;
}

u32 port_ipi(void)
{
	evtchn_bind_ipi_t ipi = { 0 };

	CU_ASSERT_EQUAL_FATAL(evtchn_op(EVTCHNOP_bind_ipi, &ipi, &ipi, sizeof(ipi)), 0);
	return ipi.port;
}

u32 port_virq(u32 number)
{
	evtchn_bind_virq_t virq = { .virq = number };

	CU_ASSERT_EQUAL_FATAL(evtchn_op(EVTCHNOP_bind_virq, &virq, &virq, sizeof(virq)),
			      0);
	return virq.port;
}

void port_pair(u32 *a, u32 *b)
{
	evtchn_bind_interdomain_t pair = { .dom1 = DOMID_SELF, .dom2 = DOMID_SELF };

	CU_ASSERT_EQUAL_FATAL(
		evtchn_op(EVTCHNOP_bind_interdomain, &pair, &pair, sizeof(pair)), 0);
	*a = pair.port1;
	*b = pair.port2;
}

long port_send(u32 port)
{
	evtchn_send_t send = { .local_port = port };

	return evtchn_op(EVTCHNOP_send, &send, NULL, sizeof(send));
}

void port_close(u32 port)
{
	evtchn_close_t close = { .dom = DOMID_SELF, .port = port };

	CU_ASSERT_EQUAL(evtchn_op(EVTCHNOP_close, &close, NULL, sizeof(close)), 0);
}

int evtchn_open(void)
{
	int fd = open(EVTCHN_DEV, O_RDWR | O_CLOEXEC | O_NONBLOCK);

	CU_ASSERT_FATAL(fd >= 0);
	return fd;
}

long evtchn_control(int fd, unsigned long request, unsigned long port)
{
	return privcmd(fd, request, port);
}

short evtchn_wait(int fd, int ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN | POLLRDNORM };

	return poll(&wait, 1, ms) < 0 ? POLLNVAL : wait.revents;
}

u32 evtchn_next(int fd)
{
	u16 port;

	if (evtchn_wait(fd, EVENT_MS) != (POLLIN | POLLRDNORM))
		return 0;
	return read(fd, &port, sizeof(port)) == sizeof(port) ? port : 0;
}

bool evtchn_quiet(int fd)
{
	u16 port;

	return !evtchn_wait(fd, NO_EVENT_MS) && read(fd, &port, sizeof(port)) == -1 &&
	       errno == EAGAIN;
}

long evtchn_unmask(int fd, u32 port)
{
	u16 number = (u16)port;
	ssize_t n = write(fd, &number, sizeof(number));

	return n == sizeof(number) ? 0 : -errno;
}

static void one_event(void)
{
	u32 port = port_ipi();
	int fd = evtchn_open();

	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	CU_ASSERT(evtchn_quiet(fd));
	close(fd);
	port_close(port);
}

/* Events after the first wait until the port is written, and then arrive as one. */
static void masked_until_written(void)
{
	u32 port = port_ipi();
	int fd = evtchn_open();

	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	for (int i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(port_send(port), 0);
		CU_ASSERT(evtchn_quiet(fd));
	}
	CU_ASSERT_EQUAL(evtchn_unmask(fd, port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(evtchn_unmask(fd, port), 0);
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	close(fd);
	port_close(port);
}

enum { PORTS = 20 };

/* Several events arrive once each, in any order; a masked port delays no other. */
static void many_ports(void)
{
	u16 got[PORTS + 1], masked;
	u32 port[PORTS], seen = 0;
	int fd = evtchn_open();

	for (int i = 0; i < PORTS; i++) {
		port[i] = port_ipi();
		CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port[i]), 0);
	}
	CU_ASSERT_EQUAL(port_send(port[3]), 0);
	masked = (u16)evtchn_next(fd);
	CU_ASSERT_EQUAL(masked, port[3]);
	for (int i = 0; i < PORTS; i++)
		CU_ASSERT_EQUAL(port_send(port[i]), 0);
	usleep(NO_EVENT_MS * 1000);
	CU_ASSERT_EQUAL(evtchn_wait(fd, EVENT_MS), POLLIN | POLLRDNORM);
	CU_ASSERT_EQUAL(read(fd, got, sizeof(got)), (PORTS - 1) * sizeof(u16));
	for (int i = 0; i < PORTS - 1; i++)
		for (int n = 0; n < PORTS; n++)
			seen |= got[i] == port[n] ? 1U << n : 0;
	CU_ASSERT_EQUAL(seen, ((1U << PORTS) - 1) & ~(1U << 3));
	/* One write unmasks many ports. */
	CU_ASSERT_EQUAL(write(fd, got, (PORTS - 1) * sizeof(u16)),
			(PORTS - 1) * sizeof(u16));
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(evtchn_unmask(fd, masked), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), masked);
	close(fd);
	for (int i = 0; i < PORTS; i++)
		port_close(port[i]);
}

/* Each open file has its own ports. */
static void two_files(void)
{
	u32 a = port_ipi(), b = port_ipi();
	int first = evtchn_open(), second = evtchn_open();

	CU_ASSERT_EQUAL(evtchn_control(first, EVTCHN_BIND, a), 0);
	CU_ASSERT_EQUAL(evtchn_control(second, EVTCHN_BIND, b), 0);
	CU_ASSERT_EQUAL(port_send(b), 0);
	CU_ASSERT_EQUAL(evtchn_next(second), b);
	CU_ASSERT(evtchn_quiet(first));
	/* Unmasking another file's port has no effect. */
	CU_ASSERT_EQUAL(port_send(b), 0);
	CU_ASSERT_EQUAL(evtchn_unmask(first, b), 0);
	CU_ASSERT(evtchn_quiet(second));
	CU_ASSERT_EQUAL(evtchn_unmask(second, b), 0);
	CU_ASSERT_EQUAL(evtchn_next(second), b);
	CU_ASSERT_EQUAL(port_send(a), 0);
	CU_ASSERT_EQUAL(evtchn_next(first), a);
	close(first);
	close(second);
	port_close(a);
	port_close(b);
}

/* An event of an unbound port is delivered to the file that binds the port. */
static void bound_after_the_event(void)
{
	u32 port = port_ipi();
	int other = evtchn_open(), fd = evtchn_open();

	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT(evtchn_quiet(other));
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	CU_ASSERT(evtchn_quiet(fd));
	close(fd);
	close(other);
	port_close(port);
}

static void bound_by_one(void)
{
	u32 port = port_ipi();
	int first = evtchn_open(), second = evtchn_open();

	CU_ASSERT_EQUAL(evtchn_control(first, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(evtchn_control(first, EVTCHN_BIND, port), -EINVAL);
	CU_ASSERT_EQUAL(evtchn_control(second, EVTCHN_BIND, port), -EINVAL);
	CU_ASSERT_EQUAL(evtchn_control(second, EVTCHN_UNBIND, port), -EINVAL);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(first), port);
	/* Unbound while masked: the next file finds it unmasked. */
	CU_ASSERT_EQUAL(evtchn_control(first, EVTCHN_UNBIND, port), 0);
	CU_ASSERT_EQUAL(evtchn_control(first, EVTCHN_UNBIND, port), -EINVAL);
	CU_ASSERT_EQUAL(evtchn_control(second, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(second), port);
	CU_ASSERT(evtchn_quiet(first));
	/* So does closing. */
	close(second);
	CU_ASSERT_EQUAL(evtchn_control(first, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(port_send(port), 0);
	CU_ASSERT_EQUAL(evtchn_next(first), port);
	close(first);
	port_close(port);
}

/* A domain's end sends the event that was asked for. */
static void end_of_a_domain(void)
{
	u32 port = port_virq(VIRQ_DOM_EXC);
	int fd = evtchn_open();
	unsigned int id;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(evtchn_control(fd, EVTCHN_BIND, port), 0);
	/* An earlier event may be left. */
	if (evtchn_wait(fd, NO_EVENT_MS))
		CU_ASSERT_EQUAL(evtchn_next(fd), port);
	CU_ASSERT_EQUAL(evtchn_unmask(fd, port), 0);
	CU_ASSERT(evtchn_quiet(fd));
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(evtchn_next(fd), port);
	CU_ASSERT(evtchn_quiet(fd));
	close(fd);
	port_close(port);
}

CU_TestInfo evtchn_tests[] = {
	TEST(one_event),       TEST(masked_until_written),  TEST(many_ports),
	TEST(two_files),       TEST(bound_after_the_event), TEST(bound_by_one),
	TEST(end_of_a_domain), CU_TEST_INFO_NULL,
};
