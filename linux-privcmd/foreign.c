// SPDX-License-Identifier: GPL-2.0
/*
 * IOCTL_PRIVCMD_MMAP and IOCTL_PRIVCMD_MMAPBATCH (foreign.h).
 *
 * User memory is read and written without any lock; frames are mapped in
 * batches, each of them under mmap_lock and the area's lock, so that munmap()
 * and other threads come before it or after it.
 */
#include <linux/bitmap.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "area.h"
#include "foreign.h"

/* Marks an element of MMAPBATCH's array that was not mapped. */
#define REFUSED 0xF0000000UL

struct batch {
	unsigned long mfn[WINDOW_BATCH];
	u32 slot[WINDOW_BATCH];
	DECLARE_BITMAP(refused, WINDOW_BATCH);
};

static void release_frames(struct area_frame *frame, unsigned long count)
{
	u32 slot[64];
	unsigned int n = 0;

	for (unsigned long i = 0; i < count; i++) {
		if (frame[i].pages || frame[i].slot == WINDOW_NO_SLOT)
			continue;
		slot[n++] = frame[i].slot;
		frame[i].slot = WINDOW_NO_SLOT;
		if (n == ARRAY_SIZE(slot)) {
			window_unmap(slot, n);
			n = 0;
		}
	}
	window_unmap(slot, n);
}

int foreign_mmap(struct vm_area_struct *vma)
{
	return area_create(vma, release_frames);
}

/*
 * Map batch->slot[from..to) into the area. After a failure the rest is unmapped: a slot
 * that is in no area would be lost.
 */
static int show(struct vm_area_struct *vma, unsigned long va, struct area_frame *frame,
		const struct batch *batch, unsigned int from, unsigned int to)
{
	int err = 0;

	for (unsigned int i = from; i < to; i++) {
		frame[i].slot = batch->slot[i];
		if (!err)
			err = area_insert(vma, va + i * FRAME_SIZE, frame[i].slot);
		if (!err)
			continue;
		area_zap(vma, va + i * FRAME_SIZE);
		window_unmap(&frame[i].slot, 1);
		frame[i].slot = WINDOW_NO_SLOT;
	}
	return err;
}

/*
 * Map batch->mfn[0..count) at va. A frame that the hypervisor refuses is noted in
 * batch->refused if keep_going is set, and ends the call otherwise.
 */
static int map_locked(struct vm_area_struct *vma, unsigned long va,
		      struct area_frame *frame, domid_t dom, struct batch *batch,
		      unsigned int count, bool keep_going)
{
	unsigned int at = 0, done;
	int err, shown;

	for (unsigned int i = 0; i < count; i++)
		batch->slot[i] = frame[i].slot;
	while (at < count) {
		err = window_map(dom, area_writable(vma), batch->mfn + at,
				 batch->slot + at, count - at, &done);
		shown = show(vma, va, frame, batch, at, at + done);
		if (shown)
			return shown;
		if (err && (err != -EFAULT || !keep_going))
			return err;
		at += done;
		if (err)
			__set_bit(at++, batch->refused);
	}
	return 0;
}

static int map_batch(struct file *file, unsigned long va, domid_t dom,
		     struct batch *batch, unsigned int count, bool keep_going)
{
	struct vm_area_struct *vma;
	struct area *area;
	unsigned long first;
	int err = -EINVAL;

	bitmap_zero(batch->refused, WINDOW_BATCH);
	cond_resched();
	if (mmap_read_lock_killable(current->mm))
		return -EINTR;
	vma = area_find(file, va, count, &first);
	if (vma) {
		area = area_of(vma);
		mutex_lock(&area->lock);
		err = map_locked(vma, va, area->frame + first, dom, batch, count,
				 keep_going);
		mutex_unlock(&area->lock);
	}
	mmap_read_unlock(current->mm);
	return err;
}

/* Check, before any frame is mapped, that all of them lie in one area. */
static int check_place(const struct file *file, unsigned long va, unsigned long count)
{
	unsigned long first;
	bool found;

	if (mmap_read_lock_killable(current->mm))
		return -EINTR;
	found = area_find(file, va, count, &first);
	mmap_read_unlock(current->mm);
	return found ? 0 : -EINVAL;
}

static int map_entry(struct file *file, domid_t dom, privcmd_mmap_entry_t entry,
		     struct batch *batch)
{
	int err = check_place(file, entry.va, entry.npages);

	while (!err && entry.npages) {
		unsigned int n = min_t(unsigned long, entry.npages, WINDOW_BATCH);

		for (unsigned int i = 0; i < n; i++)
			batch->mfn[i] = entry.mfn + i;
		err = map_batch(file, entry.va, dom, batch, n, false);
		entry.va += n * FRAME_SIZE;
		entry.mfn += n;
		entry.npages -= n;
	}
	return err;
}

long foreign_map(struct file *file, const privcmd_mmap_t __user *user)
{
	privcmd_mmap_entry_t entry;
	struct batch *batch;
	privcmd_mmap_t arg;
	long err = 0;

	if (!window_slots())
		return -ENOSYS;
	if (copy_from_user(&arg, user, sizeof(arg)))
		return -EFAULT;
	if (arg.num < 0)
		return -EINVAL;
	batch = kmalloc(sizeof(*batch), GFP_KERNEL);
	if (!batch)
		return -ENOMEM;
	for (int i = 0; i < arg.num && !err; i++) {
		if (copy_from_user(&entry, arg.entry + i, sizeof(entry)))
			err = -EFAULT;
		else
			err = map_entry(file, arg.dom, entry, batch);
	}
	kfree(batch);
	return err;
}

static int mark_refused(const struct batch *batch, unsigned long __user *arr)
{
	unsigned int i;

	for_each_set_bit(i, batch->refused, WINDOW_BATCH)
		if (put_user(batch->mfn[i] | REFUSED, arr + i))
			return -EFAULT;
	return 0;
}

/* An element that cannot be read ends the call; those before it are mapped. */
static int map_elements(struct file *file, const privcmd_mmapbatch_t *arg,
			unsigned int at, unsigned int count, struct batch *batch)
{
	unsigned long __user *arr = arg->arr + at;
	unsigned long left = copy_from_user(batch->mfn, arr, count * sizeof(*arr));
	unsigned int n = count - DIV_ROUND_UP(left, sizeof(*arr));
	int err;

	if (n) {
		err = map_batch(file, arg->addr + at * FRAME_SIZE, arg->dom, batch, n,
				true);
		if (mark_refused(batch, arr))
			return -EFAULT;
		if (err)
			return err;
	}
	return left ? -EFAULT : 0;
}

long foreign_map_batch(struct file *file, const privcmd_mmapbatch_t __user *user)
{
	privcmd_mmapbatch_t arg;
	struct batch *batch;
	unsigned int n;
	long err;

	if (!window_slots())
		return -ENOSYS;
	if (copy_from_user(&arg, user, sizeof(arg)))
		return -EFAULT;
	if (arg.num < 0)
		return -EINVAL;
	err = check_place(file, arg.addr, arg.num);
	if (err)
		return err;
	batch = kmalloc(sizeof(*batch), GFP_KERNEL);
	if (!batch)
		return -ENOMEM;
	for (unsigned int at = 0; at < arg.num && !err; at += n) {
		n = min_t(unsigned int, arg.num - at, WINDOW_BATCH);
		err = map_elements(file, &arg, at, n, batch);
	}
	kfree(batch);
	return err;
}
