/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bare pseries program whose marked regions execute numbers of instructions that
 * can be counted by hand; tests/bench/plugin-test compares. It includes a case that
 * counting by whole blocks gets wrong: blocks left in the middle by a trap.
 *
 * QEMU enters it at 0x400000 with the processor in 32-bit big-endian mode.
 */
#include "marker.h"

#define H_SET_MODE	0x31c
#define H_RTAS		0xf000
#define RTAS_POWER_OFF	0x2003	/* the token that QEMU's pseries machine uses */
#define SRR0		26
#define SRR1		27
#define PROGRAM_VECTOR	0x700
#define USER_BASE	0x10000000	/* where user programs are linked */

	.text
	.globl	_start
_start:
	/* Little-endian code starts here too: then this is a "trap never". */
	tdi	0, 0, 0x48
	/*
	 * Big-endian code, hence the bytes: the word above was "branch to .+8" and
	 * lands on the next but one; the address of `little` is in its low half.
	 */
	.long	0x00000060		/* nop */
	.long	0x4000603c		/* lis   r3,0x40 */
	.long	(((little - _start) & 0xff) << 24) | (((little - _start) >> 8) << 16) | 0x6360
					/* ori   r3,r3,little - _start */
	.long	0xa6037a7c		/* mtsrr0 r3 */
	.long	0x00008038		/* li    r4,0 */
	.long	0x03108460		/* ori   r4,r4,0x1003: ME, RI, LE */
	.long	0x0100a038		/* li    r5,1 */
	.long	0xc6f8a578		/* sldi  r5,r5,63: SF */
	.long	0x782b847c		/* or    r4,r4,r5 */
	.long	0xa6039b7c		/* mtsrr1 r4 */
	.long	0x2400004c		/* rfid */

little:
	bl	interrupts_little_endian
	lis	%r3, handler@h
	ori	%r3, %r3, handler@l
	li	%r4, PROGRAM_VECTOR
	li	%r5, 4
	bl	copy_code
	lis	%r3, in_other_part@h
	ori	%r3, %r3, in_other_part@l
	lis	%r4, USER_BASE@h
	li	%r5, 32
	bl	copy_code

	/* 64 */
	BENCH_MARK(MARK_BEGIN, 50)
	.rept	64
	nop
	.endr
	BENCH_MARK(MARK_END, 50)

	/* 2 + 1000 */
	BENCH_MARK(MARK_BEGIN, 51)
	li	%r3, 1000
	mtctr	%r3
1:	bdnz	1b
	BENCH_MARK(MARK_END, 51)

	/*
	 * 10 times: nop, trap, the handler's 4, then nop and the loop's branch: 8.
	 * The block is left at the trap; two more instructions follow in it.
	 */
	li	%r3, 10
	mtctr	%r3
	BENCH_MARK(MARK_BEGIN, 52)
1:	nop
	trap
	nop
	bdnz	1b
	BENCH_MARK(MARK_END, 52)

	/* An empty region, three times: repetitions 0, 1, 2 of 0. */
	.rept	3
	BENCH_MARK(MARK_BEGIN, 53)
	BENCH_MARK(MARK_END, 53)
	.endr

	/* Nested regions: the inner 8; the outer 16 + 1 + 8 + the hypercall. */
	BENCH_MARK(MARK_BEGIN, 54)
	.rept	16
	nop
	.endr
	li	%r3, 2			/* no such hypercall: H_FUNCTION */
	BENCH_MARK(MARK_BEGIN, 55)
	.rept	8
	nop
	.endr
	BENCH_MARK(MARK_END, 55)
	sc	1
	BENCH_MARK(MARK_END, 54)

	/* 3, and 32 in the part that the second run declares to be the hypervisor. */
	BENCH_MARK(MARK_BEGIN, 56)
	nop
	bl	in_other_part
	nop
	BENCH_MARK(MARK_END, 56)

	/* lis, mtctr, bctrl; 32 at an address of user programs. */
	BENCH_MARK(MARK_BEGIN, 60)
	lis	%r3, USER_BASE@h
	mtctr	%r3
	bctrl
	BENCH_MARK(MARK_END, 60)

	/* Reading the clock ends a block early under -icount: 9. */
	BENCH_MARK(MARK_BEGIN, 61)
	nop
	.rept	7
	mftb	%r3
	.endr
	nop
	BENCH_MARK(MARK_END, 61)

	/* From the first nop to the point, where the markers do not count: 4. */
	li	%r3, 2
	mtctr	%r3
	.globl	count_from
count_from:
	nop
	bdnz	count_from

	/* Begun at count_from by first=; without first= it is an error, 62. */
	BENCH_MARK(MARK_END, 62)

	/* An end without beginning and an unknown name: errors 57 and 1000. */
	BENCH_MARK(MARK_END, 57)
	BENCH_MARK(MARK_BEGIN, 1000)
	/* A tdi alone is not a marker. */
	tdi	0, 0, 58

	BENCH_MARK(MARK_POINT, 59)
	b	power_off

interrupts_little_endian:
	li	%r3, H_SET_MODE
	li	%r4, 1
	li	%r5, 4
	li	%r6, 0
	li	%r7, 0
	sc	1
	blr

/* r3: from, r4: to, r5: instructions */
copy_code:
	mtctr	%r5
1:	lwz	%r6, 0(%r3)
	stw	%r6, 0(%r4)
	dcbst	0, %r4
	sync
	icbi	0, %r4
	addi	%r3, %r3, 4
	addi	%r4, %r4, 4
	bdnz	1b
	isync
	blr

handler:
	mfspr	%r3, SRR0
	addi	%r3, %r3, 4
	mtspr	SRR0, %r3
	rfid

power_off:
	lis	%r4, rtas_args@h
	ori	%r4, %r4, rtas_args@l
	lis	%r3, 0
	ori	%r3, %r3, H_RTAS
	sc	1
	b	.

	/* Big-endian: token, 2 arguments, 1 result, -1, -1, room. */
	.balign	8
rtas_args:
	.byte	0, 0, RTAS_POWER_OFF >> 8, RTAS_POWER_OFF & 0xff
	.byte	0, 0, 0, 2
	.byte	0, 0, 0, 1
	.long	-1, -1, 0

	.balign	4096
in_other_part:
	.rept	31
	nop
	.endr
	blr
