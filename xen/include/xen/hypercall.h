/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The hypercalls, made from the list that libxc goes by too (public/op_list.h). Those
 * that the list does not have, and every number beyond it, answer -ENOSYS.
 */
#ifndef XEN_HYPERCALL_H
#define XEN_HYPERCALL_H

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/trace/perfc.h>
#include <public/op_list.h>

#define NR_HYPERCALLS 32 /* as in 2005: abi.tsv, behaviour "unknown_hypercall" */

/*
 * A handler. arg points to r4..r8; pointers among them are pseudo-physical addresses, to
 * be followed with the functions of xen/memory/guest_access.h. Returns what goes into r3.
 * One whose length the caller chooses works in pieces (xen/preempt.h).
 */
#define HYPERCALL_HANDLER(name, ...) \
	long do_##name(const struct caller *caller, const u64 *arg);
XEN_HYPERCALLS(HYPERCALL_HANDLER, HYPERCALL_HANDLER, HYPERCALL_HANDLER)

/* A number that is not in the list, or has flags in it: XEN_PPC_OFFSETS, _CONTINUED. */
long hypercall_unlisted(const struct caller *caller, u64 nr, const u64 *arg);

#define HYPERCALL_CASE(name, ...)                             \
	case __HYPERVISOR_##name:                             \
		perfc_incra(hypercalls, __HYPERVISOR_##name); \
		return do_##name(caller, arg);
#define HYPERCALL_CASE_PRIVILEGED(name, ...)                  \
	case __HYPERVISOR_##name:                             \
		perfc_incra(hypercalls, __HYPERVISOR_##name); \
		if (unlikely(!caller->domain->privileged))    \
			return -EPERM;                        \
		return do_##name(caller, arg);

/*
 * Runs hypercall number nr. Returns what goes into r3: a result or a negative error.
 * Inline, since it stands on the path that decides what a hypercall costs. It calls
 * itself at most thrice: a number loses its flag, and no multicall is in a multicall.
 */
/* NOLINTNEXTLINE(misc-no-recursion) */
static inline long hypercall(const struct caller *caller, u64 nr, const u64 *arg)
{
	switch (nr) {
		XEN_HYPERCALLS(HYPERCALL_CASE, HYPERCALL_CASE_PRIVILEGED, HYPERCALL_CASE)
	default:
		return hypercall_unlisted(caller, nr, arg);
	}
}

#endif /* XEN_HYPERCALL_H */
