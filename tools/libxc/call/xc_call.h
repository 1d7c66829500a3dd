/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One hypercall in flight, and the memory that it shows to the hypervisor.
 *
 *	xc_call_begin(&call, xc_handle);
 *	... magicalloc() and xc_bounce() what the hypervisor is to see ...
 *	xc_call_issue(&call, &hypercall);
 *	... read the answers ...
 *	xc_call_end(&call);
 *
 * Everything allocated belongs to the call and goes back at its end. Calls of
 * different threads, and calls begun inside others, share nothing. Two files
 * implement this, of which one is linked:
 *
 *  xc_magic_ppc64.c - the hypervisor reads pseudo-physical addresses: a call
 *	owns one pinned page whose address is known; callers' memory is copied
 *	in and out. Or, if the process was told so (xc_settings_ppc64.c), a page
 *	that is not pinned, and addresses are offsets in it: xc_offset_ppc64.c.
 *  xc_x86_64.c - the hypervisor reads virtual addresses of the process: memory
 *	of the call and of the caller is locked, and addresses stay as they are.
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

/* Memory as both sides see it. */
struct xc_magic {
	void *ptr;	    /* for this process; NULL: failed, errno is set */
	unsigned long addr; /* for the hypervisor */
};

/* Alignment of every allocation; no structure of the interface needs more. */
#define XC_MAGIC_ALIGN 16

/* Memory of the call that its end has to undo. */
struct xc_buffer {
	void *user;   /* the caller's memory, or NULL */
	void *usable; /* ours, or NULL */
	size_t size;
	enum xc_dir dir;
};

/* Nothing in the interface has more pointers than an op and two buffers. */
#define XC_CALL_BUFFERS 4

struct xc_call {
	int handle;
	unsigned int slot;   /* ppc64: the page's place in the pool */
	unsigned char *page; /* ppc64: its usable address */
	unsigned long gpa;   /* ppc64: its hypercall address. 0: calls go by offsets */
	size_t size;	     /* bytes that a call can show */
	size_t used;
	unsigned long op; /* hypercall address of the dom0_op_t, see below */
	unsigned int nr_buffers;
	struct xc_buffer buffer[XC_CALL_BUFFERS];
};

int xc_call_begin(struct xc_call *call, int handle);

/*
 * The same for a handle of /proc/xen/grant, which makes hypercalls but need not be able
 * to tell the address of a page.
 */
int xc_call_begin_grant(struct xc_call *call, int handle);

/* Give everything back. Keeps errno. */
void xc_call_end(struct xc_call *call);

/* size bytes, zeroed. ENOSPC: more than xc_call_room(); ENOMEM. */
struct xc_magic magicalloc(struct xc_call *call, size_t size);

/*
 * The same, not zeroed: for what is overwritten before the hypervisor sees it,
 * or read afterwards only where the hypervisor says that it wrote.
 */
struct xc_magic magicalloc_raw(struct xc_call *call, size_t size);

/* The largest size that magicalloc() still grants, a multiple of the alignment. */
static inline size_t xc_call_room(const struct xc_call *call)
{
	return call->size - call->used;
}

/*
 * Let the hypervisor see memory of the caller, which it reads, writes, or
 * both. NULL stays NULL, with address 0. Answers reach the caller's memory
 * through xc_call_return(). 0, or -1 with errno.
 */
int xc_bounce(struct xc_call *call, void *user, size_t size, enum xc_dir dir,
	      unsigned long *addr);

/* After the hypercall: hand what it wrote to the caller. */
void xc_call_return(struct xc_call *call, bool failed);

/* ppc64: the same for a call whose addresses are offsets. x86: never called. */
int xc_offset_issue(const struct xc_call *call, const privcmd_hypercall_t *hypercall);

/*
 * The hypercall; arguments are hypercall addresses. Its result, or -1. What an
 * argument points to has to be the first thing that was allocated in the call:
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

/* Begin a call with a zeroed operation in it, cmd and version set, or NULL. */
dom0_op_t *xc_dom0_begin(struct xc_call *call, int handle, u32 cmd);

/* Issue it, and explain EACCES. */
int xc_dom0_issue(struct xc_call *call);

/* Say on stderr what EACCES means here. Keeps errno. */
void xc_dom0_explain(void);

/* ---- grant tables, likewise ---- */

/* One request of a command, at the hypercall address addr. */
int xc_grant_issue(struct xc_call *call, unsigned int cmd, unsigned long addr);

/* A whole call with one request, which is overwritten by the answer on success. */
int xc_grant_op(int handle, unsigned int cmd, void *op, size_t size);

/* Map, or unmap, at an address of the caller in op->host_addr; 0: none. */
int xc_grant_map(int handle, gnttab_map_grant_ref_t *op);
int xc_grant_unmap(int handle, gnttab_unmap_grant_ref_t *op);

/* What a function answers that is there for programs to link, and does nothing. */
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

/* xc_domain.c: a dom0 operation that takes a domain, first, and nothing else. */
int xc_domain_op(int handle, u32 cmd, u32 domid);

#endif /* XC_CALL_H */
