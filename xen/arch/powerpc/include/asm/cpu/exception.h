/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypervisor's own exceptions. */
#ifndef ASM_EXCEPTION_H
#define ASM_EXCEPTION_H

#include <xen/compiler.h>
#include <xen/types.h>
#include <asm/cpu/nested.h>

/*
 * From a platform's vectors, on the emergency stack: says what happened and stops the
 * machine.
 */
void exception_panic(const struct cpu_regs *f) __noreturn;

/* Copies a block of vectors, made with asm/vectors.inc, to 0x100. */
void install_vectors(const char *start, const char *end);

#endif /* ASM_EXCEPTION_H */
