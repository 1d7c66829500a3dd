// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * print_ctx() for PowerPC, which xenctx of 2005 calls and does not have: compile it
 * beside xenctx.c, which then needs no change.
 */
#include <stdio.h>

#include "xc.h"

void print_ctx(vcpu_guest_context_t *ctx1);

void print_ctx(vcpu_guest_context_t *ctx1)
{
	const struct cpu_user_regs *regs = &ctx1->user_regs;
	int i;

	printf("pc:  %016lx\tmsr: %016lx\n", (unsigned long)regs->pc,
	       (unsigned long)regs->msr);
	printf("lr:  %016lx\tctr: %016lx\n", (unsigned long)regs->lr,
	       (unsigned long)regs->ctr);
	printf("cr:  %08x        \txer: %016lx\n", regs->cr, (unsigned long)regs->xer);
	printf("dar: %016lx\tdsisr: %08x\n", (unsigned long)regs->dar, regs->dsisr);
	for (i = 0; i < 32; i++)
		printf("r%-2d: %016lx%c", i, (unsigned long)regs->gprs[i],
		       i % 2 ? '\n' : '\t');
}
