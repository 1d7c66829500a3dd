/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code of the measured domains beside dom0: real mode, at guest.c's GUEST_CODE. Each piece
 * is copied from its label to the label that ends in _end.
 */
#include "marker.h"

#define SCHED_OP      6		/* its number, and SCHEDOP_yield is 0 */

	.abiversion 2
	.section .rodata

/* Yields for ever. The points are directly before and after the hypercall. */
.macro yields name, left, entered
	.balign	8
	.globl	\name, \name\()_end
\name:
	li	3, -1
	sldi	3, 3, 16
	ori	3, 3, SCHED_OP
	li	4, 0
	BENCH_MARK(MARK_POINT, \left)
	sc	1
	BENCH_MARK(MARK_POINT, \entered)
	b	\name
\name\()_end:
.endm

	yields	guest_yields_1, BENCH_LEFT_1, BENCH_ENTERED_1
	yields	guest_yields_2, BENCH_LEFT_2, BENCH_ENTERED_2

/* Uses all the CPU time that it gets. */
	.balign	8
	.globl	guest_busy, guest_busy_end
guest_busy:
	addi	3, 3, 1
	b	guest_busy
guest_busy_end:

	.section .note.GNU-stack, "", @progbits
