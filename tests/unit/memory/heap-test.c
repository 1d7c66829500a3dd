// SPDX-License-Identifier: GPL-2.0-or-later
/* The hypervisor's heap (xen/common/memory/heap.c). */
#include <stdint.h>
#include <string.h>

#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/memory.h>

#include "cunit-main.h"
#include "fakes.h"
#include "random.h"

static void cleared_and_aligned(void)
{
	static const size_t aligns[] = { 1, 8, 64, 128, 4096, 65536, 1 << 20 };

	for (size_t i = 0; i < ARRAY_SIZE(aligns); i++) {
		u8 *block = heap_alloc(100, aligns[i]);

		CU_ASSERT_PTR_NOT_NULL_FATAL(block);
		CU_ASSERT_EQUAL(ptr_to_maddr(block) % max(aligns[i], (size_t)64), 0);
		for (int b = 0; b < 100; b++)
			CU_ASSERT_EQUAL(block[b], 0);
		memset(block, 0xff, 100);
		heap_free(block, 100);
	}
}

/* What was freed does not look like anything, and comes back cleared. */
static void no_use_after_free(void)
{
	u64 *block = heap_alloc(64, 64), *again;

	CU_ASSERT_PTR_NOT_NULL_FATAL(block);
	block[7] = 42;
	heap_free(block, 64);
	CU_ASSERT_NOT_EQUAL(block[7], 42);
	again = heap_alloc(64, 64);
	CU_ASSERT_PTR_EQUAL(again, block);
	CU_ASSERT_EQUAL(again[7], 0);
	heap_free(again, 64);
}

static void nothing(void)
{
	u64 before = heap_free_bytes();

	CU_ASSERT_PTR_NULL(heap_alloc(0, 64));
	heap_free(NULL, 100);
	CU_ASSERT_EQUAL(heap_free_bytes(), before);
}

/* Sizes that no chunk can hold, up to those that wrap when they are rounded. */
static void too_large(void)
{
	CU_ASSERT_PTR_NULL(heap_alloc(CHUNK_SIZE + 1, 64));
	CU_ASSERT_PTR_NULL(heap_alloc((size_t)1 << 40, 64));
	CU_ASSERT_PTR_NULL(heap_alloc(SIZE_MAX - 63, 64));
	CU_ASSERT_PTR_NULL(heap_alloc(SIZE_MAX, 64));
	CU_ASSERT_PTR_NULL(heap_alloc(64, (size_t)CHUNK_SIZE * 2));
}

/* More than there is makes the heap take a chunk, which goes back when it is free. */
static void grows_and_shrinks(void)
{
	u32 chunks = chunk_free_count();
	void *large = heap_alloc(MB(32), 4096), *whole;

	CU_ASSERT_PTR_NOT_NULL_FATAL(large);
	CU_ASSERT_EQUAL(chunk_free_count(), chunks - 1);
	CU_ASSERT_EQUAL(chunk_owner((u32)(ptr_to_maddr(large) >> CHUNK_SHIFT)),
			DOMID_XEN);
	heap_free(large, MB(32));
	CU_ASSERT_EQUAL(chunk_free_count(), chunks);

	whole = heap_alloc(CHUNK_SIZE, CHUNK_SIZE);
	CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
	CU_ASSERT_EQUAL(chunk_free_count(), chunks - 1);
	heap_free(whole, CHUNK_SIZE);
	CU_ASSERT_EQUAL(chunk_free_count(), chunks);
}

static void free_chunks_of(domid_t owner)
{
	for (u32 c = 0; c < chunk_count(); c++)
		if (chunk_owner(c) == owner)
			chunk_free(c);
}

/* A domain that gets a chunk which was heap sees nothing of it. */
static void heap_is_not_leaked(void)
{
	u64 *whole = heap_alloc(CHUNK_SIZE, CHUNK_SIZE);
	u32 chunk;

	CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
	chunk = (u32)(ptr_to_maddr(whole) >> CHUNK_SHIFT);
	whole[12345] = 0x5ec2e7;
	heap_free(whole, CHUNK_SIZE);
	while (chunk_alloc(1, CHUNK_NONE, false) != CHUNK_NONE)
		;
	CU_ASSERT_EQUAL(chunk_owner(chunk), 1);
	CU_ASSERT_EQUAL(((u64 *)chunk_memory(chunk))[12345], 0);
	CU_ASSERT_EQUAL(((u64 *)chunk_memory(chunk))[0], 0);
	free_chunks_of(1);
}

static void exhaustion(void)
{
	void *block[64];
	u32 n = 0;

	while (n < ARRAY_SIZE(block) - 1 && (block[n] = heap_alloc(CHUNK_SIZE, 64)))
		n++;
	CU_ASSERT(n > 0 && n < ARRAY_SIZE(block) - 1);
	CU_ASSERT_EQUAL(chunk_free_count(), 0);
	/* Small blocks still fit in what the heap began with. */
	CU_ASSERT_PTR_NULL(heap_alloc(MB(2), 64));
	block[n] = heap_alloc(KB(4), 64);
	CU_ASSERT_PTR_NOT_NULL(block[n]);
	heap_free(block[n], KB(4));
	while (n--)
		heap_free(block[n], CHUNK_SIZE);
}

/* Takes every chunk but two that are neighbours. */
static void leave_two_neighbours(void)
{
	while (chunk_alloc(1, CHUNK_NONE, true) != CHUNK_NONE)
		;
	/* The heap takes the one first that was freed first. */
	chunk_free(5);
	chunk_free(4);
}

/*
 * A block may lie in two chunks if the heap has got neighbours, and when it goes both
 * can become free at once: then both go back.
 */
static void two_chunks_at_once(void)
{
	void *a, *b, *c, *d, *across;

	leave_two_neighbours();
	a = heap_alloc(MB(40), 64);
	b = heap_alloc(MB(40), 64);
	c = heap_alloc(MB(20), 64);
	d = heap_alloc(MB(20), 64);
	CU_ASSERT_EQUAL(ptr_to_maddr(a) >> CHUNK_SHIFT, 5);
	heap_free(a, MB(40));
	across = heap_alloc(MB(42), 64);
	CU_ASSERT_EQUAL(ptr_to_maddr(across) >> CHUNK_SHIFT, 4);
	heap_free(b, MB(40));
	heap_free(c, MB(20));
	heap_free(d, MB(20));
	CU_ASSERT_EQUAL(chunk_free_count(), 0);
	heap_free(across, MB(42));
	CU_ASSERT_EQUAL(chunk_free_count(), 2);
	free_chunks_of(1);
}

struct block {
	u8 *at;
	size_t size;
};

static void check_block(const struct block *block, size_t i)
{
	for (size_t b = 0; b < block->size; b += 61)
		CU_ASSERT_EQUAL(block->at[b], (u8)i);
}

/* Random sizes, alignments and lifetimes: no two blocks share a byte. */
static void model(void)
{
	static struct block block[64];

	for (int round = 0; round < 20000; round++) {
		size_t i = random_below(ARRAY_SIZE(block));

		if (block[i].at) {
			check_block(&block[i], i);
			heap_free(block[i].at, block[i].size);
			block[i].at = NULL;
			continue;
		}
		block[i].size = 1 + random_below(1ULL << random_below(18));
		block[i].at = heap_alloc(block[i].size, (size_t)1 << random_below(17));
		CU_ASSERT_PTR_NOT_NULL_FATAL(block[i].at);
		memset(block[i].at, (u8)i, block[i].size);
	}
	for (size_t i = 0; i < ARRAY_SIZE(block); i++) {
		if (block[i].at)
			check_block(&block[i], i);
		heap_free(block[i].at, block[i].size);
	}
}

/* A block freed twice would be given to two owners. */
static void misuse(void)
{
	void *block = heap_alloc(64, 64);

	heap_free(block, 64);
	EXPECT_END(heap_free(block, 64));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "cleared and aligned", cleared_and_aligned },
		{ "no use after free", no_use_after_free },
		{ "nothing", nothing },
		{ "too large", too_large },
		{ "grows and shrinks", grows_and_shrinks },
		{ "heap is not leaked", heap_is_not_leaked },
		{ "exhaustion", exhaustion },
		{ "two chunks at once", two_chunks_at_once },
		{ "model", model },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo last[] = {
		{ "misuse", misuse }, /* after this one there is no heap */
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "heap",
		  .pSetUpFunc = machine_note_free,
		  .pTearDownFunc = machine_check_free,
		  .pTests = tests },
		{ .pName = "heap misused", .pTests = last },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(16);
	return run_suites("unit-heap", suites);
}
