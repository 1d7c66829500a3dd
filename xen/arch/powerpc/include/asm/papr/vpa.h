/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ASM_VPA_H
#define ASM_VPA_H

#include <xen/types.h>

struct domain;
struct vcpu;

/* H_REGISTER_VPA: gpr points at r0..r31. */
long h_register_vpa(struct vcpu *v, u64 *gpr);
/* Whether gpa can be the area of a vCPU of d. */
bool vpa_ok(const struct domain *d, u64 gpa);
/* Makes gpa, which vpa_ok() has found good, the area of v; 0: it has none. */
void vpa_set(struct vcpu *v, u64 gpa);
/* Called when v stops running and when it runs again: the count is even while it runs. */
void vpa_count_yield(struct vcpu *v);

#endif /* ASM_VPA_H */
