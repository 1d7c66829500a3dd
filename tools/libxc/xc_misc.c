// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The interface itself, and the machine.
 */
#include <stdio.h>

#include "xc_call.h"

int xc_interface_open(void)
{
	int handle = osdep_open();

	if (handle < 0)
		perror("libxc: cannot open the privileged command interface (privcmd)");
	return handle;
}

int xc_interface_close(int xc_handle)
{
	return osdep_close(xc_handle);
}

int xc_physinfo(int xc_handle, xc_physinfo_t *info)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_PHYSINFO);
	int rc;

	if (!op)
		return -1;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		*info = op->u.physinfo;
	xc_call_end(&call);
	return rc;
}

int xc_sched_id(int xc_handle, int *sched_id)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_SCHED_ID);
	int rc;

	if (!op)
		return -1;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		*sched_id = op->u.sched_id.sched_id;
	xc_call_end(&call);
	return rc;
}

int xc_ppc_debug_key(int xc_handle, int key)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_PPC_DEBUG_KEY);
	int rc;

	if (!op)
		return -1;
	op->u.ppc_debug_key.key = key;
	rc = xc_dom0_issue(&call);
	xc_call_end(&call);
	return rc;
}
