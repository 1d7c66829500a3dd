// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Hypercalls by offsets: no page is translated before and none stays pinned.
 * Structure and buffers lie in one page of the process; the pointers inside it are
 * offsets from the structure, which is at the start of the page, so an offset is
 * what magicalloc() calls an address. The kernel has to be told one thing: which
 * argument is the structure's address.
 */
#include <errno.h>

#include "xc_magic.h"

#define NO_POINTER 5 /* behind the last argument */
#define UNKNOWN	   6

static unsigned int pointer_argument(unsigned long op)
{
	switch (op) {
	case __HYPERVISOR_dom0_op:
	case __HYPERVISOR_event_channel_op:
	case __HYPERVISOR_physdev_op:
	case __HYPERVISOR_acm_op:
	case __HYPERVISOR_multicall:
		return 0;
	case __HYPERVISOR_dom_mem_op:
	case __HYPERVISOR_xen_version:
	case __HYPERVISOR_grant_table_op:
	case __HYPERVISOR_boot_vcpu:
		return 1;
	case __HYPERVISOR_console_io:
		return 2;
	case __HYPERVISOR_sched_op:
	case __HYPERVISOR_set_timer_op:
	case __HYPERVISOR_vm_assist:
		return NO_POINTER;
	default:
		return UNKNOWN;
	}
}

int xc_offset_issue(const struct xc_call *call, const privcmd_hypercall_t *hypercall)
{
	privcmd_hypercall_offset_t by_offset = {
		.call = *hypercall, .pointer = pointer_argument(hypercall->op)
	};

	if (by_offset.pointer == UNKNOWN) {
		errno = ENOSYS;
		return -1;
	}
	/* Nothing was allocated: the pointer, if there is one, is NULL. */
	if (by_offset.pointer == NO_POINTER || !call->used)
		return osdep_hypercall(call->handle, &by_offset.call);
	by_offset.call.arg[by_offset.pointer] += (unsigned long)call->page;
	return osdep_hypercall_offset(call->handle, &by_offset);
}
