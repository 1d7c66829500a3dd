/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef POWERNV_DEVICE_TREE_CPU_H
#define POWERNV_DEVICE_TREE_CPU_H

#include <xen/boot_info.h>

/* Fills *cpu from the node of the CPU with that PIR. Returns NULL, or what is missing. */
const char *device_tree_cpu(const void *fdt, u32 pir, struct cpu_info *cpu);

#endif /* POWERNV_DEVICE_TREE_CPU_H */
