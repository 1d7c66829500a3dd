// SPDX-License-Identifier: GPL-2.0
/*
 * Slots of the window, and the frames mapped in them (window.h).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <asm/io.h>

#include "hypercall.h"
#include "show.h"
#include "window.h"

/* Bounds the bitmap of a huge window; programs never map that many frames at once. */
#define MAX_SLOTS (1UL << 20)
/* A larger frame number would lose its upper bits in a request and name another frame. */
#define MAX_MFN (~0UL >> XEN_PPC_FRAME_SHIFT)

/*
 * Memory that the hypervisor reads and writes. Allocated once: unmapping must not fail
 * for want of memory, at the end of a process for example.
 */
struct requests {
	mmu_update_t request[WINDOW_BATCH];
	unsigned int done;
};

static struct {
	/* Guards the members below, and the requests during a call. */
	struct mutex lock;
	unsigned long *used;
	unsigned long slots;
	unsigned long in_use; /* number of bits set in `used` */
	unsigned long next;   /* every slot below is in use */
	u64 base;
	struct requests *requests;
	bool clean; /* mappings of a former kernel have been removed */
} window = {
	.lock = __MUTEX_INITIALIZER(window.lock),
};

SHOW_NUMBER(window_used, window.in_use, "frames mapped from the hypervisor's window");

u64 window_address(u32 slot)
{
	return window.base + ((u64)slot << XEN_PPC_FRAME_SHIFT);
}

unsigned long window_slots(void)
{
	return window.slots;
}

static u32 take(void)
{
	unsigned long slot = find_next_zero_bit(window.used, window.slots, window.next);

	if (slot >= window.slots) {
		window.next = window.slots;
		return WINDOW_NO_SLOT;
	}
	__set_bit(slot, window.used);
	window.next = slot + 1;
	window.in_use++;
	return slot;
}

static void give(u32 slot)
{
	__clear_bit(slot, window.used);
	window.next = min_t(unsigned long, window.next, slot);
	window.in_use--;
}

u32 window_take(void)
{
	u32 slot;

	mutex_lock(&window.lock);
	slot = take();
	mutex_unlock(&window.lock);
	return slot;
}

void window_give(u32 slot)
{
	mutex_lock(&window.lock);
	give(slot);
	mutex_unlock(&window.lock);
}

/* Make requests @first to @count - 1. Returns the number of requests done, from 0 on. */
static unsigned int update(unsigned int first, unsigned int count, domid_t dom)
{
	const privcmd_hypercall_t call = {
		.op = __HYPERVISOR_mmu_update,
		.arg = { virt_to_phys(&window.requests->request[first]), count - first,
			 virt_to_phys(&window.requests->done), dom },
	};

	window.requests->done = 0;
	if (!xen_hypercall(&call))
		return count;
	return first + min(window.requests->done, count - first);
}

static void request(unsigned int i, u32 slot, u64 val)
{
	window.requests->request[i] = (mmu_update_t){
		.ptr = window_address(slot) | MMU_NORMAL_PT_UPDATE,
		.val = val,
	};
}

int window_map(domid_t dom, bool write, const unsigned long *mfn, u32 *slot,
	       unsigned int count, unsigned int *done)
{
	const u64 flags = XEN_PPC_MAP_VALID | (write ? XEN_PPC_MAP_WRITE : 0);
	DECLARE_BITMAP(fresh, WINDOW_BATCH);
	unsigned int i;
	int err = 0;

	bitmap_zero(fresh, WINDOW_BATCH);
	mutex_lock(&window.lock);
	for (i = 0; i < count; i++) {
		if (mfn[i] > MAX_MFN) {
			err = -EFAULT;
			break;
		}
		if (slot[i] == WINDOW_NO_SLOT) {
			slot[i] = take();
			if (slot[i] == WINDOW_NO_SLOT) {
				err = -ENOSPC;
				break;
			}
			__set_bit(i, fresh);
		}
		request(i, slot[i], XEN_PPC_MAP_FRAME(mfn[i]) | flags);
	}
	*done = i ? update(0, i, dom) : 0;
	if (*done < i)
		err = -EFAULT;
	for (i = *done; i < count; i++) {
		if (!test_bit(i, fresh))
			continue;
		give(slot[i]);
		slot[i] = WINDOW_NO_SLOT;
	}
	mutex_unlock(&window.lock);
	return err;
}

/* Make all requests, and skip those that fail. */
static void update_all(unsigned int count)
{
	unsigned int done = 0;

	while ((done = update(done, count, DOMID_SELF)) < count) {
		pr_err_ratelimited("the hypervisor does not unmap the window at %#llx\n",
				   window.requests->request[done].ptr);
		if (++done == count)
			break;
	}
}

/*
 * A slot that could not be unmapped is free all the same: no page table maps it, and
 * the next frame mapped into it replaces the old one.
 */
void window_unmap(const u32 *slot, unsigned int count)
{
	unsigned int i;

	if (!count)
		return;
	mutex_lock(&window.lock);
	for (i = 0; i < count; i++)
		request(i, slot[i], 0);
	update_all(count);
	for (i = 0; i < count; i++)
		give(slot[i]);
	mutex_unlock(&window.lock);
}

/*
 * A module cannot be unloaded while a slot is in use, but a kernel can be replaced
 * (kexec) and forgets what it had mapped. Frames of a domain that has ended would never
 * become free. Not done when the module is loaded, since most users map nothing.
 */
void window_clean(void)
{
	unsigned long slot = 0;

	mutex_lock(&window.lock);
	while (!window.clean && slot < window.slots) {
		unsigned int n = min_t(unsigned long, WINDOW_BATCH, window.slots - slot);

		for (unsigned int i = 0; i < n; i++)
			request(i, slot + i, 0);
		update_all(n);
		slot += n;
		cond_resched();
	}
	window.clean = true;
	mutex_unlock(&window.lock);
}

int window_init(const struct device_node *node)
{
	u64 place[2];

	if (of_property_read_u64_array(node, "xen,window", place, ARRAY_SIZE(place)))
		return 0;
	if (!place[1] || !IS_ALIGNED(place[0] | place[1], FRAME_SIZE) ||
	    place[0] + place[1] < place[0]) {
		pr_err("bad window: %#llx, %#llx\n", place[0], place[1]);
		return -EINVAL;
	}
	window.base = place[0];
	window.slots = min_t(u64, place[1] >> XEN_PPC_FRAME_SHIFT, MAX_SLOTS);
	window.used = kvcalloc(BITS_TO_LONGS(window.slots), sizeof(long), GFP_KERNEL);
	window.requests = kmalloc(sizeof(*window.requests), GFP_KERNEL);
	if (window.used && window.requests)
		return 0;
	window_exit();
	return -ENOMEM;
}

void window_exit(void)
{
	kvfree(window.used);
	kfree(window.requests);
}
