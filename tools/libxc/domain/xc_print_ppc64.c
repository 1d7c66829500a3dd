// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The function with which xenctx prints registers. xenctx itself has it only for the
 * processors of 2005; here it must build unchanged.
 */
#include <inttypes.h>
#include <stdio.h>

#include "xc.h"

void print_ctx(vcpu_guest_context_t *ctx)
{
	const struct cpu_user_regs *regs = &ctx->user_regs;
	int i;

	printf("pc:  %016" PRIx64 "\tmsr: %016" PRIx64 "\n", regs->pc, regs->msr);
	printf("lr:  %016" PRIx64 "\tctr: %016" PRIx64 "\n", regs->lr, regs->ctr);
	printf("cr:  %08" PRIx32 "        \txer: %016" PRIx64 "\n", regs->cr, regs->xer);
	printf("dar: %016" PRIx64 "\tdsisr: %08" PRIx32 "\n", regs->dar, regs->dsisr);
	for (i = 0; i < 32; i++)
		printf("r%-2d: %016" PRIx64 "%c", i, regs->gprs[i], i % 2 ? '\n' : '\t');
}
