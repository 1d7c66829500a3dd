/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU that unit tests run on, boot_cpu: there is no r13 to find it by. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

struct cpu;

extern struct cpu boot_cpu;

static inline struct cpu *this_cpu(void)
{
	return &boot_cpu;
}

#endif /* ASM_CURRENT_H */
