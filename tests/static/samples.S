/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small images with and without known faults, which check-image must refuse and
 * accept. The number SAMPLE selects one; tests/static/run has the expected results.
 * All share the symbols `_start`, `handler` and `helper`.
 */
#define SRR1	27
#define HSRR1	315

	.abiversion 2
	.text
	.globl	_start, handler, helper

#if SAMPLE == 1		/* good: constants, a handler, harmless mtmsrd, mfmsr */
_start:
	li	%r4, 0
	ori	%r4, %r4, 0x1003
	li	%r5, 1
	sldi	%r5, %r5, 63
	or	%r4, %r4, %r5
	mtspr	SRR1, %r4
	rfid
handler:
	mfspr	%r3, SRR1
	rldicl	%r3, %r3, 48, 1
	rotldi	%r3, %r3, 16
	mtspr	SRR1, %r3
	rfid
helper:
	li	%r3, 0
	mtmsrd	%r3, 1
	lis	%r3, 0x7fff
	mfmsr	%r3
	ori	%r3, %r3, 0x8000
	stdu	%r1, -64(%r1)
	mtspr	SRR1, %r3
	maddld	%r3, %r4, %r5, %r6
	isel	%r3, %r4, %r5, 2
	blr

#elif SAMPLE == 2	/* mtmsr */
_start:	mtmsr	%r3

#elif SAMPLE == 3	/* mtmsrd, L = 0 */
_start:	li	%r3, 0
	mtmsrd	%r3

#elif SAMPLE == 4	/* IR in a constant */
_start:	li	%r4, 0x1023
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 5	/* DR comes in by a rotation */
_start:	li	%r4, 1
	rlwinm	%r4, %r4, 4, 0, 31
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 6	/* from memory */
_start:	ld	%r4, 0(%r1)
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 7	/* from a caller */
_start:	mtspr	SRR1, %r3
	rfid

#elif SAMPLE == 8	/* a return where none is listed */
_start:	nop
other:	li	%r4, 2
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 9	/* a branch from elsewhere brings another value */
_start:	li	%r4, 0x30
	b	1f
handler:
	li	%r4, 0
1:	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 10	/* the value does not survive a call */
_start:	li	%r4, 0
	bl	helper
	mtspr	SRR1, %r4
	rfid
helper:	blr

#elif SAMPLE == 11	/* overwritten by an instruction that is not followed */
_start:	li	%r4, 0
	lwarx	%r4, 0, %r3
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 12	/* rfscv */
_start:	.long	0x4c0000a4

#elif SAMPLE == 13	/* mtmsrd in the other byte order */
_start:	.byte	0x7c, 0x60, 0x01, 0x64

#elif SAMPLE == 14	/* rfid in the other byte order */
_start:	.byte	0x4c, 0x00, 0x00, 0x24

#elif SAMPLE == 15	/* rfid as data among the code, far from any use */
_start:	nop
helper:	blr
	.long	0x4c000024

#elif SAMPLE == 16	/* hrfid from an unknown HSRR1 */
_start:	li	%r4, 0
	mtspr	SRR1, %r4
	hrfid

#elif SAMPLE == 17	/* hrfid: a good one */
_start:	li	%r4, 0
	mtspr	HSRR1, %r4
	hrfid

#elif SAMPLE == 18	/* SRR1 of a place that is no handler says nothing */
_start:	mfspr	%r4, SRR1
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 19	/* a listed handler whose SRR1 gets DR */
_start:	nop
handler:
	mfspr	%r4, SRR1
	ori	%r4, %r4, 0x10
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 20	/* mtspr without a return: a later handler would use it */
_start:	nop
helper:	mtspr	SRR1, %r3
	blr

#elif SAMPLE == 21	/* floating point */
	.machine power9
_start:	fadd	%f1, %f2, %f3

#elif SAMPLE == 22	/* vector */
_start:	vaddubm	%v1, %v2, %v3

#elif SAMPLE == 23	/* VSX load */
_start:	lxvd2x	%vs1, 0, %r3

#elif SAMPLE == 24	/* floating-point store */
_start:	stfd	%f1, 0(%r1)

#elif SAMPLE == 25	/* move from a vector register */
_start:	mfvsrd	%r3, %vs1

#elif SAMPLE == 26	/* 256 KiB */
_start:	blr
	.space	256 * 1024 - 4

#elif SAMPLE == 27	/* one word less */
_start:	blr
	.space	256 * 1024 - 8

#elif SAMPLE == 28	/* masking an unknown value makes it good */
_start:	ld	%r4, 0(%r1)
	rlwinm	%r4, %r4, 0, 28, 25
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 29	/* rlwimi inserts bits that are not known */
_start:	li	%r4, 0
	rlwimi	%r4, %r3, 0, 24, 27
	mtspr	SRR1, %r4
	rfid

#elif SAMPLE == 30	/* code in two sections; the fault is in the second */
_start:	blr
	.section .text.late, "ax"
late:	mtmsr	%r3

#elif SAMPLE == 31	/* scv */
_start:	scv	0

#elif SAMPLE == 32	/* big-endian code where it may stand, and a good return in it */
_start:	tdi	0, 0, 0x48
	b	1f
	.byte	0x38, 0x80, 0x10, 0x03	/* li     r4,0x1003 */
	.byte	0x7c, 0x9b, 0x03, 0xa6	/* mtsrr1 r4 */
	.byte	0x4c, 0x00, 0x00, 0x24	/* rfid */
1:	blr

#elif SAMPLE == 33	/* the same with DR */
_start:	tdi	0, 0, 0x48
	b	1f
	.byte	0x38, 0x80, 0x10, 0x13	/* li     r4,0x1013 */
	.byte	0x7c, 0x9b, 0x03, 0xa6	/* mtsrr1 r4 */
	.byte	0x4c, 0x00, 0x00, 0x24	/* rfid */
1:	blr

#elif SAMPLE == 34	/* little-endian rfid among big-endian code */
_start:	tdi	0, 0, 0x48
	b	1f
	.long	0x4c000024
1:	blr

#elif SAMPLE == 35	/* the value does not come over from the other byte order */
_start:	li	%r4, 0
	tdi	0, 0, 0x48
	b	1f
	.byte	0x7c, 0x9b, 0x03, 0xa6	/* mtsrr1 r4 */
	.byte	0x4c, 0x00, 0x00, 0x24	/* rfid */
1:	blr

#elif SAMPLE == 36	/* a handler that returns without having looked at SRR1 */
_start:	nop
handler:
	nop
	rfid

#elif SAMPLE == 37	/* code and data, for what is made of it */
_start:	blr
	blr
	.data
	.long	1

#else
#error "no such sample"
#endif
