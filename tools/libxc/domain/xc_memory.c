// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Memory of domains: its amount, and the use of its frames.
 */
#include <errno.h>
#include <stdlib.h>

#include "xc_call.h"
#include "xc_private.h"

int xc_domain_limit(int xc_handle, u32 domid, memory_t max_memkb)
{
	struct xc_call call;
	dom0_op_t *op;
	int rc;

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	op = xc_dom0_begin(&call, xc_handle, DOM0_SETDOMAINMAXMEM);
	if (!op)
		return -1;
	op->u.setdomainmaxmem.domain = domid;
	op->u.setdomainmaxmem.max_memkb = max_memkb;
	rc = xc_dom0_issue(&call);
	xc_call_end(&call);
	return rc;
}

int xc_domain_setmaxmem(int xc_handle, u32 domid, unsigned int max_memkb)
{
	return xc_domain_limit(xc_handle, domid, max_memkb);
}

long xc_get_tot_pages(int xc_handle, u32 domid)
{
	struct xc_call call;
	dom0_op_t *op;
	long pages = -1;

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	op = xc_dom0_begin(&call, xc_handle, DOM0_GETDOMAININFO);
	if (!op)
		return -1;
	op->u.getdomaininfo.domain = domid;
	if (xc_dom0_issue(&call) == 0) {
		/* The answer describes the first domain from that number on. */
		if (op->u.getdomaininfo.domain == domid)
			pages = op->u.getdomaininfo.tot_pages;
		else
			errno = ESRCH;
	}
	xc_call_end(&call);
	return pages;
}

/*
 * Make one hypercall for as many of the *nr extents of the list as fit, or for all of
 * them if there is no list. Sets *nr to that number. Returns the hypervisor's result.
 */
static int mem_op_window(int xc_handle, const privcmd_hypercall_t *args,
			 unsigned long *list, unsigned int *nr)
{
	privcmd_hypercall_t hypercall = *args;
	struct xc_call call;
	int rc = -1;

	if (xc_call_begin(&call, xc_handle) < 0)
		return -1;
	if (list && *nr > xc_call_room(&call) / sizeof(*list))
		*nr = xc_call_room(&call) / sizeof(*list);
	hypercall.arg[2] = *nr;
	if (xc_bounce(&call, list, *nr * sizeof(*list), XC_INOUT, &hypercall.arg[1]) ==
	    0) {
		rc = xc_call_issue(&call, &hypercall);
		xc_call_return(&call, rc < 0);
	}
	xc_call_end(&call);
	return rc;
}

int xc_dom_mem_op(int xc_handle, unsigned int memop, unsigned long *extent_list,
		  unsigned int nr_extents, unsigned int extent_order, domid_t domid)
{
	const privcmd_hypercall_t args = { .op = __HYPERVISOR_dom_mem_op,
					   .arg = { memop, 0, 0, extent_order, domid } };
	unsigned int done = 0;

	for (;;) {
		unsigned int nr = nr_extents - done;
		int rc = mem_op_window(xc_handle, &args,
				       extent_list ? extent_list + done : NULL, &nr);

		if (rc < 0)
			return done ? (int)done : -1;
		done += rc;
		/* All are done, or the hypervisor stopped in the middle. */
		if (done >= nr_extents || (unsigned int)rc < nr)
			return done;
	}
}

int xc_dom_mem_op_int(int xc_handle, unsigned int memop, unsigned int *extent_list,
		      unsigned int nr_extents, unsigned int extent_order, domid_t domid)
{
	unsigned long *wide = NULL;
	unsigned int i;
	int rc, saved;

	if (extent_list) {
		wide = calloc(nr_extents, sizeof(*wide));
		if (!wide && nr_extents)
			return -1;
		for (i = 0; i < nr_extents; i++)
			wide[i] = extent_list[i];
	}
	rc = xc_dom_mem_op(xc_handle, memop, wide, nr_extents, extent_order, domid);
	saved = errno;
	for (i = 0; wide && i < nr_extents; i++) {
		extent_list[i] = wide[i];
		if (extent_list[i] != wide[i]) {
			/* The domain has the frames, but their numbers do not fit into 32
			 * bits. */
			saved = ERANGE;
			rc = -1;
		}
	}
	free(wide);
	errno = saved;
	return rc;
}

int xc_domain_memory_increase_reservation(int xc_handle, u32 domid, unsigned int mem_kb)
{
	unsigned int frame_kb = XC_PAGE_SIZE / 1024;
	unsigned int nr = mem_kb / frame_kb + !!(mem_kb % frame_kb);
	int rc;

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	rc = xc_dom_mem_op(xc_handle, MEMOP_increase_reservation, NULL, nr, 0, domid);
	if (rc < 0)
		return rc;
	if ((unsigned int)rc < nr) {
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

unsigned int get_pfn_type(int xc_handle, unsigned long mfn, u32 dom)
{
	unsigned int type = ~0U;
	struct xc_call call;
	dom0_op_t *op;

	if (!domid_fits(dom)) {
		errno = EINVAL;
		return type;
	}
	op = xc_dom0_begin(&call, xc_handle, DOM0_GETPAGEFRAMEINFO);
	if (!op)
		return type;
	op->u.getpageframeinfo.pfn = mfn;
	op->u.getpageframeinfo.domain = dom;
	if (xc_dom0_issue(&call) == 0)
		type = op->u.getpageframeinfo.type;
	xc_call_end(&call);
	return type;
}

/* Number of frames that the hypervisor accepts per call. */
#define PFN_TYPE_BATCH 1024

/* Get the types of as many of the nr frames as fit. Returns their number, or -1. */
static int pfn_type_window(int xc_handle, u32 dom, unsigned long *arr, unsigned int nr)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_GETPAGEFRAMEINFO2);
	unsigned long addr;
	int rc = -1;

	if (!op)
		return -1;
	if (nr > PFN_TYPE_BATCH)
		nr = PFN_TYPE_BATCH;
	if (nr > xc_call_room(&call) / sizeof(*arr))
		nr = xc_call_room(&call) / sizeof(*arr);
	op->u.getpageframeinfo2.domain = dom;
	op->u.getpageframeinfo2.num = nr;
	if (xc_bounce(&call, arr, nr * sizeof(*arr), XC_INOUT, &addr) == 0) {
		op->u.getpageframeinfo2.array = (unsigned long *)addr;
		rc = xc_dom0_issue(&call);
		xc_call_return(&call, rc < 0);
	}
	xc_call_end(&call);
	return rc < 0 ? -1 : (int)nr;
}

int get_pfn_type_batch(int xc_handle, u32 dom, int num, unsigned long *arr)
{
	int rc, done = 0;

	if (num < 0 || !domid_fits(dom)) {
		errno = num < 0 ? EINVAL : ESRCH;
		return -1;
	}
	do {
		rc = pfn_type_window(xc_handle, dom, arr ? arr + done : NULL, num - done);
		if (rc < 0)
			return -1;
		done += rc;
	} while (done < num);
	return 0;
}

int xc_ia64_get_pfn_list(int xc_handle, u32 domid, unsigned long *pfn_buf,
			 unsigned int start_page, unsigned int nr_pages)
{
	return xc_not_served();
}
