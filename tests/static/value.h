/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trace register values along a straight piece of code: each bit is known to be 0, known
 * to be 1, or unknown.
 */
#ifndef TESTS_STATIC_VALUE_H
#define TESTS_STATIC_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#define MSR_IR	  0x20ul
#define MSR_DR	  0x10ul

#define SPR_SRR0  26
#define SPR_SRR1  27
#define SPR_HSRR0 314
#define SPR_HSRR1 315

struct value {
	uint64_t known; /* bits that are known */
	uint64_t ones;	/* those known to be 1 */
};

struct registers {
	struct value gpr[32];
	struct value srr1;
	struct value hsrr1;
};

/** registers_forget() - make all unknown: the place may be reached from anywhere */
void registers_forget(struct registers *r);

/**
 * registers_step() - apply the effect of one instruction
 * @handler: it is in an interrupt handler, which finds in SRR1 the MSR of the
 *	interrupted hypervisor: without translation, by what is being proved
 */
void registers_step(struct registers *r, uint32_t word, bool handler);

/** value_translates() - whether an MSR of this value may have IR or DR set */
bool value_translates(const struct value *v);

#endif
