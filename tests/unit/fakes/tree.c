// SPDX-License-Identifier: GPL-2.0-or-later
/* Making device trees (tree.h). */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include <xen/lib.h>

#include "tree.h"

#define MAX_SIZE 0x10000

static u64 space[MAX_SIZE / sizeof(u64)];
static void *finished;

void tree_empty(void)
{
	CU_ASSERT_EQUAL_FATAL(fdt_create_empty_tree(space, sizeof(space)), 0);
	tree_cells("/", 2, 2);
}

void tree_usual(void)
{
	static const struct tree_range memory = { 0, TREE_MEMORY };

	tree_empty();
	tree_memory("/memory@0", &memory, 1);
	tree_node("/chosen");
	tree_node("/cpus");
	tree_node("/cpus/PowerPC,POWER9@18");
	tree_string("/cpus/PowerPC,POWER9@18", "device_type", "cpu");
	tree_u32("/cpus/PowerPC,POWER9@18", "ibm,pir", TREE_PIR);
	tree_u32("/cpus/PowerPC,POWER9@18", "timebase-frequency", 512000000);
}

static int find(const char *path)
{
	int node = fdt_path_offset(space, path);

	CU_ASSERT_FATAL(node >= 0);
	return node;
}

void tree_node(const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	int parent = fdt_path_offset_namelen(space, path, (int)(name - path));

	CU_ASSERT_FATAL(parent >= 0);
	CU_ASSERT_FATAL(fdt_add_subnode(space, parent, name) >= 0);
}

/* In two steps, since libfdt does not clear the bytes up to the next word. */
void tree_set(const char *path, const char *name, const void *value, size_t len)
{
	u8 padded[4 * 1024] = { 0 };

	CU_ASSERT_FATAL(len <= sizeof(padded));
	memcpy(padded, value, len);
	CU_ASSERT_EQUAL_FATAL(fdt_setprop(space, find(path), name, padded,
					  (int)ROUND_UP(len, sizeof(fdt32_t))),
			      0);
	CU_ASSERT_EQUAL_FATAL(fdt_setprop(space, find(path), name, padded, (int)len), 0);
}

void tree_string(const char *path, const char *name, const char *text)
{
	tree_set(path, name, text, strlen(text) + 1);
}

void tree_u32(const char *path, const char *name, u32 value)
{
	CU_ASSERT_EQUAL_FATAL(fdt_setprop_u32(space, find(path), name, value), 0);
}

void tree_u32s(const char *path, const char *name, const u32 *values, u32 count)
{
	fdt32_t cells[16] = { 0 };

	CU_ASSERT_FATAL(count <= ARRAY_SIZE(cells));
	for (u32 i = 0; i < count; i++)
		cells[i] = cpu_to_fdt32(values[i]);
	tree_set(path, name, cells, count * sizeof(*cells));
}

void tree_u64(const char *path, const char *name, u64 value)
{
	CU_ASSERT_EQUAL_FATAL(fdt_setprop_u64(space, find(path), name, value), 0);
}

void tree_remove(const char *path, const char *name)
{
	CU_ASSERT_EQUAL_FATAL(fdt_delprop(space, find(path), name), 0);
}

void tree_remove_node(const char *path)
{
	CU_ASSERT_EQUAL_FATAL(fdt_del_node(space, find(path)), 0);
}

void tree_cells(const char *path, u32 address, u32 size)
{
	tree_u32(path, "#address-cells", address);
	tree_u32(path, "#size-cells", size);
}

void tree_reg(const char *path, const struct tree_range *ranges, u32 count)
{
	fdt64_t cells[64] = { 0 };

	CU_ASSERT_FATAL(2 * count <= ARRAY_SIZE(cells));
	for (u32 i = 0; i < count; i++) {
		cells[2 * i] = cpu_to_fdt64(ranges[i].start);
		cells[2 * i + 1] = cpu_to_fdt64(ranges[i].size);
	}
	tree_set(path, "reg", cells, count * 2 * sizeof(*cells));
}

void tree_memory(const char *path, const struct tree_range *ranges, u32 count)
{
	tree_node(path);
	tree_string(path, "device_type", "memory");
	tree_reg(path, ranges, count);
}

void tree_reserve(u64 start, u64 size)
{
	CU_ASSERT_EQUAL_FATAL(fdt_add_mem_rsv(space, start, size), 0);
}

const void *tree_finish(void)
{
	static u64 copy[MAX_SIZE / sizeof(u64)];

	memcpy(copy, space, sizeof(copy));
	CU_ASSERT_EQUAL_FATAL(fdt_pack(copy), 0);
	free(finished);
	finished = malloc(fdt_totalsize(copy));
	CU_ASSERT_PTR_NOT_NULL_FATAL(finished);
	memcpy(finished, copy, fdt_totalsize(copy));
	return finished;
}
