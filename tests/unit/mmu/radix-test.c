// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tables that the hardware walks (xen/arch/powerpc/mmu/radix.c): a walker of the
 * test's own finds what the p2m says, everywhere and after every change. Book III of
 * Power ISA 3.0, 6.7, says what the bits mean.
 */
#include <stdlib.h>
#include <string.h>

#include <xen/byteorder.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/mmu/partition.h>
#include <asm/mmu/radix.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"
#include "walk.h"

/* The tables say what the p2m says, at the borders of each leaf and somewhere in it. */
static void check_tables(const struct domain *d, u64 step)
{
	for (u64 gpa = 0; gpa < (d->p2m.nr + 2ULL) << CHUNK_SHIFT; gpa += step) {
		const u64 inside[] = { gpa, gpa + step - 1, gpa + random_below(step) };

		for (size_t i = 0; i < ARRAY_SIZE(inside); i++) {
			u64 maddr = WALK_UNMAPPED;

			walk_permission = 7;
			p2m_translate(&d->p2m, inside[i], 1, &maddr);
			CU_ASSERT_EQUAL(walk(d->arch.lpid, inside[i]), maddr);
			CU_ASSERT_EQUAL(walk_permission, 7);
		}
	}
}

static void dom0_tables(void)
{
	check_tables(dom0, MB(2));
}

static void far_addresses(void)
{
	static const u64 far[] = { 1ULL << 39, 1ULL << 40, (1ULL << 52) - 1,
				   1ULL << 51, 1ULL << 30, DOM0_END };

	for (size_t i = 0; i < ARRAY_SIZE(far); i++)
		CU_ASSERT_EQUAL(walk(dom0->arch.lpid, far[i]), WALK_UNMAPPED);
}

/* More chunks than one table of the second level holds: 16 are 1 GiB. */
static void large_domain(void)
{
	struct domain *d = make_domain(40);

	check_tables(d, MB(2));
}

static void separate_domains(void)
{
	struct domain *a = make_domain(2), *b = make_domain(2);

	CU_ASSERT_NOT_EQUAL(a->arch.lpid, b->arch.lpid);
	CU_ASSERT_NOT_EQUAL(partition_dword(a->arch.lpid, 0),
			    partition_dword(b->arch.lpid, 0));
	check_tables(a, MB(64));
	check_tables(b, MB(64));
	check_tables(dom0, MB(64));
	/* What belongs to no domain is in no tables. */
	CU_ASSERT_EQUAL(partition_dword(0, 0), 0);
}

/* A chunk that goes is out of the tables, and the hardware is told, before it is free. */
static void removal(void)
{
	struct domain *d = make_domain(3);
	u64 flushes = machine.flushes;

	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[1]), 0);
	CU_ASSERT(machine.flushes > flushes);
	check_tables(d, MB(2));
}

static void model(void)
{
	struct domain *d = make_domain(0);
	u32 chunk;

	for (int round = 0; round < 300; round++) {
		if (!random_below(3) && d->p2m.nr) {
			chunk = d->p2m.chunk[random_below(d->p2m.nr)];
			if (chunk != CHUNK_NONE)
				CU_ASSERT_EQUAL(p2m_remove(d, chunk), 0);
		} else {
			p2m_populate(d, false, &chunk);
		}
		check_tables(d, MB(64));
	}
	check_tables(d, MB(2));
}

/* The tables alone: places that a domain of this machine cannot get to. */
static void far_places(void)
{
	static const u32 places[] = { 0, 8191, 8192, 8193, (1U << 18) - 1 };
	be64 *root = radix_create();

	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	partition_set(63, radix_partition_entry(root), 0);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		CU_ASSERT_EQUAL(radix_map(root, places[i], 7), 0);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		u64 gpa = (u64)places[i] << CHUNK_SHIFT;

		CU_ASSERT_EQUAL(walk(63, gpa + 12345), (7ULL << CHUNK_SHIFT) + 12345);
		CU_ASSERT_EQUAL(walk(63, gpa + CHUNK_SIZE - 1),
				(8ULL << CHUNK_SHIFT) - 1);
		radix_unmap(root, places[i]);
		CU_ASSERT_EQUAL(walk(63, gpa), WALK_UNMAPPED);
		CU_ASSERT_EQUAL(walk(63, gpa + CHUNK_SIZE - 1), WALK_UNMAPPED);
	}
	/* Far beyond the window there is nothing. */
	CU_ASSERT_EQUAL(radix_map(root, 1U << 19, 7), -ENOMEM);
	CU_ASSERT_EQUAL(radix_map(root, 1U << 26, 7), -ENOMEM);
	CU_ASSERT_EQUAL(radix_map(root, 0xffffffff, 7), -ENOMEM);
	radix_destroy(root);
	radix_destroy(NULL);
	partition_set(63, 0, 0);
}

/* Single frames: each by itself, readable or writable, never executable. */
static void single_frames(void)
{
	static const u64 places[] = { 0,     KB(64),	 MB(2) - KB(64),
				      MB(2), 1ULL << 44, (1ULL << 44) + MB(4096) };
	u64 before = heap_free_bytes();
	be64 *root = radix_create();

	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	partition_set(63, radix_partition_entry(root), 0);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		u64 gpa = places[i];

		CU_ASSERT_EQUAL(radix_map_frame(root, gpa, KB(64) * 77, i & 1), 0);
		CU_ASSERT_EQUAL(walk(63, gpa + 12345), KB(64) * 77 + 12345);
		CU_ASSERT_EQUAL(walk_permission, i & 1 ? 6 : 4);
		if (gpa)
			CU_ASSERT_EQUAL(walk(63, gpa + KB(64)), WALK_UNMAPPED);
		CU_ASSERT_EQUAL(radix_map_frame(root, gpa, KB(64) * 78, !(i & 1)), 0);
		CU_ASSERT_EQUAL(walk(63, gpa + KB(64) - 1), KB(64) * 79 - 1);
		CU_ASSERT_EQUAL(walk_permission, i & 1 ? 4 : 6);
	}
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		radix_unmap_frame(root, places[i]);
		CU_ASSERT_EQUAL(walk(63, places[i]), WALK_UNMAPPED);
	}
	CU_ASSERT_EQUAL(radix_map_frame(root, 1ULL << 52, 0, true), -ENOMEM);
	radix_destroy(root);
	CU_ASSERT_EQUAL(heap_free_bytes(), before);
	partition_set(63, 0, 0);
}

/* No memory for a table half-way: an error, no mapping, and nothing is lost. */
static void out_of_memory(void)
{
	struct domain *d = make_domain(0), *other = make_domain(0);
	u32 chunk;

	while (!p2m_populate(d, false, &chunk))
		;
	check_tables(d, MB(64));
	CU_ASSERT_NOT_EQUAL(p2m_populate(other, false, &chunk), 0);
	check_tables(other, MB(64));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "tables of dom0", dom0_tables },
		{ "far addresses", far_addresses },
		{ "large domain", large_domain },
		{ "separate domains", separate_domains },
		{ "removal", removal },
		{ "model", model },
		{ "far places", far_places },
		{ "single frames", single_frames },
		{ "out of memory", out_of_memory },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "radix",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(64);
	return run_suites("unit-radix", suites);
}
