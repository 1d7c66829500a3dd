/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instructions that order what others do, or wait (Power ISA 3.0). In a header of their
 * own because the unit tests, which run on another machine, have stand-ins for them.
 */
#ifndef ASM_INSTRUCTIONS_H
#define ASM_INSTRUCTIONS_H

#include <xen/types.h>

/* What has been written to special purpose registers counts from here on. */
static inline void isync(void)
{
	__asm__ __volatile__("isync" : : : "memory");
}

/* All stores are done, those to tables that the hardware walks seen by that, too. */
static inline void ptesync(void)
{
	__asm__ __volatile__("ptesync" : : : "memory");
}

/* Every tlbie before has taken effect everywhere, and what followed from it is done. */
static inline void tlbsync(void)
{
	__asm__ __volatile__("eieio; tlbsync; ptesync" : : : "memory");
}

/*
 * RIC = 2: translations, the page walk cache and the partition or process table entry.
 * R = 1: radix. prs, a constant: 0 what the partition's tree says, 1 what its processes'
 * trees say.
 */
#define tlbie_radix(is, lpid, prs)                                                 \
	__asm__ __volatile__(".machine push; .machine power9; tlbie %0,%1,2,%2,1;" \
			     ".machine pop"                                        \
			     :                                                     \
			     : "r"((u64)(is)), "r"((u64)(lpid)), "i"(prs)          \
			     : "memory")

/*
 * A vCPU shall not find the reservation of another: a store with the reservation's
 * instruction ends it, whether it is done or not (book II, 4.6.2).
 */
static inline void clear_reservation(void)
{
	u64 nowhere;

	__asm__ __volatile__("stdcx. %1,0,%1" : "=m"(nowhere) : "r"(&nowhere) : "cr0");
}

/* Sleeps as PSSCR says. */
static inline void stop(void)
{
	__asm__ __volatile__("ptesync; .long 0x4c0002e4" : : : "memory");
}

#endif /* ASM_INSTRUCTIONS_H */
