/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ASM_VPA_H
#define ASM_VPA_H

#include <xen/types.h>

struct vcpu;

/* H_REGISTER_VPA: gpr points at r0..r31. */
long h_register_vpa(struct vcpu *v, u64 *gpr);
/* Called when v stops running and when it runs again: the count is even while it runs. */
void vpa_count_yield(struct vcpu *v);

#endif /* ASM_VPA_H */
