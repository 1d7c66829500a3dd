/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first program of a measured boot (kernel parameter rdinit=/bench-init). Its first
 * instruction marks the end of the boot; then it executes dom0's own /init with the same
 * arguments, environment and descriptors. It has no libc, so that nothing is executed
 * before the marker, which has kind BENCH_KIND and number BENCH_ID.
 */
#include "marker.h"

#define NR_EXIT	  1
#define NR_EXECVE 11

	.abiversion 2  /* otherwise the kernel takes the entry for a descriptor */
	.text
	.globl	_start
	/* At entry r1 points to argc, argv[], NULL, envp[], NULL. */
_start:
	BENCH_MARK(BENCH_KIND, BENCH_ID)
	ld	%r6, 0(%r1)
	addi	%r4, %r1, 8
	sldi	%r5, %r6, 3
	add	%r5, %r5, %r4
	addi	%r5, %r5, 8
	lis	%r3, path@h
	ori	%r3, %r3, path@l
	li	%r0, NR_EXECVE
	sc
	/* No /init: the kernel panics and names the status, -errno or errno. */
	li	%r0, NR_EXIT
	sc

	.section .rodata
path:	.asciz	"/init"
