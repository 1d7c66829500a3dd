/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The test in the place of a running guest: it exits, and sees what comes of it. */
#ifndef TESTS_UNIT_GUEST_H
#define TESTS_UNIT_GUEST_H

#include <xen/domain.h>

/*
 * One exit of the vCPU through the real arch_vcpu_run(): what the registers are then
 * is what the guest would go on with.
 */
void guest_exits(struct vcpu *v, u64 vector);

/* A PAPR call of that vCPU, or of dom0's first. Results beside r3 are in its registers.
 */
long papr_by(struct vcpu *v, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3);
long papr(u64 nr, u64 a0, u64 a1, u64 a2, u64 a3);

#endif /* TESTS_UNIT_GUEST_H */
