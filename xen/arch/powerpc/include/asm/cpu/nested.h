/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of a vCPU in the form of the nested-HV interface (H_ENTER_NESTED): on pseries
 * the hypervisor below reads and writes these structures, in its own byte order. powernv
 * keeps a vCPU's registers in the same form, and so do the vectors of both.
 */
#ifndef ASM_NESTED_H
#define ASM_NESTED_H

#include <xen/types.h>

struct cpu_regs {
	u64 gpr[32];
	u64 nip;
	u64 msr;
	u64 orig_gpr3;
	u64 ctr;
	u64 link;
	u64 xer;
	u64 ccr;
	u64 softe;
	u64 trap;
	u64 dar;
	u64 dsisr;
	u64 result;
};

struct hv_guest_state {
	u64 version;
	u32 lpid;
	u32 vcpu_token;
	u64 lpcr;
	u64 pcr;
	u64 amor;
	u64 dpdes;
	u64 hfscr;
	u64 tb_offset;
	u64 dawr0;
	u64 dawrx0;
	u64 ciabr;
	u64 hdec_expiry; /* absolute timebase value, without tb_offset */
	u64 purr;
	u64 spurr;
	u64 ic;
	u64 vtb;
	u64 hdar;
	u64 hdsisr;
	u64 heir;
	u64 asdr;
	u64 srr0;
	u64 srr1;
	u64 sprg[4];
	u64 pidr;
	u64 cfar;
	u64 ppr;
	u64 dawr1; /* the last two count from version 2 on, but are always there */
	u64 dawrx1;
};

/*
 * The registers of both, but for those that are more than copied (context.c): the field,
 * and that of vcpu_guest_context_t. First those that each exit saves.
 */
/* clang-format off */
#define CPU_REGS(X)							\
	X(nip, user_regs.pc) X(ctr, user_regs.ctr)			\
	X(link, user_regs.lr) X(xer, user_regs.xer) X(ccr, user_regs.cr)
#define GUEST_STATE_REGS(X)						\
	X(srr0, user_regs.srr0) X(srr1, user_regs.srr1) X(cfar, cfar)
/*
 * Those that are switched with the vCPU, by the hypervisor below or by powernv, and their
 * numbers. HIDDEN(field, number) for one that the public structure does not have.
 */
#define GUEST_STATE_SPRS(X, HIDDEN)					\
	X(sprg[0], sprg[0], SPR_SPRG0) X(sprg[1], sprg[1], SPR_SPRG0 + 1) \
	X(sprg[2], sprg[2], SPR_SPRG0 + 2) X(sprg[3], sprg[3], SPR_SPRG0 + 3) \
	X(pidr, pid, SPR_PIDR) X(ppr, ppr, SPR_PPR)			\
	HIDDEN(dpdes, SPR_DPDES)					\
	X(purr, purr, SPR_PURR) X(spurr, spurr, SPR_SPURR)		\
	X(vtb, vtb, SPR_VTB) X(ic, ic, SPR_IC)
/* clang-format on */

_Static_assert(sizeof(struct cpu_regs) == 44 * sizeof(u64), "kvmppc_pt_regs");
_Static_assert(sizeof(struct hv_guest_state) == 248, "kvmppc_hv_guest_state");

#define NESTED_STATE_VERSION 1

/* Why a vCPU came out: the vector of the exception that took it to the hypervisor. */
#define EXIT_SYSTEM_RESET  0x100
#define EXIT_MACHINE_CHECK 0x200
#define EXIT_EXTERNAL	   0x500
#define EXIT_HDECREMENTER  0x980
#define EXIT_HYPERCALL	   0xc00
#define EXIT_H_DATA	   0xe00
#define EXIT_H_INSTRUCTION 0xe20
#define EXIT_H_EMULATION   0xe40
#define EXIT_H_MAINTENANCE 0xe60
#define EXIT_H_DOORBELL	   0xe80
#define EXIT_H_EXTERNAL	   0xea0
#define EXIT_H_FACILITY	   0xf80

#endif /* ASM_NESTED_H */
