// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Grant tables. The handle is one of /proc/xen/grant; functions that take no address of
 * the caller also accept a handle of privcmd.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_call.h"
#include "xc_fault.h"

int xc_grant_interface_open(void)
{
	int handle = osdep_open_grant();

	if (handle < 0)
		xc_say("cannot open the grant table interface (/proc/xen/grant): %m");
	return handle;
}

int xc_grant_interface_close(int xc_handle)
{
	return osdep_close(xc_handle);
}

/* Check that the domain number is possible and the answer has a place. */
static int request_check(u32 dom, const void *answer)
{
	if (domid_fits(dom) && answer)
		return 0;
	errno = answer ? ESRCH : EFAULT;
	return -1;
}

int xc_grant_issue(struct xc_call *call, unsigned int cmd, unsigned long addr)
{
	privcmd_hypercall_t hypercall = { .op = __HYPERVISOR_grant_table_op,
					  .arg = { cmd, addr, 1 } };

	return xc_call_issue(call, &hypercall);
}

int xc_grant_op(int handle, unsigned int cmd, void *op, size_t size)
{
	struct xc_magic magic;
	struct xc_call call;
	int rc = -1;

	if (xc_call_begin_grant(&call, handle) < 0)
		return -1;
	magic = magicalloc_raw(&call, size);
	if (magic.ptr) {
		memcpy(magic.ptr, op, size);
		rc = xc_grant_issue(&call, cmd, magic.addr);
		if (rc == 0)
			memcpy(op, magic.ptr, size);
	}
	xc_call_end(&call);
	return rc;
}

int xc_gnttab_map_grant_ref(int xc_handle, memory_t host_virt_addr, u32 dom, u16 ref,
			    u16 flags, s16 *handle, memory_t *dev_bus_addr)
{
	gnttab_map_grant_ref_t op = {
		.host_addr = host_virt_addr, .dom = dom, .ref = ref, .flags = flags
	};

	if (request_check(dom, handle) < 0 || xc_grant_map(xc_handle, &op) < 0)
		return -1;
	*handle = op.handle;
	if (dev_bus_addr)
		*dev_bus_addr = op.dev_bus_addr;
	return 0;
}

int xc_gnttab_unmap_grant_ref(int xc_handle, memory_t host_virt_addr,
			      memory_t dev_bus_addr, u16 handle, s16 *status)
{
	gnttab_unmap_grant_ref_t op = { .host_addr = host_virt_addr,
					.dev_bus_addr = dev_bus_addr,
					.handle = handle };

	if (request_check(0, status) < 0 || xc_grant_unmap(xc_handle, &op) < 0)
		return -1;
	*status = op.status;
	return 0;
}

/* Make the call with the operation and its list of op->nr_frames elements. */
static int setup_table(int xc_handle, gnttab_setup_table_t *op, memory_t *list)
{
	gnttab_setup_table_t *shown;
	struct xc_magic magic;
	struct xc_call call;
	unsigned long addr;
	int rc = -1;

	if (xc_call_begin_grant(&call, xc_handle) < 0)
		return -1;
	magic = magicalloc_raw(&call, sizeof(*op));
	shown = magic.ptr;
	if (!shown ||
	    xc_bounce(&call, list, op->nr_frames * sizeof(*list), XC_INOUT, &addr) < 0)
		goto out;
	*shown = *op;
	shown->frame_list = (unsigned long *)addr;
	rc = xc_grant_issue(&call, GNTTABOP_setup_table, magic.addr);
	if (rc == 0) {
		op->status = shown->status;
		xc_call_return(&call, op->status < 0);
	}
out:
	xc_call_end(&call);
	return rc;
}

int xc_gnttab_setup_table(int xc_handle, u32 dom, u16 nr_frames, s16 *status,
			  memory_t **frame_list)
{
	gnttab_setup_table_t op = { .dom = dom, .nr_frames = nr_frames };
	memory_t *list;
	int rc, saved;

	if (request_check(dom, frame_list ? (void *)status : NULL) < 0)
		return -1;
	list = *frame_list;
	/* One more element, since calloc() of size 0 may return NULL. */
	if (!list)
		list = calloc(nr_frames + 1UL, sizeof(*list));
	if (!list)
		return -1;
	rc = setup_table(xc_handle, &op, list);
	saved = errno;
	if (rc == 0)
		*status = op.status;
	if (rc == 0 && op.status >= 0)
		*frame_list = list;
	else if (list != *frame_list)
		free(list);
	errno = saved;
	return rc;
}

int xc_gnttab_dump_table(int xc_handle, u32 dom, s16 *status)
{
	gnttab_dump_table_t op = { .dom = dom };

	if (request_check(dom, status) < 0 ||
	    xc_grant_op(xc_handle, GNTTABOP_dump_table, &op, sizeof(op)) < 0)
		return -1;
	*status = op.status;
	return 0;
}
