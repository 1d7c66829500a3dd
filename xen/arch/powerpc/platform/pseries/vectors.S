/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vectors of a partition. Two exceptions are expected: the decrementer and the
 * external interrupt, which end H_CEDE; MSR[EE] is 0 at any other time. All others are
 * bugs of ours and end in exception_panic().
 */
#include <asm/vectors.inc>

	.section .text.vectors, "ax"
	.balign	256
	.globl	pseries_vectors, pseries_vectors_end
pseries_vectors:
	vectors_begin

/*
 * In: r1..r31 of the interrupted code, SRR0/1; SPRG1 = the CPU's frame (pseries.c). SPRG0
 * is scratch. Guests have their own, which the platform below switches.
 */
.macro fatal number
	vector	\number
	mtsprg	0, 13
	mfsprg	13, 1
	std	12, REGS_GPR + 12 * 8(13)
	li	12, \number
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

/* In: r13 = the CPU's frame, r12 = vector, SPRG0 = r13; r12 is in the frame. */
	vector	0x1000
fatal_common:
	save_registers SPR_SPRG0, SPR_SRR0, SPR_SRR1
	leave_for_panic
pseries_vectors_end:
