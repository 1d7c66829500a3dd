/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XEN_PPC_OFFSETS: pointers embedded in a structure are offsets from it, and structure
 * and buffers lie in one page of the caller's kernel. The hypervisor does not know the
 * size of those; it holds callers to the frame of the structure: the functions of
 * xen/memory/guest_access.h refuse everything outside. Handlers pass each embedded
 * pointer through embedded_pointer(), and through embedded_result() one that they return.
 */
#ifndef XEN_OFFSETS_H
#define XEN_OFFSETS_H

#include <xen/compiler.h>
#include <xen/types.h>
#include <xen/cpu.h>

static inline void offset_mode_begin(void)
{
	this_cpu()->offsets = true;
}

static inline void offset_mode_end(void)
{
	this_cpu()->offsets = false;
	this_cpu()->offset_base = 0;
}

/* Whether the hypercall that is served has XEN_PPC_OFFSETS. */
static inline bool by_offsets(void)
{
	return unlikely(this_cpu()->offsets);
}

/*
 * The address that a pointer embedded in the structure at gpa stands for. 0 stays 0;
 * an offset beyond the end of all addresses becomes one that is nobody's.
 */
u64 embedded_pointer(u64 structure, u64 pointer);
/* What to return in a structure for that address. */
u64 embedded_result(u64 gpa);

#endif /* XEN_OFFSETS_H */
