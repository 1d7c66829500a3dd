/* SPDX-License-Identifier: MIT */
/*
 * Requests to /dev/xen/privcmd and /proc/xen/privcmd, by which the tools of the
 * privileged domain reach the hypervisor. The includer has included xen.h, and
 * for the IOCTL_* numbers a header that defines _IOC (<sys/ioctl.h> in a
 * program, <linux/ioctl.h> in the kernel).
 */
#ifndef __XEN_PUBLIC_LINUX_PRIVCMD_H__
#define __XEN_PUBLIC_LINUX_PRIVCMD_H__

#ifndef __user
#define __user /* says to the kernel's checker that a pointer is not to be followed */
#endif

/*
 * Make a hypercall: a number and up to five arguments, passed on as they are.
 * Pointers among them must be what the hypervisor takes for an address
 * (IOCTL_PRIVCMD_TRANSLATE). The hypercall's result is the ioctl's: values from
 * 0 up come through as an int, errors as -1 and errno. A bad pointer to this
 * structure: EFAULT.
 */
typedef struct privcmd_hypercall {
	unsigned long op;     /* __HYPERVISOR_* */
	unsigned long arg[5]; /* its arguments */
} privcmd_hypercall_t;

/*
 * Map machine frames of a domain: each entry npages frames, one after the
 * other, from mfn on, at va, which lies in a mapping of this file.
 */
typedef struct privcmd_mmap_entry {
	unsigned long va;
	unsigned long mfn;
	unsigned long npages;
} privcmd_mmap_entry_t;

typedef struct privcmd_mmap {
	int num;			    /* entries */
	domid_t dom;			    /* whose frames */
	privcmd_mmap_entry_t __user *entry; /* privcmd_mmap_entry_t[num] */
} privcmd_mmap_t;

/*
 * Map single frames of a domain, one after the other from addr on. One that
 * cannot be mapped gets 0xF0000000 ORed into its number; the others are mapped.
 */
typedef struct privcmd_mmapbatch {
	int num;		   /* frames */
	domid_t dom;		   /* whose */
	unsigned long addr;	   /* where, in a mapping of this file */
	unsigned long __user *arr; /* IN/OUT: unsigned long[num] */
} privcmd_mmapbatch_t;

/* No request uses it; kept for programs that name it. */
typedef struct privcmd_blkmsg {
	unsigned long op;
	void __user *buf;
	int buf_size;
} privcmd_blkmsg_t;

/*
 * The address by which the hypervisor finds a page of the caller. The page is
 * made writable and pinned: it stays where it is until it is released, or until
 * the last descriptor of this open file is closed. Errors: EFAULT (bad pointer
 * to this structure, or nothing mapped at va), EINVAL (va not the start of a
 * page, or not a user address), ENOSPC (more than 1024 pages of this file).
 */
typedef struct privcmd_translate {
	unsigned long va;  /* IN:  start of a page, aligned to the kernel's page size */
	unsigned long gpa; /* OUT: its pseudo-physical address */
} privcmd_translate_t;

/*
 * A hypercall whose structure lies anywhere in the caller's memory, within one page of
 * the kernel. Pointers embedded in it are offsets from it, and what they point to lies in
 * the same page. The kernel translates the one argument for the time of the call; nothing
 * has to be translated before. Result and errors as IOCTL_PRIVCMD_HYPERCALL, and: EINVAL
 * (pointer above 4), EFAULT (nothing mapped there).
 */
typedef struct privcmd_hypercall_offset {
	privcmd_hypercall_t call;
	unsigned long
		pointer; /* the argument, 0 to 4, that is an address of the caller */
} privcmd_hypercall_offset_t;

#define IOCTL_PRIVCMD_HYPERCALL _IOC(_IOC_NONE, 'P', 0, sizeof(privcmd_hypercall_t))
/* Result: the event channel to the domain controller. */
#define IOCTL_PRIVCMD_INITDOMAIN_EVTCHN _IOC(_IOC_NONE, 'P', 1, 0)
#define IOCTL_PRIVCMD_MMAP		_IOC(_IOC_NONE, 'P', 2, sizeof(privcmd_mmap_t))
#define IOCTL_PRIVCMD_MMAPBATCH		_IOC(_IOC_NONE, 'P', 3, sizeof(privcmd_mmapbatch_t))
/* x86 only. */
#define IOCTL_PRIVCMD_GET_MACH2PHYS_START_MFN \
	_IOC(_IOC_READ, 'P', 4, sizeof(unsigned long))
/* The argument is xenstore's event channel. Result: the frame shared with it. */
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
 * Requests to /proc/xen/grant. IOCTL_PRIVCMD_HYPERCALL is served there for grant_table_op
 * alone. These two take a gnttab_map_grant_ref_t or gnttab_unmap_grant_ref_t
 * (grant_table.h, to be included before) of ordinary memory whose host_addr is an address
 * of the caller, in a mapping of this file; what became of it is in handle or status, as
 * ever.
 */
#define IOCTL_GRANT_MAP	  _IOC(_IOC_NONE, 'P', 9, sizeof(gnttab_map_grant_ref_t))
#define IOCTL_GRANT_UNMAP _IOC(_IOC_NONE, 'P', 10, sizeof(gnttab_unmap_grant_ref_t))

#endif /* __XEN_PUBLIC_LINUX_PRIVCMD_H__ */
