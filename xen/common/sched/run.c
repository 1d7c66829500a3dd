// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run loop. One physical CPU runs the vCPUs that can run; with nothing to run it
 * sleeps until the next timer or interrupt. Which domain has the next turn, and for how
 * long, is the scheduler's to say (policy.h); within a domain its vCPUs take turns,
 * so that one which makes itself more of them (boot_vcpu) takes nothing from others.
 */
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <xen/sched/run.h>
#include <xen/sched/policy.h>
#include <xen/trace/buffer.h>
#include <asm/current.h>
#include <asm/platform.h>
#include <asm/time.h>

/* How long a vCPU may keep others of its domain waiting. */
#define VCPU_SLICE_MS 10
/* How often to look at vCPUs that wait: not all that ends a wait asks for a choice. */
#define POLL_MS 10
/*
 * A domain that could run and has not for so long gets a short turn whatever the
 * parameters say, since dom0 is needed to set them right.
 */
#define STARVED_MS	10000
#define STARVED_TURN_MS 1

static struct turn turn;
static bool turn_of_starved;
static u64 vcpu_slice_end;
static u64 look_by; /* when to look at all vCPUs at the latest */

/* What was seen of all vCPUs before a choice. */
static struct sight {
	u64 virq;		/* when the next VIRQ_TIMER is due */
	u64 wait_end;		/* when the first vCPU that waits has to go on */
	bool waiting;		/* there is one that waits */
	struct domain *starved; /* one that has waited too long for a turn, or NULL */
} seen;

/* What is said above, in ticks. */
static struct {
	u64 vcpu_slice, poll, starved, starved_turn;
} ticks;

static u64 milliseconds(u64 n)
{
	return boot_info.cpu.timebase_frequency / 1000 * n;
}

void schedule_init(void)
{
	ticks.vcpu_slice = milliseconds(VCPU_SLICE_MS);
	ticks.poll = milliseconds(POLL_MS);
	ticks.starved = milliseconds(STARVED_MS);
	ticks.starved_turn = milliseconds(STARVED_TURN_MS);
}

void vcpu_yield(struct vcpu *v)
{
	trace_vcpu(TRC_SCHED_YIELD, v);
	v->domain->share.yields = true;
	v->domain->share.rotate = true;
	request_choice();
}

void end_turn(void)
{
	turn.end = 0;
	set_need_resched(true);
}

/*
 * A choice is made at every switch, most often with nothing to do for timers or waits.
 * What there is to do then stands in functions of its own, for the registers it costs.
 */
#define RARE __attribute__((noinline))

/* Raises what set_timer_op has asked for. */
static RARE void raise_timer(struct vcpu *v)
{
	v->timer = TIMER_NONE;
	trace_vcpu(TRC_SCHED_DOM_TIMER_FN, v);
	send_virq(v, VIRQ_TIMER);
}

/* Ends the wait of a vCPU if that is over. */
static RARE void wake_if_due(struct vcpu *v, u64 now)
{
	bool timer = arch_vcpu_timer(v) <= now;

	if (!timer && !arch_vcpu_pending(v) &&
	    !(v->waits_for_event && evtchn_pending(v->domain)))
		return;
	if (timer)
		trace_vcpu(TRC_SCHED_DOM_TIMER_FN, v);
	v->blocked = v->waits_for_event = false;
	v->domain->share.rotate = true;
	trace_vcpu(TRC_SCHED_WAKE, v);
}

/* The time of a paused domain stands still. */
static void look_at_vcpu(struct vcpu *v, u64 now)
{
	if (!v->domain->paused) {
		if (unlikely(v->timer <= now))
			raise_timer(v);
		seen.virq = min(seen.virq, v->timer);
	}
	if (v->blocked)
		wake_if_due(v, now);
}

/* So many vCPUs of d can run now. */
static void note_runnable(struct domain *d, u32 runnable, u64 now)
{
	struct sched_state *share = &d->share;
	u32 before = share->runnable;

	share->runnable = runnable;
	if (!runnable) {
		share->woke = share->yields = false;
	} else if (!before) {
		share->woke = true;
		share->since = now;
		scheduler->wake(d, now);
	} else if (now - share->since > ticks.starved && !share->capped) {
		seen.starved = d;
	}
}

static inline void look_at_domain(struct domain *d, u64 now)
{
	bool able = domain_runnable(d);
	u32 runnable = 0;

	for (u32 i = 0; i < d->nr_vcpus; i++) {
		struct vcpu *v = d->vcpu[i];

		look_at_vcpu(v, now);
		if (!able || !v->initialised || v->down)
			continue;
		if (!v->blocked) {
			runnable++;
			continue;
		}
		seen.waiting = true;
		seen.wait_end = min(seen.wait_end, arch_vcpu_timer(v));
	}
	note_runnable(d, runnable, now);
}

/* A VIRQ_TIMER may end a wait that has been looked at before: once more, then. */
static RARE void look_around(u64 now)
{
	struct domain *d;

	do {
		set_need_resched(false);
		seen = (struct sight){ UINT64_MAX, UINT64_MAX, false, NULL };
		for_each_domain (d)
			look_at_domain(d, now);
	} while (need_resched());
	look_by = min(now + ticks.poll, min(seen.virq, seen.wait_end));
}

/*
 * What has changed since the last look: most often only the domain that has run. Who
 * changes another asks for a look (set_need_resched()), and time for one by look_by.
 */
static void look(struct domain *last, u64 now)
{
	if (unlikely(!last || look_requested() || now >= look_by)) {
		look_around(now);
		return;
	}
	set_need_resched(false);
	look_at_domain(last, now);
	look_by = min(look_by, min(seen.virq, seen.wait_end));
	if (unlikely(need_resched()))
		look_around(now);
}

/* The domain that runs next; NULL: none, until turn.end. */
static struct domain *choose_domain(struct domain *last, u64 now)
{
	turn.domain = last;
	turn.open = false;
	if (last) {
		turn.open = last->share.runnable && !last->share.woke &&
			    !last->share.yields && now < turn.end;
		last->share.woke = false;
	}
	if (turn.open && turn_of_starved)
		return last;
	turn_of_starved = seen.starved != NULL;
	if (turn_of_starved) {
		turn.domain = seen.starved;
		look_by = 0; /* there may be another */
		turn.end = now + ticks.starved_turn;
	} else {
		scheduler->choose(&turn, now);
	}
	return turn.domain;
}

/* The next vCPU of the domain, after the one that had its last turn, that can run. */
static struct vcpu *next_of_domain(const struct domain *d)
{
	u32 id = d->last_vcpu;

	for (u32 tries = d->nr_vcpus; tries; tries--) {
		id = id + 1 < d->nr_vcpus ? id + 1 : 0;
		if (vcpu_runnable(d->vcpu[id]))
			return d->vcpu[id];
	}
	panic("domain %u was to run and cannot: somebody has not asked for a look",
	      d->id);
}

static struct vcpu *choose_vcpu(struct domain *d, struct vcpu *last, u64 now)
{
	bool rotate = d->share.rotate;

	d->share.rotate = false;
	if (last && last->domain == d && !rotate && now < vcpu_slice_end &&
	    vcpu_runnable(last))
		return last;
	vcpu_slice_end = now + ticks.vcpu_slice;
	return next_of_domain(d);
}

static struct vcpu *choose(struct vcpu *last, u64 now)
{
	struct domain *from = last ? last->domain : NULL;
	struct domain *d;

	look(from, now);
	d = choose_domain(from, now);
	if (from)
		from->share.yields = false;
	return d ? choose_vcpu(d, last, now) : NULL;
}

/* When a vCPU of d that runs from now on is to be left for another choice. */
static u64 run_end(const struct domain *d, u64 now)
{
	u64 end = min(turn.end, seen.virq);

	if (d->share.runnable > 1)
		end = min(end, vcpu_slice_end);
	if (seen.waiting)
		end = min(end, min(seen.wait_end, now + ticks.poll));
	return end;
}

static void switch_out(struct vcpu *v, u64 now)
{
	u64 ran = now - v->run_start;

	arch_vcpu_save(v);
	v->run_time += ran;
	v->running = false;
	v->domain->share.since = now;
	scheduler->charge(v->domain, ran, now);
}

static inline __attribute__((always_inline)) void switch_in(struct vcpu *v, u64 now)
{
	v->run_start = now;
	v->running = true;
	v->domain->last_vcpu = v->id;
	set_current(v);
	arch_vcpu_load(v, run_end(v->domain, now));
}

/* NULL: nobody runs. */
static void trace_switch(const struct vcpu *from, const struct vcpu *to)
{
	if (from != to)
		TRACE(TRC_SCHED_SWITCH, from ? from->domain->id : TRC_IDLE_DOMAIN,
		      from ? from->id : 0, to ? to->domain->id : TRC_IDLE_DOMAIN,
		      to ? to->id : 0);
}

/* Nobody can run: sleeps until somebody can, after v, and switches to that. */
static RARE struct vcpu *idle(struct vcpu *v)
{
	struct vcpu *next;
	u64 now;

	trace_switch(v, NULL);
	do {
		perfc_incr(idles);
		console_poll();
		platform->idle(min(turn.end, min(seen.virq, seen.wait_end)));
		set_need_resched(true);
		now = get_timebase();
		next = choose(v, now);
	} while (!next);
	trace_switch(NULL, next);
	switch_in(next, now);
	return next;
}

/* Finds a vCPU to go on with after v, which cannot run or has to be asked whether. */
static struct vcpu *schedule(struct vcpu *v)
{
	u64 now = get_timebase();
	struct vcpu *next;

	check_stack();
	perfc_incr(schedules);
	if (v)
		switch_out(v, now);
	next = choose(v, now);
	if (!next)
		return idle(v);
	trace_switch(v, next);
	switch_in(next, now);
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
