// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a domain is besides its memory: the state of its interrupt controller and its
 * time, and setting the registers of its vCPUs.
 */
#include <errno.h>
#include <string.h>
#include <sys/auxv.h>

#include "xc_call.h"
#include "xc_move_ppc64.h"

static int domain_state(int handle, u32 cmd, u32 domid, xen_ppc_domain_state_t *state,
			enum xc_dir dir)
{
	struct xc_call call;
	unsigned long addr;
	dom0_op_t *op;
	int rc = -1;

	if (!domid_fits(domid) || !state) {
		errno = state ? ESRCH : EFAULT;
		return -1;
	}
	op = xc_dom0_begin(&call, handle, cmd);
	if (!op)
		return -1;
	op->u.ppc_domainstate.domain = domid;
	if (xc_bounce(&call, state, sizeof(*state), dir, &addr) == 0) {
		op->u.ppc_domainstate.state = (xen_ppc_domain_state_t *)addr;
		rc = xc_dom0_issue(&call);
		xc_call_return(&call, rc < 0);
	}
	xc_call_end(&call);
	return rc;
}

int xc_ppc_get_domain_state(int xc_handle, u32 domid, xen_ppc_domain_state_t *state)
{
	return domain_state(xc_handle, DOM0_PPC_GETDOMAINSTATE, domid, state, XC_OUT);
}

int xc_ppc_set_domain_state(int xc_handle, u32 domid, const xen_ppc_domain_state_t *state)
{
	/* It is only read. */
	return domain_state(xc_handle, DOM0_PPC_SETDOMAINSTATE, domid,
			    (xen_ppc_domain_state_t *)state, XC_IN);
}

int vcpu_set_context(int handle, u32 domid, u32 vcpu, const vcpu_guest_context_t *ctxt)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, handle, DOM0_SETDOMAININFO);
	unsigned long addr;
	int rc = -1;

	if (!op)
		return -1;
	op->u.setdomaininfo.domain = domid;
	op->u.setdomaininfo.vcpu = vcpu;
	if (xc_bounce(&call, (void *)ctxt, sizeof(*ctxt), XC_IN, &addr) == 0) {
		op->u.setdomaininfo.ctxt = (vcpu_guest_context_t *)addr;
		rc = xc_dom0_issue(&call);
	}
	xc_call_end(&call);
	return rc;
}

void stream_platform(char platform[STREAM_PLATFORM])
{
	const char *name = (const char *)getauxval(AT_PLATFORM);

	memset(platform, 0, STREAM_PLATFORM);
	for (size_t i = 0; name && i < STREAM_PLATFORM && name[i]; i++)
		platform[i] = name[i];
}
