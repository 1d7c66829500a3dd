// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: the console of a domain, events about the domain, and its state. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hypercall-test.h"
#include "puppet.h"

#include <xen/linux/evtchn.h>

/* PAPR's calls of a terminal, which a domain's kernel makes. */
#define H_GET_TERM_CHAR 0x54
#define H_PUT_TERM_CHAR 0x58
#define ROOM		256 /* for typed characters */

static struct puppet puppet;

static void with_puppet(void (*test)(void))
{
	CU_ASSERT_TRUE_FATAL(puppet_start(&puppet));
	test();
	puppet_stop(&puppet);
}

/* Up to 8 characters, by the domain. */
static long it_prints(const char *text)
{
	unsigned long word = 0;

	for (size_t i = 0; i < strlen(text); i++)
		word |= (unsigned long)text[i] << (56 - 8 * i);
	return puppet_call_args(&puppet, H_PUT_TERM_CHAR,
				(const unsigned long[5]){ 0, strlen(text), word });
}

static long it_reads(void)
{
	return puppet_call_args(&puppet, H_GET_TERM_CHAR, (const unsigned long[5]){ 0 });
}

/* How many characters it takes of so many, or an error. */
static long type(unsigned int domain, u32 count)
{
	dom0_op_t *op = op_new(DOM0_PPC_CONSOLE_WRITE);
	long rc;

	memset(buffer(), 'x', count);
	op->u.ppc_console_write.domain = (domid_t)domain;
	op->u.ppc_console_write.count = count;
	op->u.ppc_console_write.buffer = buffer_gpa();
	rc = op_do();
	return rc ? rc : (long)op->u.ppc_console_write.count;
}

static long read_console(unsigned int domain, u64 *position, char *text, u32 count)
{
	dom0_op_t *op = op_new(DOM0_PPC_CONSOLE_READ);
	long rc;

	op->u.ppc_console_read.domain = (domid_t)domain;
	op->u.ppc_console_read.position = *position;
	op->u.ppc_console_read.count = count;
	op->u.ppc_console_read.buffer = buffer_gpa();
	rc = op_do();
	if (rc)
		return rc;
	*position = op->u.ppc_console_read.position;
	memcpy(text, buffer(), op->u.ppc_console_read.count);
	return op->u.ppc_console_read.count;
}

static void check_console(void)
{
	char text[16] = { 0 };
	u64 position = 0;

	CU_ASSERT_EQUAL(it_prints("hello, "), 0);
	CU_ASSERT_EQUAL(it_prints("dom0\n"), 0);
	CU_ASSERT_EQUAL(read_console(puppet.id, &position, text, 5), 5);
	CU_ASSERT_STRING_EQUAL(text, "hello");
	CU_ASSERT_EQUAL(read_console(puppet.id, &position, text, 16), 7);
	CU_ASSERT_NSTRING_EQUAL(text, ", dom0\n", 7);
	CU_ASSERT_EQUAL(position, 12);
	CU_ASSERT_EQUAL(read_console(puppet.id, &position, text, 16), 0);

	CU_ASSERT_EQUAL(type(puppet.id, 200), 200);
	CU_ASSERT_EQUAL(type(puppet.id, 200), ROOM - 200);
	CU_ASSERT_EQUAL(type(puppet.id, 1), 0);
	CU_ASSERT_EQUAL(it_reads(), 0);
	CU_ASSERT_EQUAL(type(puppet.id, 200), 16);
}

static void its_console_is_dom0s_to_use(void)
{
	with_puppet(check_console);
}

static void dom0_has_another_console(void)
{
	char text[16];
	u64 position = 0;

	CU_ASSERT_EQUAL(type(0, 1), -EINVAL);
	CU_ASSERT_EQUAL(read_console(0, &position, text, 1), -EINVAL);
	CU_ASSERT_EQUAL(type(NO_SUCH_DOMAIN, 1), -ESRCH);
	CU_ASSERT_EQUAL(read_console(NO_SUCH_DOMAIN, &position, text, 1), -ESRCH);
}

static long watch(unsigned int domain, u32 port, u16 events)
{
	dom0_op_t *op = op_new(DOM0_PPC_WATCH);

	op->u.ppc_watch.domain = (domid_t)domain;
	op->u.ppc_watch.port = port;
	op->u.ppc_watch.events = events;
	return op_do();
}

/* That the port, and no other, has an event within some time. */
static void check_told(int fd, u32 port)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	u16 told = 0;

	CU_ASSERT_EQUAL_FATAL(poll(&wait, 1, 20000), 1);
	CU_ASSERT_EQUAL(read(fd, &told, sizeof(told)), sizeof(told));
	CU_ASSERT_EQUAL(told, port);
	CU_ASSERT_EQUAL(write(fd, &told, sizeof(told)), sizeof(told));
}

static void check_watch(void)
{
	evtchn_op_t op = { .u.alloc_unbound.dom = (domid_t)puppet.id };
	int fd = open("/dev/xen/evtchn", O_RDWR);
	u32 port;

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_alloc_unbound, &op), 0);
	port = op.u.alloc_unbound.port;
	CU_ASSERT_EQUAL(ioctl(fd, EVTCHN_BIND, port), 0);
	CU_ASSERT_EQUAL(watch(puppet.id, port, 8), -EINVAL);
	CU_ASSERT_EQUAL(watch(0, port, XEN_PPC_WATCH_STATE), -EINVAL);
	CU_ASSERT_EQUAL(watch(NO_SUCH_DOMAIN, port, XEN_PPC_WATCH_STATE), -ESRCH);
	CU_ASSERT_EQUAL(
		watch(puppet.id, port, XEN_PPC_WATCH_CONSOLE_OUT | XEN_PPC_WATCH_STATE),
		0);
	CU_ASSERT_EQUAL(it_prints("x"), 0);
	check_told(fd, port);
	puppet_last_call(&puppet, XEN_MARK(__HYPERVISOR_sched_op),
			 SCHEDOP_shutdown | SHUTDOWN_poweroff << SCHEDOP_reasonshift);
	check_told(fd, port);
	CU_ASSERT_EQUAL(domain_destroy(puppet.id), 0);
	check_told(fd, port);
	op.u.close = (evtchn_close_t){ DOMID_SELF, port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, &op), 0);
	close(fd);
}

static void dom0_is_told(void)
{
	with_puppet(check_watch);
}

/* What its state says, as far as it matters here. */
struct told {
	u64 timebase;
	u32 nr_vcpus, flags;
};

static long get_state(struct told *told, u32 *size)
{
	dom0_op_t *op = op_new(DOM0_PPC_GETDOMAINSTATE);
	const unsigned char *at = buffer();
	xen_ppc_record_t record;
	long rc;

	op->u.ppc_domainstate.domain = (domid_t)puppet.id;
	op->u.ppc_domainstate.size = 4096;
	op->u.ppc_domainstate.buffer = buffer_gpa();
	rc = op_do();
	*size = op->u.ppc_domainstate.size;
	memset(told, 0, sizeof(*told));
	for (u32 left = *size; rc == 0 && left; left -= sizeof(record) + record.length) {
		memcpy(&record, at, sizeof(record));
		at += sizeof(record);
		if (record.type == XEN_PPC_RECORD_TIME)
			memcpy(&told->timebase, at, sizeof(told->timebase));
		if (record.type == XEN_PPC_RECORD_VCPUS)
			memcpy(&told->nr_vcpus, at, sizeof(u32[2]));
		at += record.length;
	}
	return rc;
}

static void check_state(void)
{
	struct told before, after;
	dom0_op_t *op;
	u32 size;

	CU_ASSERT_EQUAL(get_state(&before, &size), 0);
	CU_ASSERT_EQUAL(before.nr_vcpus, 1);
	CU_ASSERT_EQUAL(before.flags, XEN_PPC_VCPU_INITIALISED);
	CU_ASSERT_EQUAL(get_state(&after, &size), 0);
	CU_ASSERT(after.timebase > before.timebase);
	/* Its time stands still; after that less than a step of it is missing. */
	CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, puppet.id), 0);
	CU_ASSERT_EQUAL(get_state(&before, &size), 0);
	usleep(200000);
	CU_ASSERT_EQUAL(get_state(&after, &size), 0);
	CU_ASSERT_EQUAL(after.timebase, before.timebase);
	CU_ASSERT_EQUAL(domain_control(DOM0_UNPAUSEDOMAIN, puppet.id), 0);
	CU_ASSERT_EQUAL(get_state(&after, &size), 0);
	CU_ASSERT(after.timebase > before.timebase);
	/* It has registers already. */
	op = op_new(DOM0_PPC_SETDOMAINSTATE);
	op->u.ppc_domainstate.domain = (domid_t)puppet.id;
	op->u.ppc_domainstate.size = size;
	op->u.ppc_domainstate.buffer = buffer_gpa();
	CU_ASSERT_EQUAL(op_do(), -EINVAL);
	CU_ASSERT_EQUAL(op->u.ppc_domainstate.why, 0);
	/* It still answers. */
	CU_ASSERT_EQUAL(it_prints("y"), 0);
}

static void its_time_stands_still_while_paused(void)
{
	with_puppet(check_state);
}

static void check_button(void)
{
	CU_ASSERT_EQUAL(domain_control(DOM0_PPC_POWER_BUTTON, puppet.id), -EAGAIN);
	CU_ASSERT_EQUAL(domain_control(DOM0_PPC_POWER_BUTTON, 0), -EINVAL);
	CU_ASSERT_EQUAL(domain_control(DOM0_PPC_POWER_BUTTON, NO_SUCH_DOMAIN), -ESRCH);
}

static void a_button_needs_somebody_who_listens(void)
{
	with_puppet(check_button);
}

CU_TestInfo guest_tests[] = {
	TEST(its_console_is_dom0s_to_use),
	TEST(dom0_has_another_console),
	TEST(dom0_is_told),
	TEST(its_time_stands_still_while_paused),
	TEST(a_button_needs_somebody_who_listens),
	CU_TEST_INFO_NULL,
};
