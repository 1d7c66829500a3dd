/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work in pieces. Nothing interrupts the hypervisor, so a call whose length a guest
 * chooses looks up after each bounded piece. If its time is over it goes on by
 * continuation: the guest executes `sc 1` again, with the progress in a register, after
 * interrupts and other vCPUs had their turn. Each stay does at least one piece.
 */
#ifndef XEN_PREEMPT_H
#define XEN_PREEMPT_H

#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <xen/memory/guest_access.h>
#include <xen/sched/timer.h>
#include <asm/time.h>

/*
 * How long a stay in the hypervisor works before it looks up, in microseconds. With a
 * last piece of 60,000 instructions it is below 100,000 at one instruction in a
 * nanosecond.
 */
#define STAY_US 32

/* The multicall that is being served. */
struct multicall {
	u64 stay_end;	/* for all of its calls */
	bool continued; /* the call that was made last is to go on from progress */
	u64 progress;
};

/* The timebase at which a call of the caller should stop. */
static inline u64 stay_end(const struct caller *caller)
{
	return caller->multicall
		       ? caller->multicall->stay_end
		       : get_timebase() + (u64)boot_info.cpu.timebase_frequency /
						  1000000 * STAY_US;
}

/* Whether to stop after this piece: time is over, a timer is due, others may run. */
static inline bool preempt_wanted(u64 end)
{
	u64 now = get_timebase();

	return need_resched() || now >= end || now >= timers_next();
}

/*
 * Has the caller's hypercall made again from there (caller->progress). Returns what the
 * handler returns at once.
 */
long hypercall_continue(const struct caller *caller, u64 progress);

#endif /* XEN_PREEMPT_H */
