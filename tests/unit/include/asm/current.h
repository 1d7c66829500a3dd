/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU that unit tests run on: there is no r13 to find it by. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

struct cpu;

/* boot_cpu, unless a test makes itself another one (fakes.c). */
extern struct cpu *running_cpu;

static inline struct cpu *this_cpu(void)
{
	return running_cpu;
}

#endif /* ASM_CURRENT_H */
