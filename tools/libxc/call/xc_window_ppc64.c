// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Read answers of any length through one page, window by window: the list of a domain's
 * frames, the console ring and the performance counters. The operations of 2005 have no
 * start index, so these use the hypervisor's extensions (DOM0_PPC_*).
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "xc_magic.h"

int window_begin(struct window *w, int handle, u32 cmd)
{
	w->op = xc_dom0_begin(&w->call, handle, cmd);
	if (!w->op)
		return -1;
	w->size = xc_call_room(&w->call);
	w->buffer = magicalloc_raw(&w->call, w->size);
	return 0;
}

/* Inline: the cost of a call counts most for a list of one frame. */
static inline long read_frames(struct window *w, unsigned long max)
{
	dom0_ppc_getmemlist_t *list = &w->op->u.ppc_getmemlist;
	unsigned long asked = w->size / sizeof(unsigned long);

	if (asked > max)
		asked = max;
	list->max_pfns = asked;
	list->buffer = (void *)w->buffer.addr;
	if (xc_dom0_issue(&w->call) < 0)
		return -1;
	if (list->num_pfns > asked) {
		errno = EIO;
		return -1;
	}
	list->start_pfn = list->next_pfn;
	return (long)list->num_pfns;
}

long window_frames(struct window *w, unsigned long max)
{
	return read_frames(w, max);
}

int xc_get_pfn_list(int xc_handle, u32 domid, unsigned long *pfn_buf,
		    unsigned long max_pfns)
{
	unsigned long nr = 0;
	struct window w;
	long got;

	if (!domid_fits(domid) || (!pfn_buf && max_pfns)) {
		errno = domid_fits(domid) ? EFAULT : ESRCH;
		return -1;
	}
	if (max_pfns > INT_MAX) /* the result is an int */
		max_pfns = INT_MAX;
	if (window_begin(&w, xc_handle, DOM0_PPC_GETMEMLIST) < 0)
		return -1;
	w.op->u.ppc_getmemlist.domain = domid;
	do {
		got = read_frames(&w, max_pfns - nr);
		if (got > 0)
			copy_answer(pfn_buf + nr, w.buffer.ptr, got * sizeof(*pfn_buf));
		nr += got > 0 ? got : 0;
	} while (nr < max_pfns && got == (long)(w.size / sizeof(*pfn_buf)));
	xc_call_end(&w.call);
	return got < 0 ? -1 : (int)nr;
}

/* State of reading the newest bytes of the console ring. */
struct console {
	char *buffer;
	u32 size;
	u32 used;
	u64 next; /* position of the next byte to read */
	u64 from; /* position of the first byte that fits into the buffer */
	u64 stop; /* the ring's end at the first read */
};

/* Copy a window, the bytes [end - count, end) of the stream, to the caller. */
static int console_take(struct console *c, const char *text, u64 end, u32 count)
{
	u64 begin = end - count;

	if (begin > c->next) /* bytes were lost: keep only the contiguous part */
		c->used = 0;
	c->next = end > c->from ? end : c->from;
	if (begin < c->from) {
		text += c->from - begin;
		begin = c->from;
	}
	if (begin >= end)
		return 0;
	if (end - begin > c->size - c->used) {
		errno = EIO;
		return -1;
	}
	copy_answer(c->buffer + c->used, text, end - begin);
	c->used += end - begin;
	return 0;
}

/* Read one window. Returns 1 if there is more to read, 0 if not, or -1 with errno. */
static int console_window(struct window *w, struct console *c, bool first, bool clear)
{
	dom0_ppc_readconsole_t *ring = &w->op->u.ppc_readconsole;
	u32 asked = w->size;

	/* Do not read beyond `stop`, or clear would discard unread text. */
	if (!first && asked > c->stop - c->next)
		asked = c->stop - c->next;
	ring->clear = clear;
	ring->count = asked;
	ring->position = c->next;
	ring->buffer = (char *)w->buffer.addr;
	if (xc_dom0_issue(&w->call) < 0)
		return -1;
	if (ring->count > asked || ring->count > ring->position) {
		errno = EIO;
		return -1;
	}
	if (first) {
		c->stop = ring->end;
		c->from = c->stop > c->size ? c->stop - c->size : 0;
	}
	if (console_take(c, w->buffer.ptr, ring->position, ring->count) < 0)
		return -1;
	return ring->position < c->stop && ring->count;
}

int xc_readconsolering(int xc_handle, char **pbuffer, unsigned int *pnr_chars, int clear)
{
	struct console c = { .buffer = *pbuffer, .size = *pnr_chars };
	struct window w;
	int rc;

	if (!c.buffer && c.size) {
		errno = EFAULT;
		return -1;
	}
	if (window_begin(&w, xc_handle, DOM0_PPC_READCONSOLE) < 0)
		return -1;
	rc = console_window(&w, &c, true, clear);
	while (rc > 0)
		rc = console_window(&w, &c, false, clear);
	xc_call_end(&w.call);
	if (rc < 0 && c.used == 0)
		return -1;
	*pnr_chars = c.used;
	return 0;
}

/* Return the number of counters without reading them. */
static int perfc_count(int xc_handle, u32 op)
{
	struct xc_call call;
	dom0_op_t *dom0 = xc_dom0_begin(&call, xc_handle, DOM0_PERFCCONTROL);
	int rc;

	if (!dom0)
		return -1;
	dom0->u.perfccontrol.op = op;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		rc = dom0->u.perfccontrol.nr_counters;
	xc_call_end(&call);
	return rc;
}

int xc_perfc_control(int xc_handle, u32 op, xc_perfc_desc_t *desc)
{
	dom0_ppc_perfccontrol_t *perfc;
	u32 asked, nr = 0;
	struct window w;
	int rc = -1;

	if (!desc)
		return perfc_count(xc_handle, op);
	if (window_begin(&w, xc_handle, DOM0_PPC_PERFCCONTROL) < 0)
		return -1;
	asked = w.size / sizeof(*desc);
	perfc = &w.op->u.ppc_perfccontrol;
	perfc->op = op;
	perfc->desc = (dom0_perfc_desc_t *)w.buffer.addr;
	do {
		perfc->first = nr;
		perfc->count = asked;
		if (xc_dom0_issue(&w.call) < 0)
			goto out;
		/* An empty answer before the end would make this loop endless. */
		if (perfc->count > asked || perfc->nr_counters > INT_MAX ||
		    perfc->count > perfc->nr_counters - nr ||
		    (!perfc->count && nr < perfc->nr_counters)) {
			errno = EIO;
			goto out;
		}
		memcpy(desc + nr, w.buffer.ptr, perfc->count * sizeof(*desc));
		nr += perfc->count;
	} while (nr < perfc->nr_counters);
	rc = nr;
out:
	xc_call_end(&w.call);
	return rc;
}
