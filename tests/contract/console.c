// SPDX-License-Identifier: GPL-2.0-or-later
/* console_io, the two ways to read the console ring, and debug keys. */
#include <stdlib.h>

#include "contract.h"

/* Larger than any ring that dom0 is started with in the tests. */
#define RING_MAX (4UL << 20)

#define READ(wanted, place, room, empty)                                           \
	OP(wanted, READCONSOLE, readconsole, .buffer = at(place), .count = (room), \
	   .clear = (empty))
#define WINDOW(wanted, from, place, room, empty)                         \
	OP(wanted, PPC_READCONSOLE, ppc_readconsole, .position = (from), \
	   .buffer = at(place), .count = (room), .clear = (empty))

static dom0_ppc_readconsole_t ring(void)
{
	return *ANSWER(ppc_readconsole, WINDOW(0, 0, 0, 0, 0));
}

static void print(const char *text)
{
	size_t len = strlen(text);

	caller_write(BUFFER, text, len);
	EXPECT({ CALL((long)len, console_io, CONSOLEIO_write, len, BUFFER) });
}

static void check_text(unsigned long place, const char *wanted, size_t len)
{
	char text[64];

	CU_ASSERT_FATAL(len <= sizeof(text));
	caller_read(place, text, len);
	CU_ASSERT_EQUAL(memcmp(text, wanted, len), 0);
}

/* The ring from `position` on, in windows; how many bytes. */
static size_t read_ring(u64 position, u32 width, char *text)
{
	size_t done = 0, count;

	do {
		const dom0_ppc_readconsole_t *window =
			ANSWER(ppc_readconsole, WINDOW(0, position, BUFFER, width, 0));

		count = window->count;
		position = window->position;
		CU_ASSERT_FATAL(count <= width && count <= RING_MAX - done);
		caller_read(BUFFER, text + done, count);
		done += count;
	} while (count == width);
	return done;
}

/* Text of dom0 appears in the ring, complete and in order, whatever the windows. */
static void windows(void)
{
	static const u32 widths[] = { 1, 7, 100, 4095, 4096, 20000 };
	static const char line[] = "console: 0123456789 abcdefghijklmnopqrstuvwxyz\n";
	char *whole = malloc(RING_MAX), *pieces = malloc(RING_MAX);
	size_t len;

	CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
	CU_ASSERT_PTR_NOT_NULL_FATAL(pieces);
	print(line);
	CU_ASSERT_FATAL(ring().end - ring().start < RING_MAX);
	len = read_ring(0, FRAME_SIZE - 1, whole);
	CU_ASSERT_EQUAL(len, ring().end - ring().start);
	CU_ASSERT_FATAL(len >= sizeof(line) - 1);
	CU_ASSERT_EQUAL(memcmp(whole + len - (sizeof(line) - 1), line, sizeof(line) - 1),
			0);
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		CU_ASSERT_EQUAL(read_ring(0, widths[i], pieces), len);
		CU_ASSERT_EQUAL(memcmp(whole, pieces, len), 0);
	}
	free(whole);
	free(pieces);
}

static void positions(void)
{
	dom0_ppc_readconsole_t window;
	u64 end;

	print("console: positions\n");
	end = ring().end;
	window = *ANSWER(ppc_readconsole, WINDOW(0, end - 10, BUFFER, 4, 0));
	CU_ASSERT(window.count == 4 && window.position == end - 6);
	check_text(BUFFER, "position", 4);
	/* Nothing new, and positions that will never have been: nothing, and the end. */
	window = *ANSWER(ppc_readconsole, WINDOW(0, end, BUFFER, 100, 0));
	CU_ASSERT(window.count == 0 && window.position == end);
	window = *ANSWER(ppc_readconsole, WINDOW(0, TOP, 0, 100, 0));
	CU_ASSERT(window.count == 0 && window.position == end && window.end == end);
	/* Cleared up to what was read, no further. */
	EXPECT({ WINDOW(0, end - 10, BUFFER, 4, 1) });
	CU_ASSERT(ring().start == end - 6 && ring().end == end);
	/* What is older than the oldest: the oldest. Huge room is just room. */
	window = *ANSWER(ppc_readconsole, WINDOW(0, 0, BUFFER, ~0U, 0));
	CU_ASSERT(window.count == 6 && window.position == end);
	check_text(BUFFER, "tions\n", 6);
}

/* Less room than text: the newest bytes, from the buffer's start to its end. */
static void newest_bytes(void)
{
	static const char text[] = "console: the newest\n";
	const size_t len = sizeof(text) - 1;
	const dom0_readconsole_t *old;
	unsigned long place;

	print(text);
	FOR_EACH_GOOD_PLACE(place, len)
	{
		old = ANSWER(readconsole, READ(0, place, (u32)len, 0));
		CU_ASSERT(old->count == len && old->buffer == at(place));
		check_text(place, text, len);
	}
	CU_ASSERT_EQUAL(ANSWER(readconsole, READ(0, NOWHERE, 0, 0))->count, 0);
}

/* More room than text: it ends where the buffer ends, and the pointer has moved up. */
static void text_at_buffer_end(void)
{
	static const char text[] = "console: at the end\n";
	const dom0_readconsole_t *old;

	EXPECT({ READ(0, BUFFER, 1, 1) });
	print(text);
	caller_fill(BUFFER, 0x77, 164);
	old = ANSWER(readconsole, READ(0, BUFFER, 100, 0));
	CU_ASSERT(old->count == 20 && old->buffer == at(BUFFER + 80));
	check_text(BUFFER + 80, text, 20);
	CU_ASSERT(caller_filled(BUFFER, 0x77, 80) &&
		  caller_filled(BUFFER + 100, 0x77, 64));
	/* At the end of a buffer of 4 GiB there is nothing. */
	EXPECT({ READ(-EFAULT, END - 10, 0xffffffff, 0) });
}

static void clear_after_read(void)
{
	const dom0_readconsole_t *old;

	print("console: to be cleared\n");
	CU_ASSERT_EQUAL(ANSWER(readconsole, READ(0, BUFFER, 10, 1))->count, 10);
	CU_ASSERT_EQUAL(ring().start, ring().end);
	old = ANSWER(readconsole, READ(0, BUFFER, 100, 0));
	CU_ASSERT(old->count == 0 && old->buffer == at(BUFFER + 100));
}

/* A call that fails forgets nothing. */
static void no_clear_on_fault(void)
{
	dom0_ppc_readconsole_t before;

	print("console: kept\n");
	before = ring();
	EXPECT({ READ(-EFAULT, 0, 10, 1), BAD_PLACES(readconsole, buffer, 10) },
	       { WINDOW(-EFAULT, 0, 0, 10, 1), BAD_PLACES(ppc_readconsole, buffer, 10) });
	CU_ASSERT(ring().start == before.start && ring().end == before.end);
}

static void writing(void)
{
	const u64 end = ring().end;

	EXPECT({ CALL(0, console_io, CONSOLEIO_write, 0, NOWHERE) },
	       { CALL(0, console_io, CONSOLEIO_read, 0, NOWHERE) },
	       { CALL(-EINVAL, console_io, CONSOLEIO_write, TOP, BUFFER) },
	       { CALL(-EINVAL, console_io, CONSOLEIO_write, 1UL << 63, BUFFER) },
	       { CALL(-EINVAL, console_io, CONSOLEIO_read, TOP, BUFFER) },
	       { CALL(-EINVAL, console_io, CONSOLEIO_read, 1UL << 63, BUFFER) },
	       { CALL(-EFAULT, console_io, CONSOLEIO_write, 10), BAD_ARGS(2, 10) },
	       /* What was typed is not lost. */
	       { CALL(-EFAULT, console_io, CONSOLEIO_read, 10), BAD_ARGS(2, 10) },
	       { CALL(-ENOSYS, console_io, 2, 10, BUFFER) },
	       { CALL(-ENOSYS, console_io, 255, 10, BUFFER) },
	       { CALL(-ENOSYS, console_io, 0x80000000, 10, BUFFER) },
	       { CALL(-ENOSYS, console_io, TOP, 10, BUFFER) });
	CU_ASSERT_EQUAL(ring().end, end);
	/* Across a border; and as much as a call moves, which it says. */
	caller_write(BORDER - 3, "hello, world\n", 13);
	EXPECT({ CALL(13, console_io, CONSOLEIO_write, 13, BORDER - 3) });
	EXPECT({ WINDOW(0, ring().end - 13, BUFFER, 13, 0) });
	check_text(BUFFER, "hello, world\n", 13);
	caller_fill(BUFFER, '.', 8000);
	EXPECT({ CALL(4096, console_io, CONSOLEIO_write, 8000, BUFFER) });
	print("\n");
}

/*
 * What the two keys print is looked at by the system tests; here: that they print, and
 * that others do not.
 */
static void debug_keys(void)
{
	static const u32 unknown[] = { 0, 'M', 'x', 'm' | 0x100, 0xffffffff };

	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		EXPECT({ OP(-EINVAL, PPC_DEBUG_KEY, ppc_debug_key, .key = unknown[i]) });
	make(A, 1);
	for (const char *key = "md"; *key; key++) {
		u64 before = ring().end;

		DO(0, PPC_DEBUG_KEY, ppc_debug_key, .key = (u32)*key);
		CU_ASSERT(ring().end > before + 20);
	}
}

CU_TestInfo console_cases[] = {
	CASE(windows),		CASE(positions),
	CASE(newest_bytes),	CASE(text_at_buffer_end),
	CASE(clear_after_read), CASE(no_clear_on_fault),
	CASE(writing),		CASE(debug_keys),
	CU_TEST_INFO_NULL,
};
