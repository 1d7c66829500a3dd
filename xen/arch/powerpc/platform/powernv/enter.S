/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Entering a guest and coming back, and the exceptions of the hypervisor itself, which
 * come the same way up to where MSR[HV] tells them apart (vectors.S).
 *
 * While a guest runs, HSPRG0 points at its struct vcpu, which begins with its registers;
 * while the hypervisor runs, at the CPU's own frame. OPAL keeps it.
 */
#include <asm/asm-offsets.h>
#include <asm/msr.inc>
#include <asm/vectors.inc>

	.machine	power9
	.text

/* The frame of guest_run: its caller's non-volatile registers. */
#define RUN_FRAME  (48 + 18 * 8)
#define RUN_GPR(n) (48 + ((n) - 14) * 8)

#if VCPU_REGS != 0
#error "the vectors save into what HSPRG0 points at"
#endif

/*
 * Back to the state in which C code runs. In: r13 = v. Out: r1, r2, r13 the hypervisor's,
 * r3 = r31 = v; clobbers r5. r4 and r12 are kept.
 */
.macro host_registers
	mr	31, 13
	ld	13, VCPU_R13(13)
	ld	1, CPU_HOST_SP(13)
	addi	5, 13, CPU_FRAME
	mtspr	SPR_HSPRG0, 5
	ld	2, 24(1)
	mr	3, 31
.endm

/*
 * void guest_run(struct vcpu *v): a C function. In: r3 = v. MSR = SF|HV|ME|RI|LE. The
 * guest's SPRs that are not loaded here are in the CPU already (guest.c).
 */
	.globl	guest_run
	.type	guest_run, @function
guest_run:
	mflr	0
	std	0, 16(1)
	mfcr	0
	std	0, 8(1)
	stdu	1, -RUN_FRAME(1)
	std	2, 24(1)
	.irp	n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	std	\n, RUN_GPR(\n)(1)
	.endr
	std	1, CPU_HOST_SP(13)
	std	13, VCPU_R13(3)
	mr	31, 3

/* r31 = v. */
guest_enter:
	ld	4, VCPU_HDEC_EXPIRY(31)
	ld	5, CPU_LOADED_HDEC_EXPIRY(13)
	ld	6, VCPU_LPCR(31)
	ld	7, CPU_LOADED_LPCR(13)
	xor	4, 4, 5
	xor	6, 6, 7
	or.	4, 4, 6
	bne-	2f
1:	mtspr	SPR_HSPRG0, 31
	ld	3, REGS_LINK(31)
	ld	4, REGS_CTR(31)
	ld	5, REGS_XER(31)
	ld	6, REGS_CCR(31)
	ld	7, REGS_NIP(31)
	ld	8, REGS_MSR(31)
	ld	9, VCPU_SRR0(31)
	ld	10, VCPU_SRR1(31)
	mtlr	3
	mtctr	4
	mtxer	5
	mtcr	6
	mtspr	SPR_HSRR0, 7
	mtspr	SPR_HSRR1, 8
	mtspr	SPR_SRR0, 9
	mtspr	SPR_SRR1, 10
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
	ld	\n, REGS_GPR + \n * 8(31)
	.endr
	ld	31, REGS_GPR + 31 * 8(31)
	hrfid
	b	.			/* nothing behind it is speculated into */

2:	mr	3, 31
	bl	guest_prepare
	nop
	b	1b

/*
 * From the vectors. In: r13 = what HSPRG0 points at, HSPRG1 = the interrupted r13, r12 =
 * vector, the interrupted r12 in its place; all else as it was interrupted.
 */
	.globl	exit_hypercall, exit_by_srr, exit_by_hsrr
exit_hypercall:
	save_registers SPR_HSPRG1, SPR_SRR0, SPR_SRR1
	std	6, VCPU_SRR0(13)	/* so the guest finds them, as after any sc */
	std	7, VCPU_SRR1(13)
	host_registers
	ld	5, VCPU_TB_OFFSET(31)
	cmpdi	5, 0
	bne-	6f
5:	li	4, 0xc00
	bl	vcpu_exit
	nop
3:	cmpdi	3, 0
	bne+	guest_enter

	.irp	n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	\n, RUN_GPR(\n)(1)
	.endr
	addi	1, 1, RUN_FRAME
	ld	0, 8(1)
	mtcr	0
	ld	0, 16(1)
	mtlr	0
	blr

6:	bl	guest_time_end
	nop
	mr	3, 31
	b	5b
	.size	guest_run, . - guest_run

/* A hypervisor interrupt of the guest, or a bug of ours. */
exit_by_hsrr:
	save_registers SPR_HSPRG1, SPR_HSRR0, SPR_HSRR1
	rldicl.	7, 7, 4, 63		/* MSR[HV] */
	bne-	own_exception
	mfsrr0	6
	mfsrr1	7
	b	4f

/* System reset and machine check; any exception of ours. */
exit_by_srr:
	save_registers SPR_HSPRG1, SPR_SRR0, SPR_SRR1
	rldicl.	8, 7, 4, 63
	bne-	own_exception
4:	std	6, VCPU_SRR0(13)
	std	7, VCPU_SRR1(13)
	set_msr MSR_BASE		/* a machine check turns ME off */
	mr	4, 12
	host_registers
	bl	guest_exit
	nop
	b	3b

own_exception:
	leave_for_panic
