// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The x86_64 half: the hypervisor shares the address space of the calling process, so a
 * virtual address is a hypercall address. Memory only has to be present: memory of the
 * call is allocated and locked, memory of the caller is locked in place. See xc_call.h.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "xc_call.h"
#include "xc_private.h"

/* Largest allocation of a call; windows of lists are sized by it. */
#define CALL_SIZE (1UL << 20)

int xc_call_begin(struct xc_call *call, int handle)
{
	call->handle = handle;
	call->gpa = 1; /* addresses, not offsets */
	call->size = CALL_SIZE;
	call->used = 0;
	call->nr_buffers = 0;
	return 0;
}

int xc_call_begin_grant(struct xc_call *call, int handle)
{
	return xc_call_begin(call, handle);
}

void xc_call_end(struct xc_call *call)
{
	while (call->nr_buffers) {
		struct xc_buffer *b = &call->buffer[--call->nr_buffers];

		osdep_unlock(b->user ? b->user : b->usable, b->size);
		if (!b->user) {
			int saved = errno;

			free(b->usable);
			errno = saved;
		}
	}
}

int xc_offset_issue(const struct xc_call *call, const privcmd_hypercall_t *hypercall)
{
	(void)call, (void)hypercall;
	errno = ENOSYS;
	return -1;
}

struct xc_magic magicalloc(struct xc_call *call, size_t size)
{
	struct xc_magic none = { NULL, 0 };
	void *ptr;

	if (size > xc_call_room(call) || call->nr_buffers == XC_CALL_BUFFERS) {
		errno = ENOSPC;
		return none;
	}
	/* malloc aligns to 16 bytes on this architecture (its psABI, 3.1.2). */
	ptr = calloc(1, size ? size : 1);
	if (!ptr)
		return none;
	if (osdep_lock(ptr, size) < 0) {
		int saved = errno;

		free(ptr);
		errno = saved;
		return none;
	}
	call->used += (size + XC_MAGIC_ALIGN - 1) & ~(size_t)(XC_MAGIC_ALIGN - 1);
	call->buffer[call->nr_buffers++] =
		(struct xc_buffer){ NULL, ptr, size, XC_INOUT };
	return (struct xc_magic){ ptr, (unsigned long)ptr };
}

struct xc_magic magicalloc_raw(struct xc_call *call, size_t size)
{
	return magicalloc(call, size);
}

int xc_bounce(struct xc_call *call, void *user, size_t size, enum xc_dir dir,
	      unsigned long *addr)
{
	*addr = (unsigned long)user;
	if (!user)
		return 0;
	if (call->nr_buffers == XC_CALL_BUFFERS) {
		errno = ENOSPC;
		return -1;
	}
	if (osdep_lock(user, size) < 0)
		return -1;
	call->buffer[call->nr_buffers++] = (struct xc_buffer){ user, user, size, dir };
	return 0;
}

void xc_call_return(struct xc_call *call, bool failed)
{
	/* The hypervisor has written directly to the caller's memory. */
	(void)call;
	(void)failed;
}

dom0_op_t *xc_dom0_begin(struct xc_call *call, int handle, u32 cmd)
{
	struct xc_magic magic;
	dom0_op_t *op;

	if (xc_call_begin(call, handle) < 0)
		return NULL;
	magic = magicalloc(call, sizeof(*op));
	op = magic.ptr;
	if (unlikely(!op)) {
		xc_call_end(call);
		return NULL;
	}
	op->cmd = cmd;
	op->interface_version = DOM0_INTERFACE_VERSION;
	call->op = magic.addr;
	return op;
}

int xc_hypercall(int xc_handle, privcmd_hypercall_t *hypercall)
{
	return osdep_hypercall(xc_handle, hypercall);
}

int xc_dom0_op(int xc_handle, dom0_op_t *op)
{
	struct xc_call call;
	int rc = -1;

	op->interface_version = DOM0_INTERFACE_VERSION;
	if (xc_call_begin(&call, xc_handle) < 0)
		return -1;
	if (xc_bounce(&call, op, sizeof(*op), XC_INOUT, &call.op) == 0)
		rc = xc_dom0_issue(&call);
	xc_call_end(&call);
	return rc;
}

int xc_get_pfn_list(int xc_handle, u32 domid, unsigned long *pfn_buf,
		    unsigned long max_pfns)
{
	struct xc_call call;
	dom0_op_t *op;
	unsigned long addr;
	int rc = -1;

	if (!domid_fits(domid)) {
		errno = EINVAL;
		return -1;
	}
	if (max_pfns > INT_MAX) /* the result is an int */
		max_pfns = INT_MAX;
	op = xc_dom0_begin(&call, xc_handle, DOM0_GETMEMLIST);
	if (!op)
		return -1;
	op->u.getmemlist.domain = domid;
	op->u.getmemlist.max_pfns = max_pfns;
	if (xc_bounce(&call, pfn_buf, max_pfns * sizeof(*pfn_buf), XC_OUT, &addr) == 0) {
		op->u.getmemlist.buffer = (void *)addr;
		if (xc_dom0_issue(&call) == 0)
			rc = op->u.getmemlist.num_pfns;
	}
	xc_call_end(&call);
	return rc;
}

int xc_readconsolering(int xc_handle, char **pbuffer, unsigned int *pnr_chars, int clear)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_READCONSOLE);
	unsigned long addr;
	int rc = -1;

	if (!op)
		return -1;
	op->u.readconsole.clear = clear;
	op->u.readconsole.count = *pnr_chars;
	if (xc_bounce(&call, *pbuffer, *pnr_chars, XC_OUT, &addr) == 0) {
		op->u.readconsole.buffer = (char *)addr;
		rc = xc_dom0_issue(&call);
	}
	if (rc == 0) {
		*pbuffer = op->u.readconsole.buffer;
		*pnr_chars = op->u.readconsole.count;
	}
	xc_call_end(&call);
	return rc;
}

static int perfc_op(int xc_handle, u32 sub, xc_perfc_desc_t *desc, size_t nr)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_PERFCCONTROL);
	unsigned long addr;
	int rc = -1;

	if (!op)
		return -1;
	op->u.perfccontrol.op = sub;
	if (xc_bounce(&call, desc, nr * sizeof(*desc), XC_OUT, &addr) == 0) {
		op->u.perfccontrol.desc = (dom0_perfc_desc_t *)addr;
		if (xc_dom0_issue(&call) == 0)
			rc = op->u.perfccontrol.nr_counters;
	}
	xc_call_end(&call);
	return rc;
}

int xc_perfc_control(int xc_handle, u32 op, xc_perfc_desc_t *desc)
{
	int nr;

	if (!desc)
		return perfc_op(xc_handle, op, NULL, 0);
	/* The caller passes no length: ask for it, to know how much to lock. */
	nr = perfc_op(xc_handle, DOM0_PERFCCONTROL_OP_QUERY, NULL, 0);
	return nr < 0 ? -1 : perfc_op(xc_handle, op, desc, nr);
}

int xc_shadow_control(int xc_handle, u32 domid, unsigned int sop,
		      unsigned long *dirty_bitmap, unsigned long pages,
		      xc_shadow_control_stats_t *stats)
{
	unsigned long addr, words = pages / 64 + !!(pages % 64);
	struct xc_call call;
	dom0_op_t *op;
	int rc = -1;

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	op = xc_dom0_begin(&call, xc_handle, DOM0_SHADOW_CONTROL);
	if (!op)
		return -1;
	op->u.shadow_control.domain = domid;
	op->u.shadow_control.op = sop;
	op->u.shadow_control.pages = pages;
	if (xc_bounce(&call, dirty_bitmap, words * sizeof(*dirty_bitmap), XC_OUT,
		      &addr) == 0) {
		op->u.shadow_control.dirty_bitmap = (unsigned long *)addr;
		rc = xc_dom0_issue(&call);
	}
	if (rc == 0) {
		if (stats)
			*stats = op->u.shadow_control.stats;
		rc = op->u.shadow_control.pages < INT_MAX ? op->u.shadow_control.pages
							  : INT_MAX;
	}
	xc_call_end(&call);
	return rc;
}
