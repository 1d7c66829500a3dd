/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instructions that order or wait (Power ISA 3.0). They have a header of their own
 * because the unit tests, which run on another machine, have stand-ins for them.
 */
#ifndef ASM_INSTRUCTIONS_H
#define ASM_INSTRUCTIONS_H

#include <xen/types.h>

/* Values written to special purpose registers are in force from here on. */
static inline void isync(void)
{
	__asm__ __volatile__("isync" : : : "memory");
}

/* All stores are done, and the hardware that walks tables sees them. */
static inline void ptesync(void)
{
	__asm__ __volatile__("ptesync" : : : "memory");
}

/* Every earlier tlbie has taken effect on all CPUs. */
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
 * Ends a reservation, so that a vCPU never finds that of another: stdcx. does, whether it
 * stores or not (book II, 4.6.2).
 */
static inline void clear_reservation(void)
{
	u64 nowhere;

	__asm__ __volatile__("stdcx. %1,0,%1" : "=m"(nowhere) : "r"(&nowhere) : "cr0");
}

/* Forgets what a `copy` has read, so that no later `paste` writes it: cpabort. */
static inline void abort_copy(void)
{
	__asm__ __volatile__(".long 0x7c00068c" : : : "memory");
}

/*
 * Clears the SLB. slbia would keep what is in invalid entries, and forget translations
 * that are still good. Unrolled for row domain_switch.
 */
#define SLB_ENTRIES 32
static inline void clear_slb(void)
{
	u64 entry;

	__asm__ __volatile__(".set slb_entry, 0;"
			     ".rept %2;"
			     "li %0,slb_entry; slbmte %1,%0;"
			     ".set slb_entry, slb_entry + 1;"
			     ".endr"
			     : "=&r"(entry)
			     : "r"(0UL), "i"(SLB_ENTRIES));
}

/*
 * In a loop that waits for another CPU: leaves the core to its other threads for a moment
 * (priority low, then medium: book II, 3.2). QEMU lets other CPUs run.
 */
static inline void pause_thread(void)
{
	__asm__ __volatile__("or 1,1,1; or 2,2,2" : : : "memory");
}

/*
 * A doorbell of the hypervisor (book III, 11). The CPU that it rings at sees all that was
 * stored before, if it executes message_sync() before it looks.
 */
#define DOORBELL_HYPERVISOR (5ULL << 27)
static inline void ring_doorbell(u32 server)
{
	__asm__ __volatile__("sync; msgsnd %0"
			     :
			     : "r"(DOORBELL_HYPERVISOR | server)
			     : "memory");
}

/* Forgets a doorbell that has rung and has not been taken. */
static inline void clear_doorbell(void)
{
	__asm__ __volatile__("msgclr %0" : : "r"(DOORBELL_HYPERVISOR) : "memory");
}

/* msgsync, of ISA 3.0, and what orders later loads behind it. */
static inline void message_sync(void)
{
	__asm__ __volatile__(".long 0x7c0006ec; lwsync" : : : "memory");
}

/* Sleeps as PSSCR says. */
static inline void stop(void)
{
	__asm__ __volatile__("ptesync; .long 0x4c0002e4" : : : "memory");
}

#endif /* ASM_INSTRUCTIONS_H */
