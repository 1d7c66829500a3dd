/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a domain's share of the CPU is described by (public/sched_ctl.h). */
#ifndef XEN_SCHED_PARAMS_H
#define XEN_SCHED_PARAMS_H

#include <xen/types.h>
#include <public/xen.h>
#include <public/sched_ctl.h>

struct domain;

struct sched_params {
	struct bvt_adjdom bvt;
	struct sedf_adjdom sedf;
};

/* Where a domain stands under BVT. Times are in ticks of the timebase. */
struct bvt_state {
	s64 warp;	/* virtual time that it may borrow; 0: none */
	u64 warp_limit; /* how long it may run on that; 0: as long as it likes */
	u64 warp_pause; /* how long it may not, afterwards */
	u64 warped;	/* how long it has */
	u64 warp_again; /* timebase from which it may again */
	bool unwarped;	/* until then */
};

/* Where a domain stands under SEDF. Times are in ticks of the timebase. */
struct sedf_state {
	u64 period, slice; /* slice 0: nothing is guaranteed */
	u64 latency;	   /* length of the period that begins with waking, and ... */
	u64 latency_slice; /* ... its slice */
	u64 deadline;	   /* timebase at which its period ends */
	s64 left;	   /* of its slice; below 0: it has had too much */
	u64 advance; /* of its virtual time, for a tick of what nobody is guaranteed */
};

/* Where a domain stands with the scheduler. */
struct sched_state {
	u32 runnable; /* vCPUs that could run when the last choice was made */
	bool woke;    /* there was none before */
	bool yields;  /* lets somebody else run first */
	bool rotate;  /* another of its vCPUs is to have the next turn */
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

#endif /* XEN_SCHED_PARAMS_H */
