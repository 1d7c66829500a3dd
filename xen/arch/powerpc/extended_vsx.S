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
 * void vector_state_save(struct extended_state *state). In: r3 = state, 16-byte aligned.
 * Clobbers r0, r4, r9, r10, r11, LR (restored), SRR0, SRR1, VSR 0 (saved before).
 */
	.globl	vector_state_save
	.type	vector_state_save, @function
vector_state_save:
	mflr	0
	set_msr	MSR_VECTORS
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	stxv	\n, EXTENDED_VSR + \n * 16(3)
	stxv	\n + 32, EXTENDED_VSR + (\n + 32) * 16(3)
	.endr
	mfvscr	0
	stxv	32, EXTENDED_VSCR(3)
	mffs	0
	stfd	0, EXTENDED_FPSCR(3)
	lxv	0, EXTENDED_VSR(3)
	lxv	32, EXTENDED_VSR + 32 * 16(3)
	set_msr	MSR_BASE
	mtlr	0
	blr
	.size	vector_state_save, . - vector_state_save

/* void vector_state_load(const struct extended_state *state): the reverse. */
	.globl	vector_state_load
	.type	vector_state_load, @function
vector_state_load:
	mflr	0
	set_msr	MSR_VECTORS
	lfd	0, EXTENDED_FPSCR(3)
	mtfsf	0xff, 0, 1, 0		/* L = 1: all 64 bits */
	lxv	32, EXTENDED_VSCR(3)
	mtvscr	0
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	lxv	\n, EXTENDED_VSR + \n * 16(3)
	lxv	\n + 32, EXTENDED_VSR + (\n + 32) * 16(3)
	.endr
	set_msr	MSR_BASE
	mtlr	0
	blr
	.size	vector_state_load, . - vector_state_load
