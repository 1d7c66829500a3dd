// SPDX-License-Identifier: GPL-2.0-or-later
/* The heap of the machine, and whether tests leave memory as they found it (fakes.h). */
#include <CUnit/CUnit.h>

#include <xen/chunk.h>
#include <xen/heap.h>
#include <xen/lib.h>

#include "fakes.h"

/* Little, so that tests also see it grow; machine address 0 is no block. */
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
