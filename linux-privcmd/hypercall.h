/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The trap into the hypervisor.
 *
 * Convention (arch-powerpc.h): `sc 1`, r3 = number | 0xFFFFFFFFFFFF0000,
 * r4..r8 = arguments, result in r3. The mark in r3 keeps Xen's numbers apart
 * from PAPR's, which share the instruction: PAPR numbers are small multiples
 * of four, or begin at 0xf000.
 */
#ifndef PRIVCMD_HYPERCALL_H
#define PRIVCMD_HYPERCALL_H

#include <linux/compiler.h>
#include <linux/types.h>

#include "abi.h"
#include "compat.h"

/* Numbers that fit below the mark; a wider one would change under it. */
#define PRIVCMD_MAX_OP 0xffffUL

/*
 * xen_hypercall - one hypercall, pointers not interpreted
 * @call: number (at most PRIVCMD_MAX_OP) and arguments
 *
 * Returns what the hypervisor left in r3: a value or a negative errno.
 *
 * The clobbers are those of a function call. Xen preserves all registers but r3, but
 * not relying on that costs only a stack frame. "memory": the hypervisor reads and
 * writes buffers that the compiler does not know of.
 */
static __always_inline long xen_hypercall(const privcmd_hypercall_t *call)
{
	register unsigned long r3 asm("r3") = XEN_MARK(call->op);
	register unsigned long r4 asm("r4") = call->arg[0];
	register unsigned long r5 asm("r5") = call->arg[1];
	register unsigned long r6 asm("r6") = call->arg[2];
	register unsigned long r7 asm("r7") = call->arg[3];
	register unsigned long r8 asm("r8") = call->arg[4];

	asm volatile("sc 1"
		     : "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7), "+r"(r8)
		     :
		     : "r0", "r9", "r10", "r11", "r12", "ctr", "lr", "xer", "cr0", "cr1",
		       "cr5", "cr6", "cr7", "memory");
	/* sc has changed SRR0 and SRR1, by which Linux would return to user space. */
	srr_regs_clobbered();
	return (long)r3;
}

#endif /* PRIVCMD_HYPERCALL_H */
