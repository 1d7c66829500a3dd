// SPDX-License-Identifier: GPL-2.0-or-later
/* multicall: several hypercalls at the price of one exit (public/xen.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/preempt.h>

#define MAX_CALLS 128
#define FLAGS	  ((u64)(XEN_PPC_OFFSETS | XEN_PPC_CONTINUED))
#define PROGRESS  5 /* the word of an entry that stands for r9 */

/*
 * arg: list, how many. Each result is written before the next call is read, so that a
 * call can use the result of one before it. A multicall in a list is refused: it could
 * loop. The list stops between two calls, or where one of them does: that one's entry
 * then says where it goes on.
 */
/* By hypercall(), which says how deep. NOLINTNEXTLINE(misc-no-recursion) */
long do_multicall(const struct caller *caller, const u64 *arg)
{
	struct multicall list = { .stay_end = stay_end(caller) };
	struct caller inner = *caller;
	u64 gpa = arg[0], count = (u32)arg[1];
	multicall_entry_t call;

	if (count > MAX_CALLS || caller->progress > count)
		return -EINVAL;
	if (!guest_buffer_ok(caller, gpa, count * sizeof(call)))
		return -EFAULT;
	inner.multicall = &list;
	inner.progress = 0;
	for (u64 i = caller->progress; i < count; i++) {
		u64 args[ARRAY_SIZE(call.args)];
		u64 place = gpa + i * sizeof(call);
		long result = -EINVAL;

		if (i != caller->progress && preempt_wanted(list.stay_end))
			return hypercall_continue(caller, i);
		if (!copy_from_guest(caller, &call, place, sizeof(call)))
			return -EFAULT;
		for (u32 j = 0; j < ARRAY_SIZE(args); j++)
			args[j] = call.args[j];
		list.continued = false;
		if ((call.op & ~FLAGS) != __HYPERVISOR_multicall)
			result = hypercall(&inner, call.op, args);
		if (list.continued) {
			call.op |= XEN_PPC_CONTINUED;
			call.args[PROGRESS] = list.progress;
		} else {
			call.op &= ~(u64)XEN_PPC_CONTINUED;
			call.result = (unsigned long)result;
		}
		if (!copy_to_guest(caller, place, &call, sizeof(call)))
			return -EFAULT;
		if (list.continued)
			return hypercall_continue(caller, i);
	}
	return 0;
}
