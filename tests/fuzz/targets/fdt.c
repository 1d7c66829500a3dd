// SPDX-License-Identifier: GPL-2.0-or-later
/* The device tree of bare metal's firmware (platform/powernv/device_tree*.c). */
#include <libfdt.h>
#include <stdlib.h>

#include <xen/lib.h>

#include "powernv/device_tree.h"
#include "target.h"

#define PIR	24
#define SERVERS 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct boot_info info;
	struct cpu_characteristics c = { 0 };
	u32 server[SERVERS];
	u64 base, entry;
	void *fdt;

	if (size < sizeof(struct fdt_header))
		return 0;
	fdt = exact_copy(data, size);
	/* The firmware says how long it is, and nothing else does. */
	fdt_set_totalsize(fdt, (uint32_t)size);
	device_tree_opal(fdt, &base, &entry);
	if (!fdt_check_header(fdt)) {
		info = (struct boot_info){ .image = { MB(32), MB(33) } };
		device_tree_read(fdt, PIR, &info);
		must(info.ram_count <= BOOT_MAX_RANGES &&
		     info.reserved_count <= BOOT_MAX_RESERVED);
		device_tree_terminal(fdt);
		must(device_tree_servers(fdt, server, SERVERS) <= SERVERS);
		device_tree_characteristics(fdt, &c);
	}
	free(fdt);
	return 0;
}
