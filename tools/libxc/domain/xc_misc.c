// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The interface itself, and the machine.
 */
#include "xc_call.h"
#include "xc_fault.h"

int xc_interface_open(void)
{
	int handle = osdep_open();

	if (handle < 0)
		xc_say("cannot open the privileged command interface (privcmd): %m");
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

/* Access the register on all CPUs of the mask; the answer comes from one of them. */
static int msr_op(int xc_handle, dom0_msr_t *msr)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_MSR);
	int rc;

	if (!op)
		return -1;
	op->u.msr = *msr;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		*msr = op->u.msr;
	xc_call_end(&call);
	return rc;
}

long long xc_msr_read(int xc_handle, int cpu_mask, int msr)
{
	dom0_msr_t m = { .cpu_mask = cpu_mask, .msr = msr };

	if (msr_op(xc_handle, &m) < 0)
		return -1;
	return (long long)((u64)m.out2 << 32 | m.out1);
}

int xc_msr_write(int xc_handle, int cpu_mask, int msr, unsigned int low,
		 unsigned int high)
{
	dom0_msr_t m = {
		.write = 1, .cpu_mask = cpu_mask, .msr = msr, .in1 = low, .in2 = high
	};

	return msr_op(xc_handle, &m);
}

int xc_physdev_pci_access_modify(int xc_handle, u32 domid, int bus, int dev, int func,
				 int enable)
{
	/* The interface has no such operation on any architecture. */
	(void)xc_handle, (void)domid, (void)bus, (void)dev, (void)func, (void)enable;
	return xc_not_served();
}
