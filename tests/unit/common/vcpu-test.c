// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The states of vCPUs and domains (xen/common/vcpu.c, domain.c): from every state, every
 * transition. What the scheduler counts is compared with what the words say.
 */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static struct domain *d;
static struct vcpu *v;

static void start(void)
{
	machine.timebase = 1000000;
	dom0_start();
	d = make_domain(1);
	CU_ASSERT_EQUAL_FATAL(domain_set_vcpus(d, 3), 0);
	v = d->vcpu[0];
}

/* The number of vCPUs that can run is the one that the scheduler knows. */
static void check_count(void)
{
	u32 runnable = 0;

	for (u32 i = 0; i < d->nr_vcpus; i++)
		runnable +=
			!d->run_state && !(d->vcpu[i]->run_state &
					   (VCPU_NO_CONTEXT | VCPU_DOWN | VCPU_BLOCKED));
	CU_ASSERT_EQUAL(d->shares->runnable, runnable);
	CU_ASSERT(runnable || !(d->shares->woke || d->shares->yields));
}

static void new_domain(void)
{
	CU_ASSERT_EQUAL(d->run_state, DOMAIN_NEW | DOMAIN_PAUSED);
	CU_ASSERT_EQUAL(v->run_state, VCPU_NO_CONTEXT);
	CU_ASSERT_EQUAL(d->vcpu[1]->run_state, VCPU_NO_CONTEXT | VCPU_DOWN);
	check_count();
	/* It takes all of this, in any order, to make it run. */
	vcpu_initialise(v);
	domain_unpause(d);
	check_count();
	CU_ASSERT_EQUAL(d->shares->runnable, 0);
	boot_cpu.need_resched = false;
	domain_constructed(d);
	check_count();
	CU_ASSERT_EQUAL(d->shares->runnable, 1);
	CU_ASSERT_TRUE(need_resched());
}

static void block(struct vcpu *who)
{
	vcpu_block(who, false);
}

static void block_for_event(struct vcpu *who)
{
	vcpu_block(who, true);
}

static void wake_for_event(struct vcpu *who)
{
	vcpus_wake_for_event(who->domain);
}

static void pause(struct vcpu *who)
{
	domain_pause(who->domain);
}

static void unpause(struct vcpu *who)
{
	domain_unpause(who->domain);
}

/* What each transition of a vCPU sets and clears, from any word. */
static const struct {
	void (*transition)(struct vcpu *v);
	u32 set, clear;
	u32 only_if; /* it changes something only if these bits are set */
} transitions[] = {
	{ vcpu_initialise, 0, VCPU_NO_CONTEXT | VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, 0 },
	{ vcpu_start, 0, VCPU_DOWN, 0 },
	{ vcpu_stop, VCPU_DOWN, 0, 0 },
	{ block, VCPU_BLOCKED, 0, 0 },
	{ block_for_event, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, 0, 0 },
	{ vcpu_wake, 0, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, VCPU_BLOCKED },
	{ wake_for_event, 0, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, VCPU_WAITS_FOR_EVENT },
	{ pause, 0, 0, 0 },
	{ unpause, 0, 0, 0 },
};

static const u32 words[] = {
	0,
	VCPU_NO_CONTEXT,
	VCPU_DOWN,
	VCPU_NO_CONTEXT | VCPU_DOWN,
	VCPU_BLOCKED,
	VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT,
	VCPU_DOWN | VCPU_BLOCKED,
	VCPU_DOWN | VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT,
};

static void every_transition(void)
{
	static const u32 domains[] = { 0, DOMAIN_PAUSED, DOMAIN_SHUT_DOWN, DOMAIN_NEW };

	for (u32 i = 0; i < ARRAY_SIZE(words) * ARRAY_SIZE(domains); i++)
		for (u32 t = 0; t < ARRAY_SIZE(transitions); t++) {
			u32 word = words[i / ARRAY_SIZE(domains)], before, after = word;

			domain_force(d, domains[i % ARRAY_SIZE(domains)],
				     DOMAIN_NEW | DOMAIN_PAUSED | DOMAIN_SHUT_DOWN);
			vcpu_force(v, word, ~word);
			before = d->shares->runnable;
			boot_cpu.need_resched = false;
			transitions[t].transition(v);
			if (!transitions[t].only_if || word & transitions[t].only_if)
				after = (word & ~transitions[t].clear) |
					transitions[t].set;
			CU_ASSERT_EQUAL(v->run_state, after);
			check_count();
			/* A change of who can run never goes unnoticed. */
			if (d->shares->runnable != before)
				CU_ASSERT_TRUE(need_resched());
		}
}

/* What a running domain has used so far counts before one that wakes is compared. */
static void waking_beside_a_running_one(void)
{
	struct vcpu *runs = dom0->vcpu[0];

	vcpu_make_runnable(runs);
	vcpu_make_runnable(v);
	vcpu_block(v, false);
	boot_cpu.current = runs;
	vcpu_switch_in(runs, machine.timebase);
	machine.timebase += 512000000;
	vcpu_wake(v);
	CU_ASSERT_EQUAL(runs->run_start, machine.timebase);
	CU_ASSERT_EQUAL(runs->run_time, 512000000);
	CU_ASSERT(dom0->shares->lead > 0);
	CU_ASSERT_EQUAL(d->shares->lead, dom0->shares->lead);
	CU_ASSERT_TRUE(d->shares->woke);
	vcpus_settle();
}

/* The timer of a wait stands still with the domain, and goes on with it. */
static void timers(void)
{
	vcpu_make_runnable(v);
	boot_cpu.current = v;
	vcpu_switch_in(v, machine.timebase);
	machine.spr[SPR_DEC] = 5000;
	vcpu_block(v, false);
	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
	vcpu_switch_out(v, machine.timebase);
	CU_ASSERT_EQUAL(timers_next(), machine.timebase + 5000);
	vcpu_set_timer(v, machine.timebase + 7000);
	domain_pause(d);
	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
	machine.timebase += 1000;
	domain_unpause(d);
	CU_ASSERT(timers_next() >= machine.timebase);
	CU_ASSERT_PTR_EQUAL(boot_cpu.sched.timers, &v->wake_timer);
	machine.timebase = timers_next();
	timers_expire(machine.timebase);
	CU_ASSERT_EQUAL(v->run_state, 0);
	check_count();
	/* A domain that is destroyed leaves none behind. */
	end_domain(d);
	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
	d = make_domain(1);
}

/* What is about a vCPU that is freed is forgotten by the CPU. */
static void forgotten(void)
{
	vcpu_make_runnable(v);
	boot_cpu.current = v;
	boot_cpu.sched.turn.share = d->shares;
	end_domain(d);
	CU_ASSERT_PTR_NULL(boot_cpu.current);
	CU_ASSERT_PTR_NULL(boot_cpu.sched.turn.share);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "new domain", new_domain },
		{ "every transition", every_transition },
		{ "waking beside a running one", waking_beside_a_running_one },
		{ "timers", timers },
		{ "forgotten", forgotten },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "vcpu",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-vcpu", suites);
}
