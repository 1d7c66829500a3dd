/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the CPU knows of the partition table, and caches of translations. */
#ifndef POWERNV_MMU_H
#define POWERNV_MMU_H

#include <xen/types.h>

/* Makes partition_table the CPU's; nothing of what was before it is left in its caches.
 */
void mmu_init(void);
/* As platform->partition_flush(). */
void mmu_partition_flush(u32 lpid);

#endif /* POWERNV_MMU_H */
