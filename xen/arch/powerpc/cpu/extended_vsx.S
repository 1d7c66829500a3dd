/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vector and floating-point registers of a vCPU. The hypervisor's own code never
 * uses them; here alone are MSR[FP], MSR[VEC] and MSR[VSX] on, by rfid to the next
 * instruction, and off again in the same way before the return. IR and DR stay 0.
 */
#include <asm/asm-offsets.h>
#include <asm/msr.inc>

	.machine	power9
	.text

/*
 * void vector_state_switch(struct extended_state *from, const struct extended_state *to).
 * In: r3 = from, where the registers go; r4 = to, where they come from then. One of them
 * may be NULL: without to they stay what they are. Both 16-byte aligned. Clobbers CR0,
 * r0, r9, r10, r11, LR (restored), SRR0, SRR1.
 */
	.globl	vector_state_switch
	.type	vector_state_switch, @function
vector_state_switch:
	mflr	0
	set_msr	MSR_VECTORS
	cmpdi	3, 0
	beq	1f
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	stxv	\n, EXTENDED_VSR + \n * 16(3)
	stxv	\n + 32, EXTENDED_VSR + (\n + 32) * 16(3)
	.endr
	mfvscr	0
	stxv	32, EXTENDED_VSCR(3)
	mffs	0
	stfd	0, EXTENDED_FPSCR(3)
	cmpdi	4, 0
	bne	1f
	lxv	0, EXTENDED_VSR(3)
	lxv	32, EXTENDED_VSR + 32 * 16(3)
	b	2f
1:	lfd	0, EXTENDED_FPSCR(4)
	mtfsf	0xff, 0, 1, 0		/* L = 1: all 64 bits */
	lxv	32, EXTENDED_VSCR(4)
	mtvscr	0
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	lxv	\n, EXTENDED_VSR + \n * 16(4)
	lxv	\n + 32, EXTENDED_VSR + (\n + 32) * 16(4)
	.endr
2:	set_msr	MSR_BASE
	mtlr	0
	blr
	.size	vector_state_switch, . - vector_state_switch
