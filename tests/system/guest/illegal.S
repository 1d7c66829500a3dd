/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program of dom0 that executes an invalid instruction and dies. */
	.abiversion 2
	.text
	.globl	_start
_start:
	.long	0x00c0ffee
	b	_start
