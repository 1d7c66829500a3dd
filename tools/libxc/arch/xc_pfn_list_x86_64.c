// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Read a domain's frames where the operation has no start index: all at once, into
 * memory of the library.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_call.h"

struct pfn_list {
	int handle;
	u32 domid;
	bool begun;
	bool ended;
	unsigned long *frames;
};

_Static_assert(sizeof(struct pfn_list) <= sizeof(xc_pfn_list_t),
	       "the list must fit into the size that programs are compiled with");

int xc_pfn_list_begin(xc_pfn_list_t *list, int xc_handle, u32 domid)
{
	struct pfn_list *l = (struct pfn_list *)list;

	*l = (struct pfn_list){ .handle = xc_handle, .domid = domid };
	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	l->begun = true;
	return 0;
}

/* A list that fills the array may have been cut off: ask again with more room. */
static long read_all(struct pfn_list *l)
{
	long room = xc_get_tot_pages(l->handle, l->domid);
	int got;

	if (room < 0)
		return -1;
	do {
		unsigned long *larger;

		room = 2 * room + 1;
		larger = reallocarray(l->frames, room, sizeof(*larger));
		if (!larger)
			return -1;
		l->frames = larger;
		got = xc_get_pfn_list(l->handle, l->domid, l->frames, room);
	} while (got == room);
	return got;
}

long xc_pfn_list_next(xc_pfn_list_t *list, const unsigned long **pfns)
{
	struct pfn_list *l = (struct pfn_list *)list;
	long got;

	if (!l->begun) {
		errno = EINVAL;
		return -1;
	}
	if (l->ended)
		return 0;
	got = read_all(l);
	l->ended = got >= 0;
	*pfns = l->frames;
	return got;
}

void xc_pfn_list_end(xc_pfn_list_t *list)
{
	struct pfn_list *l = (struct pfn_list *)list;
	int saved = errno;

	if (l->begun)
		free(l->frames);
	l->begun = false;
	errno = saved;
}
