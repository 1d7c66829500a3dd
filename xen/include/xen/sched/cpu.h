/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the scheduler keeps for each CPU. Times are in ticks of the timebase. */
#ifndef XEN_SCHED_CPU_H
#define XEN_SCHED_CPU_H

#include <xen/types.h>

struct share;
struct timer;

struct turn {
	struct share *share; /* whose turn it is; NULL: the CPU is idle */
	u64 end;	     /* timebase at which to choose again */
	bool open; /* nothing has ended it: it may go on if the policy says so */
};

struct sched_cpu {
	struct share *shares; /* those with vCPUs that can run, by rising domain id */
	struct turn turn;
	bool turn_of_starved; /* the turn was given whatever the policy says */
	u64 vcpu_slice_end;   /* when another vCPU of the domain has its turn */
	u64 starved_check;    /* when to look for starved domains again */
	u64 latest_lead;      /* lead of the share that was charged last (share.c) */
	struct timer *timers; /* by rising expiry (timer.c) */
};

#endif /* XEN_SCHED_CPU_H */
