// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls by offsets, those that go on, and those that do not exist. */
#include <xen/hypercall.h>
#include <xen/preempt.h>

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
	u64 number = nr & ~(u64)(XEN_PPC_OFFSETS | XEN_PPC_CONTINUED);
	struct caller flagged = *caller;

	if (number == nr || number >= NR_HYPERCALLS) {
		perfc_incra(hypercalls, nr);
		return -ENOSYS;
	}
	if (nr & XEN_PPC_CONTINUED)
		flagged.progress = arg[5];
	if (nr & XEN_PPC_OFFSETS) {
		perfc_incr(offset_calls);
		/* A multicall embeds arguments of other calls, each with a flag of its
		 * own. */
		if (number != __HYPERVISOR_multicall) {
			flagged.by_offsets = true;
			flagged.base = structure_of(number, arg);
		}
	}
	return hypercall(&flagged, number, arg);
}

long hypercall_continue(const struct caller *caller, u64 progress)
{
	perfc_incr(continuations);
	if (!caller->multicall)
		return arch_hypercall_again(caller->vcpu, progress);
	caller->multicall->continued = true;
	caller->multicall->progress = progress;
	return 0;
}
