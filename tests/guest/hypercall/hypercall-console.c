// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: console_io, the two ways to read the console ring, debug keys. */
#include <stdlib.h>

#include "hypercall-test.h"

/* Larger than any ring that dom0 is started with in the tests. */
#define RING_MAX (4UL << 20)

static long read_ppc(u64 position, u32 count, u32 clear, dom0_ppc_readconsole_t *answer)
{
	dom0_op_t *op = op_new(DOM0_PPC_READCONSOLE);
	long result;

	op->u.ppc_readconsole.position = position;
	op->u.ppc_readconsole.count = count;
	op->u.ppc_readconsole.clear = clear;
	op->u.ppc_readconsole.buffer = count ? buffer_gpa() : NULL;
	result = op_do();
	*answer = op->u.ppc_readconsole;
	return result;
}

static void ring_range(u64 *start, u64 *end)
{
	dom0_ppc_readconsole_t answer = { 0 };

	CU_ASSERT_EQUAL(read_ppc(0, 0, 0, &answer), 0);
	*start = answer.start;
	*end = answer.end;
	CU_ASSERT(*start <= *end);
}

/* The ring from `position` on, in windows; how many bytes. */
static size_t read_ring(u64 position, u32 window, char *text, size_t room)
{
	dom0_ppc_readconsole_t answer;
	size_t done = 0;

	do {
		if (read_ppc(position, window, 0, &answer) || answer.count > window ||
		    answer.count > room - done)
			return 0;
		memcpy(text + done, buffer(), answer.count);
		done += answer.count;
		position = answer.position;
	} while (answer.count == window);
	return done;
}

static long write_console(const char *text)
{
	size_t len = strlen(text);

	memcpy(buffer(), text, len);
	return hcall(__HYPERVISOR_console_io, CONSOLEIO_write, len,
		     (unsigned long)buffer_gpa());
}

/* Text of dom0 appears in the ring, complete and in order. */
static void written_text_is_kept(void)
{
	static const char text[] =
		"console-test: 0123456789 abcdefghijklmnopqrstuvwxyz\n";
	char read[sizeof(text) + 1024] = "";
	u64 start, end;
	size_t n;

	ring_range(&start, &end);
	CU_ASSERT_EQUAL(write_console(text), sizeof(text) - 1);
	n = read_ring(end, 1000, read, sizeof(read) - 1);
	CU_ASSERT(n >= sizeof(text) - 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(read, text));
}

static void write_counts(void)
{
	const unsigned long gpa = (unsigned long)buffer_gpa();
	u64 start, before, after;

	ring_range(&start, &before);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, CONSOLEIO_write, 0, gpa), 0);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, CONSOLEIO_read, 0, gpa), 0);
	CU_ASSERT(hcall(__HYPERVISOR_console_io, CONSOLEIO_write, -1UL, gpa) < 0);
	CU_ASSERT(hcall(__HYPERVISOR_console_io, CONSOLEIO_write, 1UL << 63, gpa) < 0);
	CU_ASSERT(hcall(__HYPERVISOR_console_io, CONSOLEIO_read, -1UL, gpa) < 0);
	ring_range(&start, &after);
	CU_ASSERT_EQUAL(before, after);
}

/* One call may do less than asked for, so that it ends soon; it says how much. */
static void write_much(void)
{
	long n;

	memset(buffer(), '.', 8000);
	((char *)buffer())[7999] = '\n';
	n = hcall(__HYPERVISOR_console_io, CONSOLEIO_write, 8000,
		  (unsigned long)buffer_gpa());
	CU_ASSERT(n > 0 && n <= 8000);
	CU_ASSERT_EQUAL(write_console("\n"), 1);
}

static void bad_buffers(void)
{
	static const unsigned long commands[] = { CONSOLEIO_write, CONSOLEIO_read };

	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(
			hcall(__HYPERVISOR_console_io, commands[i], 1, dom0_end()),
			-EFAULT);
		CU_ASSERT_EQUAL(
			hcall(__HYPERVISOR_console_io, commands[i], 100, dom0_end() - 99),
			-EFAULT);
		CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, commands[i], 1, ~0UL),
				-EFAULT);
	}
}

static void unknown_commands(void)
{
	static const unsigned long commands[] = { 2, 3, 255, 0x80000000, ~0UL };

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, commands[i], 1,
				      (unsigned long)buffer_gpa()),
				-ENOSYS);
}

static long read_old(u32 count, u32 clear, dom0_readconsole_t *answer)
{
	dom0_op_t *op = op_new(DOM0_READCONSOLE);
	long result;

	op->u.readconsole.buffer = buffer_gpa();
	op->u.readconsole.count = count;
	op->u.readconsole.clear = clear;
	result = op_do();
	*answer = op->u.readconsole;
	return result;
}

/* Less room than text: the newest bytes, from the buffer's start to its end. */
static void newest_bytes(void)
{
	static const char text[] = "console-test: the newest\n";
	const size_t len = sizeof(text) - 1;
	dom0_readconsole_t answer;

	CU_ASSERT_EQUAL(write_console(text), (long)len);
	CU_ASSERT_EQUAL(read_old((u32)len, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, len);
	CU_ASSERT_PTR_EQUAL(answer.buffer, buffer_gpa());
	CU_ASSERT_EQUAL(memcmp(buffer(), text, len), 0);
	CU_ASSERT_EQUAL(read_old(0, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 0);
}

/* More room than text: it ends where the buffer ends, and the pointer has moved up. */
static void text_at_buffer_end(void)
{
	static char expected[65536];
	const u32 room = (u32)buffer_size();
	dom0_readconsole_t answer;
	u64 start, end;
	size_t len, moved;

	/* Both kinds of answer can be had in one page if the ring does not fill it. */
	ring_range(&start, &end);
	CU_ASSERT_EQUAL(read_ppc(end - start > 100 ? end - 100 : start, 0, 1,
				 &(dom0_ppc_readconsole_t){ 0 }),
			0);
	ring_range(&start, &end);
	len = read_ring(start, 4096, expected, sizeof(expected));
	CU_ASSERT_EQUAL(len, end - start);
	CU_ASSERT_FATAL(len < room);
	memset(buffer(), 0x77, room);
	CU_ASSERT_EQUAL(read_old(room, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, len);
	moved = (size_t)(answer.buffer - (char *)buffer_gpa());
	CU_ASSERT_EQUAL_FATAL(moved, room - len);
	CU_ASSERT_EQUAL(memcmp((char *)buffer() + moved, expected, len), 0);
	for (size_t i = 0; i < moved; i++)
		CU_ASSERT_EQUAL(((char *)buffer())[i], 0x77);
}

static void clear_after_read(void)
{
	dom0_readconsole_t answer;
	u64 start, end;

	CU_ASSERT_EQUAL(write_console("console-test: to be cleared\n"), 28);
	CU_ASSERT_EQUAL(read_old(10, 1, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 10);
	ring_range(&start, &end);
	CU_ASSERT_EQUAL(start, end);
	CU_ASSERT_EQUAL(read_old(100, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 0);
}

/* A call that fails forgets nothing. */
static void no_clear_on_fault(void)
{
	dom0_op_t *op;
	u64 start, end, start_after, end_after;

	CU_ASSERT_EQUAL(write_console("console-test: kept\n"), 19);
	ring_range(&start, &end);
	op = op_new(DOM0_READCONSOLE);
	op->u.readconsole.buffer = (char *)(1UL << 48);
	op->u.readconsole.count = 10;
	op->u.readconsole.clear = 1;
	CU_ASSERT_EQUAL(op_do(), -EFAULT);
	op = op_new(DOM0_PPC_READCONSOLE);
	op->u.ppc_readconsole.buffer = (char *)(1UL << 48);
	op->u.ppc_readconsole.count = 10;
	op->u.ppc_readconsole.clear = 1;
	CU_ASSERT_EQUAL(op_do(), -EFAULT);
	ring_range(&start_after, &end_after);
	CU_ASSERT_EQUAL(start_after, start);
	CU_ASSERT_EQUAL(end_after, end);
}

static void windows_of_all_sizes(void)
{
	static const u32 sizes[] = { 1, 3, 100, 4095, 4096 };
	char *whole = malloc(RING_MAX), *pieces = malloc(RING_MAX);
	u64 start, end;
	size_t len;

	CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
	CU_ASSERT_PTR_NOT_NULL_FATAL(pieces);
	CU_ASSERT(write_console("console-test: windows\n") > 0);
	ring_range(&start, &end);
	CU_ASSERT_FATAL(end - start < RING_MAX);
	len = read_ring(0, (u32)buffer_size(), whole, RING_MAX);
	CU_ASSERT_EQUAL(len, end - start);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		CU_ASSERT_EQUAL(read_ring(0, sizes[i], pieces, RING_MAX), len);
		CU_ASSERT_EQUAL(memcmp(whole, pieces, len), 0);
	}
	free(whole);
	free(pieces);
}

static void positions(void)
{
	dom0_ppc_readconsole_t answer;
	u64 start, end;

	CU_ASSERT_EQUAL(write_console("console-test: positions\n"), 24);
	ring_range(&start, &end);
	CU_ASSERT_EQUAL(read_ppc(end - 10, 4, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 4);
	CU_ASSERT_EQUAL(answer.position, end - 6);
	CU_ASSERT_EQUAL(memcmp(buffer(), "position", 4), 0);
	/* Nothing new, and positions that will never have been: nothing. */
	CU_ASSERT_EQUAL(read_ppc(end, 100, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 0);
	CU_ASSERT_EQUAL(answer.position, end);
	CU_ASSERT_EQUAL(read_ppc(~0UL, 100, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 0);
	CU_ASSERT_EQUAL(answer.end, end);
	/* Cleared up to what was read, no further. */
	CU_ASSERT_EQUAL(read_ppc(end - 10, 4, 1, &answer), 0);
	ring_range(&start, &end);
	CU_ASSERT_EQUAL(start, end - 6);
	/* What is older than the oldest: the oldest. */
	CU_ASSERT_EQUAL(read_ppc(0, 100, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, 6);
	CU_ASSERT_EQUAL(answer.position, end);
}

static void huge_counts(void)
{
	dom0_ppc_readconsole_t answer;
	dom0_readconsole_t old;
	u64 start, end;

	/* So little text that all of it fits: then a huge count is just room. */
	CU_ASSERT_EQUAL(read_old(0, 1, &old), 0);
	CU_ASSERT_EQUAL(write_console("console-test: huge\n"), 19);
	ring_range(&start, &end);
	CU_ASSERT_EQUAL(read_ppc(0, 0xffffffff, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.count, end - start);
	CU_ASSERT_EQUAL(memcmp(buffer(), "console-test: huge\n", 19), 0);
	/* The old op puts it at the buffer's end, 4 GiB away: not dom0's memory. */
	if (dom0_end() < 1UL << 32)
		CU_ASSERT_EQUAL(read_old(0xffffffff, 0, &old), -EFAULT);
}

/*
 * What the two keys print is looked at by the system tests; here: that they print,
 * and that others do not.
 */
static void debug_keys(void)
{
	static const u32 unknown[] = { 0, 'M', 'x', 'm' | 0x100, 0xffffffff };
	u64 start, before, after;

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		op_new(DOM0_PPC_DEBUG_KEY)->u.ppc_debug_key.key = unknown[i];
		CU_ASSERT_EQUAL(op_do(), -EINVAL);
	}
	for (const char *key = "md"; *key; key++) {
		ring_range(&start, &before);
		op_new(DOM0_PPC_DEBUG_KEY)->u.ppc_debug_key.key = (u32)*key;
		CU_ASSERT_EQUAL(op_do(), 0);
		ring_range(&start, &after);
		CU_ASSERT(after > before + 20);
	}
}

CU_TestInfo console_tests[] = {
	TEST(written_text_is_kept), TEST(write_counts),	    TEST(write_much),
	TEST(bad_buffers),	    TEST(unknown_commands), TEST(newest_bytes),
	TEST(text_at_buffer_end),   TEST(clear_after_read), TEST(no_clear_on_fault),
	TEST(windows_of_all_sizes), TEST(positions),	    TEST(huge_counts),
	TEST(debug_keys),	    CU_TEST_INFO_NULL,
};
