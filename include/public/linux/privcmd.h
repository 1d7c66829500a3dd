/* SPDX-License-Identifier: MIT */
/*
 * Requests to /dev/xen/privcmd and /proc/xen/privcmd, by which the tools of the
 * privileged domain reach the hypervisor. Include before xen.h and, for the IOCTL_*
 * numbers, a header that defines _IOC (<sys/ioctl.h> in a program, <linux/ioctl.h>
 * in the kernel).
 */
#ifndef __XEN_PUBLIC_LINUX_PRIVCMD_H__
#define __XEN_PUBLIC_LINUX_PRIVCMD_H__

#ifndef __user
#define __user /* the kernel's checker: the pointer must not be dereferenced */
#endif

/*
 * Make a hypercall: a number and up to five arguments, passed on unchanged. Pointers
 * among them must be hypervisor addresses (IOCTL_PRIVCMD_TRANSLATE). The ioctl returns
 * the hypercall's result: values from 0 up as an int, errors as -1 and errno. A bad
 * pointer to this structure: EFAULT.
 */
typedef struct privcmd_hypercall {
	unsigned long op;     /* __HYPERVISOR_* */
	unsigned long arg[5]; /* its arguments */
} privcmd_hypercall_t;

/*
 * Map machine frames of a domain: each entry maps npages consecutive frames from mfn on
 * at va, in a mapping of this file.
 */
typedef struct privcmd_mmap_entry {
	unsigned long va;
	unsigned long mfn;
	unsigned long npages;
} privcmd_mmap_entry_t;

typedef struct privcmd_mmap {
	int num;			    /* entries */
	domid_t dom;			    /* owner of the frames */
	privcmd_mmap_entry_t __user *entry; /* privcmd_mmap_entry_t[num] */
} privcmd_mmap_t;

/*
 * Map a list of frames of a domain from addr on. A frame that cannot be mapped gets
 * 0xF0000000 ORed into its number; the others are mapped.
 */
typedef struct privcmd_mmapbatch {
	int num;		   /* frames */
	domid_t dom;		   /* owner of the frames */
	unsigned long addr;	   /* address, in a mapping of this file */
	unsigned long __user *arr; /* IN/OUT: unsigned long[num] */
} privcmd_mmapbatch_t;

/* Not used by any request; kept for programs that name it. */
typedef struct privcmd_blkmsg {
	unsigned long op;
	void __user *buf;
	int buf_size;
} privcmd_blkmsg_t;

/*
 * Get the hypervisor address of a page of the caller. The page is made writable and
 * pinned: it cannot move until it is released, or the last descriptor of this open file
 * is closed. Errors: EFAULT (bad pointer to this structure, or nothing mapped at va),
 * EINVAL (va not the start of a page, or not a user address), ENOSPC (more than 1024
 * pages of this file).
 */
typedef struct privcmd_translate {
	unsigned long va;  /* IN:  start of a page, aligned to the kernel's page size */
	unsigned long gpa; /* OUT: its pseudo-physical address */
} privcmd_translate_t;

/*
 * Make a hypercall whose structure is anywhere in the caller's memory, within one page of
 * the kernel. Pointers in the structure are offsets from it, and what they point to is in
 * the same page. The kernel translates one argument for the time of the call; the caller
 * need not translate anything. Result and errors as for IOCTL_PRIVCMD_HYPERCALL, and:
 * EINVAL (pointer above 4), EFAULT (nothing mapped there).
 */
typedef struct privcmd_hypercall_offset {
	privcmd_hypercall_t call;
	unsigned long pointer; /* index, 0 to 4, of the argument to translate */
} privcmd_hypercall_offset_t;

#define IOCTL_PRIVCMD_HYPERCALL _IOC(_IOC_NONE, 'P', 0, sizeof(privcmd_hypercall_t))
/* Result: the event channel to the domain controller. */
#define IOCTL_PRIVCMD_INITDOMAIN_EVTCHN _IOC(_IOC_NONE, 'P', 1, 0)
#define IOCTL_PRIVCMD_MMAP		_IOC(_IOC_NONE, 'P', 2, sizeof(privcmd_mmap_t))
#define IOCTL_PRIVCMD_MMAPBATCH		_IOC(_IOC_NONE, 'P', 3, sizeof(privcmd_mmapbatch_t))
/* x86 only. */
#define IOCTL_PRIVCMD_GET_MACH2PHYS_START_MFN \
	_IOC(_IOC_READ, 'P', 4, sizeof(unsigned long))
/* The argument is the event channel to xenstore. Result: the frame shared with it. */
#define IOCTL_PRIVCMD_INITDOMAIN_STORE _IOC(_IOC_READ, 'P', 5, 0)

#define IOCTL_PRIVCMD_TRANSLATE	       _IOC(_IOC_NONE, 'P', 6, sizeof(privcmd_translate_t))
/*
 * Undo one IOCTL_PRIVCMD_TRANSLATE of this open file by this process; the
 * argument is the va itself. Not pinned: ENOENT.
 */
#define IOCTL_PRIVCMD_RELEASE _IOC(_IOC_NONE, 'P', 7, 0)
#define IOCTL_PRIVCMD_HYPERCALL_OFFSET \
	_IOC(_IOC_NONE, 'P', 8, sizeof(privcmd_hypercall_offset_t))

/*
 * Requests to /proc/xen/grant, where IOCTL_PRIVCMD_HYPERCALL serves grant_table_op only.
 * These two take a gnttab_map_grant_ref_t or gnttab_unmap_grant_ref_t (include
 * grant_table.h before) in ordinary memory. host_addr is an address of the caller in a
 * mapping of this file; the result is in handle or status as usual.
 */
#define IOCTL_GRANT_MAP	  _IOC(_IOC_NONE, 'P', 9, sizeof(gnttab_map_grant_ref_t))
#define IOCTL_GRANT_UNMAP _IOC(_IOC_NONE, 'P', 10, sizeof(gnttab_unmap_grant_ref_t))

#endif /* __XEN_PUBLIC_LINUX_PRIVCMD_H__ */
