// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Read the bitmap of the frames that a domain has written, of any length through one
 * page. DOM0_SHADOW_CONTROL has no start index; DOM0_PPC_SHADOW_CONTROL does.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "xc_call.h"

/* Frames per element of a bitmap. */
#define WORD_BITS 64

static size_t words(unsigned long frames)
{
	return frames / WORD_BITS + !!(frames % WORD_BITS);
}

/* Pass an operation without a bitmap to the hypervisor, which judges it. */
static int without_bitmap(int xc_handle, const dom0_shadow_control_t *asked,
			  xc_shadow_control_stats_t *stats)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_SHADOW_CONTROL);
	int rc;

	if (!op)
		return -1;
	op->u.shadow_control = *asked;
	rc = xc_dom0_issue(&call);
	if (rc == 0) {
		if (stats)
			*stats = op->u.shadow_control.stats;
		rc = op->u.shadow_control.pages < INT_MAX ? op->u.shadow_control.pages
							  : INT_MAX;
	}
	xc_call_end(&call);
	return rc;
}

/* Read the window from w->first on; EIO if the answer cannot be right. */
static int window(struct xc_call *call, dom0_ppc_shadow_control_t *w, unsigned long room)
{
	unsigned long asked = w->count;

	if (xc_dom0_issue(call) < 0)
		return -1;
	if (w->count > asked || w->pages < w->first || w->count > w->pages - w->first ||
	    (!w->count && w->first < w->pages)) {
		errno = EIO;
		return -1;
	}
	if (w->pages > room || w->pages > INT_MAX) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

/* Read all windows. Returns the number of frames, or -1. */
static int windows(struct xc_call *call, dom0_ppc_shadow_control_t *w,
		   const struct xc_magic *buffer, size_t buffer_words,
		   unsigned long *bitmap, unsigned long room)
{
	u32 op = w->op;

	w->dirty_bitmap = (unsigned long *)buffer->addr;
	/* Before any frame is cleaned, check that the bitmap is large enough. */
	if (op == DOM0_SHADOW_CONTROL_OP_CLEAN) {
		w->op = DOM0_SHADOW_CONTROL_OP_PEEK;
		w->count = WORD_BITS;
		if (window(call, w, room) < 0)
			return -1;
		w->op = op;
	}
	do {
		w->count = buffer_words * WORD_BITS;
		if (window(call, w, room) < 0)
			return -1;
		memcpy(bitmap + w->first / WORD_BITS, buffer->ptr,
		       words(w->count) * sizeof(*bitmap));
		w->first += w->count;
		/* Only the last window may end within a word. */
		if (w->first % WORD_BITS && w->first < w->pages) {
			errno = EIO;
			return -1;
		}
	} while (w->first < w->pages);
	return (int)w->pages;
}

static int with_bitmap(int xc_handle, const dom0_shadow_control_t *asked,
		       xc_shadow_control_stats_t *stats)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_PPC_SHADOW_CONTROL);
	dom0_ppc_shadow_control_t *w;
	struct xc_magic buffer;
	size_t size;
	int rc;

	if (!op)
		return -1;
	size = xc_call_room(&call);
	buffer = magicalloc_raw(&call, size);
	w = &op->u.ppc_shadow_control;
	w->domain = asked->domain;
	w->op = asked->op;
	rc = windows(&call, w, &buffer, size / sizeof(*asked->dirty_bitmap),
		     asked->dirty_bitmap, asked->pages);
	if (rc >= 0 && stats)
		*stats = w->stats;
	xc_call_end(&call);
	return rc;
}

int xc_shadow_control(int xc_handle, u32 domid, unsigned int sop,
		      unsigned long *dirty_bitmap, unsigned long pages,
		      xc_shadow_control_stats_t *stats)
{
	dom0_shadow_control_t asked = { .domain = domid, .op = sop, .pages = pages };

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	if (!dirty_bitmap ||
	    (sop != DOM0_SHADOW_CONTROL_OP_CLEAN && sop != DOM0_SHADOW_CONTROL_OP_PEEK))
		return without_bitmap(xc_handle, &asked, stats);
	asked.dirty_bitmap = dirty_bitmap;
	return with_bitmap(xc_handle, &asked, stats);
}
