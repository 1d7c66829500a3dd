// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SHADOW_CONTROL and PPC_SHADOW_CONTROL, as calls. What is dirty here is memory that came
 * while the log was on; a domain that writes is in tests/guest and log-dirty-test.
 */
#include "contract.h"

#define OFF	  DOM0_SHADOW_CONTROL_OP_OFF
#define TEST_MODE DOM0_SHADOW_CONTROL_OP_ENABLE_TEST
#define ENABLE	  DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY
#define TRANSLATE DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE
#define FLUSH	  DOM0_SHADOW_CONTROL_OP_FLUSH
#define CLEAN	  DOM0_SHADOW_CONTROL_OP_CLEAN
#define PEEK	  DOM0_SHADOW_CONTROL_OP_PEEK

enum { WORDS = 3 * CHUNK_FRAMES / 64 };

#define SHADOW(wanted, id, what, place, nr)                                      \
	OP(wanted, SHADOW_CONTROL, shadow_control, .domain = (id), .op = (what), \
	   .dirty_bitmap = at(place), .pages = (nr), .stats.dirty_count = 0x7777)
#define CONTROL(wanted, what) SHADOW(wanted, A, what, 0, 4711)
#define WINDOW(wanted, id, what, from, nr, place)                                        \
	OP(wanted, PPC_SHADOW_CONTROL, ppc_shadow_control, .domain = (id), .op = (what), \
	   .first = (from), .count = (nr), .dirty_bitmap = at(place), .pages = 4711)

/* What PEEK should say. */
static u64 wanted[WORDS];

static bool is_dirty(u64 frame)
{
	return wanted[frame / 64] >> frame % 64 & 1;
}

static void set_clean(u64 from, u64 end)
{
	for (u64 frame = from; frame < end; frame++)
		wanted[frame / 64] &= ~(1UL << frame % 64);
}

/*
 * A, with the log on and `chunks` chunks that have come since: all dirty but for the
 * first few frames of each 64.
 */
static void make_dirty(unsigned int chunks)
{
	make(A, 0);
	EXPECT({ CONTROL(0, ENABLE) });
	give_chunks(A, chunks);
	memset(wanted, 0xff, sizeof(wanted));
	for (u64 first = 0; first < chunks * CHUNK_FRAMES; first += 64) {
		EXPECT({ WINDOW(0, A, CLEAN, first, first / 64 % 7, 0) });
		set_clean(first, first + first / 64 % 7);
	}
}

static void check_peek(unsigned int chunks)
{
	u64 got[WORDS];

	EXPECT({ SHADOW(0, A, PEEK, BUFFER, TOP) });
	caller_read(BUFFER, got, chunks * CHUNK_FRAMES / 8);
	CU_ASSERT_EQUAL(memcmp(got, wanted, chunks * CHUNK_FRAMES / 8), 0);
}

static void whose(void)
{
	static const u32 ops[] = {
		OFF, TEST_MODE, ENABLE, TRANSLATE, FLUSH, CLEAN, PEEK
	};

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		EXPECT({ SHADOW(-ESRCH, 0, ops[i], 0, 0), NO_DOMAINS(shadow_control) },
		       { SHADOW(-EINVAL, 0, ops[i], 0, 0) },
		       { WINDOW(-ESRCH, 0, ops[i], 0, 0, 0),
			 NO_DOMAINS(ppc_shadow_control) },
		       { WINDOW(-EINVAL, 0, ops[i], 0, 0, 0) });
}

/* Only those that tell something change the op. */
static void check_unchanged(u32 op)
{
	const dom0_shadow_control_t *answer = ANSWER(shadow_control, CONTROL(0, op));

	CU_ASSERT(answer->pages == 4711 && answer->stats.dirty_count == 0x7777);
}

static void modes(void)
{
	static const u32 unknown[] = { 4, 5, 9, 13, 14, 0x80000002, 0xffffffff };

	make(A, 1);
	for (int on = 0; on < 2; on++) {
		for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
			EXPECT({ CONTROL(-EINVAL, unknown[i]) },
			       { WINDOW(-EINVAL, A, unknown[i], 0, 0, 0) });
		for (u32 op = OFF; op <= FLUSH; op++)
			EXPECT({ WINDOW(-EINVAL, A, op, 0, 0, 0) });
		EXPECT({ CONTROL(-ENOSYS, TEST_MODE) }, { CONTROL(-ENOSYS, TRANSLATE) });
		if (on)
			break;
		check_unchanged(OFF);
		EXPECT({ CONTROL(-EINVAL, FLUSH) }, { CONTROL(-EINVAL, CLEAN) },
		       { CONTROL(-EINVAL, PEEK) },
		       { WINDOW(-EINVAL, A, CLEAN, 0, 64, BUFFER) },
		       { WINDOW(-EINVAL, A, PEEK, 0, 64, BUFFER) });
		check_unchanged(ENABLE);
	}
	/* What is dirty stays so when it is to be enabled again. */
	give_chunks(A, 1);
	EXPECT({ CONTROL(-EINVAL, ENABLE) });
	caller_fill(BUFFER, 0xee, 512);
	CU_ASSERT_EQUAL(ANSWER(shadow_control, SHADOW(0, A, PEEK, BUFFER, TOP))->pages,
			2 * CHUNK_FRAMES);
	CU_ASSERT(caller_filled(BUFFER, 0, 128) &&
		  caller_filled(BUFFER + 128, 0xff, 128));
	CU_ASSERT(caller_filled(BUFFER + 256, 0xee, 256));
	/* FLUSH forgets the statistics. */
	check_unchanged(FLUSH);
	CU_ASSERT_EQUAL(
		ANSWER(shadow_control, SHADOW(0, A, PEEK, 0, 0))->stats.dirty_count, 0);
	check_unchanged(OFF);
	check_unchanged(OFF);
	EXPECT({ CONTROL(-EINVAL, PEEK) });
}

/* As many bits as were asked for and there are, in whole bytes. */
static void lengths(void)
{
	static const unsigned long pages[] = { 0,    1,	   7,	      8,	 9,
					       63,   64,   65,	      1000,	 2047,
					       2048, 2049, 1UL << 32, 1UL << 63, TOP };

	for (size_t i = 0; i < ARRAY_SIZE(pages); i++) {
		unsigned long told = MIN(pages[i], 2 * CHUNK_FRAMES);
		unsigned long bytes = (told + 7) / 8;
		u64 got[WORDS];

		make_dirty(2);
		for (u32 op = PEEK; op >= CLEAN; op--) {
			caller_fill(BUFFER, 0xee, 512);
			CU_ASSERT_EQUAL(
				ANSWER(shadow_control, SHADOW(0, A, op, BUFFER, pages[i]))
					->pages,
				told);
			CU_ASSERT(caller_filled(BUFFER + bytes, 0xee, 8));
			caller_read(BUFFER, got, bytes);
			CU_ASSERT_EQUAL(memcmp(got, wanted, bytes), 0);
		}
		set_clean(0, bytes * 8);
		check_peek(2);
		destroy(A);
	}
}

/* Any place in the caller's memory is good; any other leaves all as it was. */
static void places(void)
{
	const size_t size = 2 * CHUNK_FRAMES / 8;
	u64 got[WORDS];
	unsigned long place;

	make_dirty(2);
	EXPECT({ SHADOW(-EINVAL, A, CLEAN, 0, TOP),
		 BAD_PLACES_BUT_0(shadow_control, dirty_bitmap, size) },
	       { WINDOW(-EINVAL, A, CLEAN, 0, TOP, 0),
		 BAD_PLACES_BUT_0(ppc_shadow_control, dirty_bitmap, size) });
	FOR_EACH_GOOD_PLACE(place, size)
	{
		EXPECT({ SHADOW(0, A, PEEK, place, TOP) });
		caller_read(place, got, size);
		CU_ASSERT_EQUAL(memcmp(got, wanted, size), 0);
		caller_fill(place, 0xee, size);
		EXPECT({ WINDOW(0, A, PEEK, 0, TOP, place) });
		caller_read(place, got, size);
		CU_ASSERT_EQUAL(memcmp(got, wanted, size), 0);
	}
	CU_ASSERT_EQUAL(
		ANSWER(shadow_control, SHADOW(0, A, PEEK, 0, 0))->stats.dirty_count,
		2 * CHUNK_FRAMES);
}

/* No buffer: the rest of the answer, and what CLEAN does. */
static void no_buffer(void)
{
	const dom0_shadow_control_t *answer;

	make_dirty(1);
	answer = ANSWER(shadow_control, SHADOW(0, A, PEEK, 0, TOP));
	CU_ASSERT_EQUAL(answer->pages, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(answer->stats.dirty_count, CHUNK_FRAMES);
	CU_ASSERT(!answer->stats.fault_count && !answer->stats.dirty_net_count &&
		  !answer->stats.dirty_block_count);
	EXPECT({ WINDOW(0, A, CLEAN, 0, 64, 0) });
	set_clean(0, 64);
	check_peek(1);
	CU_ASSERT_EQUAL(ANSWER(shadow_control, SHADOW(0, A, CLEAN, 0, 128))->pages, 128);
	set_clean(0, 128);
	check_peek(1);
	/* The statistics are of the past, even if nothing is cleaned. */
	give_chunks(A, 1);
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(ANSWER(shadow_control, SHADOW(0, A, CLEAN, 0, 0))
					->stats.dirty_count,
				i ? 0 : CHUNK_FRAMES);
}

/* A bitmap of any length through a buffer of any length. */
static void windows(void)
{
	static const unsigned long sizes[] = { 64, 128, 192, 1024, 4096, TOP };
	const unsigned long total = 3 * CHUNK_FRAMES;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		make_dirty(3);
		for (unsigned long first = 0; first < total;) {
			const dom0_ppc_shadow_control_t *window;
			unsigned long count;
			u64 got[WORDS];

			caller_fill(BUFFER, 0xee, 1024);
			window = ANSWER(ppc_shadow_control,
					WINDOW(0, A, CLEAN, first, sizes[i], BUFFER));
			count = window->count;
			CU_ASSERT_EQUAL_FATAL(count, MIN(sizes[i], total - first));
			CU_ASSERT_EQUAL(window->pages, total);
			CU_ASSERT_EQUAL(window->stats.dirty_count, total);
			CU_ASSERT(caller_filled(BUFFER + count / 8, 0xee, 8));
			caller_read(BUFFER, got, count / 8);
			CU_ASSERT_EQUAL(memcmp(got, wanted + first / 64, count / 8), 0);
			first += count;
			if (sizes[i] >= 1024) {
				set_clean(0, first);
				check_peek(3);
			}
		}
		/* The last window ends the statistics' time. */
		CU_ASSERT_EQUAL(ANSWER(ppc_shadow_control, WINDOW(0, A, PEEK, 0, TOP, 0))
					->stats.dirty_count,
				0);
		destroy(A);
	}
}

/* Frames of the last word that the window does not have are neither named nor cleaned. */
static void odd_windows(void)
{
	static const unsigned long counts[] = { 1, 2, 63, 65, 100 };

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		unsigned long words = (counts[i] + 63) / 64;
		u64 got[2];

		make_dirty(1);
		for (u32 op = PEEK; op >= CLEAN; op--) {
			caller_fill(BUFFER, 0xee, 64);
			CU_ASSERT_EQUAL(ANSWER(ppc_shadow_control,
					       WINDOW(0, A, op, 192, counts[i], BUFFER))
						->count,
					counts[i]);
			CU_ASSERT(caller_filled(BUFFER + words * 8, 0xee, 8));
			caller_read(BUFFER, got, words * 8);
			for (unsigned long n = 0; n < words * 64; n++)
				CU_ASSERT_EQUAL(got[n / 64] >> n % 64 & 1,
						is_dirty(192 + n) && n < counts[i]);
		}
		set_clean(192, 192 + counts[i]);
		check_peek(1);
		destroy(A);
	}
}

static void windows_beside(void)
{
	static const unsigned long unaligned[] = { 1, 8, 32, 63, 65, TOP };
	static const unsigned long beyond[] = { 1024, 1088, 1UL << 32, TOP - 63 };

	make_dirty(1);
	for (size_t i = 0; i < ARRAY_SIZE(unaligned); i++)
		EXPECT({ WINDOW(-EINVAL, A, CLEAN, unaligned[i], 64, BUFFER) });
	caller_fill(BUFFER, 0xee, 64);
	for (size_t i = 0; i < ARRAY_SIZE(beyond); i++) {
		const dom0_ppc_shadow_control_t *window = ANSWER(
			ppc_shadow_control, WINDOW(0, A, CLEAN, beyond[i], TOP, BUFFER));

		CU_ASSERT(window->count == 0 && window->pages == CHUNK_FRAMES);
		/* Nothing to write: nowhere to write it is good. */
		EXPECT({ WINDOW(0, A, CLEAN, beyond[i], 64, NOWHERE) });
	}
	EXPECT({ WINDOW(0, A, CLEAN, 0, 0, NOWHERE) });
	CU_ASSERT(caller_filled(BUFFER, 0xee, 64));
	check_peek(1);
}

CU_TestInfo shadow_cases[] = {
	CASE(whose),	   CASE(modes),		 CASE(lengths),
	CASE(places),	   CASE(no_buffer),	 CASE(windows),
	CASE(odd_windows), CASE(windows_beside), CU_TEST_INFO_NULL,
};
