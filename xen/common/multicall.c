// SPDX-License-Identifier: GPL-2.0-or-later
/* multicall: several hypercalls at the price of one exit (public/xen.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>

#define MAX_CALLS 128 /* bounds the time for which nobody else runs */

/*
 * arg: list, how many. Each result is written before the next call is read, so that one
 * may use what the other has told. A multicall in a list would be a loop: -EINVAL, there.
 */
long do_multicall(struct vcpu *v, const u64 *arg)
{
	u64 gpa = arg[0], count = (u32)arg[1];
	multicall_entry_t call;

	if (count > MAX_CALLS)
		return -EINVAL;
	if (!guest_buffer_ok(v->domain, gpa, count * sizeof(call)))
		return -EFAULT;
	for (u64 i = 0; i < count; i++, gpa += sizeof(call)) {
		u64 args[ARRAY_SIZE(call.args)];
		long result = -EINVAL;

		if (!copy_from_guest(v->domain, &call, gpa, sizeof(call)))
			return -EFAULT;
		for (u32 j = 0; j < ARRAY_SIZE(args); j++)
			args[j] = call.args[j];
		if ((call.op & ~(unsigned long)XEN_PPC_OFFSETS) != __HYPERVISOR_multicall)
			result = hypercall(v, call.op, args);
		call.result = (unsigned long)result;
		if (!copy_to_guest(v->domain, gpa, &call, sizeof(call)))
			return -EFAULT;
	}
	return 0;
}
