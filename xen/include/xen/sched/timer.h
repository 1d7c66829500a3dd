/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Timers of vCPUs that do not run. Each CPU has a queue of its own, which its scheduler
 * serves: a timer expires at the first choice after its time, and the CPU neither runs a
 * guest nor sleeps beyond the first expiry.
 */
#ifndef XEN_SCHED_TIMER_H
#define XEN_SCHED_TIMER_H

#include <xen/types.h>

#define TIMER_NEVER UINT64_MAX

struct timer {
	struct timer *next;
	struct timer **link; /* what points at it; NULL: it is not queued */
	u64 expiry;	     /* timebase */
	/* Called once, with the timer out of the queue; it may start the timer again. */
	void (*expire)(struct timer *timer);
};

/*
 * Queues the timer on this CPU, or moves it if it is queued. TIMER_NEVER only takes it
 * out. Asks for a choice if it is now the first: the end of the turn has to follow.
 */
void timer_start(struct timer *timer, u64 expiry);
/* Takes the timer out of its queue, if it is in one. Its expiry stays readable. */
void timer_stop(struct timer *timer);
/* The expiry of the first timer of a queue, or TIMER_NEVER. */
static inline u64 timers_first(const struct timer *queue)
{
	return queue ? queue->expiry : TIMER_NEVER;
}

/* The same of this CPU's queue. */
u64 timers_next(void);
/* Expires all timers of this CPU whose time is now or earlier. */
void timers_expire(u64 now);

#endif /* XEN_SCHED_TIMER_H */
