/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a vCPU's state that neither an exit nor the platform below saves: it stays
 * in the CPU until another vCPU needs the place.
 */
#ifndef ASM_EXTENDED_H
#define ASM_EXTENDED_H

/* Special purpose registers and the fields that keep them. */
/* clang-format off */
#define EXTENDED_SPRS(X)						\
	X(dscr, 17) X(tar, 815) X(vrsave, 256)				\
	X(amr, 29) X(iamr, 61) X(uamor, 157) X(fscr, 153)		\
	X(dar, 19) X(dsisr, 18) X(pspb, 159)				\
	X(ebbhr, 804) X(ebbrr, 805) X(bescr, 806) X(tidr, 144)		\
	X(mmcr0, 795) X(mmcr1, 798) X(mmcr2, 785) X(mmcra, 786)		\
	X(pmc[0], 787) X(pmc[1], 788) X(pmc[2], 789) X(pmc[3], 790)	\
	X(pmc[4], 791) X(pmc[5], 792) X(siar, 796) X(sdar, 797) X(sier, 784)
/*
 * Those that came with version 3.1 of the Power ISA, the last two with 3.1B: a CPU that
 * says 3.1 need not have these (QEMU 7.2's has no DEXCR).
 */
#define EXTENDED_SPRS_V31(X)						\
	X(mmcr3, 754) X(sier2, 752) X(sier3, 753)			\
	X(dexcr, 828) X(hashkeyr, 468)
/* clang-format on */

#ifndef __ASSEMBLY__
#include <xen/types.h>

struct vcpu;

struct extended_state {
	/* The FPRs are the halves of the first 32, the VRs are the others. */
	u64 vsr[64][2];
	u64 vscr[2];
	u64 fpscr;
	u64 ctrl; /* CTRL is read and written by different numbers: not in the list */
	u64 dscr, tar, vrsave, amr, iamr, uamor, fscr, dar, dsisr, pspb;
	u64 ebbhr, ebbrr, bescr, tidr;
	u64 mmcr0, mmcr1, mmcr2, mmcra, pmc[6], siar, sdar, sier;
	u64 mmcr3, sier2, sier3, dexcr, hashkeyr;
};

/* Makes v's extended state the one in the CPU, putting away whose it was. */
void extended_load(struct vcpu *v);
/* Makes v->arch.extended hold v's state, wherever it is now. */
void extended_sync(struct vcpu *v);
/* v is about to be freed: whatever the CPU holds of it is nobody's. */
void extended_forget(const struct vcpu *v);

/*
 * extended_vsx.S: all 64 VSRs, VSCR and FPSCR into from, and then out of to. One of them
 * may be NULL: then that is not done.
 */
void vector_state_switch(struct extended_state *from, const struct extended_state *to);

#endif
#endif /* ASM_EXTENDED_H */
