// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops about the console of a domain, and about watching one. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>

/* -ESRCH: no such domain; -EINVAL: it has no console of its own. */
static long find_console(domid_t id, struct domain **d)
{
	*d = domain_find(id);
	if (!*d)
		return -ESRCH;
	return (*d)->console.ring.out.text ? 0 : -EINVAL;
}

long op_ppc_console_read(const struct caller *caller, const dom0_op_t *op,
			 dom0_op_t *reply)
{
	const dom0_ppc_console_read_t *arg = &op->u.ppc_console_read;
	dom0_ppc_console_read_t *out = &reply->u.ppc_console_read;
	const struct text_ring *ring;
	struct domain *d;
	long ret = find_console(arg->domain, &d);
	u64 position, len;

	if (ret)
		return ret;
	ring = &d->console.ring.out;
	position = min(max(arg->position, ring->start), ring->end);
	len = min((u64)arg->count, ring->end - position);
	if (!text_ring_to_guest(ring, position, len, caller, (uintptr_t)arg->buffer))
		return -EFAULT;
	out->start = ring->start;
	out->end = ring->end;
	out->position = position + len;
	out->count = (u32)len;
	return 0;
}

/* Reads only as much as the console has room for. */
long op_ppc_console_write(const struct caller *caller, const dom0_op_t *op,
			  dom0_op_t *reply)
{
	const dom0_ppc_console_write_t *arg = &op->u.ppc_console_write;
	char text[GUEST_CONSOLE_IN];
	struct domain *d;
	long ret = find_console(arg->domain, &d);
	size_t len;

	if (ret)
		return ret;
	len = min((size_t)arg->count, guest_console_room(d));
	if (!copy_from_guest(caller, text, (uintptr_t)arg->buffer, len))
		return -EFAULT;
	reply->u.ppc_console_write.count = (u32)guest_console_type(d, text, len);
	return 0;
}

#define WATCH_ALL \
	(XEN_PPC_WATCH_CONSOLE_OUT | XEN_PPC_WATCH_CONSOLE_IN | XEN_PPC_WATCH_STATE)

long op_ppc_watch(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_ppc_watch_t *arg = &op->u.ppc_watch;
	struct domain *d = domain_find(arg->domain);

	if (!d)
		return -ESRCH;
	if (arg->events & ~WATCH_ALL)
		return -EINVAL;
	return domain_watch(d, caller->domain, arg->port, arg->events);
}
