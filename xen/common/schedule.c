// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run loop. One physical CPU runs the vCPUs that can run, in turn; with nothing to
 * run it sleeps until the next timer or interrupt.
 */
#include <xen/boot_info.h>
#include <xen/console.h>
#include <xen/lib.h>
#include <xen/perfc.h>
#include <xen/schedule.h>
#include <xen/trace_buffer.h>
#include <asm/current.h>
#include <asm/platform.h>
#include <asm/time.h>

#define SLICE_MS 10

/* The next vCPU of the domain, after the one that had its last turn, that can run. */
static struct vcpu *next_of_domain(const struct domain *d)
{
	for (u32 i = 1; i <= d->nr_vcpus; i++) {
		struct vcpu *candidate = d->vcpu[(d->last_vcpu + i) % d->nr_vcpus];

		if (vcpu_runnable(candidate))
			return candidate;
	}
	return NULL;
}

/*
 * Who comes after v: a vCPU of the next domain, by number, that has one which can run.
 * Turns are the domains', however many vCPUs they have: a domain that makes itself more
 * (boot_vcpu) takes nothing from others. v may be NULL.
 */
static struct vcpu *next_runnable(const struct vcpu *v)
{
	const struct domain *first = v && v->domain->next ? v->domain->next : domain_list;
	const struct domain *d = first;
	struct vcpu *next;

	do {
		next = next_of_domain(d);
		d = d->next ? d->next : domain_list;
	} while (!next && d != first);
	return next;
}

/* When the next VIRQ_TIMER is due. */
static u64 first_virq_timer(void)
{
	u64 first = TIMER_NONE;
	const struct domain *d;

	for_each_domain (d)
		for (u32 i = 0; i < d->nr_vcpus; i++)
			first = min(first, d->vcpu[i]->timer);
	return first;
}

/* When the first vCPU that waits has to go on. */
static u64 next_timer(void)
{
	u64 until = UINT64_MAX;
	struct domain *d;

	for_each_domain (d)
		for (u32 i = 0; i < d->nr_vcpus; i++)
			if (d->vcpu[i]->blocked)
				until = min(until, arch_vcpu_timer(d->vcpu[i]));
	return min(until, first_virq_timer());
}

/* Ends the wait of a vCPU if that is over. */
static void wake_if_due(struct vcpu *v, u64 now)
{
	bool timer = arch_vcpu_timer(v) <= now;

	if (!timer && !arch_vcpu_pending(v) &&
	    !(v->waits_for_event && evtchn_pending(v->domain)))
		return;
	if (timer)
		trace_vcpu(TRC_SCHED_DOM_TIMER_FN, v);
	v->blocked = v->waits_for_event = false;
	trace_vcpu(TRC_SCHED_WAKE, v);
}

/* Raises what set_timer_op has asked for, and ends every wait that is over. */
static void wake_due(void)
{
	u64 now = get_timebase();
	struct domain *d;

	for_each_domain (d) {
		for (u32 i = 0; i < d->nr_vcpus; i++) {
			struct vcpu *v = d->vcpu[i];

			if (v->timer <= now) {
				v->timer = TIMER_NONE;
				trace_vcpu(TRC_SCHED_DOM_TIMER_FN, v);
				send_virq(v, VIRQ_TIMER);
			}
			if (v->blocked)
				wake_if_due(v, now);
		}
	}
}

static void idle(void)
{
	perfc_incr(idles);
	console_poll();
	platform->idle(next_timer());
	wake_due();
}

/*
 * How long v may run before somebody else has to be looked at: a time slice if another
 * could run or has a timer that may let it; else for ever. Timers of set_timer_op end it
 * too.
 */
static u64 turn_end(const struct vcpu *v)
{
	u64 end = first_virq_timer();
	u64 slice = (u64)boot_info.cpu.timebase_frequency / 1000 * SLICE_MS;
	const struct domain *d;

	for_each_domain (d)
		for (u32 i = 0; i < d->nr_vcpus; i++)
			if (d->vcpu[i] != v && d->vcpu[i]->initialised && !d->paused &&
			    !d->shut_down)
				return min(end, get_timebase() + slice);
	return end;
}

static void switch_out(struct vcpu *v)
{
	arch_vcpu_save(v);
	v->run_time += get_timebase() - v->run_start;
	v->running = false;
}

static void switch_in(struct vcpu *v)
{
	v->run_start = get_timebase();
	v->running = true;
	v->domain->last_vcpu = v->id;
	set_current(v);
	arch_vcpu_load(v, turn_end(v));
}

/* NULL: nobody runs. */
static void trace_switch(const struct vcpu *from, const struct vcpu *to)
{
	if (from != to)
		TRACE(TRC_SCHED_SWITCH, from ? from->domain->id : TRC_IDLE_DOMAIN,
		      from ? from->id : 0, to ? to->domain->id : TRC_IDLE_DOMAIN,
		      to ? to->id : 0);
}

/* Finds a vCPU to go on with after v, which cannot run or has had its turn. */
static struct vcpu *schedule(struct vcpu *v)
{
	const struct vcpu *last = v;
	struct vcpu *next;

	check_stack();
	perfc_incr(schedules);
	set_need_resched(false);
	if (v)
		switch_out(v);
	wake_due();
	while (!(next = next_runnable(v))) {
		trace_switch(last, NULL);
		last = NULL;
		idle();
	}
	trace_switch(last, next);
	switch_in(next);
	return next;
}

void run_vcpus(void)
{
	struct vcpu *v = schedule(NULL);

	/* Whoever makes the running vCPU unable to run, or ends its turn, asks for this.
	 */
	for (;;) {
		arch_vcpu_run(v);
		v = schedule(v);
	}
}
