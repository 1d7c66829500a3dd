// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory and reservations in the device tree of bare metal
 * (xen/arch/powerpc/platform/powernv/device_tree.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/lib.h>
#include <asm/processor.h>
#include <powernv/device_tree.h>

#include "cunit-main.h"
#include "fakes.h"
#include "tree.h"

static struct boot_info info;

static void start(void)
{
	machine.spr[SPR_PVR] = 0x4e1202;
	machine.message[0] = '\0';
	tree_usual();
}

static const char *read_tree(void)
{
	info = (struct boot_info){ .image = { MB(4), MB(5) } };
	return device_tree_read(tree_finish(), TREE_PIR, &info);
}

static int by_start(const void *a, const void *b)
{
	const struct memory_range *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* The list as "start-end" in MiB, sorted, since its order does not matter. */
static const char *in_mib(struct memory_range *list, u32 count)
{
	static char text[256];
	size_t len = 0;

	qsort(list, count, sizeof(*list), by_start);
	text[0] = '\0';
	for (u32 i = 0; i < count && len < sizeof(text); i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%llu-%llu",
					i ? " " : "", list[i].start >> 20,
					list[i].end >> 20);
	return text;
}

static void check_ram(const char *wanted)
{
	const char *fault = read_tree();

	CU_ASSERT_PTR_NULL(fault);
	CU_ASSERT_STRING_EQUAL(in_mib(info.ram, info.ram_count), wanted);
	if (fault)
		printf("    fault: %s\n", fault);
}

static void check_reserved(const char *wanted)
{
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_STRING_EQUAL(in_mib(info.reserved, info.reserved_count), wanted);
}

static void check_fault(const char *part)
{
	const char *fault = read_tree();

	CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault, part));
}

/* ---- memory ---- */

static void one_node(void)
{
	check_ram("0-4096");
	CU_ASSERT_EQUAL(info.reserved_count, 0);
	CU_ASSERT_EQUAL(info.image.start, MB(4));
}

static void several_nodes(void)
{
	static const struct tree_range second[] = { { GB(10), GB(2) },
						    { GB(20), GB(1) } };
	static const struct tree_range third[] = { { 1ULL << 45, GB(1) } };

	tree_memory("/memory@280000000", second, 2);
	tree_memory("/memory@200000000000", third, 1);
	check_ram("0-4096 10240-12288 20480-21504 33554432-33555456");
}

static void overlapping_and_adjacent(void)
{
	static const struct tree_range ranges[] = {
		{ GB(8), GB(1) }, /* alone until another comes */
		{ GB(4), GB(1) }, /* touches the first of all */
		{ GB(1), GB(1) }, /* within it */
		{ GB(7), GB(3) }, /* around another */
		{ GB(20), MB(1) },	   { GB(5), GB(2) }, /* joins two */
		{ GB(10) + MB(1), MB(1) }, /* touches nothing, by little */
	};

	tree_memory("/memory@1", ranges, ARRAY_SIZE(ranges));
	check_ram("0-10240 10241-10242 20480-20481");
}

static void a_hole_where_the_hypervisor_runs(void)
{
	static const struct tree_range ranges[] = { { 0, MB(4) + 1 },
						    { MB(5) - 1, GB(1) } };

	tree_remove_node("/memory@0");
	tree_memory("/memory@0", ranges, 2);
	check_fault("no memory where the hypervisor runs");
}

static void cells_of_addresses_and_sizes(void)
{
	static const u32 cells[] = {
		0, 0x10000000, 0x40000000, 0x20000000, 1, 0x01000000
	};

	tree_u32s("/memory@0", "reg", cells, ARRAY_SIZE(cells));
	tree_cells("/", 1, 1);
	check_ram("0-256 1024-1536");
	tree_cells("/", 1, 2);
	check_ram("0-1099511628800");
}

static void numbers_of_cells(void)
{
	static const u32 cells[] = { 0, 0, 0, 0x40000000, 0, 0x40000000 };

	tree_u32s("/memory@0", "reg", cells, ARRAY_SIZE(cells));
	tree_cells("/", 1, 3);
	check_fault("no memory");
	tree_cells("/", 3, 1);
	check_fault("no memory");
	tree_cells("/", 2, 0);
	check_fault("no memory");
	tree_cells("/", 0, 2);
	check_fault("no memory");
	tree_cells("/", 1000, 2);
	check_fault("no memory");
}

static void ranges_that_are_none(void)
{
	static const struct tree_range ranges[] = {
		{ GB(10), 0 },
		{ UINT64_MAX - MB(1) + 1, MB(1) }, /* ends at 2^64 */
		{ GB(20), UINT64_MAX },
		{ UINT64_MAX, UINT64_MAX },
		{ GB(30), GB(1) },
	};

	tree_memory("/memory@280000000", ranges, ARRAY_SIZE(ranges));
	check_ram("0-4096 30720-31744");
}

static void too_many_ranges(void)
{
	struct tree_range ranges[BOOT_MAX_RANGES + 2];

	for (u32 i = 0; i < ARRAY_SIZE(ranges); i++)
		ranges[i] = (struct tree_range){ GB(10 + 2 * i), GB(1) };
	tree_memory("/memory@280000000", ranges, BOOT_MAX_RANGES - 1);
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_EQUAL(info.ram_count, BOOT_MAX_RANGES);
	CU_ASSERT_STRING_EQUAL(machine.message, "");

	/* A range that joins others needs no entry. */
	ranges[BOOT_MAX_RANGES - 1] = (struct tree_range){ GB(4), GB(6) };
	tree_reg("/memory@280000000", ranges, BOOT_MAX_RANGES + 2);
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_EQUAL(info.ram_count, BOOT_MAX_RANGES);
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.message, "is not used"));
}

static void no_memory(void)
{
	tree_remove("/memory@0", "reg");
	check_fault("no memory");
	tree_remove_node("/memory@0");
	check_fault("no memory");
	tree_empty();
	check_fault("no memory");
}

/* A partial entry at the end of "reg" is ignored. */
static void reg_of_any_length(void)
{
	u8 bytes[40];

	memset(bytes, 0, sizeof(bytes));
	bytes[12] = 0x40; /* the first entry: 1 GiB from 0 on */
	for (size_t len = 0; len < 16; len++) {
		tree_set("/memory@0", "reg", bytes, len);
		check_fault("no memory");
	}
	for (size_t len = 16; len < sizeof(bytes); len++) {
		tree_set("/memory@0", "reg", bytes, len);
		check_ram("0-1024");
	}
}

static void other_nodes(void)
{
	static const struct tree_range range = { GB(10), GB(1) };

	tree_memory("/not-memory@280000000", &range, 1);
	tree_string("/not-memory@280000000", "device_type", "memory2");
	check_ram("0-4096");
	tree_string("/not-memory@280000000", "device_type", "mem");
	check_ram("0-4096");
	tree_remove("/not-memory@280000000", "device_type");
	check_ram("0-4096");
	/* The word without the NUL that ends it. */
	tree_set("/not-memory@280000000", "device_type", "memory", 6);
	check_ram("0-4096");
	tree_set("/not-memory@280000000", "device_type", "", 0);
	check_ram("0-4096");
	tree_string("/not-memory@280000000", "device_type", "memory");
	check_ram("0-4096 10240-11264");
}

/* ---- reservations ---- */

static void reserve_node(const char *path, u64 start, u64 size)
{
	const struct tree_range range = { start, size };

	tree_node(path);
	tree_reg(path, &range, 1);
}

static void nodes_start(void)
{
	tree_node("/reserved-memory");
	tree_cells("/reserved-memory", 2, 2);
}

static void reserved_by_the_map(void)
{
	tree_reserve(MB(16), MB(1));
	tree_reserve(MB(32), 0);
	tree_reserve(UINT64_MAX - 10, 100);
	tree_reserve(GB(100), MB(1)); /* not in memory: harmless */
	check_reserved("16-17 102400-102401");
}

static void reserved_by_nodes(void)
{
	static const struct tree_range two[] = { { MB(20), MB(1) }, { MB(40), MB(2) } };

	nodes_start();
	reserve_node("/reserved-memory/a@30", MB(30), MB(1));
	tree_node("/reserved-memory/b");
	tree_node("/reserved-memory/c@20");
	tree_reg("/reserved-memory/c@20", two, 2);
	check_reserved("20-21 30-31 40-42");
}

/* /reserved-memory has its own numbers of cells, not the root's. */
static void cells_of_reservations(void)
{
	static const u32 cells[] = { 0x1000000, 0x100000 };

	tree_node("/reserved-memory");
	tree_cells("/reserved-memory", 1, 1);
	tree_node("/reserved-memory/a");
	tree_u32s("/reserved-memory/a", "reg", cells, ARRAY_SIZE(cells));
	check_reserved("16-17");
	/* The default is two and one. */
	tree_remove("/reserved-memory", "#address-cells");
	tree_remove("/reserved-memory", "#size-cells");
	check_reserved("");
}

static void reserved_twice(void)
{
	nodes_start();
	tree_reserve(MB(16), MB(4));
	tree_reserve(MB(18), MB(4));
	tree_reserve(MB(30), MB(2));
	tree_reserve(MB(34), MB(2));
	reserve_node("/reserved-memory/a", MB(16), MB(4));  /* the same */
	reserve_node("/reserved-memory/b", MB(22), MB(1));  /* touches */
	reserve_node("/reserved-memory/c", MB(31), MB(4));  /* joins two */
	reserve_node("/reserved-memory/d", MB(50), MB(10)); /* is within ... */
	reserve_node("/reserved-memory/e", MB(45), MB(20)); /* ... this */
	check_reserved("16-23 30-36 45-65");
}

static void reserve_many(u32 count)
{
	for (u32 i = 0; i < count; i++)
		tree_reserve(MB(100 + 2 * i), MB(1));
}

static void too_many_in_the_map(void)
{
	reserve_many(BOOT_MAX_RESERVED);
	tree_reserve(MB(101), MB(1)); /* joins two */
	tree_reserve(MB(60), MB(1));
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_EQUAL(info.reserved_count, BOOT_MAX_RESERVED);
	tree_reserve(MB(50), MB(1));
	check_fault("more reservations than there is room for");
}

static void too_many_nodes(void)
{
	reserve_many(BOOT_MAX_RESERVED - 1);
	nodes_start();
	reserve_node("/reserved-memory/a", MB(50), MB(1));
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_EQUAL(info.reserved_count, BOOT_MAX_RESERVED);
	reserve_node("/reserved-memory/b", MB(60), MB(1));
	check_fault("more reservations than there is room for");
}

int main(void)
{
	CU_TestInfo memory[] = {
		{ "one node", one_node },
		{ "several nodes, with holes", several_nodes },
		{ "overlapping and adjacent ranges", overlapping_and_adjacent },
		{ "a hole where the hypervisor runs", a_hole_where_the_hypervisor_runs },
		{ "cells of addresses and sizes", cells_of_addresses_and_sizes },
		{ "impossible numbers of cells", numbers_of_cells },
		{ "ranges that are none", ranges_that_are_none },
		{ "too many ranges", too_many_ranges },
		{ "no memory", no_memory },
		{ "reg of any length", reg_of_any_length },
		{ "other nodes", other_nodes },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo reservations[] = {
		{ "by the map", reserved_by_the_map },
		{ "by nodes", reserved_by_nodes },
		{ "cells of nodes", cells_of_reservations },
		{ "overlapping and touching", reserved_twice },
		{ "too many in the map", too_many_in_the_map },
		{ "too many nodes", too_many_nodes },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "memory", .pSetUpFunc = start, .pTests = memory },
		{ .pName = "reservations", .pSetUpFunc = start, .pTests = reservations },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-device-tree", suites);
}
