/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a vCPU take an interrupt at its next entry. */
#ifndef ASM_INJECT_H
#define ASM_INJECT_H

#include <xen/types.h>

struct vcpu;

#define VECTOR_DATA_STORAGE	   0x300
#define VECTOR_INSTRUCTION_STORAGE 0x400
#define VECTOR_EXTERNAL		   0x500
#define VECTOR_PROGRAM		   0x700

/* flags: status bits for SRR1, of SRR1_MASK. */
void inject_interrupt(struct vcpu *v, u64 vector, u64 flags);
/* Lets v take its pending external interrupt, or comes back soon if MSR[EE] is 0. */
void deliver_external(struct vcpu *v);

#endif /* ASM_INJECT_H */
