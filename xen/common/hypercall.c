// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls by offsets, and those that do not exist. */
#include <xen/hypercall.h>

/* The argument that points to the structure of a call by offsets. */
static u64 structure_of(u64 nr, const u64 *arg)
{
#define STRUCTURE_CASE(name, argument, ...) \
	case __HYPERVISOR_##name:           \
		return (argument) == XEN_OP_NO_POINTER ? 0 : arg[argument];

	switch (nr) {
		XEN_HYPERCALLS(STRUCTURE_CASE, STRUCTURE_CASE, STRUCTURE_CASE)
	default:
		return 0;
	}
}

/* By hypercall(), which says how deep. NOLINTNEXTLINE(misc-no-recursion) */
long hypercall_unlisted(const struct caller *caller, u64 nr, const u64 *arg)
{
	u64 number = nr & ~(u64)XEN_PPC_OFFSETS;
	const struct caller by_offsets = {
		.vcpu = caller->vcpu,
		.domain = caller->domain,
		.by_offsets = true,
		.base = structure_of(number, arg),
	};

	if (number == nr || number >= NR_HYPERCALLS) {
		perfc_incra(hypercalls, nr);
		return -ENOSYS;
	}
	perfc_incr(offset_calls);
	/* A multicall embeds arguments of other calls, each with a flag of its own. */
	if (number == __HYPERVISOR_multicall)
		return hypercall(caller, number, arg);
	return hypercall(&by_offsets, number, arg);
}
