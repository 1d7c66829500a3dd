/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Start of opal-shim.c, entry for OPAL calls, and the jump to the hypervisor. */
#include <asm/address.inc>
#include <asm/cpu.h>
#include <asm/endian.inc>
#include <asm/msr.inc>

#define SHIM_STACK_SIZE 0x4000

/* Set the C code's stack, its TOC, and the register of libfdt's stack protector. */
.macro c_registers stack
	load_absolute 1, \stack + SHIM_STACK_SIZE - 64
	load_absolute 2, .TOC.
	load_absolute 13, shim_canary + STACK_CANARY_BIAS
.endm

	.section .text.head, "ax"

/* From the real firmware: r3 = device tree, r8 and r9 = base and entry of OPAL. */
	.globl	_start
_start:
	enter_little_endian
	load_absolute 10, __bss_start
	load_absolute 11, _end
	li	0, 0
1:	std	0, 0(10)
	addi	10, 10, 8
	cmpld	10, 11
	blt	1b
	c_registers shim_stack
	std	0, 0(1)
	mr	4, 8
	mr	5, 9
	bl	shim_main
	nop
2:	b	2b

/* void hand_over(u64 entry, u64 r3, u64 r8, u64 r9): like the firmware, big-endian. */
	.globl	hand_over
hand_over:
	mtsrr0	3
	mr	3, 4
	mr	8, 5
	mr	9, 6
	li	5, 0
	load_msr 10, 0, 11
	mtsrr1	10
	rfid

/*
 * An OPAL call of the hypervisor: big-endian, r0 = token, r3 to r8 = arguments, LR = return
 * address. shim_opal(token, arguments) handles it; r3 = its result.
 */
	.globl	shim_opal_entry
shim_opal_entry:
	be_insn	0x7d2802a6		/* mflr r9: the next lines need LR */
	enter_little_endian
	load_absolute 10, shim_saved
	std	9, 0(10)
	std	1, 8(10)
	std	2, 16(10)
	std	13, 24(10)
	mfcr	11
	std	11, 32(10)
	.irp	n, 3, 4, 5, 6, 7, 8
	std	\n, 40 + (\n - 3) * 8(10)
	.endr
	c_registers shim_call_stack
	mr	3, 0
	addi	4, 10, 40
	bl	shim_opal
	nop
	load_absolute 10, shim_saved
	ld	9, 0(10)
	ld	1, 8(10)
	ld	2, 16(10)
	ld	13, 24(10)
	ld	11, 32(10)
	mtcr	11
	mtsrr0	9
	load_msr 10, MSR_ME, 11
	mtsrr1	10
	rfid

	.section .bss
	.balign	16
shim_stack:
	.space	SHIM_STACK_SIZE
shim_call_stack:
	.space	SHIM_STACK_SIZE
shim_canary:
	.space	8
shim_saved:
	.space	11 * 8
