// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dom_mem_op. Memory comes in whole chunks, so a request is rounded up as a whole; the
 * result counts extents, from the start of the list.
 */
#include "contract.h"

#define NO_LIST 0
#define LIST	BUFFER

static unsigned long frames(domid_t id)
{
	return info(id)->tot_pages;
}

static void limit_to(domid_t id, unsigned long frames)
{
	DO(0, SETDOMAINMAXMEM, setdomainmaxmem, .domain = id, .max_memkb = frames * 64);
}

static void growing(void)
{
	static const struct {
		unsigned long nr, order, chunks;
	} requests[] = {
		{ 0, 0, 0 },
		{ 0, 10, 0 },
		{ 1, 0, 1 },
		{ 1023, 0, 1 },
		{ 1024, 0, 1 },
		{ 1025, 0, 2 },
		{ 1, 10, 1 },
		{ 3, 10, 3 },
		{ 1, 9, 1 },
		{ 3, 9, 2 },
		{ 65, 4, 2 },
		/* The upper bits say how many address bits the domain's devices have. */
		{ 1, 10 | 32 << 8, 1 },
	};
	unsigned long free = frames_left();

	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		make(A, 0);
		CU_ASSERT_EQUAL(
			increase(0, NO_LIST, requests[i].nr, requests[i].order, A),
			(long)requests[i].nr);
		CU_ASSERT_EQUAL(frames(A), requests[i].chunks * CHUNK_FRAMES);
		CU_ASSERT(frames_left() <= free - requests[i].chunks * CHUNK_FRAMES);
		destroy(A);
		CU_ASSERT_EQUAL(frames_left(), free);
	}
}

/* The list tells where each extent is, as PPC_GETMEMLIST tells it for each frame. */
static void reported_frames(void)
{
	static unsigned long frame[2 * CHUNK_FRAMES];

	make(A, 0);
	caller_fill(LIST, 0xee, 2048);
	CU_ASSERT_EQUAL(increase(0, LIST, 128, 4, A), 128);
	CU_ASSERT(caller_filled(LIST + 1024, 0xee, 1024));
	DO(0, PPC_GETMEMLIST, ppc_getmemlist, .domain = A, .max_pfns = TOP,
	   .buffer = at(LIST + 2048));
	caller_read(LIST + 2048, frame, sizeof(frame));
	for (unsigned long i = 0; i < 128; i++)
		CU_ASSERT_EQUAL(caller_word(LIST, i), frame[i << 4]);
}

/* A call that goes on where another one ended. */
static void skipping(void)
{
	make(A, 0);
	caller_fill(LIST, 0xee, 64);
	CU_ASSERT_EQUAL(increase(2, LIST, 4, CHUNK_ORDER, A), 4);
	CU_ASSERT_EQUAL(frames(A), 2 * CHUNK_FRAMES);
	CU_ASSERT(caller_filled(LIST, 0xee, 16) && caller_filled(LIST + 32, 0xee, 32));
	CU_ASSERT_EQUAL(caller_word(LIST, 2) % CHUNK_FRAMES, 0);
	/* Nothing left to do is no error, more than all is one. */
	CU_ASSERT_EQUAL(increase(4, LIST, 4, CHUNK_ORDER, A), 4);
	CU_ASSERT_EQUAL(increase(5, LIST, 4, CHUNK_ORDER, A), -EINVAL);
	CU_ASSERT_EQUAL(increase(2, NO_LIST, 1, CHUNK_ORDER, A), -EINVAL);
	CU_ASSERT_EQUAL(increase(0xfffffff, NO_LIST, 4, 0, A), -EINVAL);
	CU_ASSERT_EQUAL(increase(1UL << 59, NO_LIST, 1, CHUNK_ORDER, A), -EINVAL);
	CU_ASSERT_EQUAL(frames(A), 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(decrease(3, LIST, 4, CHUNK_ORDER, A), 4);
	CU_ASSERT_EQUAL(frames(A), CHUNK_FRAMES);
}

/* The limit, too, is taken in whole chunks: it never holds back half of one. */
static void limits(void)
{
	make(A, 1);
	limit_to(A, 3 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 10, CHUNK_ORDER, A), 2);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER, A), 0);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, 0, A), 0);
	/* Below what it has: nothing is taken away, nothing is given. */
	limit_to(A, 1);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, 0, A), 0);
	CU_ASSERT_EQUAL(frames(A), 3 * CHUNK_FRAMES);
	make(B, 0);
	limit_to(B, 100);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 200, 0, B), 100);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, 0, B), 0);
	CU_ASSERT_EQUAL(frames(B), CHUNK_FRAMES);
}

/* A limit that is no whole number of chunks is rounded up to one, and that is all. */
static void odd_limits(void)
{
	for (unsigned long order = 0; order < CHUNK_ORDER; order++) {
		make(A, 0);
		limit_to(A, 1500);
		CU_ASSERT_EQUAL(increase(0, NO_LIST, 5000, order, A), 1500 >> order);
		for (int again = 0; again < 3; again++)
			increase(0, NO_LIST, 1, order, A);
		CU_ASSERT(frames(A) <= 2 * CHUNK_FRAMES);
		destroy(A);
	}
}

/* All memory goes into one domain; the result says what is missing. */
static void no_memory_left(void)
{
	long free = (long)(frames_left() / CHUNK_FRAMES), done;

	make(A, 0);
	make(B, 0);
	done = increase(0, NO_LIST, (unsigned long)free + 5, CHUNK_ORDER, A);
	/* A few may have become the hypervisor's own. */
	CU_ASSERT(done <= free && done + 3 >= free);
	CU_ASSERT_EQUAL(frames(A), (unsigned long)done * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(frames_left(), 0);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER, A), 0);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER, B), 0);
	/* A domain can still be made: it has no memory of its own. */
	DO(0, CREATEDOMAIN, createdomain, .domain = C);
}

/* Machine memory is contiguous within a chunk only. */
static void large_extents(void)
{
	static const unsigned long orders[] = {
		CHUNK_ORDER + 1, 12, 20, 52, 63, 64, 65, 127, 128, 255
	};

	make(A, 0);
	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, orders[i], A), 0);
		CU_ASSERT_EQUAL(increase(0, LIST, 100, orders[i], A), 0);
	}
	CU_ASSERT_EQUAL(frames(A), 0);
}

/* Refused: never some of 2^63. */
static void huge_counts(void)
{
	static const unsigned long counts[] = { 1UL << 31, 1UL << 32, 1UL << 63, TOP };

	make(A, 0);
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		CU_ASSERT(increase(0, NO_LIST, counts[i], 0, A) < 0);
		CU_ASSERT(increase(0, LIST, counts[i], CHUNK_ORDER, A) < 0);
		CU_ASSERT(decrease(0, LIST, counts[i], CHUNK_ORDER, A) < 0);
	}
	CU_ASSERT_EQUAL(frames(A), 0);
	/* The largest one that fits an int result: an end in sight all the same. */
	limit_to(A, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 0x7fffffff, 0, A), CHUNK_FRAMES);
}

static void shrinking(void)
{
	make(A, 4);
	caller_set_word(LIST, 0, frame_of(A, 1));
	caller_set_word(LIST, 1, frame_of(A, 3));
	CU_ASSERT_EQUAL(decrease(0, LIST, 2, CHUNK_ORDER, A), 2);
	CU_ASSERT_EQUAL(frames(A), 2 * CHUNK_FRAMES);
	EXPECT({ OP(-EINVAL, GETPAGEFRAMEINFO, getpageframeinfo, .domain = A,
		    .pfn = frame_of(A, 3)) },
	       { OP(0, GETPAGEFRAMEINFO, getpageframeinfo, .domain = A,
		    .pfn = frame_of(A, 2)) });
	/* It is gone: not again, and nothing behind it in the list. */
	caller_set_word(LIST, 0, frame_of(A, 1));
	caller_set_word(LIST, 1, frame_of(A, 0));
	CU_ASSERT_EQUAL(decrease(0, LIST, 2, CHUNK_ORDER, A), 0);
	CU_ASSERT_EQUAL(decrease(1, LIST, 2, CHUNK_ORDER, A), 2);
	take_chunk(A, 2);
	CU_ASSERT_EQUAL(frames(A), 0);
}

/* What is not the domain's own whole chunk stays where it is. */
static void shrinking_refused(void)
{
	unsigned long own, bad[12];

	make(A, 2);
	make(B, 1);
	own = frame_of(A, 0);
	memcpy(bad,
	       (unsigned long[]){ frame_of(B, 0), own + 1, own + 1023, own | 1UL << 42, 0,
				  (1UL << 42) * 1024 + own, 1UL << 63, TOP - 1023, TOP,
				  0x7ffffc00, 1UL << 40, own ^ 512 },
	       sizeof(bad));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		caller_set_word(LIST, 0, bad[i]);
		CU_ASSERT_EQUAL(decrease(0, LIST, 1, CHUNK_ORDER, A), 0);
	}
	/* Only whole chunks are taken back, and no list names none. */
	caller_set_word(LIST, 0, own);
	CU_ASSERT_EQUAL(decrease(0, LIST, 1, 0, A), 0);
	CU_ASSERT_EQUAL(decrease(0, LIST, 1, CHUNK_ORDER + 1, A), 0);
	CU_ASSERT_EQUAL(decrease(0, NO_LIST, 1, CHUNK_ORDER, A), 0);
	CU_ASSERT(frames(A) == 2 * CHUNK_FRAMES && frames(B) == CHUNK_FRAMES);
	/* It ends at the first extent that is not to be had, and says how far it got. */
	caller_set_word(LIST, 1, frame_of(B, 0));
	caller_set_word(LIST, 2, frame_of(A, 1));
	CU_ASSERT_EQUAL(decrease(0, LIST, 3, CHUNK_ORDER, A), 1);
	CU_ASSERT(frames(A) == CHUNK_FRAMES && frames(B) == CHUNK_FRAMES);
}

/* dom0 gets a chunk behind its memory and gives it back. */
static void own_memory(void)
{
	const unsigned long before = frames(0);

	CU_ASSERT_EQUAL(increase(0, LIST, 1, CHUNK_ORDER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(frames(0), before + CHUNK_FRAMES);
	/* It is there: the hypervisor can read and write it. */
	EXPECT({ CALL(0, xen_version, XENVER_extraversion, END) });
	CU_ASSERT_EQUAL(decrease(0, LIST, 1, CHUNK_ORDER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(frames(0), before);
	EXPECT({ CALL(-EFAULT, xen_version, XENVER_extraversion, END) });
}

/*
 * Memory comes cleared. The hypervisor itself is made to write a known frame into a chunk
 * of dom0, the chunk is given back and had again; if the frame were still there, a list
 * at that place would name it.
 */
static void memory_comes_cleared(void)
{
	const unsigned long places[] = { END, END + CHUNK_SIZE - sizeof(long) };
	unsigned long before, n = 0;

	make(A, 1);
	CU_ASSERT_EQUAL(increase(0, LIST, 1, CHUNK_ORDER, DOMID_SELF), 1);
	before = caller_word(LIST, 0);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		DO(0, PPC_GETMEMLIST, ppc_getmemlist, .domain = A, .max_pfns = 1,
		   .buffer = at(places[i]));
	CU_ASSERT_EQUAL(decrease(0, LIST, 1, CHUNK_ORDER, DOMID_SELF), 1);
	/* Only the same chunk can tell. It may be the last that there is. */
	do {
		n++;
		if (increase(n - 1, LIST, n, CHUNK_ORDER, DOMID_SELF) != (long)n)
			CU_FAIL_FATAL("the chunk does not come back");
	} while (caller_word(LIST, n - 1) != before);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		CU_ASSERT_EQUAL(
			decrease(0, places[i] + (n - 1) * CHUNK_SIZE, 1, CHUNK_ORDER, A),
			0);
	CU_ASSERT_EQUAL(frames(A), CHUNK_FRAMES);
	CU_ASSERT_EQUAL(decrease(0, LIST, n, CHUNK_ORDER, DOMID_SELF), (long)n);
}

/* In this order: the count, the domain, the command. */
static void refusals(void)
{
	make(A, 1);
	for (unsigned long op = 2; op < 16; op++)
		EXPECT({ CALL(-ENOSYS, dom_mem_op, op, 0, 1, 0, A) },
		       { CALL(-ESRCH, dom_mem_op, op, 0, 1, 0, NO_DOMAIN) },
		       { CALL(-EINVAL, dom_mem_op, op | 2 << 4, 0, 1, 0, NO_DOMAIN) });
	EXPECT({ CALL(-ESRCH, dom_mem_op, 0, 0, 1, CHUNK_ORDER, NO_DOMAIN) },
	       { CALL(-ESRCH, dom_mem_op, 0, 0, 1, CHUNK_ORDER, DOMID_IO) },
	       { CALL(-ESRCH, dom_mem_op, 0, 0, 1, CHUNK_ORDER, DOMID_XEN) },
	       { CALL(-ESRCH, dom_mem_op, 1, 0, 1, CHUNK_ORDER, 0xffff) });
	CU_ASSERT_EQUAL(frames(A), CHUNK_FRAMES);
}

/* A list that is not there: nothing is done, and no chunk is lost. */
static void bad_lists(void)
{
	const unsigned long bad[] = { END, NOWHERE, TOP, TOP - 7, END - 15, 1UL << 63 };
	unsigned long free;

	make(A, 2);
	free = frames_left();
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT(increase(0, bad[i], 2, CHUNK_ORDER, A) <= 0);
		CU_ASSERT(decrease(0, bad[i], 2, CHUNK_ORDER, A) <= 0);
	}
	/* One that would begin elsewhere if its address could wrap. */
	CU_ASSERT(increase(0x2000, TOP - 0xffff, 0x2002, CHUNK_ORDER, A) <= 0x2000);
	CU_ASSERT_EQUAL(frames(A), 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(frames_left(), free);
}

static void places_of_lists(void)
{
	unsigned long place, listed[2];

	make(A, 0);
	FOR_EACH_GOOD_PLACE(place, sizeof(listed))
	{
		CU_ASSERT_EQUAL(increase(0, place, 2, CHUNK_ORDER, A), 2);
		caller_read(place, listed, sizeof(listed));
		/* That is at BUFFER, too. */
		CU_ASSERT_EQUAL(listed_frame(A, 0), listed[0]);
		CU_ASSERT_EQUAL(listed_frame(A, CHUNK_FRAMES), listed[1]);
		caller_write(place, listed, sizeof(listed));
		CU_ASSERT_EQUAL(decrease(0, place, 2, CHUNK_ORDER, A), 2);
	}
}

/* Many calls: a domain's frames are what went in less what came out. */
static void model(void)
{
	unsigned long first, have = 1, seed = 1;

	make(A, 1);
	first = frame_of(A, 0);
	for (int round = 0; round < 200; round++) {
		unsigned long n;
		long done;

		seed = seed * 6364136223846793005 + 1442695040888963407;
		n = seed >> 62;
		if (seed >> 61 & 1 && have < 12) {
			done = increase(0, LIST, n, CHUNK_ORDER, A);
			CU_ASSERT_FATAL(done >= 0 && done <= (long)n);
			have += (unsigned long)done;
		} else {
			for (unsigned long i = 0; i < n; i++)
				caller_set_word(LIST, i,
						first + ((seed >> (i * 8) & 15) - 8) *
								CHUNK_FRAMES);
			done = decrease(0, LIST, n, CHUNK_ORDER, A);
			CU_ASSERT_FATAL(done >= 0 && done <= (long)n);
			have -= (unsigned long)done;
		}
		CU_ASSERT_EQUAL(frames(A), have * CHUNK_FRAMES);
	}
}

CU_TestInfo memory_op_cases[] = {
	CASE(growing),	       CASE(reported_frames),
	CASE(skipping),	       CASE(limits),
	CASE(odd_limits),      CASE(no_memory_left),
	CASE(large_extents),   CASE(huge_counts),
	CASE(shrinking),       CASE(shrinking_refused),
	CASE(own_memory),      CASE(memory_comes_cleared),
	CASE(refusals),	       CASE(bad_lists),
	CASE(places_of_lists), CASE(model),
	CU_TEST_INFO_NULL,
};
