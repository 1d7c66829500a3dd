/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way into Open Firmware and back. */
#include <asm/endian.inc>
#include <asm/processor.h>

	.text

/*
 * void of_enter(u64 args, u64 entry): the client interface (IEEE 1275) is 32-bit and
 * big-endian. In: r3 = args, r4 = entry, both below 4 GiB, MSR ours. The firmware may
 * change every register but r1, r2 and the non-volatile ones, and of those the upper
 * halves: all are saved. Out: MSR = SF|ME|RI|LE; volatile registers clobbered.
 */
#define OF_FRAME   (48 + 19 * 8 + 16)
#define OF_GPR(n)  (48 + ((n) - 13) * 8)

	.globl	of_enter
of_enter:
	mflr	0
	std	0, 16(1)
	mfcr	0
	std	0, 8(1)
	stdu	1, -OF_FRAME(1)
	std	2, 24(1)
	.irp	n, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	std	\n, OF_GPR(\n)(1)
	.endr

	bcl	20, 31, 5f
5:	mflr	11
	addi	11, 11, 6f - 5b
	mtlr	11
	li	12, MSR_ME		/* SF = 0, LE = 0: 32-bit, big-endian */
	mtsrr0	4
	mtsrr1	12
	rfid

6:	enter_little_endian
	rldicl	1, 1, 0, 32		/* the upper half may have been left with anything */
	.irp	n, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	\n, OF_GPR(\n)(1)
	.endr
	ld	2, 24(1)
	addi	1, 1, OF_FRAME
	ld	0, 8(1)
	mtcr	0
	ld	0, 16(1)
	mtlr	0
	blr
	.type	of_enter, @function
	.size	of_enter, . - of_enter
