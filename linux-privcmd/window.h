/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The window: pseudo-physical space behind this domain's memory, in which the
 * hypervisor makes frames of others appear (arch-powerpc.h, "xen,window"). It
 * is dealt out in slots of one frame.
 */
#ifndef PRIVCMD_WINDOW_H
#define PRIVCMD_WINDOW_H

#include <linux/of.h>
#include <linux/types.h>

#include "abi.h"

#define WINDOW_NO_SLOT ((u32)~0)
/* Frames that one call maps or unmaps. */
#define WINDOW_BATCH 512
#define FRAME_SIZE   (1UL << XEN_PPC_FRAME_SHIFT)

/*
 * window_init - learn from the hypervisor's device tree node where the window is
 *
 * Returns 0, also if there is none; -EINVAL if the property makes no sense;
 * -ENOMEM.
 */
int window_init(const struct device_node *node);

/*
 * window_exit - the opposite; no slot is in use any more
 */
void window_exit(void);

/*
 * window_slots - how many there are; 0: this hypervisor offers no window
 */
unsigned long window_slots(void);

/*
 * window_clean - unmap what a former kernel left in the window
 *
 * To be called before the first slot is taken. Costs something once.
 */
void window_clean(void);

/*
 * window_address - the pseudo-physical address of a slot
 */
u64 window_address(u32 slot);

/*
 * window_take - a slot for the caller to map something into; WINDOW_NO_SLOT: none is free
 */
u32 window_take(void);

/*
 * window_give - the slot is free again; nothing is mapped in it
 */
void window_give(u32 slot);

/*
 * window_map - map frames of a domain
 * @dom: whose
 * @write: also for writing
 * @mfn: machine frame numbers
 * @slot: IN/OUT: where each is to be; WINDOW_NO_SLOT takes one. A slot in use
 *	gets another frame, or keeps what it has if that fails.
 * @count: at most WINDOW_BATCH
 * @done: how many were mapped, from the first on. Beyond it @slot is as it was.
 *
 * Returns 0 if all were; -EFAULT if the hypervisor refused the one after @done;
 * -ENOSPC if no slot was free for it.
 */
int window_map(domid_t dom, bool write, const unsigned long *mfn, u32 *slot,
	       unsigned int count, unsigned int *done);

/*
 * window_unmap - unmap slots and give them back
 * @count: at most WINDOW_BATCH
 *
 * No translation to them is left in the MMU. Cannot fail for want of memory.
 */
void window_unmap(const u32 *slot, unsigned int count);

#endif /* PRIVCMD_WINDOW_H */
