/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The scheduler as others see it: a domain's parameters (public/sched_ctl.h), where it
 * stands, and the run loop. Times are in ticks of the timebase.
 */
#ifndef XEN_SCHED_H
#define XEN_SCHED_H

#include <xen/compiler.h>
#include <xen/types.h>
#include <public/xen.h>
#include <public/sched_ctl.h>

struct domain;
struct vcpu;

/* What ADJUSTDOM sets, for each policy. */
struct sched_params {
	struct bvt_adjdom bvt;
	struct sedf_adjdom sedf;
};

/* Where a domain stands under BVT. */
struct bvt_state {
	s64 warp;	/* virtual time that it may borrow; 0: none */
	u64 warp_limit; /* how long it may run on borrowed time; 0: no limit */
	u64 warp_pause; /* how long it must not borrow, afterwards */
	u64 warped;	/* how long it has run on borrowed time */
	u64 warp_again; /* timebase from which it may borrow again */
	bool unwarped;	/* must not borrow before warp_again */
};

/* Where a domain stands under SEDF. */
struct sedf_state {
	u64 period, slice; /* slice 0: nothing is guaranteed */
	u64 latency;	   /* length of the period that begins when it wakes */
	u64 latency_slice; /* slice of that period */
	u64 deadline;	   /* timebase at which its period ends */
	s64 left;	   /* of its slice; below 0: it has had too much */
	u64 advance;	   /* of its virtual time, for a tick of extra time */
};

/* Where a domain stands with the scheduler. */
struct sched_state {
	u32 runnable; /* vCPUs that can run (sched_update) */
	bool woke;    /* none could run before; the policy has not seen it yet */
	bool yields;  /* lets another domain run first */
	bool rotate;  /* another of its vCPUs has the next turn */
	bool capped;  /* may have to wait though the CPU is idle */
	u64 since;    /* timebase at which it last ran, or woke */
	u64 lead;     /* virtual time: what it has had for its share (share.c) */
	struct bvt_state bvt;
	struct sedf_state sedf;
};

/* Applies sched=. */
void scheduler_init(const char *cmdline);
/* SCHED_*: the policy in use. */
u32 scheduler_id(void);
/* Gives a new domain the parameters that it starts with. */
void sched_domain_init(struct domain *d, bool privileged);

/* Runs vCPUs for ever: chooses one, enters it, handles its exits. */
void run_vcpus(void) __noreturn;
/*
 * Counts the vCPUs of d that can run, after one of their words or d's has changed, and
 * asks for a choice if the number is another. Only vcpu.c and domain.c call it.
 */
void sched_update(struct domain *d);
/* v is about to be freed: no CPU may go on from it. */
void sched_forget_vcpu(const struct vcpu *v);
/* Another domain, or else another vCPU of v's, gets the next turn, if one can run. */
void vcpu_yield(struct vcpu *v);
/* The parameters by which the turn was given have changed: it is over. */
void end_turn(void);

#endif /* XEN_SCHED_H */
