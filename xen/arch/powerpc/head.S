/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first instructions, and the way into Open Firmware and back. */
#include <asm/asm-offsets.h>
#include <asm/current.h>
#include <asm/endian.inc>
#include <asm/processor.h>

	.section .text.head, "ax"

/*
 * Hand-over. In: MSR anything without IR and DR, possibly 32-bit and big-endian; r3, r4
 * and r5 as the platform defines them (platform.c), all other registers unknown. Leaves
 * for start_xen(r3, r4, r5) with a stack, the TOC, r13 and a cleared .bss.
 */
	.globl	_start
_start:
	enter_little_endian
	bcl	20, 31, 1f
1:	mflr	12
	addis	2, 12, .TOC. - 1b@ha
	addi	2, 2, .TOC. - 1b@l

	addis	6, 2, __bss_start@toc@ha
	addi	6, 6, __bss_start@toc@l
	addis	7, 2, __bss_end@toc@ha
	addi	7, 7, __bss_end@toc@l
	li	0, 0
2:	cmpld	6, 7
	bge	3f
	std	0, 0(6)
	addi	6, 6, 8
	b	2b

3:	addis	1, 2, boot_stack@toc@ha
	addi	1, 1, boot_stack@toc@l
	addi	1, 1, BOOT_STACK_TOP - 64
	std	0, 0(1)			/* back chain: the end */
	addis	13, 2, boot_cpu_area@toc@ha
	addi	13, 13, boot_cpu_area@toc@l
	addi	13, 13, STACK_CANARY_BIAS
	bl	start_xen
	nop
4:	b	4b

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
