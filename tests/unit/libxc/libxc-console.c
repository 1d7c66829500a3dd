// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's console, its power button, and the port that gets events. */
#include <limits.h>

#include "libxc-fake-build.h"
#include "libxc-magic.h"
#include "libxc-ops.h"

static char buffer[FAKE_CONSOLE + 1];

static size_t window(void)
{
	return fake.page_size - sizeof(dom0_op_t);
}

static void domains(void)
{
	fake_build_reset();
	fake_domain(3, 1, 0);
}

/* Read from position into room bytes; check the text and the next position. */
static void read_and_check(u64 position, size_t room, u64 first, size_t size)
{
	u64 at = position;

	memset(buffer, 0, sizeof(buffer));
	CU_ASSERT_EQUAL(xc_ppc_console_read(handle, 3, &at, buffer, room), (long)size);
	CU_ASSERT_EQUAL(at, first + size);
	for (size_t i = 0; i < size; i++)
		CU_ASSERT_EQUAL(buffer[i], FAKE_CHAR(first + i));
	CU_ASSERT_EQUAL(buffer[size], 0);
}

static void reading(void)
{
	const size_t sizes[] = { 0, 1, window() - 1, window(), window() + 1, 100000 };

	domains();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		xen.console_start = xen.console_end;
		fake_print(sizes[i]);
		read_and_check(0, FAKE_CONSOLE, xen.console_start, sizes[i]);
		read_and_check(xen.console_start, sizes[i], xen.console_start, sizes[i]);
		read_and_check(xen.console_start, sizes[i] / 2, xen.console_start,
			       sizes[i] / 2);
		read_and_check(xen.console_start + sizes[i] / 3, FAKE_CONSOLE,
			       xen.console_start + sizes[i] / 3, sizes[i] - sizes[i] / 3);
		read_and_check(xen.console_end, 10, xen.console_end, 0);
	}
	/* Without a buffer, only the position is returned. */
	{
		u64 at = 0;

		CU_ASSERT_EQUAL(xc_ppc_console_read(handle, 3, &at, NULL, 0), 0);
		CU_ASSERT_EQUAL(at, xen.console_start);
	}
}

static unsigned int hook_calls;

/* Before the second window the domain overwrites the part that it would read. */
static void overtake(const privcmd_hypercall_t *h)
{
	(void)h;
	if (hook_calls++ == 1)
		fake_print(window() + window() / 4);
}

static void reading_is_overtaken(void)
{
	u64 at = 0;

	domains();
	xen.console_size = window() + window() / 2;
	fake_print(xen.console_size);
	hook_calls = 0;
	fake.hook = overtake;
	/* The next call returns the text after the gap. */
	CU_ASSERT_EQUAL(xc_ppc_console_read(handle, 3, &at, buffer, FAKE_CONSOLE),
			(long)window());
	fake.hook = NULL;
	CU_ASSERT_EQUAL(at, window());
	CU_ASSERT(xen.console_start > at);
	read_and_check(at, FAKE_CONSOLE, xen.console_start, xen.console_size);
}

static void reading_fails(void)
{
	u64 at = 7;

	domains();
	ASSERT_FAILS(xc_ppc_console_read(handle, 4, &at, buffer, 1), ESRCH);
	ASSERT_FAILS(xc_ppc_console_read(handle, 65539, &at, buffer, 1), ESRCH);
	ASSERT_FAILS(xc_ppc_console_read(handle, 0, &at, buffer, 1), EINVAL);
	ASSERT_FAILS(xc_ppc_console_read(handle, 3, &at, NULL, 1), EFAULT);
	ASSERT_FAILS(xc_ppc_console_read(handle, 3, &at, buffer, SIZE_MAX), EFAULT);
	xen.lie = true;
	ASSERT_FAILS(xc_ppc_console_read(handle, 3, &at, buffer, 100), EIO);
	xen.lie = false;
	CU_ASSERT_EQUAL(at, 7);
	/* The part that was read is not lost. */
	fake_print(window() + 10);
	xen.fail_cmd = DOM0_PPC_CONSOLE_READ;
	xen.fail_in = 1;
	xen.fail_errno = ESRCH;
	read_and_check(0, FAKE_CONSOLE, 0, window());
}

static void writing(void)
{
	const size_t sizes[] = { 0, 1, window(), window() + 1, 100000 };

	domains();
	for (size_t i = 0; i < sizeof(buffer); i++)
		buffer[i] = FAKE_CHAR(i * 3);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		fake_build_reset();
		CU_ASSERT_EQUAL(xc_ppc_console_write(handle, 3, buffer, sizes[i]),
				(long)sizes[i]);
		CU_ASSERT_EQUAL(fake_build.typed_size, sizes[i]);
		CU_ASSERT_EQUAL(memcmp(fake_build.typed, buffer, sizes[i]), 0);
	}
	/* The room ends within a window or at its end. */
	for (size_t room = window() - 1; room < window() + 2; room++) {
		fake_build_reset();
		fake_build.typed_room = room;
		CU_ASSERT_EQUAL(xc_ppc_console_write(handle, 3, buffer, 100000),
				(long)room);
		CU_ASSERT_EQUAL(memcmp(fake_build.typed, buffer, room), 0);
		CU_ASSERT_EQUAL(xc_ppc_console_write(handle, 3, buffer, 1), 0);
	}
}

static void writing_fails(void)
{
	domains();
	ASSERT_FAILS(xc_ppc_console_write(handle, 4, "x", 1), ESRCH);
	ASSERT_FAILS(xc_ppc_console_write(handle, 65539, "x", 1), ESRCH);
	ASSERT_FAILS(xc_ppc_console_write(handle, 0, "x", 1), EINVAL);
	ASSERT_FAILS(xc_ppc_console_write(handle, 3, NULL, 1), EFAULT);
	xen.lie = true;
	ASSERT_FAILS(xc_ppc_console_write(handle, 3, "x", 1), EIO);
	xen.lie = false;
	fake_build_reset();
	xen.fail_cmd = DOM0_PPC_CONSOLE_WRITE;
	xen.fail_in = 1;
	xen.fail_errno = ESRCH;
	CU_ASSERT_EQUAL(xc_ppc_console_write(handle, 3, buffer, window() + 1),
			(long)window());
	CU_ASSERT_EQUAL(fake_build.typed_size, window());
}

static void watching(void)
{
	domains();
	CU_ASSERT_EQUAL(xc_ppc_watch(handle, 3, 9, XEN_PPC_WATCH_STATE), 0);
	CU_ASSERT_EQUAL(fake_build.watch.domain, 3);
	CU_ASSERT_EQUAL(fake_build.watch.port, 9);
	CU_ASSERT_EQUAL(fake_build.watch.events, XEN_PPC_WATCH_STATE);
	ASSERT_FAILS(xc_ppc_watch(handle, 3, 5, 1), EINVAL);
	ASSERT_FAILS(xc_ppc_watch(handle, 3, 9, 8), EINVAL);
	ASSERT_FAILS(xc_ppc_watch(handle, 4, 9, 1), ESRCH);
	/* Values that do not fit into the interface are not truncated. */
	ASSERT_FAILS(xc_ppc_watch(handle, 65539, 9, 1), ESRCH);
	ASSERT_FAILS(xc_ppc_watch(handle, 3, -1, 1), EINVAL);
	ASSERT_FAILS(xc_ppc_watch(handle, 3, 9, 0x10001), EINVAL);
	CU_ASSERT_EQUAL(xc_ppc_watch(handle, 3, 9, 0), 0);
	CU_ASSERT_EQUAL(fake_build.watch.events, 0);
}

static void power_button(void)
{
	domains();
	CU_ASSERT_EQUAL(xc_ppc_power_button(handle, 3), 0);
	CU_ASSERT_EQUAL(fake_build.pressed, 3);
	ASSERT_FAILS(xc_ppc_power_button(handle, 0), EINVAL);
	ASSERT_FAILS(xc_ppc_power_button(handle, 4), ESRCH);
	ASSERT_FAILS(xc_ppc_power_button(handle, 65539), ESRCH);
	xen.fail_cmd = DOM0_PPC_POWER_BUTTON;
	xen.fail_errno = EAGAIN;
	ASSERT_FAILS(xc_ppc_power_button(handle, 3), EAGAIN);
}

/* A program makes the operations itself. */
static void by_operations(void)
{
	char text[300] = { 0 };
	dom0_op_t op = { .cmd = DOM0_PPC_CONSOLE_READ };

	domains();
	fake_print(100);
	op.u.ppc_console_read.domain = 3;
	op.u.ppc_console_read.count = 200;
	op.u.ppc_console_read.position = 40;
	op.u.ppc_console_read.buffer = text;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_console_read.count, 60);
	CU_ASSERT_EQUAL(op.u.ppc_console_read.position, 100);
	CU_ASSERT_PTR_EQUAL(op.u.ppc_console_read.buffer, text);
	CU_ASSERT_EQUAL(text[59], FAKE_CHAR(99));
	CU_ASSERT_EQUAL(text[60], 0);
	op = (dom0_op_t){ .cmd = DOM0_PPC_CONSOLE_WRITE };
	op.u.ppc_console_write.domain = 3;
	op.u.ppc_console_write.count = 5;
	op.u.ppc_console_write.buffer = "hello";
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_console_write.count, 5);
	CU_ASSERT_EQUAL(memcmp(fake_build.typed, "hello", 5), 0);
	op.u.ppc_console_write.count = ~0U;
	ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSPC);
}

CU_TestInfo libxc_console_tests[] = {
	{ "reading", reading },
	{ "reading: overtaken by the ring", reading_is_overtaken },
	{ "reading: failures", reading_fails },
	{ "writing", writing },
	{ "writing: failures", writing_fails },
	{ "watching", watching },
	{ "the power button", power_button },
	{ "by operations of one's own", by_operations },
	CU_TEST_INFO_NULL,
};
