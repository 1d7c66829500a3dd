/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vectors of bare metal. A guest's exceptions that concern the hypervisor come here
 * (its others go to its own vectors), and so do all of the hypervisor's own. Of those,
 * with MSR[EE] 0 in all of it, only a system reset or a machine check is no bug.
 */
#include <asm/vectors.inc>

	.section .text.vectors, "ax"
	.balign	256
	.globl	powernv_vectors, powernv_vectors_end
powernv_vectors:
	vectors_begin

/*
 * In: r0 to r31, LR, CTR, XER, CR of the interrupted code; HSPRG0 as enter.S says. Out:
 * as to says. Eight instructions fit between the closest of them; these are five.
 */
.macro slot number, to
	vector	\number
	mtspr	SPR_HSPRG1, 13
	mfspr	13, SPR_HSPRG0
	std	12, REGS_GPR + 12 * 8(13)
	li	12, \number
	ba	\to
.endm

	.irp	number, 0x100, 0x200, 0x300, 0x380, 0x400, 0x480
	slot	\number, exit_by_srr
	.endr
	slot	0x500, exit_by_hsrr	/* LPCR[LPES] is 0 */
	.irp	number, 0x600, 0x700, 0x800, 0x900
	slot	\number, exit_by_srr
	.endr
	slot	0x980, exit_by_hsrr
	slot	0xa00, exit_by_srr
	slot	0xc00, exit_hypercall	/* the hypervisor itself holds no sc for this machine */
	slot	0xd00, exit_by_srr
	.irp	number, 0xe00, 0xe20, 0xe40, 0xe60, 0xe80, 0xea0
	slot	\number, exit_by_hsrr
	.endr
	.irp	number, 0xf00, 0xf20, 0xf40, 0xf60
	slot	\number, exit_by_srr
	.endr
	slot	0xf80, exit_by_hsrr
	slot	0x1500, exit_by_hsrr
powernv_vectors_end:
