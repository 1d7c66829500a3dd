// SPDX-License-Identifier: GPL-2.0-or-later
/* Who runs, for how long, and what happens when none can (xen/common/sched/run.c). */
#include <xen/boot_info.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/cpu.h>
#include <asm/cpu/nested.h>
#include <asm/processor.h>
#include <public/event_channel.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define SLICE_MAX (boot_info.cpu.timebase_frequency / 50) /* 20 ms: ten and some room */
#define FAR	  (1ULL << 39)
#define TURNS	  6
#define MS(n)	  (boot_info.cpu.timebase_frequency / 1000 * (n))

static struct vcpu *v, *other;

/* Who ran, and how long it might have. */
static struct vcpu *ran[TURNS];
static u64 might[TURNS];
static u32 turns, max_turns, idled;
static u64 slept_until;

/* Until its turn is over; one that has no end is left after a while. */
static u64 take_turn(struct vcpu *who)
{
	CU_ASSERT_TRUE(vcpu_runnable(who));
	ran[turns] = who;
	might[turns] = who->arch.hv.hdec_expiry - machine.timebase;
	machine.spr[SPR_DEC] = 0x7fffffff;
	machine.timebase += might[turns] < FAR ? might[turns] : 1000;
	if (++turns == max_turns)
		panic("enough");
	return EXIT_HDECREMENTER;
}

static void sleep_until(u64 until)
{
	idled++;
	slept_until = until;
	machine.timebase = until;
	if (until == UINT64_MAX)
		panic("for ever");
}

static void start(void)
{
	machine.timebase = 1000000;
	dom0_start();
	v = dom0->vcpu[0];
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	other = make_domain(1)->vcpu[0];
	machine.enter = take_turn;
	machine.idle = sleep_until;
}

static void run(u32 so_many)
{
	turns = idled = 0;
	max_turns = so_many;
	vcpus_settle();
	EXPECT_END(run_vcpus());
	vcpus_settle();
}

/* No other wants the CPU: no timer of the hypervisor's ends the turn. */
static void alone(void)
{
	run(1);
	CU_ASSERT_PTR_EQUAL(ran[0], v);
	CU_ASSERT(might[0] >= FAR);
	/* Those that cannot run, for whatever reason, change nothing. */
	domain_force(other->domain, 0, DOMAIN_PAUSED);
	run(1);
	CU_ASSERT(might[0] >= FAR);
	vcpu_make_runnable(other);
	domain_force(other->domain, DOMAIN_PAUSED, 0);
	run(1);
	CU_ASSERT(might[0] >= FAR);
	domain_force(other->domain, 0, DOMAIN_PAUSED);
	domain_force(other->domain, DOMAIN_SHUT_DOWN, 0);
	run(2);
	CU_ASSERT_PTR_EQUAL(ran[1], v);
	CU_ASSERT(might[1] >= FAR);
}

static void in_turn(void)
{
	vcpu_make_runnable(other);
	run(TURNS);
	for (u32 i = 0; i < TURNS; i++) {
		CU_ASSERT_PTR_EQUAL(ran[i], i % 2 ? other : v);
		CU_ASSERT(might[i] > 0 && might[i] <= SLICE_MAX);
	}
	CU_ASSERT_EQUAL(idled, 0);
	/* It begins with what is allowed between two switches, and goes on with twice
	 * that. */
	CU_ASSERT_EQUAL(v->run_time, MS(5) + 2 * MS(10));
	CU_ASSERT_EQUAL(other->run_time, 2 * MS(10));
}

/* Turns are the domains': more vCPUs share those of their domain among them. */
static void more_vcpus(void)
{
	struct domain *d = other->domain;

	vcpu_make_runnable(other);
	for (u32 i = 1; i < 3; i++) {
		CU_ASSERT_EQUAL(vcpu_create(d, false), 0);
		vcpu_force(d->vcpu[i], 0, VCPU_NO_CONTEXT);
	}
	run(TURNS);
	for (u32 i = 0; i < TURNS; i++)
		CU_ASSERT_PTR_EQUAL(ran[i]->domain, i % 2 ? d : dom0);
	/* Each of them came, in order: 1, 2, 0. */
	for (u32 i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(ran[2 * i + 1]->id, (i + 1) % 3);
	/* One that cannot run is passed over; with dom0 waiting, they alternate. */
	vcpu_force(d->vcpu[1], VCPU_DOWN, 0);
	vcpu_force(v, VCPU_BLOCKED, 0);
	v->arch.dec_expiry = machine.timebase + 1000000000;
	run(4);
	for (u32 i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(ran[i]->id, i % 2 ? 0 : 2);
	vcpu_force(v, 0, VCPU_BLOCKED);
}

/* Alone, its vCPUs have 10 ms each; one that wakes has its turn at once. */
static void vcpus_of_one_domain(void)
{
	struct domain *d = other->domain;

	vcpu_force(v, VCPU_NO_CONTEXT, 0);
	vcpu_make_runnable(other);
	CU_ASSERT_EQUAL(vcpu_create(d, false), 0);
	vcpu_force(d->vcpu[1], 0, VCPU_NO_CONTEXT);
	run(4);
	for (u32 i = 0; i < 4; i++) {
		CU_ASSERT_EQUAL(ran[i]->id, (i + 1) % 2);
		CU_ASSERT_EQUAL(might[i], MS(10));
	}
	d->shares->last_vcpu = 1;
	vcpu_force(d->vcpu[1], VCPU_BLOCKED, 0);
	d->vcpu[1]->arch.dec_expiry = machine.timebase + MS(3);
	run(2);
	CU_ASSERT_PTR_EQUAL(ran[0], other);
	CU_ASSERT_EQUAL(might[0], MS(3));
	CU_ASSERT_PTR_EQUAL(ran[1], d->vcpu[1]);
}

/* An event that a timer raises ends also the wait of a vCPU that was looked at before. */
static void woken_by_a_later_one(void)
{
	const u64 arg[] = { BUF_GPA };
	evtchn_op_t op = { .cmd = EVTCHNOP_bind_virq, .u.bind_virq.virq = VIRQ_TIMER };
	struct vcpu *later;

	CU_ASSERT_EQUAL(vcpu_create(dom0, false), 0);
	later = dom0->vcpu[1];
	vcpu_force(later, 0, VCPU_NO_CONTEXT);
	dom0_write(BUF_GPA, &op, sizeof(op));
	CU_ASSERT_EQUAL(hypercall(&later->caller, __HYPERVISOR_event_channel_op, arg), 0);
	vcpu_force(v, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, 0);
	vcpu_force(later, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, 0);
	v->arch.dec_expiry = later->arch.dec_expiry = machine.timebase + MS(1000);
	later->virq_timer.expiry = machine.timebase + MS(1);
	run(1);
	CU_ASSERT_EQUAL(slept_until, machine.timebase - MS(10));
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	CU_ASSERT_FALSE(later->run_state & VCPU_BLOCKED);
	vcpu_force(later, 0, VCPU_RUNNING);
}

static u64 adjust_in_turn(struct vcpu *who)
{
	dom0_op_t op = { .u.adjustdom = { .sched_id = SCHED_BVT,
					  .direction = SCHED_INFO_PUT,
					  .domain = other->domain->id,
					  .u.bvt.mcu_adv = 20 } };

	ran[turns] = who;
	machine.spr[SPR_DEC] = 0x7fffffff;
	machine.timebase += 1000;
	if (++turns == max_turns)
		panic("enough");
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(op_call(DOM0_ADJUSTDOM, &op), 0);
	CU_ASSERT_TRUE(need_resched());
	return EXIT_H_EXTERNAL;
}

/* What a turn was given by no longer holds: it is over. */
static void new_parameters(void)
{
	vcpu_make_runnable(other);
	machine.enter = adjust_in_turn;
	run(2);
	CU_ASSERT_PTR_EQUAL(ran[0], v);
	CU_ASSERT_PTR_EQUAL(ran[1], other);
}

static void (*do_once)(struct domain *d);

/* Yields after 3 ms. Once, later than the first two, v does that to the other's domain.
 */
static u64 yield_turn(struct vcpu *who)
{
	ran[turns] = who;
	machine.spr[SPR_DEC] = 0x7fffffff;
	machine.timebase += MS(3);
	if (++turns == max_turns)
		panic("enough");
	if (turns > 2 && who == v && do_once) {
		do_once(other->domain);
		do_once = NULL;
	}
	vcpu_yield(who);
	return EXIT_H_EXTERNAL;
}

static void end(struct domain *d)
{
	end_domain(d);
}

/* A domain that was seen able to run and is not any more does not run. */
static void pausing_another(void)
{
	static void (*const ends[])(struct domain *) = { domain_pause, end };

	for (u32 i = 0; i < ARRAY_SIZE(ends); i++) {
		vcpu_make_runnable(other);
		machine.enter = yield_turn;
		do_once = ends[i];
		run(TURNS);
		CU_ASSERT(ran[0] == other || ran[1] == other);
		for (u32 n = 4; n < TURNS; n++)
			CU_ASSERT_PTR_EQUAL(ran[n], v);
	}
}

/* One that waits for its timer gets its turn though another could go on for ever. */
static void waiting_beside_a_busy_one(void)
{
	vcpu_make_runnable(other);
	vcpu_force(other, VCPU_BLOCKED, 0);
	other->arch.dec_expiry = machine.timebase + 2500;
	run(4);
	CU_ASSERT(might[0] <= SLICE_MAX);
	CU_ASSERT_PTR_EQUAL(ran[2], v);
	CU_ASSERT_PTR_EQUAL(ran[3], other);
	CU_ASSERT_FALSE(other->run_state & VCPU_BLOCKED);
}

/* An interrupt that comes while another domain runs ends the wait, and the turn. */
static void interrupt(struct domain *d)
{
	d->vcpu[0]->arch.interrupt_pending = true;
	vcpu_wake(d->vcpu[0]);
	CU_ASSERT_TRUE(need_resched());
}

static u64 interrupt_turn(struct vcpu *who)
{
	ran[turns] = who;
	machine.spr[SPR_DEC] = 0x7fffffff;
	machine.timebase += MS(1);
	if (++turns == max_turns)
		panic("enough");
	if (who == v)
		interrupt(other->domain);
	return EXIT_H_EXTERNAL;
}

static void woken_by_an_interrupt(void)
{
	vcpu_make_runnable(other);
	vcpu_force(other, VCPU_BLOCKED, 0);
	other->arch.dec_expiry = machine.timebase + MS(1000);
	machine.enter = interrupt_turn;
	run(2);
	CU_ASSERT_PTR_EQUAL(ran[0], v);
	CU_ASSERT_PTR_EQUAL(ran[1], other);
	CU_ASSERT_FALSE(other->run_state & VCPU_BLOCKED);
	CU_ASSERT_EQUAL(idled, 0);
	other->arch.interrupt_pending = false;
}

static void interrupt_and_sleep(u64 until)
{
	idled++;
	interrupt(other->domain);
}

/* One that comes while the CPU sleeps, too. */
static void woken_out_of_idle(void)
{
	vcpu_make_runnable(other);
	vcpu_force(other, VCPU_BLOCKED, 0);
	vcpu_force(v, VCPU_BLOCKED, 0);
	v->arch.dec_expiry = other->arch.dec_expiry = machine.timebase + MS(1000);
	machine.idle = interrupt_and_sleep;
	run(1);
	CU_ASSERT_PTR_EQUAL(ran[0], other);
	CU_ASSERT_TRUE(v->run_state & VCPU_BLOCKED);
	CU_ASSERT_EQUAL(idled, 1);
	other->arch.interrupt_pending = false;
}

/* None can run: the machine sleeps until the first of the timers, no longer. */
static void idling(void)
{
	u64 now = machine.timebase;

	vcpu_make_runnable(other);
	vcpu_force(v, VCPU_BLOCKED, 0);
	vcpu_force(other, VCPU_BLOCKED, 0);
	v->arch.dec_expiry = now + 9000;
	other->arch.dec_expiry = now + 4000;
	run(1);
	CU_ASSERT_EQUAL(idled, 1);
	CU_ASSERT_EQUAL(slept_until, now + 4000);
	CU_ASSERT_PTR_EQUAL(ran[0], other);
	CU_ASSERT_TRUE(v->run_state & VCPU_BLOCKED);
}

/* A domain that can run from now on ends a turn that had no end. */
static void unpausing(void)
{
	dom0_op_t op = { .u.unpausedomain.domain = other->domain->id };

	vcpu_force(other, 0, VCPU_NO_CONTEXT);
	domain_force(other->domain, 0, DOMAIN_NEW);
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(op_call(DOM0_UNPAUSEDOMAIN, &op), 0);
	CU_ASSERT_TRUE(need_resched());
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "alone", alone },
		{ "in turn", in_turn },
		{ "more vCPUs", more_vcpus },
		{ "vCPUs of one domain", vcpus_of_one_domain },
		{ "woken by a later one", woken_by_a_later_one },
		{ "new parameters", new_parameters },
		{ "pausing another", pausing_another },
		{ "waiting beside a busy one", waiting_beside_a_busy_one },
		{ "woken by an interrupt", woken_by_an_interrupt },
		{ "woken out of idle", woken_out_of_idle },
		{ "idling", idling },
		{ "unpausing", unpausing },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "schedule",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-schedule", suites);
}
