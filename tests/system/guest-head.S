/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Start, interrupts and hypercalls of the small kernel of guest.c. */
#include <asm/endian.inc>

	.section .text.head, "ax"

/* In: r3 = device tree; real mode, either byte order. */
	.globl	_start
_start:
	enter_little_endian
	bcl	20, 31, 1f
1:	mflr	12
	addis	2, 12, .TOC. - 1b@ha
	addi	2, 2, .TOC. - 1b@l
	addis	1, 2, stack_top@toc@ha
	addi	1, 1, stack_top@toc@l
	addi	1, 1, -64
	li	0, 0
	std	0, 0(1)
	bl	guest_main
	nop
2:	b	2b

/* u64 hypercall(u64 arg[9]): r3 to r11 from arg and back; returns r3. */
	.globl	hypercall
hypercall:
	mr	12, 3
	ld	4, 8(12)
	ld	5, 16(12)
	ld	6, 24(12)
	ld	7, 32(12)
	ld	8, 40(12)
	ld	9, 48(12)
	ld	10, 56(12)
	ld	11, 64(12)
	std	12, -8(1)
	ld	3, 0(12)
	sc	1
	ld	12, -8(1)
	std	3, 0(12)
	std	4, 8(12)
	std	5, 16(12)
	std	6, 24(12)
	std	7, 32(12)
	std	8, 40(12)
	std	9, 48(12)
	std	10, 56(12)
	std	11, 64(12)
	blr

/* What is copied to an interrupt vector: goes to interrupted(vector), on the same stack. */
	.globl	vector_code, vector_code_end
vector_code:
	bcl	20, 31, 3f
3:	mflr	3
	andi.	3, 3, 0xff00		/* the vector: this code is not moved further */
	lis	12, interrupted@ha
	addi	12, 12, interrupted@l
	mtctr	12
	bctr
vector_code_end:

/* The same for a handler that itself makes the fault that it was called for. */
	.globl	faulty_vector_code, faulty_vector_code_end
faulty_vector_code:
	ld	12, 0(31)
faulty_vector_code_end:

	.section .bss
	.balign	16
	.skip	8192
stack_top:
