// SPDX-License-Identifier: GPL-2.0-or-later
/* Domains that use time (actors.h). */
#include <CUnit/CUnit.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/cpu.h>
#include <asm/cpu/nested.h>
#include <asm/processor.h>

#include "actors.h"
#include "dom0.h"
#include "fakes.h"

struct actor actor[MAX_ACTORS];
u32 nr_actors;
u64 idle_time, choices;
void (*after_turn)(void);

static u64 end_time;
static struct actor *last_actor;

static struct actor *actor_of(const struct vcpu *v)
{
	for (u32 i = 0; i < nr_actors; i++)
		if (actor[i].d == v->domain)
			return &actor[i];
	panic("somebody runs who should not");
}

static void begin_run(struct actor *a)
{
	if (a == last_actor)
		return;
	a->turns++;
	a->run_since = machine.timebase;
	CU_ASSERT(a->ready <= machine.timebase);
	a->longest_wait = max(a->longest_wait, machine.timebase - a->ready);
}

/* Its burst is over. */
static void end_burst(struct actor *a, struct vcpu *v)
{
	a->left = a->burst;
	if (a->yields) {
		vcpu_yield(v);
		return;
	}
	vcpu_block(v, false);
	a->ready = machine.timebase + a->wait;
	machine.spr[SPR_DEC] = a->wait;
	last_actor = NULL;
}

static u64 run_actor(struct vcpu *v)
{
	struct actor *a = actor_of(v);
	u64 end = min(v->arch.hv.hdec_expiry + a->overrun, end_time);
	u64 time;

	/* The domain that ran before has been charged by now. */
	if (machine.timebase >= end_time)
		panic("it is time");
	CU_ASSERT(end > machine.timebase);
	CU_ASSERT_TRUE(vcpu_runnable(v));
	choices++;
	begin_run(a);
	time = end - machine.timebase;
	if (a->burst)
		time = min(time, a->left);
	machine.timebase += time;
	machine.spr[SPR_DEC] = INT32_MAX;
	last_actor = a;
	a->ran += time;
	a->ready = machine.timebase;
	a->longest_run = max(a->longest_run, machine.timebase - a->run_since);
	if (a->burst && !(a->left -= time))
		end_burst(a, v);
	if (after_turn)
		after_turn();
	return EXIT_HDECREMENTER;
}

static void idle_until(u64 until)
{
	if (machine.timebase >= end_time)
		panic("it is time");
	for (u32 i = 0; i < nr_actors; i++)
		CU_ASSERT(!actor_ready(&actor[i]) || actor[i].d->shares->capped);
	until = min(until, end_time);
	CU_ASSERT(until > machine.timebase);
	idle_time += until - machine.timebase;
	machine.timebase = until;
	last_actor = NULL;
}

bool actor_ready(const struct actor *a)
{
	return a->d && vcpu_runnable(a->d->vcpu[0]);
}

void actors_run(u64 ticks)
{
	idle_time = choices = 0;
	last_actor = NULL;
	end_time = machine.timebase + ticks;
	for (u32 i = 0; i < nr_actors; i++) {
		actor[i].ran = actor[i].turns = 0;
		actor[i].longest_wait = actor[i].longest_run = 0;
		if (actor[i].d && !(actor[i].d->vcpu[0]->run_state & VCPU_BLOCKED))
			actor[i].ready = machine.timebase;
	}
	EXPECT_END(run_vcpus());
	CU_ASSERT_STRING_EQUAL(machine.panic, "it is time");
	vcpus_settle();
}

u64 actor_share(const struct actor *a, u64 ticks)
{
	return a->ran * 1000 / ticks;
}

struct actor *actor_add(void)
{
	struct actor *a = &actor[nr_actors++];

	*a = (struct actor){ .d = make_domain(0), .ready = machine.timebase };
	vcpu_force(a->d->vcpu[0], 0, VCPU_NO_CONTEXT);
	domain_force(a->d, 0, DOMAIN_NEW);
	domain_force(a->d, 0, DOMAIN_PAUSED);
	return a;
}

void pause_or_unpause(struct domain *d)
{
	domain_force(d, domain_is_paused(d) ? 0 : DOMAIN_PAUSED,
		     domain_is_paused(d) ? DOMAIN_PAUSED : 0);
	request_choice(this_cpu());
}

void actors_remove(void)
{
	for (u32 i = 0; i < nr_actors; i++)
		if (actor[i].d)
			destroy_domain(actor[i].d);
	nr_actors = 0;
}

void actors_start(const char *cmdline)
{
	scheduler_init(cmdline);
	dom0_start();
	machine.timebase = TICKS_S(1);
	machine.enter = run_actor;
	machine.idle = idle_until;
	nr_actors = 0;
	after_turn = NULL;
}

void actors_stop(void)
{
	dom0_stop();
}

static void adjust(const struct actor *a, dom0_adjustdom_t *params)
{
	dom0_op_t op = { .u.adjustdom = *params };

	op.u.adjustdom.sched_id = scheduler_id();
	op.u.adjustdom.direction = SCHED_INFO_PUT;
	op.u.adjustdom.domain = a->d->id;
	CU_ASSERT_EQUAL(op_call(DOM0_ADJUSTDOM, &op), 0);
}

void adjust_bvt(const struct actor *a, struct bvt_adjdom params)
{
	adjust(a, &(dom0_adjustdom_t){ .u.bvt = params });
}

void adjust_sedf(const struct actor *a, struct sedf_adjdom params)
{
	adjust(a, &(dom0_adjustdom_t){ .u.sedf = params });
}

void control_bvt(u32 ctx_allow)
{
	dom0_op_t op = { .u.schedctl = { .sched_id = SCHED_BVT,
					 .direction = SCHED_INFO_PUT,
					 .u.bvt.ctx_allow = ctx_allow } };

	CU_ASSERT_EQUAL(op_call(DOM0_SCHEDCTL, &op), 0);
}
