/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vCPU context in which every allowed bit is random. */
#ifndef TESTS_UNIT_CONTEXT_RANDOM_H
#define TESTS_UNIT_CONTEXT_RANDOM_H

#include <xen/domain.h>
#include <asm/processor.h>

#include "random.h"

/* Bits of MSR allowed in a context: those that a guest can set itself. */
#define CONTEXT_MSR                                                                 \
	(MSR_SF | MSR_VEC | MSR_VSX | MSR_EE | MSR_PR | MSR_FP | MSR_ME | MSR_FE0 | \
	 MSR_SE | MSR_BE | MSR_FE1 | MSR_IR | MSR_DR | MSR_PMM | MSR_RI | MSR_LE)

/*
 * Make such a context, without process table and VPA. Fields that the hypervisor does not
 * keep are zero, so that the whole context must be read back unchanged.
 */
static inline void random_context(vcpu_guest_context_t *c)
{
	u64 *word = (u64 *)c;

	for (u64 i = 0; i < sizeof(*c) / sizeof(*word); i++)
		word[i] = random_u64();
	c->user_regs.msr &= CONTEXT_MSR;
	c->user_regs.hid4 = 0;
	c->user_regs.__pad = 0;
	c->user_regs.entry_vector = 0;
	c->sdr1 = 0;
	c->process_table = 0;
	c->lpcr = random_below(2) ? LPCR_ILE | LPCR_AIL : LPCR_AIL;
	c->vpa = 0;
}

#endif /* TESTS_UNIT_CONTEXT_RANDOM_H */
