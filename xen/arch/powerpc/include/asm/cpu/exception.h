/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypervisor's own exceptions, and the stacks. */
#ifndef ASM_EXCEPTION_H
#define ASM_EXCEPTION_H

#include <xen/compiler.h>
#include <xen/types.h>
#include <asm/current.h>
#include <asm/cpu/nested.h>

#define STACK_GUARD 0x5741434b47554152ULL

/* One object, so that nothing can come between the guard and what it guards. */
struct boot_stack {
	u64 guard;
	u64 pad;
	u8 space[STACK_SIZE];
};

extern struct boot_stack boot_stack;
extern u8 emergency_stack[EMERGENCY_STACK_SIZE];

/*
 * What the hypervisor's registers were at its own last exception: nip and msr are those
 * that it was interrupted with, trap is the vector.
 */
extern struct cpu_regs exception_frame;

/*
 * From a platform's vectors, on the emergency stack: says what happened and stops the
 * machine.
 */
void exception_panic(const struct cpu_regs *f) __noreturn;

/* Copies a block of vectors, made with asm/vectors.inc, to 0x100. */
void install_vectors(const char *start, const char *end);

#endif /* ASM_EXCEPTION_H */
