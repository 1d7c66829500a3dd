/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The hypervisor's own exception vectors. pseries.c copies this block to 0x100, so code
 * here reaches what is outside the block only by absolute address (below 2 GiB).
 *
 * Two exceptions are expected: the decrementer and the external interrupt, which end
 * H_CEDE; MSR[EE] is 0 at any other time. All others are bugs of ours and end in
 * exception_panic().
 */
#include <asm/asm-offsets.h>
#include <asm/current.h>
#include <asm/processor.h>

#define EMERGENCY_STACK_SIZE 0x2000

	.section .text.vectors, "ax"
	.balign	256
	.globl	vectors_start, vectors_end
vectors_start:

/* . = moves forward only: a slot that is too long does not assemble. */
.macro vector number
	. = \number - 0x100
.endm

/*
 * In: r1..r31 of the interrupted code, SRR0/1. SPRG0 and SPRG1 are scratch here: guests
 * have their own, which the platform below switches.
 */
.macro fatal number
	vector	\number
	mtsprg	0, 3
	mtsprg	1, 4
	li	3, \number
	b	fatal_common
.endm

/* Returns to the interrupted code with MSR[EE] off. Keeps every register. */
.macro wake number
	vector	\number
	mtsprg	0, 3
	mfsrr1	3
	rldicl	3, 3, 48, 1		/* EE to bit 0 and off ... */
	rotldi	3, 3, 16		/* ... and back */
	mtsrr1	3
	mfsprg	3, 0
	rfid
.endm

	.irp	number, 0x100, 0x200, 0x300, 0x380, 0x400, 0x480
	fatal	\number
	.endr
	wake	0x500
	.irp	number, 0x600, 0x700, 0x800
	fatal	\number
	.endr
	wake	0x900
	.irp	number, 0x980, 0xa00, 0xc00, 0xd00, 0xe00, 0xe20, 0xe40, 0xe60, 0xe80
	fatal	\number
	.endr
	.irp	number, 0xea0, 0xf00, 0xf20, 0xf40, 0xf60, 0xf80
	fatal	\number
	.endr

/* In: r3 = vector, SPRG0 = r3, SPRG1 = r4. Saves all in exception_frame. */
	vector	0x1000
fatal_common:
	lis	4, exception_frame@h
	ori	4, 4, exception_frame@l
	.irp	n, 0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	std	\n, FRAME_GPR + \n * 8(4)
	.endr
	std	3, FRAME_VECTOR(4)
	mfsprg	5, 0
	std	5, FRAME_GPR + 3 * 8(4)
	mfsprg	5, 1
	std	5, FRAME_GPR + 4 * 8(4)
	mfsrr0	5
	std	5, FRAME_SRR0(4)
	mfsrr1	5
	std	5, FRAME_SRR1(4)
	mflr	5
	std	5, FRAME_LINK(4)
	mfctr	5
	std	5, FRAME_CTR(4)
	mfxer	5
	std	5, FRAME_XER(4)
	mfcr	5
	std	5, FRAME_CCR(4)

	/* Whatever went wrong may have been the stack or r13. */
	lis	1, (emergency_stack + EMERGENCY_STACK_SIZE - 64)@h
	ori	1, 1, (emergency_stack + EMERGENCY_STACK_SIZE - 64)@l
	li	0, 0
	std	0, 0(1)
	lis	13, (boot_cpu_area + STACK_CANARY_BIAS)@h
	ori	13, 13, (boot_cpu_area + STACK_CANARY_BIAS)@l
	mr	3, 4
	lis	12, exception_panic@h
	ori	12, 12, exception_panic@l
	mtctr	12
	bctr				/* its global entry makes r2 from r12 */
vectors_end:

	.section .bss
	.balign	16
emergency_stack:
	.space	EMERGENCY_STACK_SIZE
