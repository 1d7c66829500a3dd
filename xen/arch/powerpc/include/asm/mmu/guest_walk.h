/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a guest's memory as the guest sees it, for messages about what it did. */
#ifndef ASM_GUEST_WALK_H
#define ASM_GUEST_WALK_H

#include <xen/types.h>

struct vcpu;

/*
 * Reads the instruction at the vCPU's nip, through the guest's own page tables if it runs
 * with translation on. False: it cannot be found. For messages only: the guest may have
 * changed its tables meanwhile.
 */
bool guest_instruction(struct vcpu *v, u32 *instruction);

#endif /* ASM_GUEST_WALK_H */
