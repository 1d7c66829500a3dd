/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of the small kernel of guest.c. */

	.text
/* Code for an interrupt vector: calls interrupted(vector) on the same stack. */
	.globl	vector_code, vector_code_end
vector_code:
	bcl	20, 31, 3f
3:	mflr	3
	andi.	3, 3, 0xff00	 /* the vector: this code starts less than 0x100 from it */
	lis	12, interrupted@ha
	addi	12, 12, interrupted@l
	mtctr	12
	bctr
vector_code_end:

/* The same for a handler that itself makes the fault that it was called for. */
	.globl	faulty_vector_code, faulty_vector_code_end
faulty_vector_code:
	ld	12, 0(31)
faulty_vector_code_end:
