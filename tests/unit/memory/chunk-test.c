// SPDX-License-Identifier: GPL-2.0-or-later
/* The chunk allocator and its owner table (xen/common/memory/chunk.c). */
#include <stdlib.h>
#include <string.h>

#include <xen/memory/chunk.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "fakes.h"
#include "random.h"

#define NR 32

static struct chunk table[NR];

/* A table of NR chunks: 0 is the hypervisor's, NR - 1 no RAM, the others free. */
static void start(void)
{
	machine_start(NR);
	chunk_init(table, NR);
	chunk_add(0, DOMID_XEN);
	for (u32 c = 1; c < NR - 1; c++)
		chunk_add(c, CHUNK_FREE);
	machine.clears = 0;
}

static void empty_table(void)
{
	chunk_init(table, NR);
	CU_ASSERT_EQUAL(chunk_table_size(NR), sizeof(table));
	CU_ASSERT_EQUAL(chunk_count(), NR);
	CU_ASSERT_EQUAL(chunk_ram_count(), 0);
	CU_ASSERT_EQUAL(chunk_free_count(), 0);
	CU_ASSERT_EQUAL(chunk_owner(3), DOMID_IO);
	CU_ASSERT_EQUAL(chunk_alloc(1, 0, false), CHUNK_NONE);
	chunk_init(NULL, 0);
	CU_ASSERT_EQUAL(chunk_alloc(1, 0, false), CHUNK_NONE);
	CU_ASSERT_PTR_NULL(chunk_get(0));
}

static void counts(void)
{
	u32 chunk;

	start();
	CU_ASSERT_EQUAL(chunk_ram_count(), NR - 1);
	CU_ASSERT_EQUAL(chunk_free_count(), NR - 2);
	chunk = chunk_alloc(7, 3, false);
	CU_ASSERT_EQUAL(chunk_free_count(), NR - 3);
	CU_ASSERT_EQUAL(chunk_ram_count(), NR - 1);
	chunk_free(chunk);
	CU_ASSERT_EQUAL(chunk_free_count(), NR - 2);
}

static void owners(void)
{
	u32 chunk;

	start();
	chunk = chunk_alloc(7, 3, false);
	CU_ASSERT_EQUAL(chunk_owner(chunk), 7);
	CU_ASSERT_EQUAL(chunk_get(chunk)->index, 3);
	chunk_free(chunk);
	CU_ASSERT_EQUAL(chunk_owner(chunk), CHUNK_FREE);
	CU_ASSERT_EQUAL(chunk_get(chunk)->index, CHUNK_NONE);
	CU_ASSERT_EQUAL(chunk_owner(0), DOMID_XEN);
	CU_ASSERT_EQUAL(chunk_owner(NR - 1), DOMID_IO);
}

/* Numbers that are in no table have no owner that anybody could be. */
static void numbers_outside(void)
{
	static const u32 outside[] = { NR, NR + 1, 0x7fffffff, 0x80000000, CHUNK_NONE };

	start();
	for (size_t i = 0; i < ARRAY_SIZE(outside); i++) {
		CU_ASSERT_EQUAL(chunk_owner(outside[i]), DOMID_IO);
		CU_ASSERT_PTR_NULL(chunk_get(outside[i]));
	}
	CU_ASSERT_PTR_EQUAL(chunk_get(NR - 1), &table[NR - 1]);
}

/* Everything that is free is handed out once, nothing else, and then there is no more. */
static void exhaustion(void)
{
	bool seen[NR] = { false };

	start();
	for (u32 i = 0; i < NR - 2; i++) {
		/* An index beyond the machine avoids nothing. */
		u32 chunk = chunk_alloc(1, 1000 + i, false);

		CU_ASSERT_FATAL(chunk > 0 && chunk < NR - 1);
		CU_ASSERT_FALSE(seen[chunk]);
		seen[chunk] = true;
	}
	CU_ASSERT_EQUAL(chunk_alloc(1, 2000, false), CHUNK_NONE);
	CU_ASSERT_EQUAL(chunk_free_count(), 0);
	chunk_free(5);
	CU_ASSERT_EQUAL(chunk_alloc(2, 2000, false), 5);
}

/* A domain's chunks are where their numbers say they are not. */
static void no_identity(void)
{
	for (u32 first = 0; first < NR; first++) {
		start();
		for (u32 i = 0; chunk_free_count() > 1; i++) {
			u32 index = (first + i) % NR;
			u32 chunk = chunk_alloc(1, index, false);

			CU_ASSERT_NOT_EQUAL(chunk, index);
		}
	}
}

/* Then it may be that one: what is free can be had, wherever it waits. */
static void the_last_one(void)
{
	start();
	for (u32 i = 0; i < NR - 3; i++)
		CU_ASSERT_NOT_EQUAL(chunk_alloc(1, 9, false), 9);
	CU_ASSERT_EQUAL(chunk_free_count(), 1);
	CU_ASSERT_EQUAL(chunk_alloc(1, 9, false), 9);
	CU_ASSERT_EQUAL(chunk_free_count(), 0);
	CU_ASSERT_EQUAL(chunk_alloc(1, 9, false), CHUNK_NONE);
	/* Freed, and then cleaned. */
	chunk_free(9);
	CU_ASSERT_EQUAL(chunk_alloc(2, 9, true), 9);
	chunk_free(9);
	while (chunk_prepare(9))
		;
	CU_ASSERT_EQUAL(chunk_alloc(3, 9, false), 9);
}

/* As long as there is a choice, one chunk does not follow the other. */
static void never_contiguous(void)
{
	u32 last;

	start();
	last = chunk_alloc(1, 1000, false);
	for (u32 i = 1; i < (NR - 2) / 2; i++) {
		u32 chunk = chunk_alloc(1, 1000 + i, false);

		CU_ASSERT_NOT_EQUAL(chunk, last + 1);
		CU_ASSERT_NOT_EQUAL(last, chunk + 1);
		last = chunk;
	}
}

/* Takes chunks for domain 2 until it gets that one. */
static void take_all_but(u32 last)
{
	u32 chunk;

	do
		chunk = chunk_alloc(2, 1000, false);
	while (chunk != last && chunk != CHUNK_NONE);
	CU_ASSERT_EQUAL(chunk, last);
}

/* What a domain has written, or what was there at boot, the next one does not see. */
static void clearing(void)
{
	u32 chunk;

	machine_start(4);
	for (u32 c = 1; c < 4; c++)
		strcpy((char *)chunk_memory(c) + 100, "firmware's secret");
	machine.clears = 0;
	chunk = chunk_alloc(1, 1000, false);
	CU_ASSERT_EQUAL(machine.clears, CHUNK_PIECES);
	CU_ASSERT_EQUAL(machine.last_cleared,
			((u64)chunk << CHUNK_SHIFT) + CHUNK_SIZE - CHUNK_PIECE);
	CU_ASSERT_EQUAL(chunk_memory(chunk)[100], 0);

	chunk_memory(chunk)[CHUNK_SIZE - 1] = 's';
	chunk_free(chunk);
	take_all_but(chunk);
	CU_ASSERT_EQUAL(machine.clears, 4 * CHUNK_PIECES);
	CU_ASSERT_EQUAL(chunk_memory(chunk)[CHUNK_SIZE - 1], 0);
}

/* An idle CPU clears what has been freed, and only that; then it need not be cleared. */
static void cleaning(void)
{
	u32 chunk, pieces = 0;

	start();
	CU_ASSERT_FALSE(chunk_clean());
	chunk = chunk_alloc(1, 1000, false);
	chunk_memory(chunk)[CHUNK_SIZE - 1] = 's';
	chunk_free(chunk);
	machine.clears = 0;
	while (chunk_clean())
		pieces++;
	CU_ASSERT_EQUAL(pieces, CHUNK_PIECES);
	CU_ASSERT_EQUAL(chunk_memory(chunk)[CHUNK_SIZE - 1], 0);
	CU_ASSERT_FALSE(chunk_get(chunk)->dirty);
	/* It is taken first, but by those who need it clean. */
	CU_ASSERT_NOT_EQUAL(chunk_alloc(DOMID_XEN, CHUNK_NONE, true), chunk);
	CU_ASSERT_FALSE(chunk_prepare(1000));
	CU_ASSERT_EQUAL(chunk_alloc(2, 1000, false), chunk);
	CU_ASSERT_EQUAL(machine.clears, CHUNK_PIECES);
}

/* The one who needs it clears it in pieces; what is left is cleared when it is taken. */
static void preparing(void)
{
	u32 chunk, other;

	start();
	CU_ASSERT_TRUE(chunk_prepare(1000));
	CU_ASSERT_TRUE(chunk_prepare(1000));
	CU_ASSERT_EQUAL(machine.clears, 2);
	chunk = (u32)(machine.last_cleared >> CHUNK_SHIFT);
	/* For that place it is another chunk. */
	CU_ASSERT_TRUE(chunk_prepare(chunk));
	other = (u32)(machine.last_cleared >> CHUNK_SHIFT);
	CU_ASSERT_NOT_EQUAL(other, chunk);
	CU_ASSERT_EQUAL(chunk_alloc(1, 1000, false), chunk);
	CU_ASSERT_EQUAL(machine.clears, 1 + CHUNK_PIECES);
	while (chunk_prepare(1001))
		;
	CU_ASSERT_EQUAL(machine.clears, 2 * CHUNK_PIECES);
	CU_ASSERT_EQUAL(chunk_alloc(1, 1001, false), other);
	CU_ASSERT_EQUAL(machine.clears, 2 * CHUNK_PIECES);
	while (chunk_alloc(1, 1002, false) != CHUNK_NONE)
		;
	CU_ASSERT_FALSE(chunk_prepare(1003));
}

/* The one who takes a chunk with its content leaves it dirty for the next. */
static void keeping_content(void)
{
	u32 chunk;

	machine_start(4);
	machine.clears = 0;
	chunk = chunk_alloc(DOMID_XEN, CHUNK_NONE, true);
	CU_ASSERT_EQUAL(machine.clears, 0);
	chunk_memory(chunk)[0] = 's';
	chunk_free(chunk);
	CU_ASSERT_EQUAL(machine.clears, 0);
	take_all_but(chunk);
	CU_ASSERT_EQUAL(machine.clears, 3 * CHUNK_PIECES);
	CU_ASSERT_EQUAL(chunk_memory(chunk)[0], 0);
}

/* Bugs of the caller end the machine instead of giving one chunk to two owners. */
static void misuse(void)
{
	start();
	EXPECT_END(chunk_free(3));
	EXPECT_END(chunk_free(NR - 1));
	EXPECT_END(chunk_free(NR));
	EXPECT_END(chunk_free(CHUNK_NONE));
	EXPECT_END(chunk_add(3, CHUNK_FREE));
	EXPECT_END(chunk_add(0, CHUNK_FREE));
	EXPECT_END(chunk_add(NR, CHUNK_FREE));
}

/* Random calls, each checked against a plain list of owners. */
static void model(void)
{
	domid_t owner[NR];
	u32 free_count = NR - 2;

	start();
	for (u32 c = 0; c < NR; c++)
		owner[c] = c ? CHUNK_FREE : DOMID_XEN;
	owner[NR - 1] = DOMID_IO;
	for (int round = 0; round < 20000; round++) {
		u32 c = (u32)random_below(NR);

		if (random_below(2)) {
			domid_t d = (domid_t)random_below(100);
			u32 index = (u32)random_below(NR);

			c = chunk_alloc(d, index, random_below(2));
			if (c == CHUNK_NONE) {
				CU_ASSERT_EQUAL(free_count, 0);
				continue;
			}
			CU_ASSERT_EQUAL(owner[c], CHUNK_FREE);
			CU_ASSERT(c != index || free_count == 1);
			owner[c] = d;
			free_count--;
		} else if (owner[c] < 100) {
			chunk_free(c);
			owner[c] = CHUNK_FREE;
			free_count++;
		}
		CU_ASSERT_EQUAL(chunk_free_count(), free_count);
	}
	for (u32 c = 0; c < NR; c++)
		CU_ASSERT_EQUAL(chunk_owner(c), owner[c]);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "empty table", empty_table },
		{ "counts", counts },
		{ "owners", owners },
		{ "numbers outside the table", numbers_outside },
		{ "exhaustion", exhaustion },
		{ "no identity while there is another", no_identity },
		{ "the last one", the_last_one },
		{ "never contiguous", never_contiguous },
		{ "clearing", clearing },
		{ "keeping content", keeping_content },
		{ "cleaning", cleaning },
		{ "preparing", preparing },
		{ "misuse", misuse },
		{ "model", model },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "chunk", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-chunk", suites);
}
