// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's pseudo-physical memory (xen/common/memory/p2m.c, xen/memory/p2m.h). */
#include <stdlib.h>
#include <string.h>

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "fake-p2m.h"
#include "fakes.h"
#include "random.h"

#define UNTOUCHED 0x0123456789abcdefULL
#define TOP	  (~0ULL)

/* What p2m_translate() says: the machine address, or UNTOUCHED. */
static u64 translate(const struct domain *d, u64 gpa, u64 len)
{
	u64 maddr = UNTOUCHED;
	bool ok = p2m_translate(&d->p2m, gpa, len, &maddr);

	CU_ASSERT_EQUAL(ok, maddr != UNTOUCHED);
	return maddr;
}

static u64 chunk_address(const struct domain *d, u32 index)
{
	return (u64)d->p2m.chunk[index] << CHUNK_SHIFT;
}

static void translation(void)
{
	struct domain d;

	start_domain(&d, 1, 4);
	for (u32 i = 0; i < 4; i++) {
		u64 gpa = (u64)i << CHUNK_SHIFT, maddr = chunk_address(&d, i);

		CU_ASSERT_EQUAL(translate(&d, gpa, 1), maddr);
		CU_ASSERT_EQUAL(translate(&d, gpa, CHUNK_SIZE), maddr);
		CU_ASSERT_EQUAL(translate(&d, gpa + 12345, 678), maddr + 12345);
		CU_ASSERT_EQUAL(translate(&d, gpa + CHUNK_SIZE - 1, 1),
				maddr + CHUNK_SIZE - 1);
		CU_ASSERT_NOT_EQUAL(maddr, gpa);
	}
	end_memory(&d);
}

static void no_translation(void)
{
	struct domain d, empty;

	start_domain(&d, 1, 4);
	start_domain(&empty, 2, 0);
	CU_ASSERT_EQUAL(translate(&empty, 0, 1), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 0, 0), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 100, 0), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 4 * CHUNK_SIZE, 1), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 4 * CHUNK_SIZE - 1, 2), UNTOUCHED);
	/* Across a border: the next chunk lies elsewhere. */
	CU_ASSERT_EQUAL(translate(&d, CHUNK_SIZE - 1, 2), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 0, CHUNK_SIZE + 1), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 8, CHUNK_SIZE - 7), UNTOUCHED);
	/* Numbers that wrap, or whose upper bits a careless shift would lose. */
	CU_ASSERT_EQUAL(translate(&d, TOP, 1), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, TOP, 2), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 0, TOP), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 1, TOP), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 1ULL << 63, 1), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 1ULL << 58, 1), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 0, 1ULL << 63), UNTOUCHED);
	CU_ASSERT_EQUAL(translate(&d, 0xc000000000000000, 8), UNTOUCHED);
	end_memory(&d);
}

static void runs(void)
{
	u64 maddr = UNTOUCHED;
	struct domain d;

	start_domain(&d, 1, 3);
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, CHUNK_SIZE - 10, 100, &maddr), 10);
	CU_ASSERT_EQUAL(maddr, chunk_address(&d, 0) + CHUNK_SIZE - 10);
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, CHUNK_SIZE, 100, &maddr), 100);
	CU_ASSERT_EQUAL(maddr, chunk_address(&d, 1));
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, CHUNK_SIZE, TOP, &maddr), CHUNK_SIZE);
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, 0, 0, &maddr), 0);
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, 3 * CHUNK_SIZE, 1, &maddr), 0);
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, TOP, 1, &maddr), 0);
	CU_ASSERT_EQUAL(p2m_run(&d.p2m, TOP, TOP, &maddr), 0);
	end_memory(&d);
}

static void extents(void)
{
	struct domain d;

	start_domain(&d, 1, 3);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, 0, 100), 100);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, 0, TOP), 3 * CHUNK_SIZE);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, 3 * CHUNK_SIZE - 7, 8), 7);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, 3 * CHUNK_SIZE, 8), 0);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, 5, 0), 0);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, TOP - 3, 100), 0);

	CU_ASSERT_TRUE(p2m_covers(&d.p2m, 0, 3 * CHUNK_SIZE));
	CU_ASSERT_TRUE(p2m_covers(&d.p2m, CHUNK_SIZE - 4, 8));
	CU_ASSERT_TRUE(p2m_covers(&d.p2m, TOP, 0));
	CU_ASSERT_FALSE(p2m_covers(&d.p2m, 0, 3 * CHUNK_SIZE + 1));
	CU_ASSERT_FALSE(p2m_covers(&d.p2m, 8, 3 * CHUNK_SIZE));
	CU_ASSERT_FALSE(p2m_covers(&d.p2m, TOP, 2));
	CU_ASSERT_FALSE(p2m_covers(&d.p2m, 8, TOP));
	end_memory(&d);
}

static void holes(void)
{
	struct domain d;
	u32 middle;

	start_domain(&d, 1, 3);
	middle = d.p2m.chunk[1];
	CU_ASSERT_EQUAL(p2m_remove(&d, middle), 0);
	CU_ASSERT_EQUAL(d.p2m.nr, 3);
	CU_ASSERT_EQUAL(d.p2m.populated, 2);
	CU_ASSERT_EQUAL(p2m_frames(&d.p2m), 2048);
	CU_ASSERT_EQUAL(translate(&d, CHUNK_SIZE, 1), UNTOUCHED);
	CU_ASSERT_EQUAL(p2m_extent(&d.p2m, 0, TOP), CHUNK_SIZE);
	CU_ASSERT_FALSE(p2m_covers(&d.p2m, CHUNK_SIZE - 4, 8));
	CU_ASSERT_FALSE(p2m_covers(&d.p2m, 0, 3 * CHUNK_SIZE));
	CU_ASSERT_TRUE(p2m_covers(&d.p2m, 2 * CHUNK_SIZE, CHUNK_SIZE));
	/* The hole is filled before the domain grows. */
	give_chunk(&d);
	CU_ASSERT_EQUAL(d.p2m.nr, 3);
	CU_ASSERT_NOT_EQUAL(translate(&d, CHUNK_SIZE, 1), UNTOUCHED);
	end_memory(&d);
}

/* The last entry is never a hole: lists of memory know their end by that. */
static void trailing_holes(void)
{
	struct domain d;

	start_domain(&d, 1, 4);
	CU_ASSERT_EQUAL(p2m_remove(&d, d.p2m.chunk[2]), 0);
	CU_ASSERT_EQUAL(d.p2m.nr, 4);
	CU_ASSERT_EQUAL(p2m_remove(&d, d.p2m.chunk[3]), 0);
	CU_ASSERT_EQUAL(d.p2m.nr, 2);
	CU_ASSERT_EQUAL(p2m_remove(&d, d.p2m.chunk[0]), 0);
	CU_ASSERT_EQUAL(p2m_remove(&d, d.p2m.chunk[1]), 0);
	CU_ASSERT_EQUAL(d.p2m.nr, 0);
	CU_ASSERT_EQUAL(d.p2m.populated, 0);
	give_chunk(&d);
	CU_ASSERT_EQUAL(d.p2m.nr, 1);
	end_memory(&d);
}

/* Many chunks: the array grows and keeps what it says. */
static void growth(void)
{
	u32 chunk[50];
	struct domain d;

	start_domain(&d, 1, 0);
	for (u32 i = 0; i < 50; i++) {
		chunk[i] = give_chunk(&d);
		CU_ASSERT_EQUAL(chunk_owner(chunk[i]), 1);
		CU_ASSERT_EQUAL(chunk_get(chunk[i])->index, i);
		CU_ASSERT_NOT_EQUAL(chunk[i], i);
		CU_ASSERT_EQUAL(fake_tables.mapped[i], chunk[i] + 1);
	}
	CU_ASSERT_EQUAL(p2m_frames(&d.p2m), 50 * 1024);
	for (u32 i = 0; i < 50; i++)
		CU_ASSERT_EQUAL(d.p2m.chunk[i], chunk[i]);
	end_memory(&d);
	for (u32 i = 0; i < 50; i++) {
		CU_ASSERT_EQUAL(chunk_owner(chunk[i]), CHUNK_FREE);
		CU_ASSERT_EQUAL(fake_tables.mapped[i], 0);
	}
	CU_ASSERT_EQUAL(d.p2m.nr, 0);
}

static void out_of_chunks(void)
{
	struct domain d, other;
	u32 chunk = 12345, nr;

	start_domain(&d, 1, 3);
	start_domain(&other, 2, 0);
	/* Its own tables: index 0 of the other is index 0 here. */
	memset(fake_tables.mapped, 0, sizeof(fake_tables.mapped));
	while (!p2m_populate(&other, false, &chunk))
		;
	/* One may be left that would stand where its number says. */
	CU_ASSERT(chunk_free_count() <= 1);
	nr = other.p2m.nr;
	chunk = 12345;
	CU_ASSERT_EQUAL(p2m_populate(&other, false, &chunk), -ENOMEM);
	CU_ASSERT_EQUAL(chunk, 12345);
	CU_ASSERT_EQUAL(other.p2m.nr, nr);
	CU_ASSERT_EQUAL(other.p2m.populated, nr);
	end_memory(&other);
	for (u32 i = 0; i < 3; i++)
		fake_tables.mapped[i] = d.p2m.chunk[i] + 1;
	end_memory(&d);
}

/* No memory for the hardware's tables: nothing has happened. */
static void out_of_tables(void)
{
	u32 chunk = 12345, free_count;
	struct domain d;

	start_domain(&d, 1, 2);
	free_count = chunk_free_count();
	fake_tables.fail_map_in = 1;
	CU_ASSERT_EQUAL(p2m_populate(&d, false, &chunk), -ENOMEM);
	CU_ASSERT_EQUAL(chunk, 12345);
	CU_ASSERT_EQUAL(chunk_free_count(), free_count);
	CU_ASSERT_EQUAL(d.p2m.nr, 2);
	CU_ASSERT_EQUAL(d.p2m.populated, 2);
	CU_ASSERT_EQUAL(translate(&d, 2 * CHUNK_SIZE, 1), UNTOUCHED);
	give_chunk(&d);
	end_memory(&d);
}

static void removing_what_is_not_owned(void)
{
	struct domain d, other;
	u32 theirs;

	start_domain(&d, 1, 2);
	memset(fake_tables.mapped, 0, sizeof(fake_tables.mapped));
	start_domain(&other, 2, 1);
	theirs = other.p2m.chunk[0];
	CU_ASSERT_EQUAL(p2m_remove(&d, theirs), -EINVAL);
	CU_ASSERT_EQUAL(p2m_remove(&d, 0), -EINVAL);
	CU_ASSERT_EQUAL(p2m_remove(&d, chunk_count()), -EINVAL);
	CU_ASSERT_EQUAL(p2m_remove(&d, CHUNK_NONE), -EINVAL);
	for (u32 c = 0; c < chunk_count(); c++)
		if (chunk_owner(c) == CHUNK_FREE)
			CU_ASSERT_EQUAL(p2m_remove(&d, c), -EINVAL);
	CU_ASSERT_EQUAL(chunk_owner(theirs), 2);
	CU_ASSERT_EQUAL(d.p2m.populated, 2);
	end_memory(&other);
	for (u32 i = 0; i < 2; i++)
		fake_tables.mapped[i] = d.p2m.chunk[i] + 1;
	end_memory(&d);
}

/* New memory is clear, unless it is taken with what is in it. */
static void content(void)
{
	struct domain d;
	u32 chunk;

	start_domain(&d, 1, 1);
	chunk = d.p2m.chunk[0];
	memset(chunk_memory(chunk), 0x55, 4096);
	CU_ASSERT_EQUAL(p2m_remove(&d, chunk), 0);
	while (chunk_clean())
		;
	while (give_chunk(&d) != chunk)
		;
	CU_ASSERT_EQUAL(chunk_memory(chunk)[0], 0);
	memset(chunk_memory(chunk), 0x55, 4096);
	CU_ASSERT_EQUAL(p2m_remove(&d, chunk), 0);
	CU_ASSERT_EQUAL(p2m_populate(&d, true, &chunk), 0);
	CU_ASSERT_EQUAL(chunk_memory(chunk)[0], 0x55);
	end_memory(&d);
}

/* Random growth and shrinking; array, owner table and hardware's tables agree. */
static void model(void)
{
	struct domain d;

	start_domain(&d, 1, 0);
	for (int round = 0; round < 3000; round++) {
		u32 populated = 0, chunk;

		if (random_below(2)) {
			p2m_populate(&d, false, &chunk);
		} else if (d.p2m.nr) {
			chunk = d.p2m.chunk[random_below(d.p2m.nr)];
			CU_ASSERT_EQUAL(p2m_remove(&d, chunk),
					chunk == CHUNK_NONE ? -EINVAL : 0);
		}
		for (u32 i = 0; i < d.p2m.nr; i++) {
			chunk = d.p2m.chunk[i];
			if (chunk != CHUNK_NONE) {
				populated++;
				CU_ASSERT_EQUAL(chunk_owner(chunk), 1);
				CU_ASSERT_EQUAL(chunk_get(chunk)->index, i);
			}
			CU_ASSERT_EQUAL(fake_tables.mapped[i], (u32)(chunk + 1));
		}
		CU_ASSERT_EQUAL(d.p2m.populated, populated);
		CU_ASSERT(!d.p2m.nr || d.p2m.chunk[d.p2m.nr - 1] != CHUNK_NONE);
		CU_ASSERT_EQUAL(fake_tables.mapped[d.p2m.nr], 0);
	}
	end_memory(&d);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "translation", translation },
		{ "no translation", no_translation },
		{ "runs", runs },
		{ "extents", extents },
		{ "holes", holes },
		{ "trailing holes", trailing_holes },
		{ "growth", growth },
		{ "out of chunks", out_of_chunks },
		{ "out of tables", out_of_tables },
		{ "removing what is not owned", removing_what_is_not_owned },
		{ "content", content },
		{ "model", model },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "p2m",
		  .pSetUpFunc = machine_note_free,
		  .pTearDownFunc = machine_check_free,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(80);
	return run_suites("unit-p2m", suites);
}
