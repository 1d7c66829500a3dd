/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flattened device tree that the firmware hands over (skiboot, doc/device-tree). */
#ifndef POWERNV_DEVICE_TREE_H
#define POWERNV_DEVICE_TREE_H

#include <xen/boot_info.h>

/* Bits of H_GET_CPU_CHARACTERISTICS, as the firmware's "fw-features" give them. */
struct cpu_characteristics {
	bool known;
	u64 character, behaviour;
};

/*
 * Where the firmware is, by /ibm,opal. Both 0: the tree does not say. The header is
 * checked here; NULL is allowed.
 */
void device_tree_opal(const void *fdt, u64 *base, u64 *entry);
/* The firmware's number of the terminal that it uses itself. */
u32 device_tree_terminal(const void *fdt);
/*
 * Fills *info except for the image: memory, reservations, bundle, arguments, the CPUs,
 * and the one with that PIR. Returns NULL, or what is missing or wrong.
 */
const char *device_tree_read(const void *fdt, u32 pir, struct boot_info *info);
/* Stores the PIRs of at most max usable CPUs; returns how many. */
u32 device_tree_servers(const void *fdt, u32 *server, u32 max);
void device_tree_characteristics(const void *fdt, struct cpu_characteristics *c);

#endif /* POWERNV_DEVICE_TREE_H */
