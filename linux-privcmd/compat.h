/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences between the kernels that the module is built against.
 */
#ifndef PRIVCMD_COMPAT_H
#define PRIVCMD_COMPAT_H

#include <linux/mm.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
#include <asm/interrupt.h> /* srr_regs_clobbered() */
#else
/* Earlier kernels load SRR0 and SRR1 before each return in any case. */
static inline void srr_regs_clobbered(void)
{
}
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
/* Later kernels have this, and make the member read-only. */
static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set,
				vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}
#endif

#endif /* PRIVCMD_COMPAT_H */
