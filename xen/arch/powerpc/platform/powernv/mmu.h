/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU's pointer to the partition table, and its caches of translations. */
#ifndef POWERNV_MMU_H
#define POWERNV_MMU_H

#include <xen/types.h>

/* Points the CPU at partition_table, and empties its caches of translations. */
void mmu_cpu_init(void);
/* As platform->partition_flush(). */
void mmu_partition_flush(u32 lpid);

#endif /* POWERNV_MMU_H */
