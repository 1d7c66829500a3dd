// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Hypercalls by offsets: no page is translated before and none stays pinned.
 * Structure and buffers lie in one page of the process; the pointers inside it are
 * offsets from the structure, which is at the start of the page, so an offset is
 * what magicalloc() calls an address. The kernel needs to know one thing: which
 * argument is the structure's address.
 */
#include <errno.h>

#include "xc_magic.h"

#define UNKNOWN (XEN_OP_NO_POINTER + 1)

#define CALL(name, argument, ...) \
	case __HYPERVISOR_##name: \
		return argument;

static unsigned int pointer_argument(unsigned long op)
{
	switch (op) {
		XEN_HYPERCALLS(CALL, CALL, XC_NOT_SHOWN)
		XEN_HYPERCALLS_NOT_SERVED(CALL)
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
	if (by_offset.pointer == XEN_OP_NO_POINTER || !call->used)
		return osdep_hypercall(call->handle, &by_offset.call);
	by_offset.call.arg[by_offset.pointer] += (unsigned long)call->page;
	return osdep_hypercall_offset(call->handle, &by_offset);
}
