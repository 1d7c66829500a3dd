/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU that executes: r13 points STACK_CANARY_BIAS behind its data. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <asm/cpu.h>

struct cpu;

static inline struct cpu *this_cpu(void)
{
	register char *r13 __asm__("r13");

	/* r13 has a value at any time. NOLINTNEXTLINE(clang-*) */
	return (struct cpu *)(r13 - STACK_CANARY_BIAS);
}

#endif /* ASM_CURRENT_H */
