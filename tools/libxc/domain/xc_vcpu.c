// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Virtual CPUs: their affinity, registers and time.
 */
#include <errno.h>

#include "xc_call.h"

/* Check that both numbers fit into the interface's 16 bits. */
static int vcpu_check(u32 domid, u32 vcpu)
{
	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	if (vcpu != (u16)vcpu) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

int xc_domain_pincpu(int xc_handle, u32 domid, int vcpu, cpumap_t *cpumap)
{
	struct xc_call call;
	unsigned long addr;
	dom0_op_t *op;
	int rc = -1;

	if (vcpu_check(domid, vcpu) < 0)
		return -1;
	op = xc_dom0_begin(&call, xc_handle, DOM0_PINCPUDOMAIN);
	if (!op)
		return -1;
	op->u.pincpudomain.domain = domid;
	op->u.pincpudomain.vcpu = vcpu;
	if (xc_bounce(&call, cpumap, sizeof(*cpumap), XC_IN, &addr) == 0) {
		op->u.pincpudomain.cpumap = (cpumap_t *)addr;
		rc = xc_dom0_issue(&call);
	}
	xc_call_end(&call);
	return rc;
}

/* Read the registers, unless ctxt is NULL, and the time, unless cpu_time is. */
static int get_context(int xc_handle, u32 domid, u32 vcpu, vcpu_guest_context_t *ctxt,
		       u64 *cpu_time)
{
	struct xc_call call;
	unsigned long addr;
	dom0_op_t *op;
	int rc = -1;

	if (vcpu_check(domid, vcpu) < 0)
		return -1;
	op = xc_dom0_begin(&call, xc_handle, DOM0_GETVCPUCONTEXT);
	if (!op)
		return -1;
	op->u.getvcpucontext.domain = domid;
	op->u.getvcpucontext.vcpu = vcpu;
	if (xc_bounce(&call, ctxt, sizeof(*ctxt), XC_OUT, &addr) == 0) {
		op->u.getvcpucontext.ctxt = (vcpu_guest_context_t *)addr;
		rc = xc_dom0_issue(&call);
		xc_call_return(&call, rc < 0);
		if (rc == 0 && cpu_time)
			*cpu_time = op->u.getvcpucontext.cpu_time;
	}
	xc_call_end(&call);
	return rc;
}

int xc_domain_get_vcpu_context(int xc_handle, u32 domid, u32 vcpu,
			       vcpu_guest_context_t *ctxt)
{
	int rc = get_context(xc_handle, domid, vcpu, ctxt, NULL);

	if (rc > 0)
		errno = ESRCH;
	return rc > 0 ? -ESRCH : rc;
}

long long xc_domain_get_cpu_usage(int xc_handle, domid_t domid, int vcpu)
{
	u64 time = 0;

	return get_context(xc_handle, domid, vcpu, NULL, &time) < 0 ? -1
								    : (long long)time;
}
