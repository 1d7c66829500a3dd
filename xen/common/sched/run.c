// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run loop. A CPU runs the vCPUs that can run; with nothing to run it sleeps until
 * the next timer or interrupt. The policy says which domain has the next turn, and for
 * how long (policy.h). Within a domain its vCPUs take turns, so that a domain which makes
 * itself more of them (boot_vcpu) takes nothing from others.
 */
#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/memory/chunk.h>
#include <xen/sched/policy.h>
#include <xen/sched/sched.h>
#include <xen/trace/buffer.h>
#include <xen/trace/perfc.h>
#include <asm/platform.h>
#include <asm/time.h>

/* How long a vCPU may keep others of its domain waiting. */
#define VCPU_SLICE_MS 10
/*
 * A domain that could run and has not for so long gets a short turn whatever the
 * parameters say, since dom0 is needed to set them right.
 */
#define STARVED_MS	 10000
#define STARVED_TURN_MS	 1
#define STARVED_CHECK_MS 10

static u64 milliseconds(u64 n)
{
	return boot_info.cpu.timebase_frequency / 1000 * n;
}

void vcpu_yield(struct vcpu *v)
{
	trace_vcpu(TRC_SCHED_YIELD, v);
	v->domain->sched.yields = true;
	v->domain->sched.rotate = true;
	request_choice();
}

void end_turn(void)
{
	this_cpu()->sched.turn.end = 0;
	request_choice();
}

void sched_forget_vcpu(const struct vcpu *v)
{
	struct cpu *cpu = this_cpu();

	if (cpu->current == v)
		cpu->current = NULL;
	if (cpu->sched.turn.domain == v->domain)
		cpu->sched.turn.domain = NULL;
}

/* Charges the domain that runs for its turn so far, so that others compare with it. */
static void charge_running(u64 now)
{
	struct vcpu *v = get_current();

	if (!v || !vcpu_is_running(v))
		return;
	scheduler->charge(v->domain, now - v->run_start, now);
	v->run_time += now - v->run_start;
	v->run_start = now;
}

void sched_update(struct domain *d)
{
	struct sched_state *share = &d->sched;
	u32 before = share->runnable, runnable = 0;

	for (u32 i = 0; i < d->nr_vcpus; i++)
		runnable += vcpu_runnable(d->vcpu[i]);
	if (runnable == before)
		return;
	request_choice();
	if (!before) {
		u64 now = get_timebase();

		charge_running(now);
		share->runnable = runnable;
		share->woke = true;
		share->since = now;
		scheduler->wake(d, now);
	} else {
		share->runnable = runnable;
		if (!runnable)
			share->woke = share->yields = false;
	}
}

/* A domain that has waited too long for a turn, or NULL. */
static struct domain *find_starved(u64 now)
{
	struct domain *d;

	for_each_domain (d)
		if (d->sched.runnable && !d->sched.capped &&
		    now - d->sched.since > milliseconds(STARVED_MS))
			return d;
	return NULL;
}

/* The domain that runs next; NULL: none, until turn.end. */
static struct domain *choose_domain(struct sched_cpu *cpu, struct domain *last, u64 now)
{
	struct turn *turn = &cpu->turn;

	turn->domain = last;
	turn->open = false;
	if (last) {
		turn->open = last->sched.runnable && !last->sched.woke &&
			     !last->sched.yields && now < turn->end;
		last->sched.woke = false;
	}
	if (turn->open && cpu->turn_of_starved)
		return last;
	cpu->turn_of_starved = false;
	if (unlikely(now >= cpu->starved_check)) {
		struct domain *starved = find_starved(now);

		cpu->starved_check = now + milliseconds(STARVED_CHECK_MS);
		if (starved) {
			cpu->turn_of_starved = true;
			cpu->starved_check = 0; /* there may be another */
			turn->domain = starved;
			turn->end = now + milliseconds(STARVED_TURN_MS);
			return starved;
		}
	}
	scheduler->choose(turn, now);
	return turn->domain;
}

/* Chooses among the vCPUs of d. At least one of them can run. */
static struct vcpu *choose_vcpu(struct sched_cpu *cpu, struct domain *d,
				struct vcpu *last, u64 now)
{
	bool rotate = d->sched.rotate;
	u32 id = d->last_vcpu;

	d->sched.rotate = false;
	if (last && last->domain == d && !rotate && now < cpu->vcpu_slice_end &&
	    vcpu_runnable(last))
		return last;
	cpu->vcpu_slice_end = now + milliseconds(VCPU_SLICE_MS);
	do
		id = id + 1 < d->nr_vcpus ? id + 1 : 0;
	while (!vcpu_runnable(d->vcpu[id]) && id != d->last_vcpu);
	return d->vcpu[id];
}

/* Chooses what follows last (NULL: nothing ran before). NULL: nothing can run. */
static struct vcpu *choose(struct vcpu *last, u64 now)
{
	struct sched_cpu *cpu = &this_cpu()->sched;
	struct domain *from = last ? last->domain : NULL, *d;

	if (unlikely(timers_next() <= now))
		timers_expire(now);
	this_cpu()->need_resched = false;
	d = choose_domain(cpu, from, now);
	if (from)
		from->sched.yields = false;
	return d ? choose_vcpu(cpu, d, last, now) : NULL;
}

static inline __attribute__((always_inline)) void switch_in(struct vcpu *v, u64 now)
{
	const struct sched_cpu *cpu = &this_cpu()->sched;
	u64 end = min(cpu->turn.end, timers_next());

	if (v->domain->sched.runnable > 1)
		end = min(end, cpu->vcpu_slice_end);
	v->domain->last_vcpu = v->id;
	this_cpu()->current = v;
	vcpu_switch_in(v, now);
	arch_vcpu_load(v, end);
}

/* NULL: the CPU is idle. */
static void trace_switch(const struct vcpu *from, const struct vcpu *to)
{
	if (from != to)
		TRACE(TRC_SCHED_SWITCH, from ? from->domain->id : TRC_IDLE_DOMAIN,
		      from ? from->id : 0, to ? to->domain->id : TRC_IDLE_DOMAIN,
		      to ? to->id : 0);
}

/*
 * Sleeps until a vCPU can run, and switches to that. Before, it clears what domains that
 * are gone have left, so that no domain waits for that later.
 */
static __attribute__((noinline)) struct vcpu *idle(struct vcpu *last)
{
	struct vcpu *next;
	u64 now;

	trace_switch(last, NULL);
	do {
		if (chunk_clean()) {
			platform->irq->handle();
		} else {
			perfc_incr(idles);
			platform->idle(min(this_cpu()->sched.turn.end, timers_next()));
		}
		now = get_timebase();
		/* The last one may be gone meanwhile. */
		last = get_current();
		next = choose(last, now);
	} while (!next);
	trace_switch(NULL, next);
	switch_in(next, now);
	return next;
}

/* Finds a vCPU to go on with after v (NULL: none ran before). */
static struct vcpu *schedule(struct vcpu *v)
{
	u64 now = get_timebase();
	struct vcpu *next;

	check_stack();
	perfc_incr(schedules);
	if (v) {
		u64 ran = now - v->run_start;

		vcpu_switch_out(v, now);
		v->domain->sched.since = now;
		scheduler->charge(v->domain, ran, now);
	}
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

	for (;;) {
		arch_vcpu_run(v);
		v = schedule(v);
	}
}
