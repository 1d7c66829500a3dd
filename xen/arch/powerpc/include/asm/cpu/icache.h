/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ASM_ICACHE_H
#define ASM_ICACHE_H

#include <xen/types.h>

/* Makes what was stored in [start, start + size) what the CPU fetches (book II, 1.8). */
void icache_update(const void *start, u64 size);

#endif /* ASM_ICACHE_H */
