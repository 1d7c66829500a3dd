/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first instructions of a CPU that the hypervisor has started. */
#include <asm/address.inc>
#include <asm/asm-offsets.h>
#include <asm/cpu.h>
#include <asm/endian.inc>
#include <asm/processor.h>

	.text

/*
 * From RTAS start-cpu and OPAL_START_CPU. In: r3 = the firmware's number of this CPU; MSR
 * = SF, HV on bare metal, big-endian, EE = IR = DR = 0; all other registers unknown.
 * Leaves for secondary_run() with its own stack, the TOC and r13.
 */
	.globl	secondary_entry
secondary_entry:
	enter_little_endian
	load_absolute 4, secondary_cpus
	ld	4, 0(4)
1:	cmpdi	4, 0
	beq	.			/* it has not been asked for */
	addi	13, 4, STACK_CANARY_BIAS
	lwz	5, CPU_SERVER(13)
	cmplw	5, 3
	beq	2f
	ld	4, CPU_NEXT(13)
	b	1b

2:	bcl	20, 31, 3f
3:	mflr	12
	addis	2, 12, .TOC. - 3b@ha
	addi	2, 2, .TOC. - 3b@l
	addi	1, 13, CPU_STACK_TOP - 64
	li	0, 0
	std	0, 0(1)			/* back chain: the end */
	bl	secondary_run
	nop
	b	.
