/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stack, and what vectors.S saves when the hypervisor itself takes an exception. */
#ifndef ASM_EXCEPTION_H
#define ASM_EXCEPTION_H

#include <xen/compiler.h>
#include <xen/types.h>
#include <asm/current.h>

#define STACK_GUARD 0x5741434b47554152ULL

/* One object, so that nothing can come between the guard and what it guards. */
struct boot_stack {
	u64 guard;
	u64 pad;
	u8 space[STACK_SIZE];
};

extern struct boot_stack boot_stack;

struct exception_frame {
	u64 gpr[32];
	u64 vector;
	u64 srr0, srr1;
	u64 link, ctr, xer, ccr;
};

extern struct exception_frame exception_frame;

/* From vectors.S, on the emergency stack: says what happened and stops the machine. */
void exception_panic(const struct exception_frame *f) __noreturn;

#endif /* ASM_EXCEPTION_H */
