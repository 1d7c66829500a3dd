/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the run loop (run.c) and the policies: which domain runs on a CPU, and for how
 * long. A policy sees the shares that domains have of the CPU, not their vCPUs. Each CPU
 * is shared out by itself. All times are ticks of the timebase.
 */
#ifndef XEN_SCHEDULER_H
#define XEN_SCHEDULER_H

#include <xen/domain.h>
#include <xen/sched/cpu.h>

#define TURN_WITHOUT_END UINT64_MAX

struct scheduler {
	u32 id; /* SCHED_* */

	/* The domain's sched_params have been set: s goes by them from now on. */
	void (*adjust)(struct share *s);
	/* s can run, which it could not before. */
	void (*wake)(struct share *s, u64 now);
	/* s has run for that many ticks, until now. */
	void (*charge)(struct share *s, u64 ran, u64 now);
	/*
	 * Sets cpu->turn.share to the one that runs next on this CPU, and cpu->turn.end.
	 * In: turn.share ran last, NULL: none. NULL: none runs until turn.end. Clears the
	 * mark (woke) of those whose wake-up it has considered.
	 */
	void (*choose)(struct sched_cpu *cpu, u64 now);

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

/*
 * Of the shares that can run, the one that follows s, which need not be one of them,
 * going round; the first one after NULL. NULL: there is none.
 */
static inline struct share *share_after(const struct sched_cpu *cpu,
					const struct share *s)
{
	struct share *after = cpu->shares;

	/* It is in the list itself. */
	if (s && likely(s->runnable))
		return s->next ? s->next : after;
	while (s && after && after->domain->id <= s->domain->id)
		after = after->next;
	return after ? after : cpu->shares;
}

/*
 * Virtual time (share.c). share_charge(): s, which is runnable, has run for that many
 * ticks, and each advances its virtual time by advance. It never wraps: now and then what
 * all on the CPU have had is subtracted.
 */
void share_charge(struct share *s, u64 ticks, u64 advance);
/* s is runnable from now on. It loses what it has not used until now. */
void share_wake(struct share *s);
/* s yields to next: it must not be before next afterwards. */
void share_yield(struct share *s, const struct share *next);

#endif /* XEN_SCHEDULER_H */
