// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine's heap, and checks that tests leave as much memory free (fakes.h). */
#include <CUnit/CUnit.h>

#include <xen/memory/chunk.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>

#include "fakes.h"

/* Small, so that tests see the heap grow; machine address 0 is not used. */
#define FIRST_HEAP MB(1)

void machine_start_with_heap(u32 nr_chunks)
{
	machine_start(nr_chunks);
	heap_add(KB(64), KB(64) + FIRST_HEAP);
}

static u32 noted_chunks;
static u64 noted_heap;

void machine_note_free(void)
{
	noted_chunks = chunk_free_count();
	noted_heap = heap_free_bytes();
}

void machine_check_free(void)
{
	CU_ASSERT_EQUAL(chunk_free_count(), noted_chunks);
	CU_ASSERT_EQUAL(heap_free_bytes(), noted_heap);
}

static struct {
	void *block;
	size_t size;
} taken[1024];
static u32 nr_taken;
static u32 chunk_taken[64], nr_chunks_taken;

void heap_take(size_t least)
{
	u32 chunk;

	/* The heap must not grow. */
	while ((chunk = chunk_alloc(DOMID_XEN, 0, true)) != CHUNK_NONE) {
		CU_ASSERT_FATAL(nr_chunks_taken < ARRAY_SIZE(chunk_taken));
		chunk_taken[nr_chunks_taken++] = chunk;
	}
	for (size_t size = MB(1); size >= least; size /= 2) {
		void *block;

		while ((block = heap_alloc(size, 1))) {
			CU_ASSERT_FATAL(nr_taken < ARRAY_SIZE(taken));
			taken[nr_taken].block = block;
			taken[nr_taken++].size = size;
		}
	}
}

void heap_give_back(void)
{
	while (nr_taken) {
		nr_taken--;
		heap_free(taken[nr_taken].block, taken[nr_taken].size);
	}
	while (nr_chunks_taken)
		chunk_free(chunk_taken[--nr_chunks_taken]);
}
