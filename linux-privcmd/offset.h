/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hypercalls by offsets: IOCTL_PRIVCMD_HYPERCALL_OFFSET.
 */
#ifndef PRIVCMD_OFFSET_H
#define PRIVCMD_OFFSET_H

#include "abi.h"

/*
 * privcmd_call_offset - make a hypercall whose structure is ordinary memory of the
 * caller, pinned for the time of the call
 *
 * Returns the hypervisor's result; -EFAULT if the structure's page cannot be accessed
 * for writing; -EINVAL if call->pointer names no argument; -ENOSYS if the number
 * collides with the flag; -ENOMEM.
 */
long privcmd_call_offset(privcmd_hypercall_offset_t *call);

/* privcmd_hypercall_offset - the same for a call in user memory */
long privcmd_hypercall_offset(const privcmd_hypercall_offset_t __user *user);

#endif /* PRIVCMD_OFFSET_H */
