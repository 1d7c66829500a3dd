// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: memory of other domains mapped into this process. */
#include <sys/mman.h>

#include "libxc-test.h"

#define RW    (PROT_READ | PROT_WRITE)
#define WORDS (XC_PAGE_SIZE / sizeof(unsigned long))

static unsigned long frames[CHUNK_FRAMES];

/* Create a domain with a chunk, whose frames are returned in frames. */
static u32 domain_with_frames(void)
{
	u32 id = make_domain(1);

	CU_ASSERT_EQUAL_FATAL(xc_get_pfn_list(xc, id, frames, CHUNK_FRAMES),
			      CHUNK_FRAMES);
	return id;
}

/* Fill the frame at map with words that depend on its number. */
static void fill(unsigned long *map, unsigned long mfn)
{
	for (unsigned long i = 0; i < WORDS; i++)
		map[i] = mfn << 16 | i;
}

static int is_filled(const unsigned long *map, unsigned long mfn)
{
	for (unsigned long i = 0; i < WORDS; i++)
		if (map[i] != (mfn << 16 | i))
			return 0;
	return 1;
}

static void range_and_batch(void)
{
	enum { NR = 4 };
	u32 id = domain_with_frames();
	unsigned long list[NR];
	unsigned long *map;

	map = xc_map_foreign_range(xc, id, NR * XC_PAGE_SIZE, RW, frames[0]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	for (int i = 0; i < NR; i++) {
		CU_ASSERT_EQUAL(map[i * WORDS], 0); /* cleared */
		fill(map + i * WORDS, frames[i]);
	}
	CU_ASSERT_EQUAL(munmap(map, NR * XC_PAGE_SIZE), 0);
	/* Another mapping of the same frames, in reverse order. */
	for (int i = 0; i < NR; i++)
		list[i] = frames[NR - 1 - i];
	map = xc_map_foreign_batch(xc, id, PROT_READ, list, NR);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	for (int i = 0; i < NR; i++) {
		CU_ASSERT_EQUAL(list[i], frames[NR - 1 - i]);
		CU_ASSERT(is_filled(map + i * WORDS, list[i]));
	}
	CU_ASSERT_EQUAL(munmap(map, NR * XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* All frames of a domain at once, and part of a frame. */
static void sizes(void)
{
	u32 id = domain_with_frames();
	unsigned long *map;

	map = xc_map_foreign_range(xc, id, CHUNK_FRAMES * XC_PAGE_SIZE, RW, frames[0]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	fill(map + (CHUNK_FRAMES - 1) * WORDS, frames[CHUNK_FRAMES - 1]);
	CU_ASSERT_EQUAL(munmap(map, CHUNK_FRAMES * XC_PAGE_SIZE), 0);
	map = xc_map_foreign_range(xc, id, 1, PROT_READ, frames[CHUNK_FRAMES - 1]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT(is_filled(map, frames[CHUNK_FRAMES - 1]));
	CU_ASSERT_EQUAL(munmap(map, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* A frame that is not the domain's is marked; the others are mapped. */
static void marked(void)
{
	u32 id = domain_with_frames();
	unsigned long list[3] = { frames[0], 0x7ffffff, frames[2] };
	unsigned long *map = xc_map_foreign_batch(xc, id, RW, list, 3);

	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(list[0], frames[0]);
	CU_ASSERT_EQUAL(list[1], 0xf7ffffff);
	CU_ASSERT_EQUAL(list[2], frames[2]);
	fill(map, frames[0]);
	fill(map + 2 * WORDS, frames[2]);
	CU_ASSERT_EQUAL(munmap(map, 3 * XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static int no_map(const void *map, int with)
{
	return !map && errno == with;
}

static void refused(void)
{
	u32 id = domain_with_frames();
	unsigned long frame = frames[0];
	void *map;

	CU_ASSERT(no_map(xc_map_foreign_range(xc, id, 0, RW, frame), EINVAL));
	CU_ASSERT(no_map(xc_map_foreign_range(xc, id, -1, RW, frame), EINVAL));
	CU_ASSERT(no_map(xc_map_foreign_range(xc, 65536 + id, 1, RW, frame), ESRCH));
	CU_ASSERT_PTR_NULL(xc_map_foreign_range(xc, NO_SUCH_DOMAIN, 1, RW, frame));
	/* The first is the domain's, the last is not. */
	CU_ASSERT_PTR_NULL(xc_map_foreign_range(xc, id, 2 * XC_PAGE_SIZE, RW,
						frames[CHUNK_FRAMES - 1]));
	CU_ASSERT_PTR_NULL(xc_map_foreign_range(xc, id, 1, RW, ~0UL));
	CU_ASSERT(no_map(xc_map_foreign_batch(xc, id, RW, NULL, 1), EFAULT));
	CU_ASSERT(no_map(xc_map_foreign_batch(xc, id, RW, &frame, 0), EINVAL));
	/* In a list, each frame is marked as not mapped. */
	map = xc_map_foreign_batch(xc, NO_SUCH_DOMAIN, RW, &frame, 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(frame, frames[0] | 0xf0000000);
	CU_ASSERT_EQUAL(munmap(map, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* Mapped frames stay until they are unmapped, and then become free (teardown). */
static void of_a_dying_domain(void)
{
	u32 id = domain_with_frames();
	unsigned long *map = xc_map_foreign_range(xc, id, XC_PAGE_SIZE, RW, frames[7]);
	xc_dominfo_t info;

	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	fill(map, frames[7]);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, id, 1, &info), 1);
	CU_ASSERT(info.domid == id && info.dying);
	CU_ASSERT(is_filled(map, frames[7]));
	CU_ASSERT_EQUAL(munmap(map, XC_PAGE_SIZE), 0);
}

CU_TestInfo map_tests[] = {
	TEST(range_and_batch),	 TEST(sizes),	    TEST(marked), TEST(refused),
	TEST(of_a_dying_domain), CU_TEST_INFO_NULL,
};
