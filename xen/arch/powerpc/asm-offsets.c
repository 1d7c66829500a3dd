// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Offsets and sizes for the assembler, from the compiler: this file is compiled to
 * assembly, of which xen/module.mk turns each "->NAME VALUE" into a #define.
 */
#include <stddef.h>
#include <asm/exception.h>
#include <asm/extended.h>

#define DEFINE(name, value) __asm__ __volatile__("\n->" #name " %0" : : "i"(value))

void offsets(void);

void offsets(void)
{
	DEFINE(FRAME_GPR, offsetof(struct exception_frame, gpr));
	DEFINE(FRAME_VECTOR, offsetof(struct exception_frame, vector));
	DEFINE(FRAME_SRR0, offsetof(struct exception_frame, srr0));
	DEFINE(FRAME_SRR1, offsetof(struct exception_frame, srr1));
	DEFINE(FRAME_LINK, offsetof(struct exception_frame, link));
	DEFINE(FRAME_CTR, offsetof(struct exception_frame, ctr));
	DEFINE(FRAME_XER, offsetof(struct exception_frame, xer));
	DEFINE(FRAME_CCR, offsetof(struct exception_frame, ccr));
	DEFINE(EXTENDED_VSR, offsetof(struct extended_state, vsr));
	DEFINE(EXTENDED_VSCR, offsetof(struct extended_state, vscr));
	DEFINE(EXTENDED_FPSCR, offsetof(struct extended_state, fpscr));
	DEFINE(BOOT_STACK_TOP, offsetof(struct boot_stack, space) + STACK_SIZE);
}
