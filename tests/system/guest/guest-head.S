/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Start and hypercalls of small kernels: guest.c, and others that have a guest_main(). */
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

/* u64 hypercall(u64 arg[9]): loads and stores r3 to r11 from arg; returns r3. */
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

	.section .bss
	.balign	16
	.skip	8192
stack_top:
