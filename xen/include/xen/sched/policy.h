/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the run loop (run.c) and the policies: which domain runs, and for how
 * long. A policy sees domains, not their vCPUs; all times are ticks of the timebase.
 */
#ifndef XEN_SCHEDULER_H
#define XEN_SCHEDULER_H

#include <xen/domain.h>
#include <xen/sched/cpu.h>

#define TURN_WITHOUT_END UINT64_MAX

struct scheduler {
	u32 id; /* SCHED_* */

	/* d->sched has been set: d goes by it from now on. */
	void (*adjust)(struct domain *d);
	/* d can run, which it could not before. */
	void (*wake)(struct domain *d, u64 now);
	/* d has run for so long, until now. */
	void (*charge)(struct domain *d, u64 ran, u64 now);
	/*
	 * Who comes after turn->domain, which may be the same and may be NULL, among the
	 * domains that are runnable; and for how long. NULL: nobody, until turn->end.
	 * Sees to the wishes of those that woke, and takes the mark from them.
	 */
	void (*choose)(struct turn *turn, u64 now);

	/* The parameters that a domain starts with. */
	void (*defaults)(struct sched_params *params, bool privileged);
	/* Those in an op, from it or into it. put: -EINVAL, they cannot be. */
	long (*put)(struct sched_params *params, const dom0_adjustdom_t *arg);
	void (*get)(const struct sched_params *params, dom0_adjustdom_t *reply);
	/* Those that hold for all domains; NULL: there are none. */
	void (*put_control)(const dom0_schedctl_t *arg);
	void (*get_control)(dom0_schedctl_t *reply);
};

extern const struct scheduler bvt_scheduler, sedf_scheduler;
/* The one in use. */
extern const struct scheduler *scheduler;

/* The domain that follows d in the list, which has no end; the first one after NULL. */
static inline struct domain *domain_after(const struct domain *d)
{
	return d && d->next ? d->next : domain_list;
}

/*
 * Virtual time (share.c). d, which is among those that want to run, has run for so
 * many ticks, each of which advances it by so much. It never wraps: what all have had is
 * taken off now and then.
 */
void share_charge(struct domain *d, u64 ticks, u64 advance);
/* d wants to run from now on. What it has not used by now is lost to it. */
void share_wake(struct domain *d);
/* d, which did not want to run, is not before next, who does in its place. */
void share_yield(struct domain *d, const struct domain *next);

#endif /* XEN_SCHEDULER_H */
