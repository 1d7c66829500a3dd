// SPDX-License-Identifier: GPL-2.0-or-later
/* The calls that reach the console, and what the machine says of itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/errno.h>
#include <xen/lib.h>

#include "console-ring.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static long read_old(u64 gpa, u32 count, u32 clear, u64 *at, u32 *got)
{
	dom0_op_t op = { .u.readconsole = { .clear = clear,
					    .buffer = guest_pointer(gpa),
					    .count = count } };
	long ret = op_call(DOM0_READCONSOLE, &op);

	*at = (uintptr_t)op.u.readconsole.buffer;
	*got = op.u.readconsole.count;
	return ret;
}

/* The newest bytes, at the end of the buffer; the answer says where they begin. */
static void reading_as_in_2005(void)
{
	char text[32] = { 0 };
	u32 got;
	u64 at;

	pr_info("abcdefghi\n"); /* 16 bytes */
	dom0_fill(BUF_GPA, 0xee, 64);
	CU_ASSERT_EQUAL(read_old(BUF_GPA, 30, 0, &at, &got), 0);
	CU_ASSERT_EQUAL(at, BUF_GPA + 14);
	CU_ASSERT_EQUAL(got, 16);
	dom0_read(at, text, 16);
	CU_ASSERT_STRING_EQUAL(text, "(XEN) abcdefghi\n");
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA, 0xee, 14));
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + 30, 0xee, 34));

	CU_ASSERT_EQUAL(read_old(BUF_GPA, 4, 0, &at, &got), 0);
	CU_ASSERT_EQUAL(at, BUF_GPA);
	CU_ASSERT_EQUAL(got, 4);
	memset(text, 0, sizeof(text));
	dom0_read(at, text, 4);
	CU_ASSERT_STRING_EQUAL(text, "ghi\n");

	CU_ASSERT_EQUAL(read_old(BUF_GPA, 4, 1, &at, &got), 0);
	CU_ASSERT_EQUAL(got, 4);
	CU_ASSERT_EQUAL(read_old(BUF_GPA, 4, 0, &at, &got), 0);
	CU_ASSERT_EQUAL(got, 0);
	CU_ASSERT_EQUAL(at, BUF_GPA + 4);
}

/* A whole ring that has wrapped, into a buffer in two chunks. */
static void reading_a_full_ring(void)
{
	char *text, *read = malloc(RING_SIZE);
	u32 got;
	u64 at;

	CU_ASSERT_PTR_NOT_NULL_FATAL(read);
	for (int i = 0; i < 2000; i++)
		pr_info("line %05d\n", i); /* 17 bytes: does not fit evenly */
	CU_ASSERT_EQUAL(read_old(CHUNK_SIZE - 1000, RING_SIZE, 0, &at, &got), 0);
	CU_ASSERT_EQUAL(got, RING_SIZE);
	CU_ASSERT_EQUAL(at, CHUNK_SIZE - 1000);
	dom0_read(at, read, RING_SIZE);
	text = ring_text();
	CU_ASSERT_EQUAL(memcmp(text, read, RING_SIZE), 0);
	free(text);
	free(read);
}

static void reading_into_nowhere(void)
{
	static const u64 bad[] = { 0,	    DOM0_END,	NOWHERE,     TOP,
				   TOP - 5, 1ULL << 63, DOM0_END - 9 };
	u64 at, start = console_ring()->start, end;
	u32 got;

	pr_info("abc\n"); /* 10 bytes */
	end = console_ring()->end;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(read_old(bad[i], 10, 1, &at, &got), -EFAULT);
	/* Only what is written must be there. */
	CU_ASSERT_EQUAL(read_old(NOWHERE, 0, 0, &at, &got), 0);
	CU_ASSERT_EQUAL(got, 0);
	CU_ASSERT_EQUAL(read_old(DOM0_END - 10, 0xffffffff, 0, &at, &got), -EFAULT);
	CU_ASSERT_EQUAL(console_ring()->start, start);
	CU_ASSERT_EQUAL(console_ring()->end, end);
}

static long read_window(dom0_ppc_readconsole_t *arg)
{
	dom0_op_t op = { .u.ppc_readconsole = *arg };
	long ret = op_call(DOM0_PPC_READCONSOLE, &op);

	*arg = op.u.ppc_readconsole;
	return ret;
}

/* A reader with a small buffer gets everything, once, in order. */
static void reading_by_windows(void)
{
	static const u32 widths[] = { 1, 7, 100, 4096, 20000 };
	char *text, *all = malloc(RING_SIZE + 20000);

	CU_ASSERT_PTR_NOT_NULL_FATAL(all);
	for (int i = 0; i < 2000; i++)
		pr_info("line %05d\n", i);
	text = ring_text();
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		u64 done = 0, position = 0;
		dom0_ppc_readconsole_t arg;

		do {
			arg = (dom0_ppc_readconsole_t){ .count = widths[i],
							.position = position,
							.buffer =
								guest_pointer(BUF_GPA) };
			CU_ASSERT_EQUAL_FATAL(read_window(&arg), 0);
			CU_ASSERT_EQUAL(arg.start, console_ring()->start);
			CU_ASSERT_EQUAL(arg.end, console_ring()->end);
			CU_ASSERT_FATAL(arg.count <= widths[i] && done <= RING_SIZE);
			dom0_read(BUF_GPA, all + done, arg.count);
			done += arg.count;
			position = arg.position;
		} while (arg.count);
		CU_ASSERT_EQUAL(position, console_ring()->end);
		CU_ASSERT_EQUAL(done, RING_SIZE);
		CU_ASSERT_EQUAL(memcmp(all, text, RING_SIZE), 0);
	}
	free(text);
	free(all);
}

static void window_positions(void)
{
	dom0_ppc_readconsole_t arg;
	u64 position;
	char text[8] = { 0 };

	pr_info("abc\n");
	position = console_ring()->end - 2;
	arg = (dom0_ppc_readconsole_t){ .count = 8,
					.position = position,
					.buffer = guest_pointer(BUF_GPA) };
	CU_ASSERT_EQUAL(read_window(&arg), 0);
	CU_ASSERT_EQUAL(arg.count, 2);
	dom0_read(BUF_GPA, text, 2);
	CU_ASSERT_STRING_EQUAL(text, "c\n");
	/* In the future: nothing, and the reader is told where the end is. */
	arg = (dom0_ppc_readconsole_t){ .count = 8, .position = TOP };
	CU_ASSERT_EQUAL(read_window(&arg), 0);
	CU_ASSERT_EQUAL(arg.count, 0);
	CU_ASSERT_EQUAL(arg.position, console_ring()->end);
	/* No buffer is needed to ask. */
	arg = (dom0_ppc_readconsole_t){ .count = 0 };
	CU_ASSERT_EQUAL(read_window(&arg), 0);
	CU_ASSERT_EQUAL(arg.end - arg.start, 10);
	arg = (dom0_ppc_readconsole_t){ .count = 8, .buffer = guest_pointer(NOWHERE) };
	CU_ASSERT_EQUAL(read_window(&arg), -EFAULT);
}

/* It forgets what was read, and not what came later. */
static void window_clearing(void)
{
	dom0_ppc_readconsole_t arg = { .clear = 1,
				       .count = 10,
				       .buffer = guest_pointer(BUF_GPA) };

	pr_info("one\n");
	pr_info("two\n");
	CU_ASSERT_EQUAL(read_window(&arg), 0);
	CU_ASSERT_EQUAL(arg.count, 10);
	check_ring("(XEN) two\n");
	arg.buffer = guest_pointer(NOWHERE);
	CU_ASSERT_EQUAL(read_window(&arg), -EFAULT);
	check_ring("(XEN) two\n");
}

static void console_io_writing(void)
{
	char *text;

	dom0_write(CHUNK_SIZE - 3, "hello, world\n", 13);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_console_io, CONSOLEIO_write, 13, CHUNK_SIZE - 3, 0, 0),
		13);
	CU_ASSERT_STRING_EQUAL(machine.console, "hello, world\r\n");
	check_ring("hello, world\n");
	CU_ASSERT_EQUAL(call(__HYPERVISOR_console_io, CONSOLEIO_write, 0, NOWHERE, 0, 0),
			0);
	/* As much as a call moves, which it says; a caller goes on from there. */
	text_ring_clear(console_ring(), console_ring()->end);
	dom0_fill(BUF_GPA, 'x', 10000);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_console_io, CONSOLEIO_write, 10000, BUF_GPA, 0, 0),
		4096);
	text = ring_text();
	CU_ASSERT_EQUAL(strlen(text), 4096);
	CU_ASSERT_EQUAL(strspn(text, "x"), 4096);
	free(text);
	pr_err("\n");
}

static void console_io_reading(void)
{
	char text[16] = { 0 };

	CU_ASSERT_EQUAL(call(__HYPERVISOR_console_io, CONSOLEIO_read, 10, BUF_GPA, 0, 0),
			0);
	machine.typed = "typed text";
	CU_ASSERT_EQUAL(call(__HYPERVISOR_console_io, CONSOLEIO_read, 0, NOWHERE, 0, 0),
			0);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_console_io, CONSOLEIO_read, 5, BUF_GPA, 0, 0),
			5);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_console_io, CONSOLEIO_read, 100, BUF_GPA + 5, 0, 0), 5);
	dom0_read(BUF_GPA, text, 10);
	CU_ASSERT_STRING_EQUAL(text, "typed text");
}

static void console_io_refusing(void)
{
	static const u64 bad[] = { 0,	    DOM0_END,	NOWHERE,     TOP,
				   TOP - 5, 1ULL << 63, DOM0_END - 9 };

	machine.typed = "typed text";
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(
			call(__HYPERVISOR_console_io, CONSOLEIO_write, 10, bad[i], 0, 0),
			-EFAULT);
		/* What was typed is not lost. */
		CU_ASSERT_EQUAL(
			call(__HYPERVISOR_console_io, CONSOLEIO_read, 10, bad[i], 0, 0),
			-EFAULT);
	}
	CU_ASSERT_STRING_EQUAL(machine.typed, "typed text");
	CU_ASSERT_STRING_EQUAL(machine.console, "");
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_console_io, CONSOLEIO_write, TOP, BUF_GPA, 0, 0),
		-EINVAL);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_console_io, CONSOLEIO_read, 1ULL << 63, BUF_GPA, 0, 0),
		-EINVAL);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_console_io, 2, 10, BUF_GPA, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_console_io, TOP, 10, BUF_GPA, 0, 0), -ENOSYS);
}

static void physical_info(void)
{
	dom0_op_t op;
	struct domain *d = make_domain(2);

	memset(&op, 0xee, sizeof(op));
	CU_ASSERT_EQUAL(op_call(DOM0_PHYSINFO, &op), 0);
	CU_ASSERT_EQUAL(op.u.physinfo.threads_per_core, 1);
	CU_ASSERT_EQUAL(op.u.physinfo.cores_per_socket, 1);
	CU_ASSERT_EQUAL(op.u.physinfo.sockets_per_node, 1);
	CU_ASSERT_EQUAL(op.u.physinfo.nr_nodes, 1);
	CU_ASSERT_EQUAL(op.u.physinfo.cpu_khz, boot_info.cpu.clock_frequency / 1000);
	CU_ASSERT_EQUAL(op.u.physinfo.total_pages, 24 * 1024);
	CU_ASSERT_EQUAL(op.u.physinfo.free_pages, chunk_free_count() * 1024ULL);
	destroy_domain(d);
	CU_ASSERT_EQUAL(op_call(DOM0_SCHED_ID, &op), 0);
	CU_ASSERT(op.u.sched_id.sched_id == SCHED_BVT ||
		  op.u.sched_id.sched_id == SCHED_SEDF);
}

/* The dump names each chunk's owner; the tests of whole boots read it. */
static void debug_keys(void)
{
	dom0_op_t op = { .u.ppc_debug_key.key = 'm' };
	struct domain *d = make_domain(1);
	char line[64], *text;

	CU_ASSERT_EQUAL(op_call(DOM0_PPC_DEBUG_KEY, &op), 0);
	text = ring_text();
	sprintf(line, "chunk %u domain %u place 0\n", d->p2m.chunk[0], d->id);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, line));
	for (u32 i = 0; i < DOM0_CHUNKS; i++) {
		sprintf(line, "chunk %u domain 0 place %u\n", dom0->p2m.chunk[i], i);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, line));
	}
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "chunk 0 xen\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " free\n"));
	free(text);
	op.u.ppc_debug_key.key = 'd';
	CU_ASSERT_EQUAL(op_call(DOM0_PPC_DEBUG_KEY, &op), 0);
	op.u.ppc_debug_key.key = 'M';
	CU_ASSERT_EQUAL(op_call(DOM0_PPC_DEBUG_KEY, &op), -EINVAL);
	op.u.ppc_debug_key.key = 0;
	CU_ASSERT_EQUAL(op_call(DOM0_PPC_DEBUG_KEY, &op), -EINVAL);
	op.u.ppc_debug_key.key = 'm' + 256;
	CU_ASSERT_EQUAL(op_call(DOM0_PPC_DEBUG_KEY, &op), -EINVAL);
}

int main(void)
{
	CU_TestInfo reading[] = {
		{ "as in 2005", reading_as_in_2005 },
		{ "a full ring", reading_a_full_ring },
		{ "into nowhere", reading_into_nowhere },
		{ "by windows", reading_by_windows },
		{ "positions of windows", window_positions },
		{ "clearing by windows", window_clearing },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo console_io[] = {
		{ "writing", console_io_writing },
		{ "reading", console_io_reading },
		{ "refusing", console_io_refusing },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo about[] = {
		{ "physical info", physical_info },
		{ "debug keys", debug_keys },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "reading the ring",
		  .pSetUpFunc = console_start_with_dom0,
		  .pTearDownFunc = dom0_stop,
		  .pTests = reading },
		{ .pName = "console_io",
		  .pSetUpFunc = console_start_with_dom0,
		  .pTearDownFunc = dom0_stop,
		  .pTests = console_io },
		{ .pName = "about the machine",
		  .pSetUpFunc = console_start_with_dom0,
		  .pTearDownFunc = dom0_stop,
		  .pTests = about },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-console-op", suites);
}
