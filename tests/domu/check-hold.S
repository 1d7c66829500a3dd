/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * void hold_registers(const struct registers *in, struct registers *out, u64 spins,
 *		       const struct timespec *sleep)
 *
 * Loads *in into registers, waits by counting spins down and, unless sleep is NULL, by
 * nanosleep(sleep), and stores the registers to *out. The registers that a function must
 * keep are restored. The layout is that of check-registers.c.
 */
	.abiversion 2
	.machine power9
	.text

#define FPSCR	    1024
#define VSCR	    1040
#define TAR	    1056
#define DSCR	    1064
#define VRSAVE	    1072
#define CR	    1080
#define XER	    1088
#define CTR	    1096
#define GPR14	    1104

#define SPR_DSCR    3
#define SPR_VRSAVE  256
#define SPR_TAR	    815
#define NR_NANOSLEEP 162

#define FRAME	    640
#define FRAME_OUT   32
#define FRAME_SPINS 40
#define FRAME_SLEEP 48
#define FRAME_FPSCR 56
#define FRAME_VRSAVE 64
#define FRAME_DSCR  72
#define FRAME_VSCR  80
#define FRAME_GPR   96		/* r14 to r31 */
#define FRAME_FPR   240		/* f14 to f31 */
#define FRAME_VR    384		/* v20 to v31 */

/* range OP, FIRST, LAST, SIZE, BASE, REGISTER: OP of each at its place from BASE on */
.macro range op, first, last, size, base, register
	.set	number, \first
	.rept	\last - \first + 1
	\op	number, \base + (number - \first) * \size(\register)
	.set	number, number + 1
	.endr
.endm

	.globl	hold_registers
	.type	hold_registers, @function
hold_registers:
	mfcr	0
	std	0, 8(1)
	stdu	1, -FRAME(1)
	std	4, FRAME_OUT(1)
	std	5, FRAME_SPINS(1)
	std	6, FRAME_SLEEP(1)
	range	std, 14, 31, 8, FRAME_GPR, 1
	range	stfd, 14, 31, 8, FRAME_FPR, 1
	range	stxv, 52, 63, 16, FRAME_VR, 1
	mffs	0
	stfd	0, FRAME_FPSCR(1)
	mfvscr	0
	addi	7, 1, FRAME_VSCR
	stvx	0, 0, 7
	mfspr	7, SPR_VRSAVE
	std	7, FRAME_VRSAVE(1)
	mfspr	7, SPR_DSCR
	std	7, FRAME_DSCR(1)

	lfd	0, FPSCR(3)
	mtfsf	255, 0, 1, 0
	addi	7, 3, VSCR
	lvx	0, 0, 7
	mtvscr	0
	range	lxv, 0, 63, 16, 0, 3
	ld	7, TAR(3)
	mtspr	SPR_TAR, 7
	ld	7, DSCR(3)
	mtspr	SPR_DSCR, 7
	ld	7, VRSAVE(3)
	mtspr	SPR_VRSAVE, 7
	range	ld, 14, 31, 8, GPR14, 3
	ld	7, CTR(3)
	mtctr	7
	ld	7, XER(3)
	mtxer	7
	ld	7, CR(3)
	mtcr	7

1:	addi	5, 5, -1	/* not bdnz: CTR is being tested */
	cmpdi	0, 5, 0
	bgt	0, 1b
	ld	3, FRAME_SLEEP(1)
	cmpdi	0, 3, 0
	beq	0, 2f
	li	4, 0
	li	0, NR_NANOSLEEP
	sc

2:	ld	3, FRAME_OUT(1)
	range	stxv, 0, 63, 16, 0, 3
	range	std, 14, 31, 8, GPR14, 3
	mfcr	7
	std	7, CR(3)
	mfxer	7
	std	7, XER(3)
	mfctr	7
	std	7, CTR(3)
	mffs	0
	stfd	0, FPSCR(3)
	mfvscr	0
	addi	7, 3, VSCR
	stvx	0, 0, 7
	mfspr	7, SPR_TAR
	std	7, TAR(3)
	mfspr	7, SPR_DSCR
	std	7, DSCR(3)
	mfspr	7, SPR_VRSAVE
	std	7, VRSAVE(3)

	ld	7, FRAME_DSCR(1)
	mtspr	SPR_DSCR, 7
	ld	7, FRAME_VRSAVE(1)
	mtspr	SPR_VRSAVE, 7
	addi	7, 1, FRAME_VSCR
	lvx	0, 0, 7
	mtvscr	0
	lfd	0, FRAME_FPSCR(1)
	mtfsf	255, 0, 1, 0
	range	lxv, 52, 63, 16, FRAME_VR, 1
	range	lfd, 14, 31, 8, FRAME_FPR, 1
	range	ld, 14, 31, 8, FRAME_GPR, 1
	addi	1, 1, FRAME
	ld	0, 8(1)
	mtcr	0
	blr
	.size	hold_registers, . - hold_registers

	.section .note.GNU-stack, "", @progbits
