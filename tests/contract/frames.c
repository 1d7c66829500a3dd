// SPDX-License-Identifier: GPL-2.0-or-later
/* GETPAGEFRAMEINFO and its batched form. */
#include "contract.h"

#define BAD 0xf0000000UL /* XTAB, in an element of 64 bits */
#define MAX 1024

/* No such domain is not ESRCH here, as it never was. */
#define FRAME(wanted, id, frame)                                                       \
	OP(wanted, GETPAGEFRAMEINFO, getpageframeinfo, .domain = (id), .pfn = (frame), \
	   .type = 0x5555)
#define BATCH(wanted, id, count, place)                                                  \
	OP(wanted, GETPAGEFRAMEINFO2, getpageframeinfo2, .domain = (id), .num = (count), \
	   .array = at(place))

static void one_frame(void)
{
	static const unsigned long offsets[] = { 0, 1, 500, CHUNK_FRAMES - 1 };
	unsigned long own;

	make(A, 2);
	for (unsigned int c = 0; c < 2; c++)
		for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
			unsigned long frame = frame_of(A, c) + offsets[i];

			CU_ASSERT_EQUAL(
				ANSWER(getpageframeinfo, FRAME(0, A, frame))->type,
				NOTAB);
			/* It is that domain's and no other's. */
			EXPECT({ FRAME(-EINVAL, 0, frame) });
		}
	own = listed_frame(0, 0);
	CU_ASSERT_EQUAL(ANSWER(getpageframeinfo, FRAME(0, 0, own))->type, NOTAB);
	EXPECT({ FRAME(-EINVAL, A, own) });
}

static void bad_frames(void)
{
	unsigned long good;

	make(A, 1);
	good = frame_of(A, 0);
	/* 0 is the hypervisor's. */
	EXPECT({ FRAME(-EINVAL, A, 0) }, { FRAME(-EINVAL, A, good + CHUNK_FRAMES) },
	       { FRAME(-EINVAL, A, good - 1) }, { FRAME(-EINVAL, A, good | 1UL << 32) },
	       { FRAME(-EINVAL, A, good | 1UL << 42) },
	       { FRAME(-EINVAL, A, good | 1UL << 63) },
	       { FRAME(-EINVAL, A, good + (CHUNK_FRAMES << 32)) },
	       { FRAME(-EINVAL, A, 1UL << 42) }, { FRAME(-EINVAL, A, 1UL << 63) },
	       { FRAME(-EINVAL, A, TOP) },
	       { FRAME(-EINVAL, 0, good), NO_DOMAINS(getpageframeinfo) },
	       { FRAME(-EINVAL, 0, 0), NO_DOMAINS(getpageframeinfo) });
	take_chunk(A, 0);
	EXPECT({ FRAME(-EINVAL, A, good) });
}

/* A frame of A's, or one that is not, perhaps with a type from an earlier call. */
static unsigned long some_frame(unsigned long i)
{
	unsigned long own = frame_of(A, i & 1) + i * 37 % CHUNK_FRAMES;

	switch (i % 5) {
	case 0:
		return i;
	case 1:
		return i * 0x9e3779b97f4a7c15;
	case 2:
		return own | i % 16 << 28;
	default:
		return own;
	}
}

static unsigned long with_type(unsigned long frame)
{
	unsigned long bare = frame & ~BAD;

	for (unsigned int c = 0; c < 2; c++)
		if (bare - frame_of(A, c) < CHUNK_FRAMES)
			return bare;
	return bare | BAD;
}

static void batches(void)
{
	static const unsigned long counts[] = { 1,   2,	  63,	64,   65, 127,
						128, 129, 1000, 1023, MAX };
	static unsigned long frame[MAX + 1], got[MAX + 1];
	unsigned long place;

	make(A, 2);
	for (unsigned long i = 0; i <= MAX; i++)
		frame[i] = some_frame(i);
	for (size_t c = 0; c < ARRAY_SIZE(counts); c++) {
		unsigned long n = counts[c], size = n * sizeof(*frame);

		FOR_EACH_GOOD_PLACE(place, size)
		{
			/* What lies behind is not touched. */
			size_t written = place + size == END ? size : size + 8;

			caller_write(place, frame, written);
			EXPECT({ BATCH(0, A, n, place) });
			got[n] = frame[n];
			caller_read(place, got, written);
			for (unsigned long i = 0; i < n; i++)
				if (got[i] != with_type(frame[i]))
					CU_FAIL("a frame was not given its type");
			CU_ASSERT_EQUAL(got[n], frame[n]);
		}
	}
}

static void batch_counts(void)
{
	caller_fill(BUFFER, 0xee, 64);
	EXPECT({ BATCH(0, 0, 0, BUFFER) }, { BATCH(0, 0, 0, 0) },
	       { BATCH(-E2BIG, 0, MAX + 1, BUFFER) },
	       { BATCH(-E2BIG, 0, MAX + 1, NOWHERE) },
	       { BATCH(-E2BIG, 0, 1UL << 32, BUFFER) },
	       { BATCH(-E2BIG, 0, 1UL << 61, BUFFER) },
	       { BATCH(-E2BIG, 0, 1UL << 63, BUFFER) }, { BATCH(-E2BIG, 0, TOP, BUFFER) },
	       { BATCH(-ESRCH, 0, 4, BUFFER), NO_DOMAINS(getpageframeinfo2) },
	       { BATCH(-ESRCH, 0, MAX + 1, BUFFER), NO_DOMAINS(getpageframeinfo2) });
	CU_ASSERT(caller_filled(BUFFER, 0xee, 64));
}

/* All of the array must be there, or nothing of it is written. */
static void batch_nowhere(void)
{
	caller_fill(END - 8 * MAX, 0xee, 8 * MAX);
	EXPECT({ BATCH(-EINVAL, 0, MAX, 0),
		 BAD_PLACES(getpageframeinfo2, array, 8 * MAX) });
	CU_ASSERT(caller_filled(END - 8 * MAX, 0xee, 8 * MAX));
}

CU_TestInfo frames_cases[] = {
	CASE(one_frame),    CASE(bad_frames),	 CASE(batches),
	CASE(batch_counts), CASE(batch_nowhere), CU_TEST_INFO_NULL,
};
