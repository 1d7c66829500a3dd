/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The window: pseudo-physical space above this domain's memory, into which the
 * hypervisor maps frames of other domains (arch-powerpc.h, "xen,window"). It is
 * divided into slots of one frame.
 */
#ifndef PRIVCMD_WINDOW_H
#define PRIVCMD_WINDOW_H

#include <linux/of.h>
#include <linux/types.h>

#include "abi.h"

#define WINDOW_NO_SLOT ((u32)~0)
/* Largest number of frames that one call maps or unmaps. */
#define WINDOW_BATCH 512
#define FRAME_SIZE   (1UL << XEN_PPC_FRAME_SHIFT)

/*
 * window_init - read from the hypervisor's device tree node where the window is
 *
 * Returns 0, also if there is no window; -EINVAL if the property is invalid; -ENOMEM.
 */
int window_init(const struct device_node *node);

/*
 * window_exit - undo window_init(); no slot may be in use
 */
void window_exit(void);

/*
 * window_slots - return the number of slots; 0: this hypervisor offers no window
 */
unsigned long window_slots(void);

/*
 * window_clean - unmap frames that a former kernel left in the window
 *
 * Call it before the first slot is taken. Only the first call costs time.
 */
void window_clean(void);

/*
 * window_address - return the pseudo-physical address of a slot
 */
u64 window_address(u32 slot);

/*
 * window_take - take a slot to map a frame into; WINDOW_NO_SLOT if none is free
 */
u32 window_take(void);

/*
 * window_give - free a slot that has nothing mapped
 */
void window_give(u32 slot);

/*
 * window_map - map frames of a domain
 * @dom: owner of the frames
 * @write: map for writing too
 * @mfn: machine frame numbers
 * @slot: IN/OUT: the slot of each frame; WINDOW_NO_SLOT takes a free one. A slot in
 *	use gets the new frame, or keeps the old one on failure.
 * @count: at most WINDOW_BATCH
 * @done: OUT: number of frames mapped, from the first on; later @slot are unchanged
 *
 * Returns 0 if all were mapped; -EFAULT if the hypervisor refused frame number @done;
 * -ENOSPC if no slot was free for it.
 */
int window_map(domid_t dom, bool write, const unsigned long *mfn, u32 *slot,
	       unsigned int count, unsigned int *done);

/*
 * window_unmap - unmap slots and free them
 * @count: at most WINDOW_BATCH
 *
 * No page table or TLB entry may lead to them any more. Cannot fail for want of memory.
 */
void window_unmap(const u32 *slot, unsigned int count);

#endif /* PRIVCMD_WINDOW_H */
