/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Machine frames of other domains in the address space of a process.
 */
#ifndef PRIVCMD_FOREIGN_H
#define PRIVCMD_FOREIGN_H

#include <linux/fs.h>
#include <linux/mm_types.h>

#include "abi.h"

/*
 * foreign_mmap - create an empty area for frames; errors: area_create()
 */
int foreign_mmap(struct vm_area_struct *vma);

/*
 * foreign_map - IOCTL_PRIVCMD_MMAP
 *
 * Returns 0, or the error of the first entry that could not be mapped; all frames
 * before it stay mapped. -EFAULT: bad pointer, or the hypervisor refused a frame;
 * -EINVAL: num is negative, or va and npages do not lie in one mapping of @file;
 * -ENOSPC: the window is full; -ENOMEM; -EINTR: killed; -ENOSYS: there is no window.
 */
long foreign_map(struct file *file, const privcmd_mmap_t __user *user);

/*
 * foreign_map_batch - IOCTL_PRIVCMD_MMAPBATCH
 *
 * A refused frame is marked in the array and is no error. Other errors: foreign_map().
 */
long foreign_map_batch(struct file *file, const privcmd_mmapbatch_t __user *user);

#endif /* PRIVCMD_FOREIGN_H */
