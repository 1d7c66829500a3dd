/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Areas: address space of a process in which frames from the window appear.
 *
 * One mmap() creates an area. It may be cut into pieces, unmapped piece by piece and
 * moved; each frame stays mapped until its last page is unmapped.
 */
#ifndef PRIVCMD_AREA_H
#define PRIVCMD_AREA_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>

#include "window.h"

/* More than 1 with a kernel of 4 KiB pages. */
#define PAGES_PER_FRAME (FRAME_SIZE / PAGE_SIZE)

struct area_frame {
	u32 slot;   /* in the window, or WINDOW_NO_SLOT */
	u32 pages;  /* its mapped pages; during a move those at both addresses */
	int handle; /* of the grant, if the frame is granted */
};

/*
 * Give back the slots of those of @count frames that have a slot but no page, and set
 * them to WINDOW_NO_SLOT. Called with the area's lock held.
 */
typedef void area_release_fn(struct area_frame *frame, unsigned long count);

struct area {
	struct mutex lock; /* guards all members; taken inside of mmap_lock */
	area_release_fn *release;
	unsigned int pieces;
	struct area_frame frame[];
};

/*
 * area_create - make a fresh mapping an area, in a driver's mmap()
 *
 * Returns 0; -ENODEV if there is no window; -EINVAL unless the mapping is shared,
 * starts at offset 0, and is for reading or for reading and writing; -ENOMEM if it is
 * larger than the window, or if memory is short.
 */
int area_create(struct vm_area_struct *vma, area_release_fn *release);

/*
 * area_find - find the piece of an area that contains [va, va + count frames)
 * @file: the file that the area was mapped from
 * @first: OUT: index of the frame at @va
 *
 * The caller holds mmap_lock of its own address space. Returns NULL if there is
 * no such piece, or if @va is not the start of one of its frames.
 */
struct vm_area_struct *area_find(const struct file *file, unsigned long va,
				 unsigned long count, unsigned long *first);

/*
 * area_of - return the area that a piece belongs to
 */
static inline struct area *area_of(const struct vm_area_struct *vma)
{
	return vma->vm_private_data;
}

/*
 * area_writable - whether the piece may be written, now or after mprotect()
 */
static inline bool area_writable(const struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_MAYWRITE;
}

/*
 * area_insert - map a slot at @va
 *
 * The caller holds mmap_lock and the area's lock. Pages that are already mapped stay.
 * Returns 0, or -ENOMEM, and then nothing is mapped there.
 */
int area_insert(struct vm_area_struct *vma, unsigned long va, u32 slot);

/*
 * area_zap - unmap the frame at @va; the TLB is clean afterwards
 */
void area_zap(struct vm_area_struct *vma, unsigned long va);

#endif /* PRIVCMD_AREA_H */
