// SPDX-License-Identifier: GPL-2.0
/*
 * Areas of foreign frames in a process (area.h).
 *
 * Locks: mmap_lock, then area.lock, then the window's.
 */
#include <linux/slab.h>

#include "area.h"
#include "compat.h"

static unsigned long frame_of(unsigned long pgoff)
{
	return pgoff / PAGES_PER_FRAME;
}

static void count_pages(struct area *area, struct vm_area_struct *vma, int change)
{
	const unsigned long end = vma->vm_pgoff + vma_pages(vma);

	for (unsigned long page = vma->vm_pgoff; page < end; page++)
		area->frame[frame_of(page)].pages += change;
}

static const struct vm_operations_struct area_ops;

/*
 * open() is called for a new mapping of pages of this area, in two cases that look
 * alike. Cutting: the mapping takes over pages of one that still exists as a whole, and
 * whose close() will not be called for them. Moving: the mapping is at a new address,
 * and close() will be called for the old one.
 */
static bool is_cut(const struct vm_area_struct *vma)
{
	const struct vm_area_struct *there = find_vma(vma->vm_mm, vma->vm_start);

	return there && there != vma && there->vm_start <= vma->vm_start &&
	       there->vm_ops == &area_ops && area_of(there) == area_of(vma);
}

static void area_open(struct vm_area_struct *vma)
{
	struct area *area = area_of(vma);

	mutex_lock(&area->lock);
	area->pieces++;
	if (!is_cut(vma))
		count_pages(area, vma, 1);
	mutex_unlock(&area->lock);
}

/* The page tables are empty here, and the TLB is clean. */
static void area_close(struct vm_area_struct *vma)
{
	struct area *area = area_of(vma);
	unsigned long first = frame_of(vma->vm_pgoff);
	bool last;

	mutex_lock(&area->lock);
	if (vma_pages(vma)) {
		count_pages(area, vma, -1);
		area->release(area->frame + first,
			      frame_of(vma->vm_pgoff + vma_pages(vma) - 1) + 1 - first);
	}
	last = !--area->pieces;
	mutex_unlock(&area->lock);
	if (!last)
		return;
	mutex_destroy(&area->lock);
	kvfree(area);
}

static vm_fault_t area_fault(struct vm_fault *vmf)
{
	return VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct area_ops = {
	.open = area_open,
	.close = area_close,
	.fault = area_fault,
};

int area_create(struct vm_area_struct *vma, area_release_fn *release)
{
	unsigned long count = DIV_ROUND_UP(vma_pages(vma), PAGES_PER_FRAME);
	struct area *area;

	if (vma->vm_pgoff || !(vma->vm_flags & VM_MAYSHARE) ||
	    !(vma->vm_flags & (VM_READ | VM_WRITE)) || (vma->vm_flags & VM_EXEC))
		return -EINVAL;
	if (!window_slots())
		return -ENODEV;
	/* A larger area could never be filled; this bounds the size of the array. */
	if (count > window_slots())
		return -ENOMEM;
	area = kvmalloc(struct_size(area, frame, count), GFP_KERNEL_ACCOUNT);
	if (!area)
		return -ENOMEM;
	for (unsigned long i = 0; i < count; i++)
		area->frame[i] = (struct area_frame){ .slot = WINDOW_NO_SLOT };
	mutex_init(&area->lock);
	area->release = release;
	area->pieces = 1;
	count_pages(area, vma, 1);
	/*
	 * No page structure belongs to a frame (PFNMAP); a child inherits nothing
	 * (DONTCOPY, and IO keeps madvise() from undoing that). A mapping that is not
	 * writable now never becomes so: the hypervisor learns the access only once.
	 */
	vm_flags_mod(vma, VM_IO | VM_PFNMAP | VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP,
		     VM_MAYEXEC | (vma->vm_flags & VM_WRITE ? 0 : VM_MAYWRITE));
	vma->vm_private_data = area;
	vma->vm_ops = &area_ops;
	window_clean();
	return 0;
}

struct vm_area_struct *area_find(const struct file *file, unsigned long va,
				 unsigned long count, unsigned long *first)
{
	struct vm_area_struct *vma = vma_lookup(current->mm, va);
	unsigned long page;

	if (!vma || vma->vm_ops != &area_ops || vma->vm_file != file || !PAGE_ALIGNED(va))
		return NULL;
	page = vma->vm_pgoff + ((va - vma->vm_start) >> PAGE_SHIFT);
	if (page % PAGES_PER_FRAME || count > (vma->vm_end - va) / FRAME_SIZE)
		return NULL;
	*first = frame_of(page);
	return vma;
}

int area_insert(struct vm_area_struct *vma, unsigned long va, u32 slot)
{
	unsigned long pfn = window_address(slot) >> PAGE_SHIFT;

	for (unsigned long i = 0; i < PAGES_PER_FRAME; i++) {
		if (vmf_insert_pfn(vma, va + i * PAGE_SIZE, pfn + i) == VM_FAULT_NOPAGE)
			continue;
		area_zap(vma, va);
		return -ENOMEM;
	}
	return 0;
}

void area_zap(struct vm_area_struct *vma, unsigned long va)
{
	zap_vma_ptes(vma, va, FRAME_SIZE);
}
