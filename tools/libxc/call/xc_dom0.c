// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Functions that all dom0 operations of the library share.
 */
#include <errno.h>

#include "xc_call.h"
#include "xc_fault.h"

int xc_dom0_issue(struct xc_call *call)
{
	privcmd_hypercall_t hypercall = { .op = __HYPERVISOR_dom0_op,
					  .arg = { call->op } };
	int rc = xc_call_issue(call, &hypercall);

	if (unlikely(rc < 0 && errno == EACCES))
		xc_dom0_explain();
	return rc;
}

void xc_dom0_explain(void)
{
	xc_say("the hypervisor does not speak version 0x%08x of the dom0 interface: "
	       "hypervisor and tools must be of one build",
	       DOM0_INTERFACE_VERSION);
}
