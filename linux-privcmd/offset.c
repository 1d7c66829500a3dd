// SPDX-License-Identifier: GPL-2.0
/*
 * Hypercalls by offsets: the other way to hand over pointers that point to pointers.
 *
 * The caller's structure and everything that it points to lie in one page, and the
 * pointers in it are offsets. Only the address of the structure, in a register, has to
 * be translated. The page is pinned for the time of the call, so that nothing has to be
 * remembered or released. The driver does not interpret the structure.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>

#include <asm/io.h>

#include "hypercall.h"
#include "offset.h"

long privcmd_call_offset(privcmd_hypercall_offset_t *call)
{
	unsigned long *pointer;
	struct page *page;
	long ret;
	int n;

	if (call->pointer >= ARRAY_SIZE(call->call.arg))
		return -EINVAL;
	if (call->call.op > PRIVCMD_MAX_OP || call->call.op & XEN_PPC_OFFSETS)
		return -ENOSYS;
	pointer = &call->call.arg[array_index_nospec(call->pointer,
						     ARRAY_SIZE(call->call.arg))];
	/* Pinned for one hypercall only: the page may stay in CMA (compare pin.c). */
	n = pin_user_pages_fast(*pointer & PAGE_MASK, 1, FOLL_WRITE, &page);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	*pointer = page_to_phys(page) + offset_in_page(*pointer);
	call->call.op |= XEN_PPC_OFFSETS;
	ret = xen_hypercall(&call->call);
	/* The hypervisor's stores set no dirty bit that Linux looks at. */
	unpin_user_pages_dirty_lock(&page, 1, true);
	return ret;
}

long privcmd_hypercall_offset(const privcmd_hypercall_offset_t __user *user)
{
	privcmd_hypercall_offset_t call;

	if (copy_from_user(&call, user, sizeof(call)))
		return -EFAULT;
	return privcmd_call_offset(&call);
}
