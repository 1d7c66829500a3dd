/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the run loop (run.c) and the policies: which domain runs, and for how long. A
 * policy sees domains, not their vCPUs. All times are ticks of the timebase.
 */
#ifndef XEN_SCHEDULER_H
#define XEN_SCHEDULER_H

#include <xen/domain.h>
#include <xen/sched/cpu.h>

#define TURN_WITHOUT_END UINT64_MAX

struct scheduler {
	u32 id; /* SCHED_* */

	/* d->sched_params has been set: d goes by it from now on. */
	void (*adjust)(struct domain *d);
	/* d can run, which it could not before. */
	void (*wake)(struct domain *d, u64 now);
	/* d has run for that many ticks, until now. */
	void (*charge)(struct domain *d, u64 ran, u64 now);
	/*
	 * Sets turn->domain to the runnable domain that runs next, and turn->end. In:
	 * turn->domain ran last, NULL: none. NULL: no domain runs until turn->end. Clears
	 * the mark (woke) of the domains whose wake-up it has considered.
	 */
	void (*choose)(struct turn *turn, u64 now);

	/* The parameters that a domain starts with. */
	void (*defaults)(struct sched_params *params, bool privileged);
	/* Copies parameters from and to an op. put: -EINVAL, they make no sense. */
	long (*put)(struct sched_params *params, const dom0_adjustdom_t *arg);
	void (*get)(const struct sched_params *params, dom0_adjustdom_t *reply);
	/* Parameters that hold for all domains; NULL: the policy has none. */
	void (*put_control)(const dom0_schedctl_t *arg);
	void (*get_control)(dom0_schedctl_t *reply);
};

extern const struct scheduler bvt_scheduler, sedf_scheduler;
/* The one in use. Boot-only. */
extern const struct scheduler *scheduler;

/* The domain that follows d, going round; the first one after NULL. */
static inline struct domain *domain_after(const struct domain *d)
{
	return d && d->next ? d->next : domain_list;
}

/*
 * Virtual time (share.c). share_charge(): d, which is runnable, has run for that many
 * ticks, and each advances its virtual time by advance. It never wraps: now and then what
 * all domains have had is subtracted.
 */
void share_charge(struct domain *d, u64 ticks, u64 advance);
/* d is runnable from now on. It loses what it has not used until now. */
void share_wake(struct domain *d);
/* d yields to next: it must not be before next afterwards. */
void share_yield(struct domain *d, const struct domain *next);

#endif /* XEN_SCHEDULER_H */
