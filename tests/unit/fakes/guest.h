/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The test replaces a running guest: it exits and sees the result. */
#ifndef TESTS_UNIT_GUEST_H
#define TESTS_UNIT_GUEST_H

#include <xen/domain.h>

/*
 * Make one exit of the vCPU through the real arch_vcpu_run(). Afterwards the registers
 * are those with which the guest would go on.
 */
void guest_exits(struct vcpu *v, u64 vector);

/* Make a PAPR call by a vCPU, or by dom0's first; its registers have more results. */
long papr_by(struct vcpu *v, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3);
long papr(u64 nr, u64 a0, u64 a1, u64 a2, u64 a3);

/* The token of an RTAS call. */
u32 rtas_token(const char *name);
/*
 * Make an RTAS call by a vCPU, with the block at RTAS_BLOCK in its domain. Returns the
 * status; a second result in *result.
 */
#define RTAS_BLOCK 0x20000
u32 rtas_by(struct vcpu *v, const char *name, u32 nargs, const u32 *arg, u32 nret,
	    u32 *result);

#endif /* TESTS_UNIT_GUEST_H */
