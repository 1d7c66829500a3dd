/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first instructions. */
#include <asm/address.inc>
#include <asm/asm-offsets.h>
#include <asm/cpu.h>
#include <asm/endian.inc>
#include <asm/processor.h>

	.section .text.head, "ax"

/*
 * Hand-over. In: MSR anything without IR and DR, possibly 32-bit and big-endian, with HV
 * on bare metal; r3 to r9 as the platform defines them (asm/platform.h), all other
 * registers unknown. The image is in one piece, but where it is depends on who loaded it:
 * it may have to be moved to its link address. Leaves for start_xen(registers) with a
 * stack, the TOC, r13 and a cleared .bss.
 */
	.globl	_start
_start:
	enter_little_endian
	bcl	20, 31, 1f
1:	mflr	12
	addi	12, 12, _start - 1b	/* where we are ... */
	load_absolute 11, _start	/* ... and where we belong */
	cmpld	12, 11
	beq	.Lmoved

	load_absolute 10, __bss_start
	subf	10, 11, 10
	addi	10, 10, 7
	srdi	10, 10, 3
	mtctr	10
	mr	10, 11
2:	ld	0, 0(12)
	std	0, 0(11)
	addi	12, 12, 8
	addi	11, 11, 8
	bdnz	2b
	/* What was written as data is fetched as instructions only after this. */
3:	dcbst	0, 10
	sync
	icbi	0, 10
	addi	10, 10, 64		/* no machine's blocks are smaller */
	cmpld	10, 11
	blt	3b
	sync
	isync
	load_absolute 12, .Lmoved
	mtctr	12
	bctr

.Lmoved:
	bcl	20, 31, 4f
4:	mflr	12
	addis	2, 12, .TOC. - 4b@ha
	addi	2, 2, .TOC. - 4b@l

	load_absolute 10, __bss_start
	load_absolute 11, __bss_end
	li	0, 0
5:	cmpld	10, 11
	bge	6f
	std	0, 0(10)
	addi	10, 10, 8
	b	5b

6:	load_absolute 13, boot_cpu + STACK_CANARY_BIAS
	addi	1, 13, CPU_STACK_TOP - (64 + BOOT_REGISTERS_SIZE)
	std	0, 0(1)			/* back chain: the end */
	.irp	n, 3, 4, 5, 6, 7, 8, 9
	std	\n, 32 + (\n - 3) * 8(1)
	.endr
	addi	3, 1, 32
	bl	start_xen
	nop
7:	b	7b
