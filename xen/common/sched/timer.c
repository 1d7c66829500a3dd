// SPDX-License-Identifier: GPL-2.0-or-later
/* A queue of timers, sorted by expiry, for each CPU (xen/sched/timer.h). */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/timer.h>

void timer_stop(struct timer *timer)
{
	if (!timer->link)
		return;
	*timer->link = timer->next;
	if (timer->next)
		timer->next->link = timer->link;
	timer->link = NULL;
}

void timer_start(struct timer *timer, u64 expiry)
{
	struct timer **head = &this_cpu()->sched.timers, **link = head;

	timer_stop(timer);
	timer->expiry = expiry;
	if (expiry == TIMER_NEVER)
		return;
	while (*link && (*link)->expiry <= expiry)
		link = &(*link)->next;
	timer->next = *link;
	timer->link = link;
	if (timer->next)
		timer->next->link = &timer->next;
	*link = timer;
	if (link == head)
		request_choice(this_cpu());
}

u64 timers_next(void)
{
	return timers_first(this_cpu()->sched.timers);
}

void timers_expire(u64 now)
{
	struct timer *timer;

	while ((timer = this_cpu()->sched.timers) && timer->expiry <= now) {
		timer_stop(timer);
		timer->expire(timer);
	}
}
