// SPDX-License-Identifier: GPL-2.0-or-later
/* The calls that reach the console, and what the machine says of itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/sched/timer.h>
#include <xen/setup.h>
#include <public/version.h>
#include <compile.h>

#include "console-ring.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define LARGE_RING 65536

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

static void console_io_writing(void)
{
	dom0_write(CHUNK_SIZE - 3, "hello, world\n", 13);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_console_io, CONSOLEIO_write, 13, CHUNK_SIZE - 3, 0, 0),
		13);
	CU_ASSERT_STRING_EQUAL(machine.console, "hello, world\r\n");
	check_ring("hello, world\n");
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

/* A ring is for ever: it is made before dom0_start() looks at the free memory. */
static void start_with_large_ring(void)
{
	console_init("console_ring=65536");
	console_start_with_dom0();
}

/* The answer is that of one call. */
static void reading_in_pieces(void)
{
	char *text, *read = malloc(LARGE_RING);
	u64 at, before = machine.continuations;
	u32 got;

	CU_ASSERT_PTR_NOT_NULL_FATAL(read);
	for (int i = 0; i < 6000; i++)
		pr_info("line %05d\n", i);
	text = ring_text();
	machine.hurry = true;
	CU_ASSERT_EQUAL(read_old(CHUNK_SIZE - 1000, LARGE_RING + 100, 1, &at, &got), 0);
	machine.hurry = false;
	CU_ASSERT_EQUAL(machine.continuations - before, 3);
	CU_ASSERT_EQUAL(got, LARGE_RING);
	CU_ASSERT_EQUAL(at, CHUNK_SIZE - 900);
	dom0_read(CHUNK_SIZE - 900, read, LARGE_RING);
	CU_ASSERT_EQUAL(memcmp(text, read, LARGE_RING), 0);
	check_ring("");
	free(text);
	free(read);
}

/* What a caller makes up as progress is refused, or reads what there is. */
static void reading_with_forged_progress(void)
{
	static const struct {
		u64 end, done;
		u32 room;
		long ret;
	} cases[] = {
		{ 1ULL << 39, 0, 100, -EINVAL },
		{ 0, 101, 100, -EINVAL },
		{ 0, 100, 100, 0 },
		{ 0, 0, 100, 0 },
		{ 1, 0, 0, 0 },
	};

	pr_info("a text of more than a hundred characters, so that something of it would "
		"be read if there were no check of it\n");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		dom0_op_t op = { .cmd = DOM0_READCONSOLE,
				 .interface_version = DOM0_INTERFACE_VERSION,
				 .u.readconsole = { .buffer = guest_pointer(BUF_GPA),
						    .count = cases[i].room } };
		u64 arg[6] = { OP_GPA };

		arg[5] = cases[i].end << 24 | cases[i].done;
		dom0_write(OP_GPA, &op, sizeof(op));
		dom0_fill(BUF_GPA - 128, 0xee, 512);
		CU_ASSERT_EQUAL(hypercall(&dom0->vcpu[0]->caller,
					  __HYPERVISOR_dom0_op | XEN_PPC_CONTINUED, arg),
				cases[i].ret);
		CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA - 128, 0xee, 128));
		CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + 100, 0xee, 284));
	}
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
}

/* The domain whose vCPUs were being printed is gone: the next one is printed whole. */
static void debug_key_of_one_that_is_gone(void)
{
	struct domain *gone = make_domain(1), *next = make_domain(1);
	u64 progress = (u64)gone->id << 32 | 1;
	char line[64], *text;

	destroy_domain(gone);
	CU_ASSERT_EQUAL(debug_key('d', &progress, TIMER_NEVER), 0);
	text = ring_text();
	sprintf(line, "(XEN) domain %u: ", next->id);
	CU_ASSERT_EQUAL(strncmp(text, line, strlen(line)), 0);
	sprintf(line, "domain %u vCPU 0: ", next->id);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, line));
	free(text);
	destroy_domain(next);
}

static void compile_info(void)
{
	xen_compile_info_t info;

	dom0_fill(BUF_GPA, 0xee, sizeof(info) + 1);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_xen_version, XENVER_compile_info, BUF_GPA, 0, 0, 0), 0);
	dom0_read(BUF_GPA, &info, sizeof(info));
	/* Too long for its place: cut off, and ended. */
	CU_ASSERT_EQUAL(strlen(info.compiler), sizeof(info.compiler) - 1);
	CU_ASSERT_EQUAL(strncmp(info.compiler, XEN_COMPILER, sizeof(info.compiler) - 1),
			0);
	CU_ASSERT_STRING_EQUAL(info.compile_by, XEN_COMPILE_BY);
	CU_ASSERT_STRING_EQUAL(info.compile_domain, XEN_COMPILE_DOMAIN);
	CU_ASSERT_STRING_EQUAL(info.compile_date, XEN_COMPILE_DATE);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + sizeof(info), 0xee, 1));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "reading a full ring", reading_a_full_ring },
		{ "console_io writing", console_io_writing },
		{ "console_io reading", console_io_reading },
		{ "physical info", physical_info },
		{ "debug keys", debug_keys },
		{ "debug key of one that is gone", debug_key_of_one_that_is_gone },
		{ "compile info", compile_info },
		{ "reading with forged progress", reading_with_forged_progress },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo large[] = {
		{ "reading in pieces", reading_in_pieces },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "console ops",
		  .pSetUpFunc = console_start_with_dom0,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		{ .pName = "console ops, large ring",
		  .pSetUpFunc = start_with_large_ring,
		  .pTearDownFunc = dom0_stop,
		  .pTests = large },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-console-op", suites);
}
