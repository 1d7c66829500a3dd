// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Read a domain's frames in place: the caller reads the magic page itself, which the
 * list occupies from begin to end.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "xc_magic.h"

struct pfn_list {
	struct window window;
	uint64_t mark; /* of the process that owns the page; 0: not begun */
	bool ended;
};

_Static_assert(sizeof(struct pfn_list) <= sizeof(xc_pfn_list_t),
	       "the list must fit into the size that programs are compiled with");

int xc_pfn_list_begin(xc_pfn_list_t *list, int xc_handle, u32 domid)
{
	struct pfn_list *l = (struct pfn_list *)list;

	l->mark = 0;
	l->ended = false;
	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	if (window_begin(&l->window, xc_handle, DOM0_PPC_GETMEMLIST) < 0)
		return -1;
	l->window.op->u.ppc_getmemlist.domain = domid;
	l->mark = xc_process_mark();
	return 0;
}

long xc_pfn_list_next(xc_pfn_list_t *list, const unsigned long **pfns)
{
	struct pfn_list *l = (struct pfn_list *)list;
	long got;

	/* A child made by fork has nothing at the page's address. */
	if (!l->mark || l->mark != xc_process_mark()) {
		errno = l->mark ? ESTALE : EINVAL;
		return -1;
	}
	if (l->ended)
		return 0;
	got = window_frames(&l->window, LONG_MAX);
	if (got < 0)
		return -1;
	l->ended = (size_t)got < l->window.size / sizeof(**pfns);
	*pfns = l->window.buffer.ptr;
	return got;
}

void xc_pfn_list_end(xc_pfn_list_t *list)
{
	struct pfn_list *l = (struct pfn_list *)list;

	/* A child must not free its parent's page. */
	if (l->mark && l->mark == xc_process_mark())
		xc_call_end(&l->window.call);
	l->mark = 0;
}
