// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Event channels. Port numbers are int in this interface and u32 in the hypervisor's: a
 * negative one is a port that does not exist.
 */
#include <errno.h>
#include <limits.h>

#include "xc_call.h"

/* Make the hypercall with a copy of op; on success, op gets the answer. */
static int evtchn_op(int xc_handle, evtchn_op_t *op)
{
	privcmd_hypercall_t hypercall = { .op = __HYPERVISOR_event_channel_op };
	struct xc_magic magic;
	struct xc_call call;
	int rc = -1;

	if (xc_call_begin(&call, xc_handle) < 0)
		return -1;
	magic = magicalloc_raw(&call, sizeof(*op));
	if (magic.ptr) {
		*(evtchn_op_t *)magic.ptr = *op;
		hypercall.arg[0] = magic.addr;
		rc = xc_call_issue(&call, &hypercall);
		if (rc == 0)
			*op = *(evtchn_op_t *)magic.ptr;
	}
	xc_call_end(&call);
	return rc;
}

/* Check that both domain numbers are possible. */
static int doms_check(u32 first, u32 second)
{
	if (domid_fits(first) && domid_fits(second))
		return 0;
	errno = ESRCH;
	return -1;
}

static u32 port_in(const int *port)
{
	return port ? (u32)*port : 0;
}

/* Check a port number from the hypervisor; EIO if it does not fit into an int. */
static int port_check(u32 port)
{
	if (port && port <= INT_MAX)
		return 0;
	errno = EIO;
	return -1;
}

static void port_out(int *port, u32 value)
{
	if (port)
		*port = (int)value;
}

int xc_evtchn_alloc_unbound(int xc_handle, u32 dom, int *port)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_alloc_unbound,
			   .u.alloc_unbound = { .dom = dom, .port = port_in(port) } };

	if (doms_check(dom, 0) < 0 || evtchn_op(xc_handle, &op) < 0 ||
	    port_check(op.u.alloc_unbound.port) < 0)
		return -1;
	port_out(port, op.u.alloc_unbound.port);
	return 0;
}

int xc_evtchn_bind_interdomain(int xc_handle, u32 dom1, u32 dom2, int *port1, int *port2)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_bind_interdomain,
			   .u.bind_interdomain = { .dom1 = dom1,
						   .dom2 = dom2,
						   .port1 = port_in(port1),
						   .port2 = port_in(port2) } };

	if (doms_check(dom1, dom2) < 0 || evtchn_op(xc_handle, &op) < 0 ||
	    port_check(op.u.bind_interdomain.port1) < 0 ||
	    port_check(op.u.bind_interdomain.port2) < 0)
		return -1;
	port_out(port1, op.u.bind_interdomain.port1);
	port_out(port2, op.u.bind_interdomain.port2);
	return 0;
}

int xc_evtchn_bind_virq(int xc_handle, int virq, int *port)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_bind_virq, .u.bind_virq.virq = virq };

	if (evtchn_op(xc_handle, &op) < 0 || port_check(op.u.bind_virq.port) < 0)
		return -1;
	port_out(port, op.u.bind_virq.port);
	return 0;
}

int xc_evtchn_close(int xc_handle, u32 dom, int port)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_close,
			   .u.close = { .dom = dom, .port = port } };

	return doms_check(dom, 0) < 0 ? -1 : evtchn_op(xc_handle, &op);
}

int xc_evtchn_send(int xc_handle, int local_port)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_send, .u.send.local_port = local_port };

	return evtchn_op(xc_handle, &op);
}

int xc_evtchn_status(int xc_handle, u32 dom, int port, xc_evtchn_status_t *status)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_status,
			   .u.status = { .dom = dom, .port = port } };

	if (!status) {
		errno = EFAULT;
		return -1;
	}
	if (doms_check(dom, 0) < 0 || evtchn_op(xc_handle, &op) < 0)
		return -1;
	*status = op.u.status;
	return 0;
}
