// SPDX-License-Identifier: GPL-2.0
/*
 * privcmd: hypercalls for the programs of a privileged domain.
 *
 * /dev/xen/privcmd and /proc/xen/privcmd are two names of one thing: the second
 * is where the tools of 2005 look. The driver moves registers and pins pages;
 * it interprets no hypercall of a program, so that a newer hypervisor needs no
 * newer module. It makes hypercalls of its own for frames of other domains
 * (foreign.c, grant.c), events (evtchn.c) and xenstore's page (store.c).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "abi.h"
#include "compat.h"
#include "evtchn.h"
#include "foreign.h"
#include "grant.h"
#include "hypercall.h"
#include "offset.h"
#include "pin.h"
#include "store.h"
#include "window.h"

#ifndef CONFIG_PPC64
#error "privcmd speaks the 64-bit PowerPC hypercall convention only"
#endif

#define HYPERVISOR_NODE	      "/hypervisor"
#define HYPERVISOR_COMPATIBLE "xen,xen-3.0-powerpc64"

/*
 * The path every library call takes: no lock, no allocation, no look at the
 * open file. The structure is loaded register by register inside one user
 * access section, which costs six loads where copy_from_user() of 48 bytes
 * calls a general copy routine; a fault in the middle ends the call.
 */
static long privcmd_hypercall(const privcmd_hypercall_t __user *user)
{
	privcmd_hypercall_t call;

	if (!user_read_access_begin(user, sizeof(*user)))
		return -EFAULT;
	unsafe_get_user(call.op, &user->op, fault);
	unsafe_get_user(call.arg[0], &user->arg[0], fault);
	unsafe_get_user(call.arg[1], &user->arg[1], fault);
	unsafe_get_user(call.arg[2], &user->arg[2], fault);
	unsafe_get_user(call.arg[3], &user->arg[3], fault);
	unsafe_get_user(call.arg[4], &user->arg[4], fault);
	user_read_access_end();

	/* The mark would hide the upper bits: 0x10007 must not become dom0_op. */
	if (unlikely(call.op > PRIVCMD_MAX_OP))
		return -ENOSYS;
	return xen_hypercall(&call);

fault:
	user_read_access_end();
	return -EFAULT;
}

/*
 * Two ioctls of 2005 cannot be served. INITDOMAIN_EVTCHN returns the port of the
 * control interface, which an unmodified kernel does not have.
 * GET_MACH2PHYS_START_MFN is about a table that only x86 has.
 */
static long privcmd_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (likely(cmd == IOCTL_PRIVCMD_HYPERCALL))
		return privcmd_hypercall((const privcmd_hypercall_t __user *)arg);

	switch (cmd) {
	case IOCTL_PRIVCMD_TRANSLATE:
		return privcmd_pin_translate(file->private_data,
					     (privcmd_translate_t __user *)arg);
	case IOCTL_PRIVCMD_RELEASE:
		return privcmd_pin_release(file->private_data, arg);
	case IOCTL_PRIVCMD_MMAP:
		return foreign_map(file, (const privcmd_mmap_t __user *)arg);
	case IOCTL_PRIVCMD_MMAPBATCH:
		return foreign_map_batch(file, (const privcmd_mmapbatch_t __user *)arg);
	case IOCTL_PRIVCMD_INITDOMAIN_STORE:
		return store_init_domain(arg);
	case IOCTL_PRIVCMD_INITDOMAIN_EVTCHN:
	case IOCTL_PRIVCMD_GET_MACH2PHYS_START_MFN:
		return -ENOSYS;
	case IOCTL_PRIVCMD_HYPERCALL_OFFSET:
		return privcmd_hypercall_offset(
			(const privcmd_hypercall_offset_t __user *)arg);
	default:
		return -EINVAL;
	}
}

static vm_fault_t anchor_fault(struct vm_fault *vmf)
{
	return VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct anchor_ops = {
	.fault = anchor_fault,
};

/*
 * The anchor: one inaccessible page of address space whose only use is the
 * reference it holds on the open file, and so on the pins. A daemon closes all
 * descriptors it does not know; its library's page must stay pinned all the
 * same, for as long as the address space lives.
 *
 * Not inherited by a child, which has pins of its own (VM_DONTCOPY; VM_IO keeps
 * madvise() from undoing that), not to be grown, and never accessible: with
 * VM_MAY* cleared, mprotect() cannot change it.
 */
static int anchor_mmap(struct vm_area_struct *vma)
{
	if (vma->vm_end - vma->vm_start != PAGE_SIZE || vma->vm_pgoff)
		return -EINVAL;
	/* Not VM_SHARED: the kernel clears that one for files opened read-only. */
	if (!(vma->vm_flags & VM_MAYSHARE))
		return -EINVAL;
	vm_flags_mod(vma, VM_IO | VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP,
		     VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC);
	vma->vm_ops = &anchor_ops;
	return 0;
}

static int privcmd_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC))
		return foreign_mmap(vma);
	return anchor_mmap(vma);
}

static int privcmd_open(struct inode *inode, struct file *file)
{
	struct privcmd_pins *pins = kmalloc(sizeof(*pins), GFP_KERNEL_ACCOUNT);

	if (!pins)
		return -ENOMEM;
	privcmd_pins_init(pins);
	file->private_data = pins;
	return nonseekable_open(inode, file);
}

static int privcmd_release(struct inode *inode, struct file *file)
{
	privcmd_pins_destroy(file->private_data);
	kfree(file->private_data);
	return 0;
}

static const struct file_operations privcmd_fops = {
	.owner = THIS_MODULE,
	.open = privcmd_open,
	.release = privcmd_release,
	.unlocked_ioctl = privcmd_ioctl,
	.mmap = privcmd_mmap,
};

static struct miscdevice privcmd_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "xen!privcmd",
	.nodename = "xen/privcmd",
	.mode = 0600,
	.fops = &privcmd_fops,
};

/*
 * A proc file has no owner: removing it cuts open files off instead of being
 * refused. Pins must not be lost that way, so the module counts these opens
 * itself. The window after module_put() is closed by proc_remove(), which waits
 * for a release in progress.
 */
static int privcmd_proc_open(struct inode *inode, struct file *file)
{
	int err;

	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	err = privcmd_open(inode, file);
	if (err)
		module_put(THIS_MODULE);
	return err;
}

static int privcmd_proc_release(struct inode *inode, struct file *file)
{
	privcmd_release(inode, file);
	module_put(THIS_MODULE);
	return 0;
}

static const struct proc_ops privcmd_proc_ops = {
	.proc_open = privcmd_proc_open,
	.proc_release = privcmd_proc_release,
	.proc_ioctl = privcmd_ioctl,
	.proc_mmap = privcmd_mmap,
};

static struct proc_dir_entry *proc_xen;

/*
 * Look into the device tree first. Another hypervisor answers `sc 1` with an unknown
 * number by an error that looks like a version, and on a machine without a hypervisor
 * `sc 1` is an exception.
 */
static int __init probe_hypervisor(const struct device_node *node)
{
	const privcmd_hypercall_t version_call = {
		.op = __HYPERVISOR_xen_version,
		.arg = { XENVER_version },
	};
	long version;

	if (!node || !of_device_is_compatible(node, HYPERVISOR_COMPATIBLE)) {
		pr_err("not running under Xen: the device tree has no %s node compatible with %s\n",
		       HYPERVISOR_NODE, HYPERVISOR_COMPATIBLE);
		return -ENODEV;
	}
	version = xen_hypercall(&version_call);
	if (version <= 0) {
		pr_err("the hypervisor does not return its version (%ld)\n", version);
		return -ENODEV;
	}
	pr_info("Xen %ld.%ld\n", version >> 16, version & 0xffff);
	return 0;
}

static int __init create_proc_nodes(void)
{
	proc_xen = proc_mkdir("xen", NULL);
	if (!proc_xen)
		return -ENOMEM;
	if (proc_create("privcmd", 0600, proc_xen, &privcmd_proc_ops) &&
	    !grant_init(proc_xen))
		return 0;
	proc_remove(proc_xen);
	return -ENOMEM;
}

static void remove_proc_nodes(void)
{
	proc_remove(proc_xen);
	grant_exit();
}

static int __init create_nodes(struct device_node *node)
{
	int err = create_proc_nodes();

	if (err) {
		pr_err("cannot create /proc/xen (%d)\n", err);
		return err;
	}
	err = evtchn_init(node);
	if (err)
		goto remove_proc;
	err = misc_register(&privcmd_misc);
	if (!err)
		return 0;
	pr_err("cannot create /dev/xen/privcmd (%d)\n", err);
	evtchn_exit();
remove_proc:
	remove_proc_nodes();
	return err;
}

static int __init privcmd_init(void)
{
	struct device_node *node = of_find_node_by_path(HYPERVISOR_NODE);
	int err = probe_hypervisor(node);

	if (err)
		goto put_node;
	err = window_init(node);
	if (err)
		goto put_node;
	err = create_nodes(node);
	if (err)
		window_exit();
put_node:
	of_node_put(node);
	return err;
}

static void __exit privcmd_exit(void)
{
	misc_deregister(&privcmd_misc);
	evtchn_exit();
	remove_proc_nodes();
	store_exit();
	window_exit();
}

module_init(privcmd_init);
module_exit(privcmd_exit);

MODULE_DESCRIPTION("Hypercalls from user space, for Xen on 64-bit PowerPC");
MODULE_VERSION("1.0");
MODULE_LICENSE("GPL");
