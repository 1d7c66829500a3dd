// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads the firmware's device tree: memory, reservations, the bundle, arguments. The
 * CPU's node is read in device_tree_cpu.c.
 */
#define pr_fmt(fmt) "device tree: " fmt
#include <libfdt.h>
#include <xen/lib.h>
#include <xen/string.h>
#include "device_tree.h"
#include "device_tree_cpu.h"

/* Reads a number of one or two cells at *cell, and moves *cell on. */
static u64 take_cells(const fdt32_t **cell, int cells)
{
	u64 value = 0;

	while (cells--)
		value = value << 32 | fdt32_to_cpu(*(*cell)++);
	return value;
}

/* Reads a property that is one number of 4 or 8 bytes. False: there is none. */
static bool get_number(const void *fdt, int node, const char *name, u64 *value)
{
	int len;
	const fdt32_t *cell = fdt_getprop(fdt, node, name, &len);

	if (!cell || (len != 4 && len != 8))
		return false;
	*value = take_cells(&cell, len / 4);
	return true;
}

/*
 * Puts a range into a list, joined with the ranges that it overlaps or touches: firmware
 * may list such ranges. False: the list is full.
 */
static bool add_range(struct memory_range *list, u32 *count, u32 size,
		      struct memory_range range)
{
	for (u32 i = 0; i < *count; i++) {
		if (range.start > list[i].end || list[i].start > range.end)
			continue;
		range.start = min(range.start, list[i].start);
		range.end = max(range.end, list[i].end);
		list[i] = list[--*count];
		i = (u32)-1; /* it may touch others now */
	}
	if (*count == size)
		return false;
	list[(*count)++] = range;
	return true;
}

/* False: the range is empty, or ends beyond the last address. */
static bool make_range(u64 start, u64 size, struct memory_range *range)
{
	*range = (struct memory_range){ start, start + size };
	return range->end > start;
}

/* Calls add for each range of a node's "reg", whose cells are counted by its parent. */
static bool for_each_reg(const void *fdt, int parent, int node, struct boot_info *info,
			 bool (*add)(struct boot_info *info, struct memory_range range))
{
	int address_cells = fdt_address_cells(fdt, parent);
	int size_cells = fdt_size_cells(fdt, parent);
	int len, width = (address_cells + size_cells) * (int)sizeof(fdt32_t);
	const fdt32_t *cell = fdt_getprop(fdt, node, "reg", &len);
	struct memory_range range;

	if (!cell || address_cells < 1 || address_cells > 2 || size_cells < 1 ||
	    size_cells > 2)
		return true;
	for (; len >= width; len -= width) {
		u64 start = take_cells(&cell, address_cells);

		if (make_range(start, take_cells(&cell, size_cells), &range) &&
		    !add(info, range))
			return false;
	}
	return true;
}

static bool add_ram(struct boot_info *info, struct memory_range range)
{
	if (!add_range(info->ram, &info->ram_count, ARRAY_SIZE(info->ram), range))
		pr_warn("more than %u ranges of memory: %llx to %llx is not used\n",
			BOOT_MAX_RANGES, range.start, range.end);
	return true;
}

static bool add_reserved(struct boot_info *info, struct memory_range range)
{
	return add_range(info->reserved, &info->reserved_count,
			 ARRAY_SIZE(info->reserved), range);
}

static const char *read_memory(const void *fdt, struct boot_info *info)
{
	int node;

	fdt_for_each_subnode (node, fdt, 0) {
		const char *type = fdt_stringlist_get(fdt, node, "device_type", 0, NULL);

		if (type && !strcmp(type, "memory"))
			for_each_reg(fdt, 0, node, info, add_ram);
	}
	return info->ram_count ? NULL : "it names no memory";
}

static const char *read_reserved(const void *fdt, struct boot_info *info)
{
	static const char too_many[] = "it has more reservations than there is room for";
	int node, parent = fdt_path_offset(fdt, "/reserved-memory");

	for (int i = 0; i < fdt_num_mem_rsv(fdt); i++) {
		struct memory_range range;
		uint64_t start, size;

		if (!fdt_get_mem_rsv(fdt, i, &start, &size) &&
		    make_range(start, size, &range) && !add_reserved(info, range))
			return too_many;
	}
	if (parent < 0)
		return NULL;
	fdt_for_each_subnode (node, fdt, parent) {
		if (!for_each_reg(fdt, parent, node, info, add_reserved))
			return too_many;
	}
	return NULL;
}

static void read_cmdline(const void *fdt, int chosen, struct boot_info *info)
{
	int len;
	const char *text = fdt_getprop(fdt, chosen, "bootargs", &len);
	size_t n = text ? strnlen(text, (size_t)len) : 0;

	if (n)
		memcpy(info->cmdline, text, min(n, sizeof(info->cmdline) - 1));
	cmdline_end(info, n);
}

/* The bundle is handed over as an initrd is. */
static void read_chosen(const void *fdt, struct boot_info *info)
{
	int chosen = fdt_path_offset(fdt, "/chosen");
	u64 start, end;

	if (chosen < 0)
		return;
	read_cmdline(fdt, chosen, info);
	if (get_number(fdt, chosen, "linux,initrd-start", &start) &&
	    get_number(fdt, chosen, "linux,initrd-end", &end) && start < end)
		info->bundle = (struct memory_range){ start, end };
}

static bool in_ram(const struct boot_info *info, const struct memory_range *r)
{
	for (u32 i = 0; i < info->ram_count; i++)
		if (info->ram[i].start <= r->start && r->end <= info->ram[i].end)
			return true;
	return false;
}

const char *device_tree_read(const void *fdt, u32 pir, struct boot_info *info)
{
	const char *fault;

	fault = read_memory(fdt, info);
	if (fault)
		return fault;
	fault = read_reserved(fdt, info);
	if (fault)
		return fault;
	read_chosen(fdt, info);
	if (info->bundle.end && !in_ram(info, &info->bundle))
		return "the initrd, which is to be the bundle, is not in memory";
	if (!in_ram(info, &info->image))
		return "there is no memory where the hypervisor runs";
	info->server_count = device_tree_servers(fdt, info->server, BOOT_MAX_SERVERS);
	return device_tree_cpu(fdt, pir, &info->cpu);
}

void device_tree_opal(const void *fdt, u64 *base, u64 *entry)
{
	int node;

	*base = *entry = 0;
	if (!fdt || fdt_check_header(fdt))
		return;
	node = fdt_path_offset(fdt, "/ibm,opal");
	if (node < 0 || !get_number(fdt, node, "opal-base-address", base) ||
	    !get_number(fdt, node, "opal-entry-address", entry))
		*base = *entry = 0;
}

/* /chosen: linux,stdout-path is the path of a node below /ibm,opal/consoles. */
u32 device_tree_terminal(const void *fdt)
{
	int node = fdt_path_offset(fdt, "/chosen");
	const char *path =
		node < 0 ? NULL
			 : fdt_stringlist_get(fdt, node, "linux,stdout-path", 0, NULL);
	u64 number;

	node = path ? fdt_path_offset(fdt, path) : -1;
	return node >= 0 && get_number(fdt, node, "reg", &number) ? (u32)number : 0;
}
