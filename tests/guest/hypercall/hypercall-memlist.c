// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: GETMEMLIST and its windowed form, PPC_GETMEMLIST. */
#include <stdlib.h>

#include "hypercall-test.h"

enum { CHUNKS = 3, FRAMES = CHUNKS * CHUNK_FRAMES };

static unsigned int id;
static unsigned long all[FRAMES];

static void make_domain(void)
{
	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL_FATAL(domain_give_chunks(id, CHUNKS), CHUNKS);
	CU_ASSERT_EQUAL_FATAL(domain_frames(id, all, FRAMES), FRAMES);
}

static void drop_domain(void)
{
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static long memlist(unsigned int domid, unsigned long max, unsigned long *num)
{
	dom0_op_t *op = op_new(DOM0_GETMEMLIST);
	long result;

	op->u.getmemlist.domain = (domid_t)domid;
	op->u.getmemlist.max_pfns = max;
	op->u.getmemlist.buffer = buffer_gpa();
	op->u.getmemlist.num_pfns = 0x5555;
	result = op_do();
	*num = op->u.getmemlist.num_pfns;
	return result;
}

static long window(unsigned int domid, unsigned long start, unsigned long max,
		   dom0_ppc_getmemlist_t *answer)
{
	dom0_op_t *op = op_new(DOM0_PPC_GETMEMLIST);
	long result;

	op->u.ppc_getmemlist.domain = (domid_t)domid;
	op->u.ppc_getmemlist.start_pfn = start;
	op->u.ppc_getmemlist.max_pfns = max;
	op->u.ppc_getmemlist.buffer = buffer_gpa();
	op->u.ppc_getmemlist.num_pfns = 0x5555;
	result = op_do();
	*answer = op->u.ppc_getmemlist;
	return result;
}

static void whole_list(void)
{
	const unsigned long *list = buffer();
	unsigned long num;

	make_domain();
	memset(buffer(), 0x77, (FRAMES + 1) * sizeof(*list));
	CU_ASSERT_EQUAL(memlist(id, FRAMES + 100, &num), 0);
	CU_ASSERT_EQUAL(num, FRAMES);
	CU_ASSERT_EQUAL(memcmp(list, all, sizeof(all)), 0);
	CU_ASSERT_EQUAL(list[FRAMES], 0x7777777777777777);
	drop_domain();
}

static void first_of_list(void)
{
	static const unsigned long max[] = { 0, 1, 1000, 1024, 1025, FRAMES - 1, FRAMES };
	const unsigned long *list = buffer();
	unsigned long num;

	make_domain();
	for (size_t i = 0; i < sizeof(max) / sizeof(max[0]); i++) {
		memset(buffer(), 0x77, (FRAMES + 1) * sizeof(*list));
		CU_ASSERT_EQUAL(memlist(id, max[i], &num), 0);
		CU_ASSERT_EQUAL(num, max[i]);
		CU_ASSERT_EQUAL(memcmp(list, all, num * sizeof(*list)), 0);
		CU_ASSERT_EQUAL(list[num], 0x7777777777777777);
	}
	drop_domain();
}

static void empty_domain(void)
{
	dom0_ppc_getmemlist_t answer;
	unsigned long num;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(memlist(id, 100, &num), 0);
	CU_ASSERT_EQUAL(num, 0);
	CU_ASSERT_EQUAL(window(id, 0, 100, &answer), 0);
	CU_ASSERT_EQUAL(answer.num_pfns, 0);
	drop_domain();
}

/* EINVAL as it always was; the new op says what is the case. */
static void unknown_domain(void)
{
	dom0_ppc_getmemlist_t answer;
	unsigned long num;

	CU_ASSERT_EQUAL(memlist(NO_SUCH_DOMAIN, 100, &num), -EINVAL);
	CU_ASSERT_EQUAL(memlist(DOMID_SELF, 100, &num), -EINVAL);
	CU_ASSERT_EQUAL(window(NO_SUCH_DOMAIN, 0, 100, &answer), -ESRCH);
	CU_ASSERT_EQUAL(window(DOMID_SELF, 0, 100, &answer), -ESRCH);
}

/* However wide the window, the pieces put together are the list. */
static void windows_of_all_sizes(void)
{
	static const unsigned long sizes[] = {
		1, 7, 456, 1000, 1023, 1024, 1025, FRAMES
	};
	static unsigned long stitched[FRAMES];
	dom0_ppc_getmemlist_t answer;

	make_domain();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned long done = 0, next = 0;

		do {
			CU_ASSERT_EQUAL(window(id, next, sizes[i], &answer), 0);
			if (answer.num_pfns > FRAMES - done || answer.num_pfns > sizes[i])
				break;
			memcpy(stitched + done, buffer(),
			       answer.num_pfns * sizeof(unsigned long));
			done += answer.num_pfns;
			next = answer.next_pfn;
		} while (answer.num_pfns == sizes[i]);
		CU_ASSERT_EQUAL(done, FRAMES);
		CU_ASSERT_EQUAL(memcmp(stitched, all, sizeof(all)), 0);
	}
	drop_domain();
}

static void window_beyond_end(void)
{
	static const unsigned long starts[] = {
		FRAMES,	   FRAMES + 1, 1UL << 32,   1UL << 48,
		1UL << 58, 1UL << 63,  ~0UL - 1023, ~0UL,
	};
	dom0_ppc_getmemlist_t answer;

	make_domain();
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		CU_ASSERT_EQUAL(window(id, starts[i], 100, &answer), 0);
		CU_ASSERT_EQUAL(answer.num_pfns, 0);
	}
	CU_ASSERT_EQUAL(window(id, 5, 0, &answer), 0);
	CU_ASSERT_EQUAL(answer.num_pfns, 0);
	CU_ASSERT_EQUAL(answer.next_pfn, 5);
	drop_domain();
}

static void window_with_hole(void)
{
	const unsigned long *list = buffer();
	dom0_ppc_getmemlist_t answer;

	make_domain();
	*(unsigned long *)buffer() = all[CHUNK_FRAMES];
	CU_ASSERT_EQUAL(memory_op(MEMOP_decrease_reservation, (unsigned long)buffer_gpa(),
				  1, CHUNK_ORDER, id),
			1);
	CU_ASSERT_EQUAL(window(id, 0, FRAMES, &answer), 0);
	CU_ASSERT_EQUAL(answer.num_pfns, FRAMES - CHUNK_FRAMES);
	CU_ASSERT_EQUAL(memcmp(list, all, CHUNK_FRAMES * sizeof(*list)), 0);
	CU_ASSERT_EQUAL(memcmp(list + CHUNK_FRAMES, all + 2 * CHUNK_FRAMES,
			       CHUNK_FRAMES * sizeof(*list)),
			0);
	/* A window that begins in the hole begins behind it. */
	CU_ASSERT_EQUAL(window(id, CHUNK_FRAMES + 10, 2, &answer), 0);
	CU_ASSERT_EQUAL(answer.num_pfns, 2);
	CU_ASSERT_EQUAL(list[0], all[2 * CHUNK_FRAMES]);
	CU_ASSERT_EQUAL(answer.next_pfn, 2 * CHUNK_FRAMES + 2);
	/* The next chunk fills it. */
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL(window(id, CHUNK_FRAMES, CHUNK_FRAMES, &answer), 0);
	CU_ASSERT_EQUAL(answer.next_pfn, 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(list[0] % CHUNK_FRAMES, 0);
	drop_domain();
}

/* More room than there is address space: no multiplication may wrap. */
static void huge_room(void)
{
	static const unsigned long max[] = {
		1UL << 32, (1UL << 61) - 1, 1UL << 61, (1UL << 61) + 1, 1UL << 63, ~0UL,
	};
	dom0_ppc_getmemlist_t answer;
	unsigned long num;

	make_domain();
	for (size_t i = 0; i < sizeof(max) / sizeof(max[0]); i++) {
		CU_ASSERT_EQUAL(memlist(id, max[i], &num), 0);
		CU_ASSERT_EQUAL(num, FRAMES);
		CU_ASSERT_EQUAL(window(id, 10, max[i], &answer), 0);
		CU_ASSERT_EQUAL(answer.num_pfns, FRAMES - 10);
	}
	drop_domain();
}

/* The fault is reported, and so is what was written before it. */
static void bad_buffer(void)
{
	dom0_op_t *op;

	make_domain();
	op = op_new(DOM0_GETMEMLIST);
	op->u.getmemlist.domain = (domid_t)id;
	op->u.getmemlist.max_pfns = 10;
	op->u.getmemlist.buffer = (void *)(1UL << 48);
	op->u.getmemlist.num_pfns = 0x5555;
	CU_ASSERT_EQUAL(op_do(), -EFAULT);
	CU_ASSERT_EQUAL(op->u.getmemlist.num_pfns, 0);

	op = op_new(DOM0_PPC_GETMEMLIST);
	op->u.ppc_getmemlist.domain = (domid_t)id;
	op->u.ppc_getmemlist.max_pfns = 10;
	op->u.ppc_getmemlist.buffer = (void *)(1UL << 48);
	CU_ASSERT_EQUAL(op_do(), -EFAULT);
	/* A bad pointer for which there is nothing to write is not looked at. */
	op->u.ppc_getmemlist.max_pfns = 0;
	CU_ASSERT_EQUAL(op_do(), 0);
	drop_domain();
}

static int compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

/* No frame belongs to two, none is where its pseudo-physical number says. */
static void frames_belong_to_one(void)
{
	unsigned long dom0_frames = dom0_end() / FRAME_SIZE;
	unsigned long count = dom0_frames + 2 * FRAMES, done = 0;
	unsigned long *frames = malloc(count * sizeof(*frames));
	unsigned int other;

	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	make_domain();
	CU_ASSERT_EQUAL_FATAL(domain_create(0, &other), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(other, CHUNKS), CHUNKS);
	CU_ASSERT_EQUAL(domain_frames(0, frames, dom0_frames), (long)dom0_frames);
	for (unsigned long i = 0; i < dom0_frames; i++)
		CU_ASSERT_NOT_EQUAL(frames[i], i);
	done = dom0_frames;
	CU_ASSERT_EQUAL(domain_frames(id, frames + done, FRAMES), FRAMES);
	done += FRAMES;
	CU_ASSERT_EQUAL(domain_frames(other, frames + done, FRAMES), FRAMES);
	qsort(frames, count, sizeof(*frames), compare);
	for (unsigned long i = 1; i < count; i++)
		CU_ASSERT_NOT_EQUAL(frames[i], frames[i - 1]);
	free(frames);
	CU_ASSERT_EQUAL(domain_destroy(other), 0);
	drop_domain();
}

CU_TestInfo memlist_tests[] = {
	TEST(whole_list),	    TEST(first_of_list),
	TEST(empty_domain),	    TEST(unknown_domain),
	TEST(windows_of_all_sizes), TEST(window_beyond_end),
	TEST(window_with_hole),	    TEST(huge_room),
	TEST(bad_buffer),	    TEST(frames_belong_to_one),
	CU_TEST_INFO_NULL,
};
