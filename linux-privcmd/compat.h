/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels that the module is built against.
 */
#ifndef PRIVCMD_COMPAT_H
#define PRIVCMD_COMPAT_H

#include <linux/mm.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
/* Later kernels have this, and make the member read-only. */
static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set,
				vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}
#endif

#endif /* PRIVCMD_COMPAT_H */
