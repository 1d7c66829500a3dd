// SPDX-License-Identifier: GPL-2.0
/*
 * Pinning: what makes it safe to hand a physical address to the hypervisor.
 *
 * The hypervisor runs with translation off. It takes the address found here,
 * looks up the chunk and stores into memory; no page table of Linux is
 * consulted, no fault can be taken, no MMU notifier would be heard. If the
 * kernel moved the page after the address was given out (compaction,
 * migration between nodes, CMA making room, copy-on-write after fork, KSM, or
 * plainly swap), the hypervisor would write its answer into whatever got the
 * frame next, be it a page table. mlock() forbids only the last of these.
 *
 * An elevated reference count taken with FOLL_PIN forbids them all, and fork
 * then copies the page for the child instead of sharing it. FOLL_LONGTERM is
 * needed on top since the pin lives as long as the program: the page is first
 * moved out of CMA and ZONE_MOVABLE, where an unmovable page would break
 * memory hot-unplug and contiguous allocations for the rest of the system.
 * (Documentation/core-api/pin_user_pages.rst, case 2.)
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <asm/io.h>

#include "pin.h"

struct privcmd_pin {
	struct list_head link;
	struct mm_struct *mm; /* mmgrab()bed: identity only, its mappings may be gone */
	struct page *page;
	unsigned long va;
};

/*
 * Pinned pages are shown as VmPin in /proc/PID/status and counted against
 * RLIMIT_MEMLOCK, as other drivers with long-term pins do: the nodes open for
 * root only, but an open file can be passed to a process with fewer rights.
 */
static int account_pin(struct mm_struct *mm)
{
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
	unsigned long pinned = atomic64_inc_return(&mm->pinned_vm);

	if (pinned > limit && !capable(CAP_IPC_LOCK)) {
		atomic64_dec(&mm->pinned_vm);
		return -ENOMEM;
	}
	return 0;
}

static int pin_page(unsigned long va, struct page **page)
{
	int n = pin_user_pages_fast(va, 1, FOLL_WRITE | FOLL_LONGTERM, page);

	if (n == 1)
		return 0;
	return n < 0 ? n : -EFAULT;
}

static struct privcmd_pin *create_pin(unsigned long va)
{
	struct privcmd_pin *pin = kmalloc(sizeof(*pin), GFP_KERNEL_ACCOUNT);
	int err;

	if (!pin)
		return ERR_PTR(-ENOMEM);
	pin->mm = current->mm;
	pin->va = va;
	err = account_pin(pin->mm);
	if (err)
		goto free;
	err = pin_page(va, &pin->page);
	if (err)
		goto unaccount;
	mmgrab(pin->mm);
	return pin;

unaccount:
	atomic64_dec(&pin->mm->pinned_vm);
free:
	kfree(pin);
	return ERR_PTR(err);
}

/*
 * The page is marked dirty: the hypervisor's stores set no dirty bit that Linux
 * looks at, and a page of a shared file would lose them.
 */
static void destroy_pin(struct privcmd_pin *pin)
{
	unpin_user_pages_dirty_lock(&pin->page, 1, true);
	atomic64_dec(&pin->mm->pinned_vm);
	mmdrop(pin->mm);
	kfree(pin);
}

static void destroy_list(struct list_head *list)
{
	struct privcmd_pin *pin, *next;

	list_for_each_entry_safe(pin, next, list, link)
		destroy_pin(pin);
}

/*
 * An open file outlives a process when another one has it too: a daemon's
 * parent translates, forks and exits. No process can release that parent's pins
 * any more, so the next translation collects them. An address space without
 * users has no thread left that could be inside a hypercall.
 */
static void collect_dead(struct privcmd_pins *pins)
{
	struct privcmd_pin *pin, *next;
	LIST_HEAD(dead);

	mutex_lock(&pins->lock);
	list_for_each_entry_safe(pin, next, &pins->list, link) {
		if (atomic_read(&pin->mm->mm_users))
			continue;
		list_move(&pin->link, &dead);
		pins->count--;
	}
	mutex_unlock(&pins->lock);
	destroy_list(&dead);
}

/*
 * A place is reserved before the page is pinned and published afterwards, so
 * that the lock is free while a fault is resolved: that may wait for a disk, and
 * others share the file.
 */
static bool reserve_place(struct privcmd_pins *pins)
{
	bool room;

	mutex_lock(&pins->lock);
	room = pins->count < PRIVCMD_MAX_PINS;
	if (room)
		pins->count++;
	mutex_unlock(&pins->lock);
	return room;
}

static void return_place(struct privcmd_pins *pins)
{
	mutex_lock(&pins->lock);
	pins->count--;
	mutex_unlock(&pins->lock);
}

static void publish(struct privcmd_pins *pins, struct privcmd_pin *pin)
{
	mutex_lock(&pins->lock);
	list_add(&pin->link, &pins->list);
	mutex_unlock(&pins->lock);
}

long privcmd_pin_translate(struct privcmd_pins *pins, privcmd_translate_t __user *arg)
{
	struct privcmd_pin *pin;
	unsigned long va;
	long err;

	if (get_user(va, &arg->va))
		return -EFAULT;
	if (!PAGE_ALIGNED(va) || !access_ok((void __user *)va, PAGE_SIZE))
		return -EINVAL;

	collect_dead(pins);
	if (!reserve_place(pins))
		return -ENOSPC;
	pin = create_pin(va);
	if (IS_ERR(pin)) {
		err = PTR_ERR(pin);
		goto unreserve;
	}
	/* Store before the pin is published: a failure must undo this very pin. */
	err = put_user(page_to_phys(pin->page), &arg->gpa);
	if (err) {
		destroy_pin(pin);
		goto unreserve;
	}
	publish(pins, pin);
	return 0;

unreserve:
	return_place(pins);
	return err;
}

long privcmd_pin_release(struct privcmd_pins *pins, unsigned long va)
{
	struct privcmd_pin *pin, *found = NULL;

	mutex_lock(&pins->lock);
	list_for_each_entry(pin, &pins->list, link) {
		if (pin->va == va && pin->mm == current->mm) {
			found = pin;
			list_del(&pin->link);
			pins->count--;
			break;
		}
	}
	mutex_unlock(&pins->lock);
	if (!found)
		return -ENOENT;
	destroy_pin(found);
	return 0;
}

void privcmd_pins_init(struct privcmd_pins *pins)
{
	mutex_init(&pins->lock);
	INIT_LIST_HEAD(&pins->list);
	pins->count = 0;
}

void privcmd_pins_destroy(struct privcmd_pins *pins)
{
	destroy_list(&pins->list);
	mutex_destroy(&pins->lock);
}
