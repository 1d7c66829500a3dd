// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: xc_get_pfn_list(), whole and in part. */
#include <sys/wait.h>
#include <unistd.h>

#include "libxc-test.h"

/* 16,384 entries: two windows of a 64 KiB page and a bit more. */
#define LARGE_CHUNKS 16
#define LARGE_FRAMES (LARGE_CHUNKS * CHUNK_FRAMES)

static int compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

static void check_distinct(unsigned long *frames, unsigned long count)
{
	qsort(frames, count, sizeof(*frames), compare);
	for (unsigned long i = 1; i < count; i++)
		CU_ASSERT_NOT_EQUAL(frames[i], frames[i - 1]);
}

/* Frames of a chunk are contiguous, from a multiple of its size on. */
static void check_chunks(const unsigned long *frames, unsigned long count)
{
	for (unsigned long i = 0; i < count; i++) {
		if (i % CHUNK_FRAMES) {
			CU_ASSERT_EQUAL(frames[i], frames[i - 1] + 1);
		} else {
			CU_ASSERT_EQUAL(frames[i] % CHUNK_FRAMES, 0);
		}
	}
}

static void list_of_dom0(void)
{
	long count = xc_get_tot_pages(xc, 0);
	unsigned long *frames;

	CU_ASSERT_FATAL(count > 0);
	frames = calloc((size_t)count + 10, sizeof(*frames));
	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, 0, frames, (unsigned long)count + 10), count);
	for (long i = 0; i < count; i++)
		CU_ASSERT_NOT_EQUAL(frames[i], (unsigned long)i);
	check_chunks(frames, (unsigned long)count);
	check_distinct(frames, (unsigned long)count);
	free(frames);
}

static void large_domain(void)
{
	unsigned long *frames = calloc(LARGE_FRAMES + 1, sizeof(*frames));
	u32 id;

	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	CU_ASSERT_FATAL(xc_free_frames() >= LARGE_FRAMES);
	id = make_domain(LARGE_CHUNKS);
	frames[LARGE_FRAMES] = 0x7777;
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, frames, LARGE_FRAMES), LARGE_FRAMES);
	CU_ASSERT_EQUAL(frames[LARGE_FRAMES], 0x7777);
	check_chunks(frames, LARGE_FRAMES);
	check_distinct(frames, LARGE_FRAMES);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	free(frames);
}

/* Lengths around the capacity of a page, and around the ends of chunks. */
static void parts_of_a_list(void)
{
	static const unsigned long rooms[] = { 0,    1,	   456,	 1023,	1024,  1025, 8128,
					       8135, 8136, 8137, 16272, 16383, 16384 };
	unsigned long *whole = calloc(LARGE_FRAMES, sizeof(*whole));
	unsigned long *part = calloc(LARGE_FRAMES + 1, sizeof(*part));
	u32 id = make_domain(LARGE_CHUNKS);

	CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
	CU_ASSERT_PTR_NOT_NULL_FATAL(part);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, whole, LARGE_FRAMES), LARGE_FRAMES);
	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		memset(part, 0x77, (LARGE_FRAMES + 1) * sizeof(*part));
		CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, part, rooms[i]), (int)rooms[i]);
		CU_ASSERT_EQUAL(memcmp(part, whole, rooms[i] * sizeof(*part)), 0);
		CU_ASSERT_EQUAL(part[rooms[i]], 0x7777777777777777);
	}
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	free(whole);
	free(part);
}

/* No frame belongs to two domains; a freed frame can go to another domain. */
static void domains_are_disjoint(void)
{
	enum { EACH = 3 };
	long dom0 = xc_get_tot_pages(xc, 0);
	unsigned long count = (unsigned long)dom0 + 2 * EACH * CHUNK_FRAMES;
	unsigned long *frames = calloc(count, sizeof(*frames)), *next = frames;
	u32 first = make_domain(EACH), second = make_domain(EACH);

	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, 0, next, count), dom0);
	next += dom0;
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, first, next, EACH * CHUNK_FRAMES),
			EACH * CHUNK_FRAMES);
	next += EACH * CHUNK_FRAMES;
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, second, next, EACH * CHUNK_FRAMES),
			EACH * CHUNK_FRAMES);
	check_distinct(frames, count);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, first), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, second), 0);
	free(frames);
}

static xc_pfn_list_t open_list;

/* In the child: the parent's page is missing, and the child's own calls work. */
static int use_parents_list(void)
{
	const unsigned long *part;

	errno = 0;
	if (xc_pfn_list_next(&open_list, &part) != -1 || errno != ESTALE)
		return 1;
	if (xc_get_tot_pages(xc, 0) <= 0)
		return 2;
	errno = 0;
	if (xc_pfn_list_next(&open_list, &part) != -1 || errno != ESTALE)
		return 3;
	xc_pfn_list_end(&open_list);
	return 0;
}

/* Read a list in place, with other calls and a fork between its parts. */
static void list_in_place(void)
{
	unsigned long *whole = calloc(LARGE_FRAMES, sizeof(*whole)), nr = 0;
	u32 id = make_domain(LARGE_CHUNKS);
	const unsigned long *part;
	long n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, whole, LARGE_FRAMES), LARGE_FRAMES);
	CU_ASSERT_EQUAL_FATAL(xc_pfn_list_begin(&open_list, xc, id), 0);
	while ((n = xc_pfn_list_next(&open_list, &part)) > 0) {
		int status = -1;
		pid_t pid = nr ? -1 : fork();

		if (!pid)
			_exit(use_parents_list());
		CU_ASSERT(nr || waitpid(pid, &status, 0) == pid);
		CU_ASSERT(nr || status == 0);
		CU_ASSERT_EQUAL(xc_get_tot_pages(xc, id), LARGE_FRAMES);
		CU_ASSERT_FATAL(nr + n <= LARGE_FRAMES);
		CU_ASSERT_EQUAL(memcmp(part, whole + nr, n * sizeof(*part)), 0);
		nr += n;
	}
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_EQUAL(nr, LARGE_FRAMES);
	xc_pfn_list_end(&open_list);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&open_list, xc, id), 0);
	CU_ASSERT(xc_pfn_list_next(&open_list, &part) == -1 && errno == ESRCH);
	xc_pfn_list_end(&open_list);
	free(whole);
}

static void nothing_to_list(void)
{
	unsigned long frame = 0x7777;
	u32 id = make_domain(0);

	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, &frame, 1), 0);
	CU_ASSERT_EQUAL(frame, 0x7777);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, &frame, 1), -1);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, NO_SUCH_DOMAIN, &frame, 1), -1);
	CU_ASSERT_EQUAL(frame, 0x7777);
}

CU_TestInfo frames_tests[] = {
	TEST(list_of_dom0),	    TEST(large_domain),	 TEST(parts_of_a_list),
	TEST(domains_are_disjoint), TEST(list_in_place), TEST(nothing_to_list),
	CU_TEST_INFO_NULL,
};
