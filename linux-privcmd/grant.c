// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/xen/grant (include/public/linux/privcmd.h): unchanged grant table calls, and
 * granted frames in areas of the caller's address space.
 *
 * Each frame in an area of this file is one grant. It ends with IOCTL_GRANT_UNMAP, or
 * when its last page is unmapped.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <asm/io.h>

#include "area.h"
#include "grant.h"
#include "hypercall.h"
#include "offset.h"

/* The op that the hypervisor reads and writes. Allocated once, as in window.c. */
static union {
	gnttab_map_grant_ref_t map;
	gnttab_unmap_grant_ref_t unmap;
} * request;
static DEFINE_MUTEX(request_lock);

static long grant_call(unsigned int cmd)
{
	const privcmd_hypercall_t call = {
		.op = __HYPERVISOR_grant_table_op,
		.arg = { cmd, virt_to_phys(request), 1 },
	};

	return xen_hypercall(&call);
}

/* Sets handle and dev_bus_addr of @arg; host_addr stays the caller's. */
static long map_in_slot(gnttab_map_grant_ref_t *arg, u32 slot)
{
	long err;

	mutex_lock(&request_lock);
	request->map = *arg;
	request->map.host_addr = window_address(slot);
	/* The hypervisor does not know this kernel's programs. */
	request->map.flags &= ~GNTMAP_application_map;
	request->map.handle = GNTST_general_error;
	err = grant_call(GNTTABOP_map_grant_ref);
	arg->handle = request->map.handle;
	arg->dev_bus_addr = request->map.dev_bus_addr;
	mutex_unlock(&request_lock);
	return err;
}

/* *status: OUT: the hypervisor's GNTST_*. */
static long unmap_slot(u32 slot, int handle, s16 *status)
{
	long err;

	mutex_lock(&request_lock);
	request->unmap = (gnttab_unmap_grant_ref_t){
		.host_addr = window_address(slot),
		.handle = handle,
		.status = GNTST_general_error,
	};
	err = grant_call(GNTTABOP_unmap_grant_ref);
	*status = request->unmap.status;
	mutex_unlock(&request_lock);
	return err;
}

/* End the grant of an unmapped frame. A slot that stays mapped is not used again. */
static void end_grant(struct area_frame *frame)
{
	s16 status;
	long err = unmap_slot(frame->slot, frame->handle, &status);

	if (err || status < 0)
		pr_err_ratelimited("the hypervisor does not unmap grant %d (%ld, %d)\n",
				   frame->handle, err, status);
	else
		window_give(frame->slot);
	frame->slot = WINDOW_NO_SLOT;
}

static void release_grants(struct area_frame *frame, unsigned long count)
{
	for (unsigned long i = 0; i < count; i++)
		if (!frame[i].pages && frame[i].slot != WINDOW_NO_SLOT)
			end_grant(&frame[i]);
}

/* If arg->handle is negative, the hypervisor has refused and nothing has changed. */
static long map_frame(struct vm_area_struct *vma, struct area_frame *frame,
		      gnttab_map_grant_ref_t *arg)
{
	u32 slot;
	long err;

	if (frame->slot != WINDOW_NO_SLOT)
		return -EBUSY;
	/* The area and the grant must have the same access. */
	if (area_writable(vma) == !!(arg->flags & GNTMAP_readonly))
		return -EACCES;
	slot = window_take();
	if (slot == WINDOW_NO_SLOT)
		return -ENOSPC;
	err = map_in_slot(arg, slot);
	if (err || arg->handle < 0) {
		window_give(slot);
		return err;
	}
	frame->slot = slot;
	frame->handle = arg->handle;
	err = area_insert(vma, arg->host_addr, slot);
	if (err)
		end_grant(frame);
	return err;
}

static long unmap_frame(struct vm_area_struct *vma, struct area_frame *frame,
			gnttab_unmap_grant_ref_t *arg)
{
	long err;

	if (frame->slot == WINDOW_NO_SLOT || frame->handle != arg->handle) {
		arg->status = GNTST_bad_handle;
		return 0;
	}
	area_zap(vma, arg->host_addr);
	err = unmap_slot(frame->slot, frame->handle, &arg->status);
	if (err || arg->status < 0)
		return err;
	window_give(frame->slot);
	frame->slot = WINDOW_NO_SLOT;
	return 0;
}

/* Lock and return the mapping at @va, until with_frame_end(); NULL if there is none. */
static struct vm_area_struct *with_frame(struct file *file, unsigned long va,
					 struct area_frame **frame)
{
	struct vm_area_struct *vma;
	unsigned long index;

	mmap_read_lock(current->mm);
	vma = area_find(file, va, 1, &index);
	if (!vma) {
		mmap_read_unlock(current->mm);
		return NULL;
	}
	mutex_lock(&area_of(vma)->lock);
	*frame = &area_of(vma)->frame[index];
	return vma;
}

static void with_frame_end(struct vm_area_struct *vma)
{
	mutex_unlock(&area_of(vma)->lock);
	mmap_read_unlock(current->mm);
}

/* Undo a mapping whose result cannot be stored; the program may have unmapped it. */
static void undo_map(struct file *file, const gnttab_map_grant_ref_t *arg)
{
	gnttab_unmap_grant_ref_t unmap = {
		.host_addr = arg->host_addr,
		.handle = arg->handle,
	};
	struct area_frame *frame;
	struct vm_area_struct *vma = with_frame(file, arg->host_addr, &frame);

	if (!vma)
		return;
	unmap_frame(vma, frame, &unmap);
	with_frame_end(vma);
}

/* Mappings for CPUs only: the end of an area does not undo device mappings. */
static bool good_flags(u16 flags)
{
	return (flags & GNTMAP_host_map) &&
	       !(flags & ~(GNTMAP_host_map | GNTMAP_readonly | GNTMAP_application_map));
}

static long grant_map(struct file *file, gnttab_map_grant_ref_t __user *user)
{
	gnttab_map_grant_ref_t arg;
	struct vm_area_struct *vma;
	struct area_frame *frame;
	long err;

	if (copy_from_user(&arg, user, sizeof(arg)))
		return -EFAULT;
	if (!good_flags(arg.flags))
		return -EINVAL;
	vma = with_frame(file, arg.host_addr, &frame);
	if (!vma)
		return -EINVAL;
	err = map_frame(vma, frame, &arg);
	with_frame_end(vma);
	if (err)
		return err;
	if (!copy_to_user(user, &arg, sizeof(arg)))
		return 0;
	if (arg.handle >= 0)
		undo_map(file, &arg);
	return -EFAULT;
}

static long grant_unmap(struct file *file, gnttab_unmap_grant_ref_t __user *user)
{
	gnttab_unmap_grant_ref_t arg;
	struct vm_area_struct *vma;
	struct area_frame *frame;
	long err;

	if (copy_from_user(&arg, user, sizeof(arg)))
		return -EFAULT;
	if (arg.dev_bus_addr)
		return -EINVAL;
	vma = with_frame(file, arg.host_addr, &frame);
	if (!vma)
		return -EINVAL;
	err = unmap_frame(vma, frame, &arg);
	with_frame_end(vma);
	if (err)
		return err;
	return put_user(arg.status, &user->status);
}

static long grant_hypercall(const privcmd_hypercall_t __user *user)
{
	privcmd_hypercall_t call;

	if (copy_from_user(&call, user, sizeof(call)))
		return -EFAULT;
	if (call.op != __HYPERVISOR_grant_table_op)
		return -ENOSYS;
	return xen_hypercall(&call);
}

static long grant_hypercall_offset(const privcmd_hypercall_offset_t __user *user)
{
	privcmd_hypercall_offset_t call;

	if (copy_from_user(&call, user, sizeof(call)))
		return -EFAULT;
	if (call.call.op != __HYPERVISOR_grant_table_op)
		return -ENOSYS;
	return privcmd_call_offset(&call);
}

static long grant_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case IOCTL_PRIVCMD_HYPERCALL:
		return grant_hypercall((const privcmd_hypercall_t __user *)arg);
	case IOCTL_PRIVCMD_HYPERCALL_OFFSET:
		return grant_hypercall_offset(
			(const privcmd_hypercall_offset_t __user *)arg);
	case IOCTL_GRANT_MAP:
		return grant_map(file, (gnttab_map_grant_ref_t __user *)arg);
	case IOCTL_GRANT_UNMAP:
		return grant_unmap(file, (gnttab_unmap_grant_ref_t __user *)arg);
	default:
		return -ENOSYS;
	}
}

static int grant_mmap(struct file *file, struct vm_area_struct *vma)
{
	return area_create(vma, release_grants);
}

/* Count opens, as for /proc/xen/privcmd: a proc file does not refer to the module. */
static int grant_open(struct inode *inode, struct file *file)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	return nonseekable_open(inode, file);
}

static int grant_release(struct inode *inode, struct file *file)
{
	module_put(THIS_MODULE);
	return 0;
}

static const struct proc_ops grant_proc_ops = {
	.proc_open = grant_open,
	.proc_release = grant_release,
	.proc_ioctl = grant_ioctl,
	.proc_mmap = grant_mmap,
};

int grant_init(struct proc_dir_entry *proc_xen)
{
	request = kmalloc(sizeof(*request), GFP_KERNEL);
	if (!request)
		return -ENOMEM;
	if (proc_create("grant", 0600, proc_xen, &grant_proc_ops))
		return 0;
	kfree(request);
	return -ENOMEM;
}

void grant_exit(void)
{
	kfree(request);
}
