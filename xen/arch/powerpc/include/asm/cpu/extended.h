/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a vCPU's state that neither an exit nor the platform below saves: it stays
 * in the CPU until another vCPU needs the place.
 */
#ifndef ASM_EXTENDED_H
#define ASM_EXTENDED_H

/*
 * The registers, each named once: its field here, its field in the public structure
 * (vcpu_guest_context_t), and its number. Structure and copies are made from the lists.
 */
/* clang-format off */
#define EXTENDED_SPRS(X)						\
	X(ctrl, ctrl, 136) X(dscr, dscr, 17) X(tar, tar, 815)		\
	X(vrsave, vrsave, 256) X(amr, amr, 29) X(iamr, iamr, 61)	\
	X(uamor, uamor, 157) X(fscr, fscr, 153)				\
	X(dar, user_regs.dar, 19) X(dsisr, user_regs.dsisr, 18)		\
	X(pspb, pspb, 159) X(ebbhr, ebbhr, 804) X(ebbrr, ebbrr, 805)	\
	X(bescr, bescr, 806) X(mmcr0, mmcr0, 795)	\
	X(mmcr1, mmcr1, 798) X(mmcr2, mmcr2, 785) X(mmcra, mmcra, 786)	\
	X(pmc1, pmc[0], 787) X(pmc2, pmc[1], 788) X(pmc3, pmc[2], 789)	\
	X(pmc4, pmc[3], 790) X(pmc5, pmc[4], 791) X(pmc6, pmc[5], 792)	\
	X(siar, siar, 796) X(sdar, sdar, 797) X(sier, sier, 784)
/* Those that not every CPU of version 3.0 has (POWER10 has no TIDR). */
#define EXTENDED_SPRS_OPTIONAL(X) X(tidr, tidr, 144)
/*
 * Those of version 3.1 of the Power ISA, the last two of 3.1B: a CPU of version 3.1 need
 * not have these (QEMU 7.2's has no DEXCR).
 */
#define EXTENDED_SPRS_V31(X)						\
	X(mmcr3, mmcr3, 754) X(sier2, sier2, 752) X(sier3, sier3, 753)	\
	X(dexcr, dexcr, 828) X(hashkeyr, hashkeyr, 468)
/*
 * No part of a vCPU's state, but what one domain writes the next could read: they are 0
 * when another domain comes on. To write a register that the CPU lacks does nothing in
 * privileged state (book III, 4.4.5); QEMU's CPUs have many of earlier versions.
 */
#define CLEARED_SPRS(X)							\
	X(823) /* PSSCR: guests have no use for it without `stop` */	\
	X(31)  /* ACOP, of POWER8 */					\
	X(282) /* EAR, of versions before 2.07 */			\
	X(768) /* a name of SIER to read it by, here a register */	\
	/* Names of BESCR that set and reset the bits which are 1. */	\
	X(800) X(801) X(802) X(803)					\
	/* TACR, TCSCR, CSIGR, SPMC1, SPMC2, MMCRS, WORT, of POWER8. */	\
	X(888) X(889) X(890) X(892) X(893) X(894) X(895)
/*
 * Those that only instructions of their own move (extended_vsx.S), with the dimensions of
 * their fields. The FPRs are the halves of the first 32 VSRs, the VRs are the others.
 */
#define EXTENDED_VECTORS(X)						\
	X(vsr, vsr, [64][2]) X(vscr, vscr, [2]) X(fpscr, user_regs.fpscr, )
/* clang-format on */

/* The number to write an SPR by. CTRL is read by another one. */
#define SPR_TO_WRITE(number) ((number) == 136 ? 152 : (number))

#ifndef __ASSEMBLY__
#include <xen/types.h>

struct vcpu;

struct extended_state {
#define VECTOR_FIELD(field, public, dimensions) u64 field dimensions;
#define SPR_FIELD(field, public, number)	u64 field;
	EXTENDED_VECTORS(VECTOR_FIELD)
	EXTENDED_SPRS(SPR_FIELD)
	EXTENDED_SPRS_OPTIONAL(SPR_FIELD)
	EXTENDED_SPRS_V31(SPR_FIELD)
#undef VECTOR_FIELD
#undef SPR_FIELD
};

/* Makes v's extended state the one in the CPU, putting away whose it was. */
void extended_load(struct vcpu *v);
/* Makes v->arch.extended hold v's state, wherever it is now. */
void extended_sync(struct vcpu *v);
/* Forgets what the CPU holds of v, which is about to be freed or given another state. */
void extended_forget(const struct vcpu *v);

/* Stores EXTENDED_VECTORS in *from, then loads them from *to. One of both may be NULL. */
void vector_state_switch(struct extended_state *from, const struct extended_state *to);

#endif
#endif /* ASM_EXTENDED_H */
