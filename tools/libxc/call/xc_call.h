/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A hypercall in flight, and the memory that it passes to the hypervisor.
 *
 *	xc_call_begin(&call, xc_handle);
 *  ... magicalloc() and xc_bounce() memory for the hypervisor ...
 *	xc_call_issue(&call, &hypercall);
 *	... read the answers ...
 *	xc_call_end(&call);
 *
 * Everything allocated belongs to the call and is freed at its end. Calls of
 * different threads, and calls begun inside others, share nothing. Two files
 * implement this; one of them is linked:
 *
 *  xc_magic_ppc64.c - the hypervisor reads pseudo-physical addresses: a call
 *	owns one pinned page whose address is known; callers' memory is copied
 *	in and out. In offset mode (xc_settings_ppc64.c) the page is not pinned,
 *	and addresses are offsets in it: xc_offset_ppc64.c.
 *  xc_x86_64.c - the hypervisor reads virtual addresses of the process: memory
 *	of the call and of the caller is locked, and addresses are not changed.
 */
#ifndef XC_CALL_H
#define XC_CALL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include "xc.h"
#include "xc_osdep.h"

#include <xen/op_list.h>

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* What the hypervisor does with a buffer of the caller. */
enum xc_dir {
	XC_IN = XEN_OP_IN,	/* reads it */
	XC_OUT = XEN_OP_OUT,	/* overwrites all of it, unless the call fails */
	XC_INOUT = XEN_OP_INOUT /* writes to some of it; the rest stays as it is */
};

/* For lines of the list of hypercalls with more pointers than a call can show. */
#define XC_NOT_SHOWN(...)

/* Memory with its address on both sides. */
struct xc_magic {
	void *ptr;	    /* for this process; NULL: failed, errno is set */
	unsigned long addr; /* for the hypervisor */
};

/* Alignment of every allocation; no structure of the interface needs more. */
#define XC_MAGIC_ALIGN 16

/* Memory that xc_call_end() has to free or unlock. */
struct xc_buffer {
	void *user;   /* the caller's memory, or NULL */
	void *usable; /* the library's memory, or NULL */
	size_t size;
	enum xc_dir dir;
};

/* No call of the interface has more pointers than an op and two buffers. */
#define XC_CALL_BUFFERS 4

struct xc_call {
	int handle;
	unsigned int slot;   /* ppc64: the page's place in the pool */
	unsigned char *page; /* ppc64: its usable address */
	unsigned long gpa;   /* ppc64: its hypercall address; 0: offset mode */
	size_t size;	     /* bytes of memory that the call can allocate */
	size_t used;
	unsigned long op; /* hypercall address of the dom0_op_t, see below */
	unsigned int nr_buffers;
	struct xc_buffer buffer[XC_CALL_BUFFERS];
};

/* Begin a call. Returns 0, or -1 with errno. */
int xc_call_begin(struct xc_call *call, int handle);

/*
 * The same for a handle of /proc/xen/grant, which makes hypercalls but does not translate
 * addresses of pages.
 */
int xc_call_begin_grant(struct xc_call *call, int handle);

/* End the call and free its memory. Keeps errno. */
void xc_call_end(struct xc_call *call);

/* Allocate size zeroed bytes. ENOSPC: more than xc_call_room(); ENOMEM. */
struct xc_magic magicalloc(struct xc_call *call, size_t size);

/*
 * The same, not zeroed: for memory that is filled before the hypervisor sees it, or
 * read afterwards only where the hypervisor says that it wrote.
 */
struct xc_magic magicalloc_raw(struct xc_call *call, size_t size);

/* The largest size that magicalloc() can still allocate, a multiple of the alignment. */
static inline size_t xc_call_room(const struct xc_call *call)
{
	return call->size - call->used;
}

/*
 * Pass memory of the caller to the hypervisor, which reads it, writes it, or both. NULL
 * gets address 0. xc_call_return() copies answers to the caller's memory. Returns 0, or
 * -1 with errno.
 */
int xc_bounce(struct xc_call *call, void *user, size_t size, enum xc_dir dir,
	      unsigned long *addr);

/* After the hypercall, copy its answers to the caller's memory. */
void xc_call_return(struct xc_call *call, bool failed);

/* ppc64: xc_call_issue() in offset mode. x86: never called. */
int xc_offset_issue(const struct xc_call *call, const privcmd_hypercall_t *hypercall);

/*
 * Make the hypercall; arguments are hypercall addresses. Returns its result, or -1. The
 * memory that an argument points to must be the first allocation of the call, since
 * addresses in it may be offsets from it.
 */
static inline int xc_call_issue(const struct xc_call *call,
				privcmd_hypercall_t *hypercall)
{
	if (unlikely(!call->gpa))
		return xc_offset_issue(call, hypercall);
	return osdep_hypercall(call->handle, hypercall);
}

/* ---- dom0 operations, on top of the above ---- */

/* Begin a call and return its operation, zeroed, with cmd and version set; or NULL. */
dom0_op_t *xc_dom0_begin(struct xc_call *call, int handle, u32 cmd);

/* Make the hypercall, and explain EACCES. Returns its result, or -1. */
int xc_dom0_issue(struct xc_call *call);

/* Print on stderr what EACCES means here. Keeps errno. */
void xc_dom0_explain(void);

/* ---- grant tables, on top of the above ---- */

/* Make one request of a command, at the hypercall address addr. */
int xc_grant_issue(struct xc_call *call, unsigned int cmd, unsigned long addr);

/* Begin, make and end a call with one request; on success, op gets the answer. */
int xc_grant_op(int handle, unsigned int cmd, void *op, size_t size);

/* Map or unmap at op->host_addr, an address of the caller; 0: none. */
int xc_grant_map(int handle, gnttab_map_grant_ref_t *op);
int xc_grant_unmap(int handle, gnttab_unmap_grant_ref_t *op);

/* The result of functions that exist only for programs to link. */
static inline int xc_not_served(void)
{
	errno = ENOSYS;
	return -1;
}

/* Domain numbers are 16 bits wide in the interface. */
static inline bool domid_fits(u32 domid)
{
	return domid == (domid_t)domid;
}

/* xc_domain.c: make a dom0 operation whose only argument is a domain. */
int xc_domain_op(int handle, u32 cmd, u32 domid);

/* xc_memory.c: xc_domain_setmaxmem() for limits of 4 TiB and more. */
int xc_domain_limit(int handle, u32 domid, memory_t max_memkb);

#endif /* XC_CALL_H */
