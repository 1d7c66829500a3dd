// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run loop. A CPU runs the vCPUs that can run; with nothing to run it sleeps until
 * the next timer or interrupt. The policy says which domain has the next turn, and for
 * how long (policy.h). Within a domain its vCPUs take turns, so that a domain which makes
 * itself more of them (boot_vcpu) takes nothing from others.
 */
#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/chunk.h>
#include <xen/memory/heap.h>
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

/* The share that d has of the CPU, made if it has none yet. NULL: no memory. */
static struct share *share_get(struct domain *d, struct cpu *cpu)
{
	struct share *s;

	for (s = d->shares; s; s = s->sibling)
		if (s->cpu == cpu)
			return s;
	s = heap_alloc(sizeof(*s), __alignof__(struct share));
	if (!s)
		return NULL;
	s->domain = d;
	s->cpu = cpu;
	s->sibling = d->shares;
	d->shares = s;
	scheduler->adjust(s);
	return s;
}

/* One CPU runs all vCPUs. */
int sched_place(struct vcpu *v)
{
	v->share = share_get(v->domain, cpus[0]);
	return v->share ? 0 : -ENOMEM;
}

void sched_forget_vcpu(const struct vcpu *v)
{
	if (v->share && v->share->cpu->current == v)
		v->share->cpu->current = NULL;
}

void sched_domain_destroy(struct domain *d)
{
	struct share *s;

	while ((s = d->shares)) {
		BUG_ON(s->runnable);
		if (s->cpu->sched.turn.share == s)
			s->cpu->sched.turn.share = NULL;
		d->shares = s->sibling;
		heap_free(s, sizeof(*s));
	}
}

void vcpu_yield(struct vcpu *v)
{
	trace_vcpu(TRC_SCHED_YIELD, v);
	v->share->yields = true;
	v->share->rotate = true;
	request_choice(v->share->cpu);
}

static void end_turn(struct cpu *cpu)
{
	cpu->sched.turn.end = 0;
	request_choice(cpu);
}

void end_turns(const struct domain *d)
{
	struct cpu *cpu;
	u32 i;

	for (const struct share *s = d ? d->shares : NULL; s; s = s->sibling)
		end_turn(s->cpu);
	if (d)
		return;
	for_each_cpu (cpu, i)
		end_turn(cpu);
}

/* Charges the one that runs for its turn so far, so that others compare with it. */
static void charge_running(const struct cpu *cpu, u64 now)
{
	struct vcpu *v = cpu->current;

	if (!v || !vcpu_is_running(v))
		return;
	scheduler->charge(v->share, now - v->run_start, now);
	v->run_time += now - v->run_start;
	v->run_start = now;
}

/* The place of s among the CPU's shares that can run. */
static struct share **place_of(const struct share *s)
{
	struct share **place = &s->cpu->sched.shares;

	while (*place && (*place)->domain->id < s->domain->id)
		place = &(*place)->next;
	return place;
}

static void share_runnable(struct share *s)
{
	struct share **place = place_of(s);
	u64 now = get_timebase();

	charge_running(s->cpu, now);
	s->next = *place;
	*place = s;
	s->woke = true;
	s->since = now;
	scheduler->wake(s, now);
}

static void share_blocked(struct share *s)
{
	*place_of(s) = s->next;
	s->woke = s->yields = false;
}

void sched_update(struct vcpu *v)
{
	bool can_run = vcpu_runnable(v);
	struct share *s = v->share;

	if (v->counted == can_run)
		return;
	v->counted = can_run;
	request_choice(s->cpu);
	if (can_run && !s->runnable++)
		share_runnable(s);
	else if (!can_run && !--s->runnable)
		share_blocked(s);
}

/* One that has waited too long for a turn, or NULL. */
static struct share *find_starved(const struct sched_cpu *cpu, u64 now)
{
	for (struct share *s = cpu->shares; s; s = s->next)
		if (!s->capped && now - s->since > milliseconds(STARVED_MS))
			return s;
	return NULL;
}

/* The share that runs next; NULL: none, until turn.end. */
static struct share *choose_share(struct sched_cpu *cpu, struct share *last, u64 now)
{
	struct turn *turn = &cpu->turn;

	turn->share = last;
	turn->open = false;
	if (last) {
		turn->open =
			last->runnable && !last->woke && !last->yields && now < turn->end;
		last->woke = false;
	}
	if (turn->open && cpu->turn_of_starved)
		return last;
	cpu->turn_of_starved = false;
	if (unlikely(now >= cpu->starved_check)) {
		struct share *starved = find_starved(cpu, now);

		cpu->starved_check = now + milliseconds(STARVED_CHECK_MS);
		if (starved) {
			cpu->turn_of_starved = true;
			cpu->starved_check = 0; /* there may be another */
			turn->share = starved;
			turn->end = now + milliseconds(STARVED_TURN_MS);
			return starved;
		}
	}
	scheduler->choose(cpu, now);
	return turn->share;
}

/* Whether v is one of those of the share that can run. */
static bool is_of(const struct vcpu *v, const struct share *s)
{
	return v->counted && v->share == s;
}

/* Chooses among the vCPUs of a share. At least one of them can run. */
static struct vcpu *choose_vcpu(struct sched_cpu *cpu, struct share *s, struct vcpu *last,
				u64 now)
{
	const struct domain *d = s->domain;
	bool rotate = s->rotate;
	u32 id = s->last_vcpu;

	s->rotate = false;
	/* It has no other to take turns with. */
	if (s->runnable == 1 && is_of(d->vcpu[id], s))
		return d->vcpu[id];
	if (last && last->share == s && !rotate && now < cpu->vcpu_slice_end &&
	    last->counted)
		return last;
	cpu->vcpu_slice_end = now + milliseconds(VCPU_SLICE_MS);
	do
		id = id + 1 < d->nr_vcpus ? id + 1 : 0;
	while (!is_of(d->vcpu[id], s) && id != s->last_vcpu);
	return d->vcpu[id];
}

/* Chooses what follows last (NULL: nothing ran before). NULL: nothing can run. */
static struct vcpu *choose(struct vcpu *last, u64 now)
{
	struct sched_cpu *cpu = &this_cpu()->sched;
	struct share *from = last ? last->share : NULL, *s;

	if (unlikely(timers_first(cpu->timers) <= now))
		timers_expire(now);
	this_cpu()->need_resched = false;
	s = choose_share(cpu, from, now);
	if (from)
		from->yields = false;
	return s ? choose_vcpu(cpu, s, last, now) : NULL;
}

static inline __attribute__((always_inline)) void switch_in(struct vcpu *v, u64 now)
{
	const struct sched_cpu *cpu = &this_cpu()->sched;
	u64 end = min(cpu->turn.end, timers_first(cpu->timers));

	if (v->share->runnable > 1)
		end = min(end, cpu->vcpu_slice_end);
	v->share->last_vcpu = v->id;
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
		v->share->since = now;
		scheduler->charge(v->share, ran, now);
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
