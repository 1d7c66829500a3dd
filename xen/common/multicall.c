// SPDX-License-Identifier: GPL-2.0-or-later
/* multicall: several hypercalls at the price of one exit (public/xen.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>

#define MAX_CALLS 128 /* bounds the time until another vCPU can run */

/*
 * arg: list, how many. Each result is written before the next call is read, so that a
 * call can use the result of one before it. A multicall in a list is refused: it could
 * loop.
 */
/* By hypercall(), which says how deep. NOLINTNEXTLINE(misc-no-recursion) */
long do_multicall(const struct caller *caller, const u64 *arg)
{
	u64 gpa = arg[0], count = (u32)arg[1];
	multicall_entry_t call;

	if (count > MAX_CALLS)
		return -EINVAL;
	if (!guest_buffer_ok(caller, gpa, count * sizeof(call)))
		return -EFAULT;
	for (u64 i = 0; i < count; i++, gpa += sizeof(call)) {
		u64 args[ARRAY_SIZE(call.args)];
		long result = -EINVAL;

		if (!copy_from_guest(caller, &call, gpa, sizeof(call)))
			return -EFAULT;
		for (u32 j = 0; j < ARRAY_SIZE(args); j++)
			args[j] = call.args[j];
		if ((call.op & ~(unsigned long)XEN_PPC_OFFSETS) != __HYPERVISOR_multicall)
			result = hypercall(caller, call.op, args);
		call.result = (unsigned long)result;
		if (!copy_to_guest(caller, gpa, &call, sizeof(call)))
			return -EFAULT;
	}
	return 0;
}
