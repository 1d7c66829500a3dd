// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Hypercalls that programs make by themselves, other than dom0 operations. Which
 * argument is a pointer, and which member of what it points to is another one, comes
 * from the list of hypercalls (public/op_list.h). A call that is not there is refused
 * (xc_bounce_ppc64.c says why).
 */
#include <errno.h>

#include "xc_bounce_ppc64.h"
#include "xc_call.h"
#include "xc_private.h"

/* The one argument that is a pointer, and to what. */
struct arg_pointer {
	unsigned int arg; /* or XEN_OP_NO_POINTER */
	size_t size;
	enum xc_dir dir;
};

/* The most requests that the hypervisor takes in one grant_table_op. */
#define GRANT_REQUESTS 512

/* ENOSYS: no such command; EINVAL: too many requests. */
static int grant_check(const unsigned long *arg)
{
	unsigned int cmd = arg[0], count = arg[2];

	if (!XEN_OP_GRANT_SIZE(cmd)) {
		errno = ENOSYS;
		return -1;
	}
	/* Only the list of the first request would be shown. */
	if (count > GRANT_REQUESTS || (cmd == GNTTABOP_setup_table && count != 1)) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

#define CALL(name, argument, count, type, direction)                                \
	case __HYPERVISOR_##name:                                                   \
		*p = (struct arg_pointer){ argument, elements(count, sizeof(type)), \
					   direction };                             \
		break;

/* ENOSYS for a call that the library does not know, or cannot show. */
static int arg_pointer(const privcmd_hypercall_t *h, struct arg_pointer *p)
{
	const unsigned long *arg = h->arg;

	switch (h->op) {
		XEN_HYPERCALLS(CALL, CALL, XC_NOT_SHOWN)
		XEN_HYPERCALLS_NOT_SERVED(CALL)
	default:
		errno = ENOSYS;
		return -1;
	}
	return h->op == __HYPERVISOR_grant_table_op ? grant_check(arg) : 0;
}

/* A pointer in the structure that the hypervisor is shown; at is NULL: there is none. */
struct member {
	unsigned long *at;
	size_t size;
	enum xc_dir dir;
	unsigned long theirs;
};

#define MEMBER(name, structure, condition, field, count, type, direction)      \
	if (h->op == __HYPERVISOR_##name) {                                    \
		__typeof__(structure) *s = copy;                               \
                                                                               \
		if (condition)                                                 \
			return (struct member){ (unsigned long *)&s->field,    \
						elements(count, sizeof(type)), \
						direction, 0 };                \
	}

static struct member member_of(const privcmd_hypercall_t *h, void *copy)
{
	const unsigned long *arg = h->arg;

	XEN_HYPERCALL_POINTERS(MEMBER)
	return (struct member){ 0 };
}

/* A multicall is let through if nothing in it is a pointer. */
static int multicall_check(const multicall_entry_t *entry, unsigned int nr)
{
	for (; nr; nr--, entry++) {
		privcmd_hypercall_t h = { .op = entry->op };
		struct arg_pointer p;

		for (int i = 0; i < 5; i++)
			h.arg[i] = entry->args[i];
		if (arg_pointer(&h, &p) < 0)
			return -1;
		if (p.arg != XEN_OP_NO_POINTER && h.arg[p.arg]) {
			errno = ENOSYS;
			return -1;
		}
	}
	return 0;
}

/* Show what a call points to; its arguments become hypercall addresses. */
static int show(struct xc_call *call, privcmd_hypercall_t *h, const struct arg_pointer *p,
		struct member *m)
{
	unsigned long *pointer = &h->arg[p->arg];
	void *copy;

	if (!*pointer)
		return 0; /* for the hypervisor to refuse, or to understand */
	if (xc_bounce(call, (void *)*pointer, p->size, p->dir, pointer) < 0)
		return -1;
	copy = call->buffer[0].usable;
	if (h->op == __HYPERVISOR_multicall) {
		h->arg[1] = (unsigned int)h->arg[1]; /* as many as are checked */
		return multicall_check(copy, h->arg[1]);
	}
	*m = member_of(h, copy);
	if (!m->at)
		return 0;
	m->theirs = *m->at;
	return xc_bounce(call, (void *)m->theirs, m->size, m->dir, m->at);
}

int xc_hypercall(int xc_handle, privcmd_hypercall_t *hypercall)
{
	privcmd_hypercall_t shown = *hypercall;
	struct member m = { 0 };
	struct arg_pointer p;
	struct xc_call call;
	int rc = -1;

	if (shown.op == __HYPERVISOR_dom0_op && shown.arg[0])
		return dom0_op_bounced(xc_handle, (dom0_op_t *)shown.arg[0]);
	if (shown.op == __HYPERVISOR_dom0_op)
		p.arg = XEN_OP_NO_POINTER; /* for the hypervisor to refuse */
	else if (arg_pointer(hypercall, &p) < 0)
		return -1;
	if (xc_call_begin(&call, xc_handle) < 0)
		return -1;
	if (p.arg == XEN_OP_NO_POINTER || show(&call, &shown, &p, &m) == 0) {
		rc = xc_call_issue(&call, &shown);
		if (m.at) /* the caller's structure keeps the caller's pointer */
			*m.at = m.theirs;
		xc_call_return(&call, rc < 0);
	}
	xc_call_end(&call);
	return rc;
}
