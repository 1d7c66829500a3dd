/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Areas: address space of a process in which frames from the window appear.
 *
 * An area is what one mmap() made. It may be cut into pieces, unmapped piece by
 * piece and moved; each frame stays until the last page of it is gone.
 */
#ifndef PRIVCMD_AREA_H
#define PRIVCMD_AREA_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>

#include "window.h"

/* A kernel of 4 KiB pages has several to a frame. */
#define PAGES_PER_FRAME (FRAME_SIZE / PAGE_SIZE)

struct area_frame {
	u32 slot;   /* in the window, or WINDOW_NO_SLOT */
	u32 pages;  /* pages of it that are mapped; while it moves, at both places */
	int handle; /* of the grant, if it is one */
};

/*
 * Called with the lock held: give back the slots of those of @count frames that
 * have one and no page any more, and set them to WINDOW_NO_SLOT.
 */
typedef void area_release_fn(struct area_frame *frame, unsigned long count);

struct area {
	struct mutex lock; /* guards all that follows; taken inside of mmap_lock */
	area_release_fn *release;
	unsigned int pieces;
	struct area_frame frame[];
};

/*
 * area_create - make an area of a fresh mapping, for a driver's mmap()
 *
 * Returns 0; -ENODEV if there is no window; -EINVAL if the mapping is not one
 * from offset 0, shared, for reading or for reading and writing; -ENOMEM if it
 * is larger than the window, or without memory.
 */
int area_create(struct vm_area_struct *vma, area_release_fn *release);

/*
 * area_find - the piece of an area that has [va, va + count frames)
 * @file: that the area was mapped from
 * @first: OUT: index of its first frame
 *
 * The caller holds mmap_lock of its own address space. Returns NULL if there is
 * no such piece, or if va is not the start of a frame of it.
 */
struct vm_area_struct *area_find(const struct file *file, unsigned long va,
				 unsigned long count, unsigned long *first);

/*
 * area_of - the area that a piece belongs to
 */
static inline struct area *area_of(const struct vm_area_struct *vma)
{
	return vma->vm_private_data;
}

/*
 * area_writable - may the piece be written, now or after mprotect()?
 */
static inline bool area_writable(const struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_MAYWRITE;
}

/*
 * area_insert - let the frame at @va be found in a slot
 *
 * mmap_lock and the area's lock are held. What is there already stays. Returns 0,
 * or -ENOMEM, and then nothing is there.
 */
int area_insert(struct vm_area_struct *vma, unsigned long va, u32 slot);

/*
 * area_zap - let nothing be found at @va; the TLB is clean afterwards
 */
void area_zap(struct vm_area_struct *vma, unsigned long va);

#endif /* PRIVCMD_AREA_H */
