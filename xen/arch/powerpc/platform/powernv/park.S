/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where CPUs sleep that run no vCPUs. */
#include <asm/endian.inc>
#include <asm/processor.h>

	.text

/*
 * From OPAL_START_CPU. In: r3 = PIR; MSR = SF|HV, big-endian, EE = 0; nothing is set up.
 * `stop` with PSSCR = 0 keeps all registers and goes on behind itself at any exception:
 * the only one to come is the decrementer's, every 2^31 ticks.
 */
	.globl	cpu_park
cpu_park:
	enter_little_endian
1:	lis	4, 0x7fff
	ori	4, 4, 0xffff
	mtspr	SPR_DEC, 4
	li	5, 0
	mtspr	SPR_PSSCR, 5
	ptesync
	.long	0x4c0002e4		/* stop, of ISA 3.0 */
	b	1b
