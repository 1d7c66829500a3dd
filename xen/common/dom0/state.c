// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops that save and restore what a domain is besides memory and registers. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/save/record.h>

long op_ppc_getdomainstate(const struct caller *caller, const dom0_op_t *op,
			   dom0_op_t *reply)
{
	const dom0_ppc_domainstate_t *arg = &op->u.ppc_domainstate;
	const struct domain *d = domain_find(arg->domain);
	u32 length;
	u8 *state;
	bool copied;

	if (!d)
		return -ESRCH;
	length = domain_save(d, NULL, 0);
	reply->u.ppc_domainstate.size = length;
	if (arg->size < length)
		return -ENOSPC;
	state = heap_alloc(length, 1);
	if (!state)
		return -ENOMEM;
	domain_save(d, state, length);
	copied = copy_to_guest(caller, (uintptr_t)arg->buffer, state, length);
	heap_free(state, length);
	return copied ? 0 : -EFAULT;
}

long op_ppc_setdomainstate(const struct caller *caller, const dom0_op_t *op,
			   dom0_op_t *reply)
{
	const dom0_ppc_domainstate_t *arg = &op->u.ppc_domainstate;
	struct domain *d = domain_find(arg->domain);
	struct save_refusal refusal = { 0, 0 };
	long ret = -EFAULT;
	u8 *state;

	if (!d)
		return -ESRCH;
	if (d == caller->domain || !domain_is_new(d) || domain_is_dying(d))
		return -EINVAL;
	if (!arg->size || arg->size > XEN_PPC_STATE_MAX)
		return -EINVAL;
	state = heap_alloc(arg->size, 1);
	if (!state)
		return -ENOMEM;
	if (copy_from_guest(caller, state, (uintptr_t)arg->buffer, arg->size))
		ret = domain_restore(d, state, arg->size, &refusal);
	heap_free(state, arg->size);
	reply->u.ppc_domainstate.record = refusal.type;
	reply->u.ppc_domainstate.why = refusal.why;
	return ret;
}
