// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Address translation on x86: the hypervisor changes page tables, and also maps a grant
 * at an address of the caller.
 */
#include <stdlib.h>

#include "xc_call.h"
#include "xc_private.h"

int xc_grant_map(int handle, gnttab_map_grant_ref_t *op)
{
	return xc_grant_op(handle, GNTTABOP_map_grant_ref, op, sizeof(*op));
}

int xc_grant_unmap(int handle, gnttab_unmap_grant_ref_t *op)
{
	return xc_grant_op(handle, GNTTABOP_unmap_grant_ref, op, sizeof(*op));
}

/* Make a hypercall of the form (list, number of elements, done, domain). 0, or -1. */
static int list_op(int handle, unsigned long number, void *list, unsigned int nr,
		   size_t size, domid_t dom)
{
	privcmd_hypercall_t hypercall = { .op = number, .arg = { 0, nr, 0, dom } };
	struct xc_call call;
	int rc = -1;

	if (xc_call_begin(&call, handle) < 0)
		return -1;
	if (xc_bounce(&call, list, nr * size, XC_INOUT, &hypercall.arg[0]) == 0)
		rc = xc_call_issue(&call, &hypercall);
	xc_call_end(&call);
	return rc < 0 ? -1 : 0;
}

mmu_t *init_mmu_updates(int xc_handle, domid_t dom)
{
	mmu_t *mmu = calloc(1, sizeof(*mmu));

	if (mmu)
		mmu->subject = dom;
	return mmu;
}

/* Carry out the list, which is empty afterwards. Returns 0, or 1 with errno. */
static int flush_mmu_updates(int xc_handle, mmu_t *mmu)
{
	int nr = mmu->idx;

	mmu->idx = 0;
	if (nr == 0)
		return 0;
	return list_op(xc_handle, __HYPERVISOR_mmu_update, mmu->updates, nr,
		       sizeof(mmu->updates[0]), mmu->subject) < 0;
}

int add_mmu_update(int xc_handle, mmu_t *mmu, unsigned long long ptr,
		   unsigned long long val)
{
	mmu->updates[mmu->idx].ptr = ptr;
	mmu->updates[mmu->idx].val = val;
	if (++mmu->idx < MAX_MMU_UPDATES)
		return 0;
	return flush_mmu_updates(xc_handle, mmu);
}

int finish_mmu_updates(int xc_handle, mmu_t *mmu)
{
	return flush_mmu_updates(xc_handle, mmu);
}

int xc_mmuext_op(int xc_handle, struct mmuext_op *op, unsigned int nr_ops, domid_t dom)
{
	return list_op(xc_handle, __HYPERVISOR_mmuext_op, op, nr_ops, sizeof(*op), dom);
}

int pin_table(int xc_handle, unsigned int type, unsigned long mfn, domid_t dom)
{
	struct mmuext_op op = { .cmd = type, .mfn = mfn };

	return xc_mmuext_op(xc_handle, &op, 1, dom) < 0;
}

unsigned long xc_get_m2p_start_mfn(int xc_handle)
{
	return osdep_m2p_start(xc_handle);
}
