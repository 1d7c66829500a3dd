// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Hypercalls that programs make by themselves, other than dom0 operations. For each
 * it is said here which argument is a pointer and which member of what it points to
 * is another one. A call that is not here is refused (xc_bounce_ppc64.c says why).
 *
 * Sizes, directions and the meaning of NULL: the headers in include/public.
 */
#include <errno.h>
#include <limits.h>

#include "xc_bounce_ppc64.h"
#include "xc_call.h"
#include "xc_private.h"

#include <xen/acm_ops.h>
#include <xen/physdev.h>

#define NO_POINTER UINT_MAX

/* The one argument that is a pointer, and to what. */
struct arg_pointer {
	unsigned int arg; /* or NO_POINTER */
	size_t size;
	enum xc_dir dir;
};

static size_t version_size(unsigned long cmd)
{
	switch (cmd) {
	case XENVER_extraversion:
		return sizeof(xen_extraversion_t);
	case XENVER_compile_info:
		return sizeof(xen_compile_info_t);
	default:
		return 0;
	}
}

/* So many requests of grant_table_op, as the hypervisor takes at most. */
#define GRANT_REQUESTS 512

/* ENOSYS: no such command; EINVAL: not so many. */
static int grant_pointer(const privcmd_hypercall_t *h, struct arg_pointer *p)
{
	static const size_t size[] = {
		[GNTTABOP_map_grant_ref] = sizeof(gnttab_map_grant_ref_t),
		[GNTTABOP_unmap_grant_ref] = sizeof(gnttab_unmap_grant_ref_t),
		[GNTTABOP_setup_table] = sizeof(gnttab_setup_table_t),
		[GNTTABOP_dump_table] = sizeof(gnttab_dump_table_t),
		[GNTTABOP_donate] = sizeof(gnttab_donate_t),
	};
	unsigned int cmd = h->arg[0], count = h->arg[2];

	if (cmd >= sizeof(size) / sizeof(size[0])) {
		errno = ENOSYS;
		return -1;
	}
	/* Only the list of the first request would be shown. */
	if (count > GRANT_REQUESTS || (cmd == GNTTABOP_setup_table && count != 1)) {
		errno = EINVAL;
		return -1;
	}
	*p = (struct arg_pointer){ 1, count * size[cmd], XC_INOUT };
	return 0;
}

/* ENOSYS for a call that the library does not know. */
static int arg_pointer(const privcmd_hypercall_t *h, struct arg_pointer *p)
{
	switch (h->op) {
	case __HYPERVISOR_sched_op:
	case __HYPERVISOR_set_timer_op:
	case __HYPERVISOR_vm_assist:
		*p = (struct arg_pointer){ .arg = NO_POINTER };
		return 0;
	case __HYPERVISOR_dom_mem_op:
		*p = (struct arg_pointer){
			1, elements((unsigned int)h->arg[2], sizeof(unsigned long)),
			XC_INOUT
		};
		return 0;
	case __HYPERVISOR_multicall:
		*p = (struct arg_pointer){
			0, elements((unsigned int)h->arg[1], sizeof(multicall_entry_t)),
			XC_INOUT
		};
		return 0;
	case __HYPERVISOR_event_channel_op:
		*p = (struct arg_pointer){ 0, sizeof(evtchn_op_t), XC_INOUT };
		return 0;
	case __HYPERVISOR_xen_version:
		*p = (struct arg_pointer){ 1, version_size(h->arg[0]), XC_OUT };
		return 0;
	case __HYPERVISOR_console_io:
		*p = (struct arg_pointer){ 2, (unsigned int)h->arg[1],
					   h->arg[0] == CONSOLEIO_write ? XC_IN
									: XC_INOUT };
		return 0;
	case __HYPERVISOR_physdev_op:
		*p = (struct arg_pointer){ 0, sizeof(physdev_op_t), XC_INOUT };
		return 0;
	case __HYPERVISOR_grant_table_op:
		return grant_pointer(h, p);
	case __HYPERVISOR_boot_vcpu:
		*p = (struct arg_pointer){ 1, sizeof(vcpu_guest_context_t), XC_IN };
		return 0;
	case __HYPERVISOR_acm_op:
		*p = (struct arg_pointer){ 0, sizeof(acm_op_t), XC_INOUT };
		return 0;
	default:
		errno = ENOSYS;
		return -1;
	}
}

/* ---- pointers inside of what an argument points to ---- */

/* A member, in the copy that the hypervisor is shown; at is NULL: there is none. */
struct member {
	unsigned long *at;
	size_t size;
	enum xc_dir dir;
	unsigned long theirs;
};

static struct member acm_member(acm_op_t *op)
{
	switch (op->cmd) {
	case ACM_SETPOLICY:
		return (struct member){ (unsigned long *)&op->u.setpolicy.pushcache,
					op->u.setpolicy.pushcache_size, XC_IN, 0 };
	case ACM_GETPOLICY:
		return (struct member){ (unsigned long *)&op->u.getpolicy.pullcache,
					op->u.getpolicy.pullcache_size, XC_INOUT, 0 };
	case ACM_DUMPSTATS:
		return (struct member){ (unsigned long *)&op->u.dumpstats.pullcache,
					op->u.dumpstats.pullcache_size, XC_INOUT, 0 };
	default:
		return (struct member){ 0 };
	}
}

static struct member physdev_member(physdev_op_t *op)
{
	u32 bits = op->u.set_iobitmap.nr_ports;

	if (op->cmd != PHYSDEVOP_SET_IOBITMAP)
		return (struct member){ 0 };
	return (struct member){ &op->u.set_iobitmap.bitmap, bits / 8 + !!(bits % 8),
				XC_IN, 0 };
}

static struct member table_member(gnttab_setup_table_t *op)
{
	return (struct member){ (unsigned long *)&op->frame_list,
				op->nr_frames * sizeof(*op->frame_list), XC_INOUT, 0 };
}

static struct member member_of(const privcmd_hypercall_t *h, void *copy)
{
	switch (h->op) {
	case __HYPERVISOR_acm_op:
		return acm_member(copy);
	case __HYPERVISOR_physdev_op:
		return physdev_member(copy);
	case __HYPERVISOR_grant_table_op:
		if ((unsigned int)h->arg[0] == GNTTABOP_setup_table)
			return table_member(copy);
		break;
	}
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
		if (p.arg != NO_POINTER && h.arg[p.arg]) {
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
		p.arg = NO_POINTER; /* for the hypervisor to refuse */
	else if (arg_pointer(hypercall, &p) < 0)
		return -1;
	if (xc_call_begin(&call, xc_handle) < 0)
		return -1;
	if (p.arg == NO_POINTER || show(&call, &shown, &p, &m) == 0) {
		rc = xc_call_issue(&call, &shown);
		if (m.at) /* the caller's structure keeps the caller's pointer */
			*m.at = m.theirs;
		xc_call_return(&call, rc < 0);
	}
	xc_call_end(&call);
	return rc;
}
