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

struct cpu;
struct domain;
struct vcpu;

/* What ADJUSTDOM sets, for each policy. */
struct sched_params {
	struct bvt_adjdom bvt;
	struct sedf_adjdom sedf;
};

/* Where a share stands under BVT. */
struct bvt_state {
	s64 warp;	/* virtual time that it may borrow; 0: none */
	u64 warp_limit; /* how long it may run on borrowed time; 0: no limit */
	u64 warp_pause; /* how long it must not borrow, afterwards */
	u64 warped;	/* how long it has run on borrowed time */
	u64 warp_again; /* timebase from which it may borrow again */
	bool unwarped;	/* must not borrow before warp_again */
};

/* Where a share stands under SEDF. */
struct sedf_state {
	u64 period, slice; /* slice 0: nothing is guaranteed */
	u64 latency;	   /* length of the period that begins when it wakes */
	u64 latency_slice; /* slice of that period */
	u64 deadline;	   /* timebase at which its period ends */
	s64 left;	   /* of its slice; below 0: it has had too much */
	u64 advance;	   /* of its virtual time, for a tick of extra time */
};

/*
 * A domain's share of one CPU: where those of its vCPUs that are placed there stand with
 * that CPU's scheduler. The domain's parameters hold for each of its shares.
 */
struct share {
	struct domain *domain;
	struct cpu *cpu;
	struct share *sibling; /* the domain's next one */
	struct share *next;    /* of the CPU's that can run, by rising domain id */
	u32 runnable;	       /* vCPUs that can run (sched_update) */
	u32 last_vcpu;	       /* the one that had the last turn */
	bool woke;	       /* none could run before; the policy has not seen it yet */
	bool yields;	       /* lets another domain run first */
	bool rotate;	       /* another of its vCPUs has the next turn */
	bool capped;	       /* may have to wait though the CPU is idle */
	u64 since;	       /* timebase at which it last ran, or woke */
	u64 lead;	       /* virtual time: what it has had (share.c) */
	struct bvt_state bvt;
	struct sedf_state sedf;
};

/* Applies sched=. */
void scheduler_init(const char *cmdline);
/* SCHED_*: the policy in use. */
u32 scheduler_id(void);
/* Gives a new domain the parameters that it starts with. */
void sched_domain_init(struct domain *d, bool privileged);
/* Frees its shares. It has no vCPU any more. */
void sched_domain_destroy(struct domain *d);
/* Places a new vCPU on a CPU. 0 or -ENOMEM. */
int sched_place(struct vcpu *v);
/* v, which cannot run, is about to be freed: no CPU may go on from it. */
void sched_forget_vcpu(const struct vcpu *v);

/* Runs vCPUs for ever: chooses one, enters it, handles its exits. */
void run_vcpus(void) __noreturn;
/*
 * Counts v among the vCPUs of its share that can run, or not any more, after its word or
 * its domain's has changed, and asks for a choice if that is new. Only vcpu.c and
 * domain.c call it.
 */
void sched_update(struct vcpu *v);
/* Another domain, or else another vCPU of v's, gets the next turn, if one can run. */
void vcpu_yield(struct vcpu *v);
/* The parameters of d, or of all, have changed: turns given by them are over. */
void end_turns(const struct domain *d);

#endif /* XEN_SCHED_H */
