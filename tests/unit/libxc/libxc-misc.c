// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: the machine. */
#include "libxc-fake.h"
#include "libxc-ops.h"

static void physinfo(void)
{
	xc_physinfo_t info;

	CU_ASSERT_EQUAL(xc_physinfo(handle, &info), 0);
	CU_ASSERT_EQUAL(info.threads_per_core, 1);
	CU_ASSERT_EQUAL(info.cpu_khz, 5);
	CU_ASSERT_EQUAL(info.total_pages, 60000);
	CU_ASSERT_EQUAL(info.free_pages, 1000);
	xen.fail_cmd = DOM0_PHYSINFO;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_physinfo(handle, &info), EPERM);
}

static void sched_id(void)
{
	int id = -5;

	CU_ASSERT_EQUAL(xc_sched_id(handle, &id), 0);
	CU_ASSERT_EQUAL(id, SCHED_SEDF);
	xen.fail_cmd = DOM0_SCHED_ID;
	xen.fail_errno = EFAULT;
	id = -5;
	ASSERT_FAILS(xc_sched_id(handle, &id), EFAULT);
	CU_ASSERT_EQUAL(id, -5);
}

static void debug_key(void)
{
	CU_ASSERT_EQUAL(xc_ppc_debug_key(handle, 'm'), 0);
	CU_ASSERT_EQUAL(xen.key, 'm');
	ASSERT_FAILS(xc_ppc_debug_key(handle, 'x'), EINVAL);
}

/* Whether the text is the end of the ring; it is somewhere in the buffer. */
static bool is_newest(const char *text, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		if (text[i] != FAKE_CHAR(xen.console_end - n + i))
			return false;
	return true;
}

static void read_console(void)
{
	char buffer[1000], *text = buffer;
	unsigned int n = sizeof(buffer);

	fake_print(300);
	CU_ASSERT_EQUAL(xc_readconsolering(handle, &text, &n, 0), 0);
	CU_ASSERT_EQUAL(n, 300);
	CU_ASSERT_TRUE(text >= buffer && text + n <= buffer + sizeof(buffer));
	CU_ASSERT_TRUE(is_newest(text, n));
	/* A smaller buffer gets the newest text; clear discards it. */
	text = buffer;
	n = 100;
	CU_ASSERT_EQUAL(xc_readconsolering(handle, &text, &n, 1), 0);
	CU_ASSERT_EQUAL(n, 100);
	CU_ASSERT_TRUE(is_newest(text, n));
	text = buffer;
	n = sizeof(buffer);
	CU_ASSERT_EQUAL(xc_readconsolering(handle, &text, &n, 0), 0);
	CU_ASSERT_EQUAL(n, 0);
	xen.fail_errno = EPERM;
	xen.fail_cmd = fake.addressing == FAKE_IDENTITY ? DOM0_READCONSOLE
							: DOM0_PPC_READCONSOLE;
	ASSERT_FAILS(xc_readconsolering(handle, &text, &n, 0), EPERM);
}

/* Programs keep operations on their stack, and call functions of xc_private.h. */
static void dom0_op_on_the_stack(void)
{
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };

	CU_ASSERT_EQUAL(do_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.interface_version, DOM0_INTERFACE_VERSION);
	CU_ASSERT_EQUAL(op.u.physinfo.total_pages, 60000);
	op.cmd = DOM0_CREATEDOMAIN;
	op.u.createdomain.domain = 33;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	ASSERT_FAILS(xc_dom0_op(handle, &op), EINVAL);
	CU_ASSERT_EQUAL(op.u.createdomain.domain, 33);
}

static void not_a_handle(void)
{
	int null = open("/dev/null", O_RDWR);
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };
	int id;

	ASSERT_FAILS(xc_sched_id(null, &id), ENOTTY);
	ASSERT_FAILS(xc_sched_id(-1, &id), EBADF);
	ASSERT_FAILS(do_dom0_op(null, &op), ENOTTY);
	ASSERT_FAILS(xc_interface_close(-1), EBADF);
	close(null);
}

/* Run fn and return what it writes to stderr. */
void stderr_of(void (*fn)(void), char *text, size_t size)
{
	int kept = dup(2), fd = memfd_create("stderr", 0);
	ssize_t n;

	dup2(fd, 2);
	fn();
	dup2(kept, 2);
	n = pread(fd, text, size - 1, 0);
	text[n < 0 ? 0 : n] = 0;
	close(fd);
	close(kept);
}

static void ask_with_wrong_version(void)
{
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };
	xc_physinfo_t info;

	ASSERT_FAILS(xc_physinfo(handle, &info), EACCES);
	ASSERT_FAILS(xc_dom0_op(handle, &op), EACCES);
}

static void wrong_version(void)
{
	char text[1000], *second;

	xen.version++;
	stderr_of(ask_with_wrong_version, text, sizeof(text));
	CU_ASSERT_PTR_NOT_NULL_FATAL(strchr(text, '\n'));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "0xaaaa100e"));
	/* The same line for each failure. */
	second = strchr(text, '\n') + 1;
	CU_ASSERT_EQUAL(strncmp(text, second, second - text), 0);
	CU_ASSERT_EQUAL(second[second - text], 0);
}

CU_TestInfo libxc_misc_tests[] = {
	{ "physinfo", physinfo },
	{ "sched_id", sched_id },
	{ "debug key", debug_key },
	{ "readconsolering", read_console },
	{ "do_dom0_op with an operation on the stack", dom0_op_on_the_stack },
	{ "what is no handle", not_a_handle },
	{ "wrong interface version: errno and one line", wrong_version },
	CU_TEST_INFO_NULL,
};
