/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way into OPAL, the firmware of bare metal, and back. */
#include <asm/endian.inc>
#include <asm/msr.inc>

	.text

#define OPAL_FRAME 48

/*
 * s64 opal_enter(const u64 arg[6], u64 token, u64 base, u64 entry): OPAL runs big-endian,
 * in real mode, on a stack of its own; it keeps r1, r2, r13 and the non-volatile
 * registers (skiboot, doc/opal-api). In: r3 to r6 as named. Out: r3 = status; volatile
 * registers, SRR0 and SRR1 clobbered, MSR as before.
 */
	.globl	opal_enter
	.type	opal_enter, @function
opal_enter:
	mflr	0
	std	0, 16(1)
	mfcr	0
	std	0, 8(1)
	stdu	1, -OPAL_FRAME(1)
	std	2, 24(1)
	std	13, 32(1)
	mr	12, 3
	mr	0, 4			/* token */
	mr	2, 5			/* base */
	mr	11, 6
	bcl	20, 31, 1f
1:	mflr	9
	addi	9, 9, 2f - 1b
	mtlr	9
	load_msr 10, MSR_ME, 9		/* LE = 0 */
	mtsrr0	11
	mtsrr1	10
	ld	3, 0(12)
	ld	4, 8(12)
	ld	5, 16(12)
	ld	6, 24(12)
	ld	7, 32(12)
	ld	8, 40(12)
	rfid

2:	enter_little_endian
	ld	13, 32(1)
	ld	2, 24(1)
	addi	1, 1, OPAL_FRAME
	ld	0, 8(1)
	mtcr	0
	ld	0, 16(1)
	mtlr	0
	blr
	.size	opal_enter, . - opal_enter
