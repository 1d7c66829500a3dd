/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hypercalls to the hypervisor below (PAPR; number in r3, arguments from r4). */
#ifndef PSERIES_HCALL_H
#define PSERIES_HCALL_H

#include <xen/types.h>

#define HCALL_CLOBBERS                                                                   \
	"r0", "r8", "r9", "r10", "r11", "r12", "ctr", "xer", "cr0", "cr1", "cr5", "cr6", \
		"cr7", "memory"

/* Arguments and results in arg[0..3], that is r4 to r7. Returns the status. */
static inline long hcall(u64 number, u64 arg[4])
{
	register u64 r3 __asm__("r3") = number;
	register u64 r4 __asm__("r4") = arg[0];
	register u64 r5 __asm__("r5") = arg[1];
	register u64 r6 __asm__("r6") = arg[2];
	register u64 r7 __asm__("r7") = arg[3];

	__asm__ __volatile__("sc 1"
			     : "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7)
			     :
			     : HCALL_CLOBBERS);
	arg[0] = r4;
	arg[1] = r5;
	arg[2] = r6;
	arg[3] = r7;
	return (long)r3;
}

/* The same for calls that only have a status. */
static inline long hcall_status(u64 number, u64 a, u64 b, u64 c, u64 d)
{
	u64 arg[4] = { a, b, c, d };

	return hcall(number, arg);
}

#endif /* PSERIES_HCALL_H */
