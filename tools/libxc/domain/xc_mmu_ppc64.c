// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Address translation on PowerPC: domains manage their own page tables, and there is no
 * table of machine frames. An address of this process means nothing to the hypervisor,
 * so the kernel maps grants into processes.
 */
#include <errno.h>

#include "xc_call.h"
#include "xc_private.h"

int xc_grant_map(int handle, gnttab_map_grant_ref_t *op)
{
	return op->host_addr
		       ? osdep_grant_map(handle, op)
		       : xc_grant_op(handle, GNTTABOP_map_grant_ref, op, sizeof(*op));
}

int xc_grant_unmap(int handle, gnttab_unmap_grant_ref_t *op)
{
	return op->host_addr
		       ? osdep_grant_unmap(handle, op)
		       : xc_grant_op(handle, GNTTABOP_unmap_grant_ref, op, sizeof(*op));
}

mmu_t *init_mmu_updates(int xc_handle, domid_t dom)
{
	errno = ENOSYS;
	return NULL;
}

int add_mmu_update(int xc_handle, mmu_t *mmu, unsigned long long ptr,
		   unsigned long long val)
{
	errno = ENOSYS;
	return 1;
}

int finish_mmu_updates(int xc_handle, mmu_t *mmu)
{
	errno = ENOSYS;
	return 1;
}

int xc_mmuext_op(int xc_handle, struct mmuext_op *op, unsigned int nr_ops, domid_t dom)
{
	return xc_not_served();
}

int pin_table(int xc_handle, unsigned int type, unsigned long mfn, domid_t dom)
{
	errno = ENOSYS;
	return 1;
}

unsigned long xc_get_m2p_start_mfn(int xc_handle)
{
	errno = ENOSYS;
	return 0;
}
