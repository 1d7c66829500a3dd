// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Map frames of other domains into this process. Sizes are counted in frames, whatever
 * the page size of the kernel.
 */
#include <errno.h>

#include "xc_call.h"

/* Check the arguments and reserve address space for frames. */
static void *map_begin(int xc_handle, u32 dom, unsigned long frames, int prot)
{
	if (!domid_fits(dom) || !frames) {
		errno = frames ? ESRCH : EINVAL;
		return NULL;
	}
	return osdep_map(xc_handle, frames * XC_PAGE_SIZE, prot);
}

void *xc_map_foreign_range(int xc_handle, u32 dom, int size, int prot, unsigned long mfn)
{
	unsigned long bytes = size > 0 ? (unsigned long)size : 0;
	unsigned long nr = (bytes + XC_PAGE_SIZE - 1) >> XC_PAGE_SHIFT;
	void *map = map_begin(xc_handle, dom, nr, prot);

	if (map && osdep_map_range(xc_handle, dom, map, mfn, nr) < 0) {
		osdep_unmap(map, nr * XC_PAGE_SIZE);
		return NULL;
	}
	return map;
}

void *xc_map_foreign_batch(int xc_handle, u32 dom, int prot, unsigned long *arr, int num)
{
	unsigned long nr = num > 0 ? (unsigned long)num : 0;
	void *map;

	if (!arr) {
		errno = EFAULT;
		return NULL;
	}
	map = map_begin(xc_handle, dom, nr, prot);
	if (map && osdep_map_batch(xc_handle, dom, map, arr, num) < 0) {
		osdep_unmap(map, nr * XC_PAGE_SIZE);
		return NULL;
	}
	return map;
}

long xc_init_store(int xc_handle, int remote_port)
{
	if (remote_port <= 0) {
		errno = EINVAL; /* no port has that number */
		return -1;
	}
	return osdep_init_store(xc_handle, remote_port);
}
