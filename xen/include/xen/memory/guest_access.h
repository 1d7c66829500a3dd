/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and writing a domain's memory by pseudo-physical address. Either all of the
 * range is the domain's memory, or nothing is touched.
 */
#ifndef XEN_GUEST_ACCESS_H
#define XEN_GUEST_ACCESS_H

#include <xen/types.h>

struct domain;
struct vcpu;

/*
 * The vCPU that makes a hypercall, and what the pointers that come with the call mean.
 * Each vCPU has one of these (struct vcpu), for calls by address. A call by offsets
 * (XEN_PPC_OFFSETS), one that goes on (XEN_PPC_CONTINUED), and those of a multicall have
 * one of their own, which lives as long as the call.
 */
struct caller {
	struct vcpu *vcpu;
	struct domain *domain; /* the vCPU's */
	/*
	 * Pointers embedded in a structure are offsets from it. Structure and buffers lie
	 * in one page of the caller's kernel, whose size the hypervisor does not know: it
	 * confines the call to the structure's frame.
	 */
	bool by_offsets;
	u64 base; /* by offsets: the structure's address, which an argument is; else 0 */
	/*
	 * Where a call that goes on was left (hypercall_continue()); else 0. The caller
	 * can make it up, so it is checked like an argument.
	 */
	u64 progress;
	struct multicall *multicall; /* that the call is an entry of, or NULL */
};

/*
 * The rest of this part follows a caller's pointers. 0 means that there is no buffer
 * (NULL), although memory, and a kernel's interrupt vectors, lie there: it is refused.
 */

/* False: [gpa, gpa + len) is not memory that the call may touch. len 0: true. */
bool copy_from_guest(const struct caller *caller, void *dest, u64 gpa, u64 len);
bool copy_to_guest(const struct caller *caller, u64 gpa, const void *src, u64 len);
/* Writes the u64 values first, first + 1, ... count of them, at gpa. */
bool count_up_to_guest(const struct caller *caller, u64 gpa, u64 first, u64 count);
/* Whether a buffer can be read and written, and how many bytes of it from its start. */
bool guest_buffer_ok(const struct caller *caller, u64 gpa, u64 len);
u64 guest_buffer_room(const struct caller *caller, u64 gpa, u64 len);

/*
 * The machine's address of [gpa, gpa + len), to be filled in place. NULL: it is not
 * aligned for a u64, lies in more than one piece, is not memory that the call may touch,
 * or its writes are logged: copy then.
 */
void *guest_place(const struct caller *caller, u64 gpa, u64 len);

/*
 * The address that a pointer in the call's structure stands for. An offset beyond the
 * last address becomes an address that is no memory.
 */
static inline u64 embedded_pointer(const struct caller *caller, u64 pointer)
{
	if (!pointer || !caller->by_offsets)
		return pointer;
	return pointer > UINT64_MAX - caller->base ? UINT64_MAX : caller->base + pointer;
}

/* The pointer to return in the call's structure for an address in a buffer. */
static inline u64 embedded_result(const struct caller *caller, u64 gpa)
{
	return gpa ? gpa - caller->base : 0;
}

/*
 * The hypervisor's own accesses: by an address that no hypercall has brought, so 0 is an
 * address like others.
 */
bool copy_from_domain(const struct domain *d, void *dest, u64 gpa, u64 len);
bool copy_to_domain(const struct domain *d, u64 gpa, const void *src, u64 len);
bool clear_domain(const struct domain *d, u64 gpa, u64 len);

#endif /* XEN_GUEST_ACCESS_H */
