// SPDX-License-Identifier: GPL-2.0-or-later
/* GETMEMLIST and its windowed form, PPC_GETMEMLIST. */
#include <stdlib.h>

#include "contract.h"

#define WORD sizeof(unsigned long)

#define LIST(wanted, id, max, place)                                          \
	OP(wanted, GETMEMLIST, getmemlist, .domain = (id), .max_pfns = (max), \
	   .buffer = at(place), .num_pfns = 4711)
#define WINDOW(wanted, id, start, max, place)                                            \
	OP(wanted, PPC_GETMEMLIST, ppc_getmemlist, .domain = (id), .start_pfn = (start), \
	   .max_pfns = (max), .buffer = at(place), .num_pfns = 4711)
/* Even a failure says how much of it could be written. */
#define LIST_TELLS   MAY_CHANGE(getmemlist, num_pfns)
#define WINDOW_TELLS MAY_CHANGE(ppc_getmemlist, num_pfns)
#define LISTED(...)  (ANSWER(getmemlist, __VA_ARGS__)->num_pfns)

/* The list that a domain should have from frame `start` of its chunks on. */
static unsigned long wanted[8 * CHUNK_FRAMES];
static unsigned long nr_wanted;

/* Of A's chunks, those in the mask. */
static void want(unsigned int chunks)
{
	nr_wanted = 0;
	for (unsigned int c = 0; chunks >> c; c++)
		for (unsigned long f = 0; chunks >> c & 1 && f < CHUNK_FRAMES; f++)
			wanted[nr_wanted++] = frame_of(A, c) + f;
}

static void make_and_want(unsigned int chunks)
{
	make(A, chunks);
	want((1U << chunks) - 1);
}

/* That `count` entries there are those of the wanted list from `first` on. */
static void check_list(unsigned long place, unsigned long first, unsigned long count)
{
	static unsigned long got[8 * CHUNK_FRAMES];

	CU_ASSERT_FATAL(first + count <= nr_wanted);
	caller_read(place, got, count * WORD);
	CU_ASSERT_EQUAL(memcmp(got, wanted + first, count * WORD), 0);
}

/* A list of `max` entries there, all the caller's: how many it gets, nothing behind. */
static void check_whole(unsigned long place, unsigned long max)
{
	unsigned long count = MIN(max, nr_wanted), end = place + count * WORD;

	caller_fill(place - 8, 0xee, 8);
	if (end < END)
		caller_fill(end, 0xee, 8);
	CU_ASSERT_EQUAL(LISTED(LIST(0, A, max, place)), count);
	check_list(place, 0, count);
	CU_ASSERT(caller_filled(place - 8, 0xee, 8));
	CU_ASSERT(end >= END || caller_filled(end, 0xee, 8));
}

static void whole_list(void)
{
	unsigned long place;

	make_and_want(3);
	FOR_EACH_GOOD_PLACE(place, nr_wanted * WORD)
	check_whole(place, nr_wanted);
}

static void counts(void)
{
	const unsigned long max[] = { 0,	 1,
				      2,	 7,
				      1000,	 1024,
				      1025,	 2047,
				      2048,	 2049,
				      1UL << 32, (1UL << 61) - 1,
				      1UL << 61, (1UL << 61) + 1,
				      1UL << 63, TOP };

	make_and_want(2);
	for (size_t i = 0; i < ARRAY_SIZE(max); i++)
		check_whole(BUFFER + 8, max[i]);
}

/* That a window has `num` frames, and that the next one begins at `next`. */
static void check_window(const dom0_ppc_getmemlist_t *window, u64 num, u64 next)
{
	CU_ASSERT_EQUAL(window->num_pfns, num);
	CU_ASSERT_EQUAL(window->next_pfn, next);
}

static void empty_domain(void)
{
	make(A, 0);
	CU_ASSERT_EQUAL(LISTED(LIST(0, A, 100, NOWHERE)), 0);
	CU_ASSERT_EQUAL(ANSWER(ppc_getmemlist, WINDOW(0, A, 0, 100, NOWHERE))->num_pfns,
			0);
}

/* EINVAL as it always was; the new op says what is the case. */
static void unknown_domain(void)
{
	EXPECT({ LIST(-EINVAL, 0, 10, BUFFER), NO_DOMAINS(getmemlist), LIST_TELLS },
	       { WINDOW(-ESRCH, 0, 0, 10, BUFFER), NO_DOMAINS(ppc_getmemlist) });
}

/* What can be written is, and the answer says how much. */
static void bad_buffer(void)
{
	const unsigned long near_end[] = { END - 80, END - 85 };

	make_and_want(1);
	EXPECT({ LIST(-EFAULT, A, TOP, 0), BAD_PLACES(getmemlist, buffer, WORD),
		 LIST_TELLS },
	       { WINDOW(-EFAULT, A, 0, 1, 0), BAD_PLACES(ppc_getmemlist, buffer, WORD),
		 WINDOW_TELLS });
	for (size_t i = 0; i < ARRAY_SIZE(near_end); i++) {
		CU_ASSERT_EQUAL(LISTED(LIST(-EFAULT, A, TOP, near_end[i]), LIST_TELLS),
				10);
		check_list(near_end[i], 0, 10);
	}
	check_window(ANSWER(ppc_getmemlist, WINDOW(-EFAULT, A, 100, 50, END - 80),
			    WINDOW_TELLS),
		     10, 110);
	check_window(ANSWER(ppc_getmemlist, WINDOW(-EFAULT, A, 7, 50, END), WINDOW_TELLS),
		     0, 7);
	/* Just enough is no error; and nothing to write needs no buffer. */
	check_window(
		ANSWER(ppc_getmemlist, WINDOW(0, A, CHUNK_FRAMES - 10, TOP, END - 80)),
		10, CHUNK_FRAMES);
	check_window(ANSWER(ppc_getmemlist, WINDOW(0, A, 5, 0, NOWHERE)), 0, 5);
}

/* The windows of that width, put together, are the list. */
static void check_windows(unsigned long width)
{
	unsigned long done = 0, num, next = 0;

	do {
		const dom0_ppc_getmemlist_t *window =
			ANSWER(ppc_getmemlist, WINDOW(0, A, next, width, BUFFER));

		num = window->num_pfns;
		CU_ASSERT_FATAL(num <= width && (window->next_pfn > next || num < width));
		next = window->next_pfn;
		check_list(BUFFER, done, num);
		done += num;
	} while (num == width);
	CU_ASSERT_EQUAL(done, nr_wanted);
}

static void windows(void)
{
	static const unsigned long widths[] = { 7,    100,  456,  1000, 1023,
						1024, 1025, 3072, 4096, 8136 };

	make_and_want(3);
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++)
		check_windows(widths[i]);
	take_chunk(A, 1);
	take_chunk(A, 2);
	want(1);
	check_windows(1);
}

/* Holes are left out, wherever they are, and the next chunk fills the first one. */
static void windows_over_holes(void)
{
	static const unsigned int holes[] = { 0x01, 0x02, 0x06, 0x15, 0x2b, 0x3e, 0x3f };

	for (size_t i = 0; i < ARRAY_SIZE(holes); i++) {
		make(A, 7);
		for (unsigned int c = 0; c < 7; c++)
			if (holes[i] >> c & 1)
				take_chunk(A, c);
		want(0x7f & ~holes[i]);
		check_windows(100);
		check_windows(1500);
		check_whole(BUFFER + 8, TOP);
		destroy(A);
	}
}

/* The list from any frame on: what is left of it, whether the frame is there or not. */
static void windows_from_anywhere(void)
{
	const dom0_ppc_getmemlist_t *window;

	make(A, 5);
	take_chunk(A, 1);
	take_chunk(A, 2);
	want(0x19);
	for (unsigned long start = 0; start < 5 * CHUNK_FRAMES; start += 61) {
		unsigned long before = start < CHUNK_FRAMES ? start
				       : start < 3 * CHUNK_FRAMES
					       ? CHUNK_FRAMES
					       : start - 2 * CHUNK_FRAMES;

		window = ANSWER(ppc_getmemlist, WINDOW(0, A, start, nr_wanted, BUFFER));
		CU_ASSERT_EQUAL(window->next_pfn, 5 * CHUNK_FRAMES);
		CU_ASSERT_EQUAL_FATAL(window->num_pfns, nr_wanted - before);
		check_list(BUFFER, before, window->num_pfns);
	}
	/* The next chunk fills the first hole. */
	give_chunks(A, 1);
	check_window(ANSWER(ppc_getmemlist, WINDOW(0, A, CHUNK_FRAMES, 1, BUFFER)), 1,
		     CHUNK_FRAMES + 1);
	CU_ASSERT_EQUAL(caller_word(BUFFER, 0), frame_of(A, 5));
}

static void windows_behind_the_end(void)
{
	static const unsigned long starts[] = { 2048,	    2049,      1UL << 32,
						1UL << 48,  1UL << 58, 1UL << 63,
						TOP - 1023, TOP };

	make_and_want(2);
	for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
		CU_ASSERT_EQUAL(ANSWER(ppc_getmemlist,
				       WINDOW(0, A, starts[i], i % 2 ? TOP : 10, NOWHERE))
					->num_pfns,
				0);
	check_window(ANSWER(ppc_getmemlist, WINDOW(0, A, 2047, 10, BUFFER)), 1, 2048);
	check_window(ANSWER(ppc_getmemlist, WINDOW(0, A, 10, (1UL << 61) + 1, BUFFER)),
		     nr_wanted - 10, 2048);
}

/* The copy of the op counts: a list that is written over it changes nothing. */
static void list_over_the_op(void)
{
	make_and_want(1);
	for (unsigned long place = BUFFER - 800; place < BUFFER + 448; place += 104) {
		dom0_op_t op = { .cmd = DOM0_GETMEMLIST,
				 .interface_version = DOM0_INTERFACE_VERSION,
				 .u.getmemlist = { .domain = A,
						   .max_pfns = nr_wanted,
						   .buffer = at(place) } };

		CU_ASSERT_EQUAL(contract_op_at(BUFFER, &op), 0);
		/* The answer is written last. */
		CU_ASSERT_EQUAL(op.u.getmemlist.num_pfns, nr_wanted);
	}
}

static int compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

/* No frame belongs to two, none of dom0's is where its pseudo-physical number says. */
static void frames_belong_to_one(void)
{
	static const domid_t owner[] = { 0, A, B };
	const unsigned long total = info(0)->tot_pages + 4 * CHUNK_FRAMES;
	unsigned long *frames = malloc(total * WORD), done = 0, num, next;

	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	make(A, 2);
	make(B, 2);
	for (size_t i = 0; i < ARRAY_SIZE(owner); i++)
		for (next = 0, num = 1; num; done += num) {
			const dom0_ppc_getmemlist_t *window = ANSWER(
				ppc_getmemlist, WINDOW(0, owner[i], next, 8000, BUFFER));

			num = window->num_pfns;
			next = window->next_pfn;
			CU_ASSERT_FATAL(done + num <= total);
			caller_read(BUFFER, frames + done, num * WORD);
			for (unsigned long n = done; !owner[i] && n < done + num; n++)
				if (frames[n] == n)
					CU_FAIL("a frame of dom0's is where it says");
		}
	CU_ASSERT_EQUAL(done, total);
	qsort(frames, done, WORD, compare);
	for (unsigned long i = 1; i < done; i++)
		if (frames[i] == frames[i - 1])
			CU_FAIL("a frame belongs to two");
	free(frames);
}

CU_TestInfo memlist_cases[] = {
	CASE(whole_list),
	CASE(counts),
	CASE(empty_domain),
	CASE(unknown_domain),
	CASE(bad_buffer),
	CASE(windows),
	CASE(windows_over_holes),
	CASE(windows_from_anywhere),
	CASE(windows_behind_the_end),
	CASE(list_over_the_op),
	CASE(frames_belong_to_one),
	CU_TEST_INFO_NULL,
};
