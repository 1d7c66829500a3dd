/* SPDX-License-Identifier: MIT */
/*
 * Parameters of the schedulers: payload of DOM0_SCHEDCTL and DOM0_ADJUSTDOM
 * (dom0_ops.h). The includer must have typedefed u8..s64 and domid_t (xen.h).
 */
#ifndef __XEN_PUBLIC_SCHED_CTL_H__
#define __XEN_PUBLIC_SCHED_CTL_H__

/* Schedulers, as DOM0_SCHED_ID reports them. */
#define SCHED_BVT  0 /* borrowed virtual time */
#define SCHED_SEDF 4 /* simple earliest deadline first */

/* Direction: set the parameters, or get them. */
#define SCHED_INFO_PUT 0
#define SCHED_INFO_GET 1

/* Parameters of the whole scheduler. */
struct bvt_ctl {
	u32 ctx_allow; /* least time between two switches, us */
};

/* Parameters of one domain. */
struct bvt_adjdom {
	u32 mcu_adv;	 /* advance of virtual time per unit: the inverse of its weight */
	u32 warpback;	 /* non-zero: may borrow virtual time (warp) */
	s32 warpvalue;	 /* amount of virtual time borrowed */
	long long warpl; /* longest time of a warp */
	long long warpu; /* least time between two warps */
};

/* Times are in ns. */
struct sedf_adjdom {
	u64 period;    /* the domain's period */
	u64 slice;     /* CPU time that it gets in each period */
	u64 latency;   /* longest wait after waking */
	u16 extratime; /* non-zero: may also use idle time */
	u16 weight;    /* its share, instead of period and slice */
};

/* A scheduler that is not in use: -EINVAL. */
struct sched_ctl_cmd {
	u32 sched_id;  /* IN:     SCHED_* */
	u32 direction; /* IN:     SCHED_INFO_* */
	union {	       /* IN/OUT: by direction */
		struct bvt_ctl bvt;
	} u;
};

/*
 * A scheduler that is not in use, a bad direction, for SEDF neither period nor
 * weight, or a slice longer than the period: -EINVAL. Unknown domain: -ESRCH.
 */
struct sched_adjdom_cmd {
	u32 sched_id;	/* IN:     SCHED_* */
	u32 direction;	/* IN:     SCHED_INFO_* */
	domid_t domain; /* IN */
	union {		/* IN/OUT: by direction */
		struct bvt_adjdom bvt;
		struct sedf_adjdom sedf;
	} u;
};

#endif /* __XEN_PUBLIC_SCHED_CTL_H__ */
