// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a domain is besides its memory: the state of its interrupt controller and its
 * time, and setting the registers of its vCPUs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "xc_call.h"
#include "xc_move_ppc64.h"

/* A call with the operation in it, or NULL. */
static dom0_op_t *state_begin(struct xc_call *call, int handle, u32 cmd, u32 domid,
			      const void *state, size_t size)
{
	dom0_op_t *op;

	if (!domid_fits(domid) || (!state && size)) {
		errno = state || !size ? ESRCH : EFAULT;
		return NULL;
	}
	op = xc_dom0_begin(call, handle, cmd);
	if (op)
		op->u.ppc_domainstate.domain = domid;
	return op;
}

long xc_ppc_get_domain_state(int xc_handle, u32 domid, void *state, size_t size)
{
	dom0_ppc_domainstate_t *arg;
	struct xc_magic magic;
	struct xc_call call;
	dom0_op_t *op;
	long rc = -1;
	u32 room;

	op = state_begin(&call, xc_handle, DOM0_PPC_GETDOMAINSTATE, domid, state, size);
	if (!op)
		return -1;
	arg = &op->u.ppc_domainstate;
	room = size < xc_call_room(&call) ? size : xc_call_room(&call);
	magic = magicalloc_raw(&call, room);
	arg->size = room;
	arg->buffer = (void *)magic.addr;
	if (xc_dom0_issue(&call) < 0) {
		if (errno == ENOSPC && arg->size > size)
			rc = arg->size;
	} else if (arg->size > room) {
		errno = EIO;
	} else {
		memcpy(state, magic.ptr, arg->size);
		rc = arg->size;
	}
	xc_call_end(&call);
	return rc;
}

int state_set(int handle, u32 domid, const void *state, size_t size,
	      struct state_refusal *refusal)
{
	struct xc_call call;
	unsigned long addr;
	dom0_op_t *op;
	int rc = -1;

	*refusal = (struct state_refusal){ 0, 0 };
	op = state_begin(&call, handle, DOM0_PPC_SETDOMAINSTATE, domid, state, size);
	if (!op)
		return -1;
	/* It is only read. */
	if (xc_bounce(&call, (void *)state, size, XC_IN, &addr) == 0) {
		op->u.ppc_domainstate.size = size;
		op->u.ppc_domainstate.buffer = (void *)addr;
		rc = xc_dom0_issue(&call);
		*refusal = (struct state_refusal){ op->u.ppc_domainstate.record,
						   op->u.ppc_domainstate.why };
	}
	xc_call_end(&call);
	return rc;
}

int xc_ppc_set_domain_state(int xc_handle, u32 domid, const void *state, size_t size)
{
	struct state_refusal refusal;

	return state_set(xc_handle, domid, state, size, &refusal);
}

static u32 get_u32(const unsigned char *at)
{
	le32 value;

	memcpy(&value, at, sizeof(value));
	return from_le32(value);
}

/* The payload of the record of the vCPUs. */
static bool get_vcpus(const unsigned char *payload, u32 length, struct state_vcpus *vcpus)
{
	if (length < sizeof(u32))
		return false;
	vcpus->nr = get_u32(payload);
	if (!vcpus->nr || vcpus->nr > MAX_VIRT_CPUS ||
	    length != sizeof(u32) + vcpus->nr * sizeof(u32))
		return false;
	for (u32 v = 0; v < vcpus->nr; v++)
		vcpus->flags[v] = get_u32(payload + sizeof(u32) + v * sizeof(u32));
	return true;
}

bool state_vcpus(const void *state, size_t size, struct state_vcpus *vcpus)
{
	const unsigned char *at = state, *end = at + size;

	while ((size_t)(end - at) >= sizeof(xen_ppc_record_t)) {
		u32 type = get_u32(at + offsetof(xen_ppc_record_t, type));
		u32 length = get_u32(at + offsetof(xen_ppc_record_t, length));

		at += sizeof(xen_ppc_record_t);
		if (length > (size_t)(end - at))
			return false;
		if (type == XEN_PPC_RECORD_VCPUS)
			return get_vcpus(at, length, vcpus);
		at += length;
	}
	return false;
}

int xc_ppc_domain_is_built(int xc_handle, u32 domid)
{
	void *state = malloc(XEN_PPC_STATE_MAX);
	long size = -1;
	struct state_vcpus vcpus;
	int rc = -1, saved;

	if (state)
		size = xc_ppc_get_domain_state(xc_handle, domid, state,
					       XEN_PPC_STATE_MAX);
	if (size >= 0 && size <= XEN_PPC_STATE_MAX && state_vcpus(state, size, &vcpus)) {
		rc = 0;
		for (u32 v = 0; v < vcpus.nr; v++)
			if (vcpus.flags[v] & XEN_PPC_VCPU_INITIALISED)
				rc = 1;
	} else if (size >= 0) {
		errno = EIO;
	}
	saved = errno;
	free(state);
	errno = saved;
	return rc;
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
