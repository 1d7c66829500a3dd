/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Try code that may end in an interrupt, and return from it. The kernel runs at its link
 * address below 2 GiB, so addresses are absolute.
 */
#include <asm/endian.inc>

#define FRAME	   256
#define FRAME_TOC  24
#define FRAME_GPR  64		/* r14 to r31 */

#define OUTCOME_VECTOR 0	/* struct outcome */
#define OUTCOME_SRR0   8
#define OUTCOME_SRR1   16
#define OUTCOME_DAR    24
#define OUTCOME_VALUE  32

#define SPR_DAR	   19
#define MSR_IR_DR  0x30
#define MSR_PR_IR_DR 0x4030

.macro gprs op
	.set	number, 14
	.rept	18
	\op	number, FRAME_GPR + (number - 14) * 8(1)
	.set	number, number + 1
	.endr
.endm

	.text
/*
 * u64 attempt(u64 code, u64 a, u64 b): calls code(a, b). Returns 0, or the vector of the
 * interrupt that it ended in; struct outcome has the rest.
 */
	.globl	attempt
attempt:
	mflr	0
	std	0, 16(1)
	mfcr	0
	std	0, 8(1)
	stdu	1, -FRAME(1)
	std	2, FRAME_TOC(1)
	gprs	std
	lis	6, attempt_sp@ha
	std	1, attempt_sp@l(6)
	mtctr	3
	mr	12, 3
	mr	3, 4
	mr	4, 5
	bctrl
	lis	6, outcome@ha
	addi	6, 6, outcome@l
	std	3, OUTCOME_VALUE(6)
	li	3, 0
	std	3, OUTCOME_VECTOR(6)
leave:
	lis	6, attempt_sp@ha
	ld	1, attempt_sp@l(6)
	li	0, 0
	std	0, attempt_sp@l(6)
	gprs	ld
	ld	2, FRAME_TOC(1)
	addi	1, 1, FRAME
	ld	0, 8(1)
	mtcr	0
	ld	0, 16(1)
	mtlr	0
	lis	3, outcome@ha
	ld	3, outcome@l + OUTCOME_VECTOR(3)
	blr

/*
 * The vectors, made by hostile.c, branch here: r3 is the vector, SPRG1 the old r3.
 * Translation and interrupts are off. Asynchronous interrupts are ignored: the decrementer
 * is set to a large value, and execution goes on with MSR[EE] = 0.
 */
	.globl	interrupt
interrupt:
	mtsprg	2, 4
	mfcr	4
	mtsprg	3, 4
	cmpwi	3, 0x100		/* system reset */
	beq	1f
	cmpwi	3, 0x500		/* external */
	beq	1f
	cmpwi	3, 0x900		/* decrementer */
	beq	1f
	cmpwi	3, 0xa00		/* doorbell */
	bne	2f
1:	lis	4, 0x7fff
	mtdec	4
	mfsrr1	4
	rldicl	4, 4, 48, 1
	rotldi	4, 4, 16
	mtsrr1	4
	mfsprg	4, 3
	mtcr	4
	mfsprg	4, 2
	mfsprg	3, 1
	rfid

2:	lis	4, outcome@ha
	addi	4, 4, outcome@l
	std	3, OUTCOME_VECTOR(4)
	mfsprg	3, 1
	std	3, OUTCOME_VALUE(4)
	mfsrr0	3
	std	3, OUTCOME_SRR0(4)
	mfsrr1	3
	std	3, OUTCOME_SRR1(4)
	mfspr	3, SPR_DAR
	std	3, OUTCOME_DAR(4)
	lis	4, attempt_sp@ha
	ld	4, attempt_sp@l(4)
	cmpdi	4, 0
	bne	leave
	lis	1, emergency_top@ha
	addi	1, 1, emergency_top@l - 64
	lis	12, unexpected@ha
	addi	12, 12, unexpected@l
	mtctr	12
	bctr

/* The attempts: u64 NAME(u64 address, u64 value), in real mode. */
	.globl	real_load, real_store, real_jump, real_reserve, real_zero
real_load:
	ld	3, 0(3)
	blr
real_store:
	std	4, 0(3)
	blr
real_jump:
	mtctr	3
	mflr	5
	bctrl
	mtlr	5
	blr
real_reserve:
	ldarx	3, 0, 3
	blr
real_zero:
	dcbz	0, 3
	blr

/* The same with translation on, for an effective address. */
.macro translated
	mfmsr	7
	ori	8, 7, MSR_IR_DR
	mtmsrd	8
	isync
.endm
.macro untranslated
	mtmsrd	7
	isync
.endm
	.globl	mapped_load, mapped_store, mapped_jump
mapped_load:
	translated
	ld	3, 0(3)
	untranslated
	blr
mapped_store:
	translated
	std	4, 0(3)
	untranslated
	blr
mapped_jump:
	mflr	5
	translated
	mtctr	3
	bctrl
	untranslated
	mtlr	5
	blr

/* Go to address a in problem state, with a value in r3; an interrupt returns. */
	.globl	user_run
user_run:
	mfmsr	7
	ori	7, 7, MSR_PR_IR_DR
	mtsrr0	3
	mtsrr1	7
	mr	3, 4
	rfid

/* Return the MSR that results from setting it to a by rfid, or by mtmsrd. */
	.globl	msr_by_rfid, msr_by_mtmsrd
msr_by_rfid:
	lis	7, 3f@ha
	addi	7, 7, 3f@l
	mfmsr	8
	mtsrr0	7
	or	3, 3, 8
	mtsrr1	3
	rfid
3:	mfmsr	3
	mtmsrd	8
	isync
	blr
msr_by_mtmsrd:
	mfmsr	8
	or	3, 3, 8
	mtmsrd	3
	isync
	mfmsr	3
	mtmsrd	8
	isync
	blr

	.globl	spin
spin:
	b	spin

	.section .bss
	.balign	16
	.globl	outcome
attempt_sp:
	.skip	8
	.balign	16
outcome:
	.skip	40
	.balign	16
	.skip	4096
emergency_top:
