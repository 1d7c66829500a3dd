// SPDX-License-Identifier: GPL-2.0-or-later
/* Borrowed virtual time (xen/common/sched/bvt.c), over hours. */
#include <xen/lib.h>
#include <xen/sched/sched.h>

#include "actors.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

#define ALLOW	 TICKS_MS(5)
#define MS_NS(n) ((n)*1000000LL)
/* Before the end of what the timebase counts on real machines, with 56 bits. */
#define FAR_FUTURE ((1ULL << 56) - TICKS_S(20))

static void start(void)
{
	actors_start("sched=bvt");
}

static void stop(void)
{
	control_bvt(5000);
	actors_stop();
}

static void add(u32 n, const u32 *advance)
{
	for (u32 i = 0; i < n; i++)
		adjust_bvt(actor_add(), (struct bvt_adjdom){ .mcu_adv = advance[i] });
}

/* Shares go by the inverse of mcu_adv, within a hundredth of each. */
static void check_shares(u32 n, const u32 *share, u64 ticks)
{
	u64 sum = 0, ran = 0;

	for (u32 i = 0; i < n; i++) {
		sum += share[i];
		ran += actor[i].ran;
	}
	CU_ASSERT_EQUAL(ran, ticks);
	CU_ASSERT_EQUAL(idle_time, 0);
	for (u32 i = 0; i < n; i++) {
		u64 wanted = ticks / sum * share[i];

		CU_ASSERT(actor[i].ran > wanted - wanted / 100);
		CU_ASSERT(actor[i].ran < wanted + wanted / 100);
	}
}

static void shares(void)
{
	static const struct {
		u32 n, advance[4], share[4];
	} cases[] = {
		{ 2, { 10, 10 }, { 1, 1 } },
		{ 2, { 10, 30 }, { 3, 1 } },
		{ 2, { 1, 100 }, { 100, 1 } },
		{ 3, { 40, 20, 10 }, { 1, 2, 4 } },
		{ 3, { 4000000000, 2000000000, 1000000000 }, { 1, 2, 4 } },
		{ 4, { 10, 10, 10, 5 }, { 1, 1, 1, 2 } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		add(cases[i].n, cases[i].advance);
		actors_run(TICKS_HOURS(1));
		check_shares(cases[i].n, cases[i].share, TICKS_HOURS(1));
		actors_remove();
	}
}

static void far_future(void)
{
	static const u32 advance[] = { 1000000000, 3000000000, 1500000000 };
	static const u32 share[] = { 3, 1, 2 };

	machine.timebase = FAR_FUTURE;
	add(3, advance);
	actors_run(TICKS_S(1000));
	check_shares(3, share, TICKS_S(1000));
	actors_remove();
}

/* Equals come one after the other, none twice. */
static u32 turn_number;

static void check_order(void)
{
	for (u32 i = 0; i < nr_actors; i++)
		if (actor[i].ready == machine.timebase) {
			CU_ASSERT_EQUAL(i, turn_number++ % nr_actors);
			return;
		}
}

static void round_robin(void)
{
	static const u32 advance[] = { 10, 10, 10 };

	add(3, advance);
	turn_number = 0;
	after_turn = check_order;
	actors_run(TICKS_S(10));
	after_turn = NULL;
	CU_ASSERT(turn_number > 1000);
	actors_remove();
}

/* What is allowed between two switches decides how many there are. */
static void switch_allowance(void)
{
	static const struct {
		u32 allow_us, turn_us;
	} cases[] = {
		{ 5000, 5000 }, { 20000, 20000 },     { 1000, 1000 },	       { 0, 100 },
		{ 10, 100 },	{ 1000000, 1000000 }, { 4000000000, 1000000 },
	};
	static const u32 advance[] = { 10, 10 };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		u64 turn = TICKS_US(cases[i].turn_us);

		control_bvt(cases[i].allow_us);
		add(2, advance);
		actors_run(TICKS_S(60));
		/* Of two equals each gets before the other by that, from as much behind.
		 */
		CU_ASSERT(actor[0].longest_run <= 2 * turn);
		CU_ASSERT(actor[0].longest_run >= turn);
		CU_ASSERT(actor[0].turns <= TICKS_S(60) / turn / 2 + 1);
		CU_ASSERT(actor[0].turns >= TICKS_S(60) / turn / 4 - 1);
		actors_remove();
	}
	control_bvt(5000);
}

/* One that sleeps most of the time is served at once, whatever the others do. */
static void sleeper(void)
{
	static const u32 advance[] = { 10, 10, 10 };

	add(3, advance);
	actor[2].burst = actor[2].left = TICKS_US(100);
	actor[2].wait = TICKS_US(20300) + 7; /* not at the end of a turn */
	actors_run(TICKS_S(1));		     /* until all have begun */
	actors_run(TICKS_S(600));
	CU_ASSERT(actor[2].turns > 600 * 1000 / 21);
	CU_ASSERT_EQUAL(actor[2].longest_wait, 0);
	CU_ASSERT(actor[0].ran - actor[1].ran + 2 * ALLOW <= 4 * ALLOW);
	actors_remove();
}

/* Time slept is no time saved: afterwards it gets its share, no more. */
static void no_credit(void)
{
	static const u32 advance[] = { 10, 10 };

	add(2, advance);
	actors_run(TICKS_S(1));
	domain_force(actor[1].d, DOMAIN_PAUSED, 0);
	actors_run(TICKS_HOURS(1));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_HOURS(1));
	/* No more choices than the decrementer makes necessary. */
	CU_ASSERT(choices <= 3);
	domain_force(actor[1].d, 0, DOMAIN_PAUSED);
	actors_run(TICKS_S(1));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(1)) >= 485);
	CU_ASSERT(actor_share(&actor[1], TICKS_S(1)) >= 485);
	actors_remove();
}

/* One that has used more than its share owes it for as long as the others want it. */
static void parameters_while_running(void)
{
	static const u32 advance[] = { 10, 10 };

	add(2, advance);
	actors_run(TICKS_S(10));
	adjust_bvt(&actor[0], (struct bvt_adjdom){ .mcu_adv = 90 });
	actors_run(TICKS_S(10));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(10)) >= 98);
	CU_ASSERT(actor_share(&actor[0], TICKS_S(10)) <= 102);
	adjust_bvt(&actor[0], (struct bvt_adjdom){ .mcu_adv = 10 });
	actors_run(TICKS_S(10));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(10)) >= 490);
	destroy_domain(actor[1].d);
	actor[1].d = NULL;
	actors_run(TICKS_S(10));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_S(10));
	actors_remove();
}

/* On borrowed time it is before the other by the warp, and no more. */
static void warp(void)
{
	static const u32 advance[] = { 10, 10 };

	add(2, advance);
	/* 50,000 units of 100 us; it uses 10 us of each: 500 ms. */
	adjust_bvt(&actor[1], (struct bvt_adjdom){ 10, 1, 50000, 0, 0 });
	actors_run(TICKS_MS(480));
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_MS(480));
	actors_run(TICKS_S(100));
	CU_ASSERT(actor[1].ran - actor[0].ran <= TICKS_MS(60));
	/* Without leave to borrow the same changes nothing. */
	adjust_bvt(&actor[1], (struct bvt_adjdom){ 10, 0, 50000, 0, 0 });
	actors_run(TICKS_MS(400));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_MS(400));
	actors_run(TICKS_S(100));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(100)) <= 502);
	/* A negative one lets others go before it. */
	adjust_bvt(&actor[1], (struct bvt_adjdom){ 10, 1, -50000, 0, 0 });
	actors_run(TICKS_MS(480));
	CU_ASSERT_EQUAL(actor[1].ran, 0);
	actors_remove();
}

/* At most warpl at a time, and then not for warpu. */
static void warp_limits(void)
{
	static const u32 advance[] = { 10, 10 };

	add(2, advance);
	/* All that it can get warped in this time is not what it could borrow. */
	adjust_bvt(&actor[1],
		   (struct bvt_adjdom){ 10, 1, 1000000, MS_NS(40), MS_NS(400) });
	actors_run(TICKS_MS(40));
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_MS(40));
	/* The other makes up for that, and then they are equals for a while. */
	actors_run(TICKS_MS(390));
	CU_ASSERT(actor[0].longest_run >= TICKS_MS(40));
	CU_ASSERT(actor[1].longest_run <= 2 * ALLOW);
	/* Again, and again no longer than that, its last turn before it beside. */
	actors_run(TICKS_MS(60));
	CU_ASSERT(actor[1].longest_run >= TICKS_MS(40));
	CU_ASSERT(actor[1].longest_run <= TICKS_MS(40) + 2 * ALLOW);
	actors_run(TICKS_S(1000));
	CU_ASSERT(actor[1].longest_run <= TICKS_MS(40) + 2 * ALLOW);
	CU_ASSERT(actor_share(&actor[0], TICKS_S(1000)) >= 495);
	actors_remove();
}

/* It warps again as soon as it may, however long a turn the other one has. */
static void warp_again_in_time(void)
{
	static const u32 advance[] = { 10, 10 };

	control_bvt(1000000);
	add(2, advance);
	adjust_bvt(&actor[1],
		   (struct bvt_adjdom){ 10, 1, 1000000, MS_NS(40), MS_NS(400) });
	actors_run(TICKS_MS(40 + 400 + 7));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_MS(400));
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_MS(40 + 7));
	actors_remove();
	control_bvt(5000);
}

/* Who sleeps before its warp is used up has all of it when it wakes. */
static void warp_of_a_sleeper(void)
{
	static const u32 advance[] = { 10, 10, 10 };

	add(3, advance);
	adjust_bvt(&actor[2],
		   (struct bvt_adjdom){ 10, 1, 100000, MS_NS(10), MS_NS(10000) });
	/* More than a third of the time: without warp it would have to wait. */
	actor[2].burst = actor[2].left = TICKS_MS(9);
	actor[2].wait = TICKS_MS(9);
	actors_run(TICKS_S(1));
	CU_ASSERT_EQUAL(actor[2].longest_wait, 0);
	CU_ASSERT(actor_share(&actor[2], TICKS_S(1)) >= 495);
	adjust_bvt(&actor[2], (struct bvt_adjdom){ 10, 0, 0, 0, 0 });
	actors_run(TICKS_S(10));
	CU_ASSERT(actor[2].longest_wait > 0);
	actors_remove();
}

/* One that yields costs the other next to nothing, and is paid nothing for it. */
static void yielding(void)
{
	static const u32 advance[] = { 10, 10 };

	add(2, advance);
	actor[1].yields = true;
	actor[1].burst = actor[1].left = TICKS_US(1);
	actors_run(TICKS_S(10));
	CU_ASSERT(actor[1].turns > 900);
	CU_ASSERT_EQUAL(actor_share(&actor[0], TICKS_S(10)), 999);
	actor[1].burst = 0;
	actors_run(TICKS_S(1));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(1)) >= 490);
	/* Without another to yield to it goes on. */
	actor[1].burst = actor[1].left = TICKS_US(1);
	domain_force(actor[0].d, DOMAIN_PAUSED, 0);
	actors_run(TICKS_MS(1));
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_MS(1));
	actors_remove();
}

/* However small its share, a domain runs now and then. */
static void starving(void)
{
	static const u32 advance[] = { 1, 0xffffffff };

	add(2, advance);
	actors_run(TICKS_HOURS(10));
	CU_ASSERT(actor[1].longest_wait <= TICKS_S(11));
	CU_ASSERT(actor_share(&actor[0], TICKS_HOURS(10)) >= 999);
	/* And does not pay for that once their shares are equal. */
	adjust_bvt(&actor[0], (struct bvt_adjdom){ .mcu_adv = 0xffffffff });
	actors_run(TICKS_HOURS(1));
	actors_run(TICKS_S(10));
	CU_ASSERT(actor_share(&actor[1], TICKS_S(10)) >= 490);
	actors_remove();
}

/* The turn that it then has is its own, even if others wake meanwhile. */
static void starving_beside_sleepers(void)
{
	static const u32 advance[] = { 1, 0xffffffff, 1 };

	add(3, advance);
	actor[2].burst = actor[2].left = TICKS_US(10);
	actor[2].wait = TICKS_US(90);
	actors_run(TICKS_S(60));
	actors_run(TICKS_S(60));
	CU_ASSERT(actor[1].turns >= 5);
	CU_ASSERT_EQUAL(actor[1].ran, actor[1].turns * TICKS_MS(1));
	actors_remove();
}

/* Now and then something changes. */
static void disturb(void)
{
	struct actor *a = &actor[random_below(nr_actors)];

	switch (random_below(200)) {
	case 0:
		pause_or_unpause(a->d);
		a->ready = machine.timebase;
		break;
	case 1:
		a->burst = random_below(2) ? 0 : 1 + random_below(TICKS_MS(50));
		a->left = a->burst;
		a->wait = 1 + random_below(TICKS_MS(100));
		a->yields = !random_below(4);
		break;
	case 2:
		adjust_bvt(a, (struct bvt_adjdom){
				      .mcu_adv = 1 + (u32)(random_u64() >>
							   (32 + random_below(32))),
				      .warpback = random_below(2),
				      .warpvalue = (s32)random_u64() >> random_below(32),
				      .warpl = (s64)random_u64() >> random_below(64),
				      .warpu = (s64)random_u64() >> random_below(64),
			      });
		break;
	case 3:
		control_bvt((u32)(random_u64() >> (32 + random_below(32))));
		break;
	default:
		break;
	}
}

/* No time is lost if a domain wants it, and none waits for ever. */
static void random_life(void)
{
	static const u32 advance[] = { 10, 10, 10, 10, 10 };

	for (u32 round = 0; round < 20; round++) {
		u64 ran = 0;

		add(5, advance);
		after_turn = disturb;
		actors_run(TICKS_S(300));
		after_turn = NULL;
		for (u32 i = 0; i < 5; i++) {
			CU_ASSERT(actor[i].longest_wait <= TICKS_S(12));
			ran += actor[i].ran;
		}
		CU_ASSERT_EQUAL(ran + idle_time, TICKS_S(300));
		actors_remove();
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "shares", shares },
		{ "far future", far_future },
		{ "round robin", round_robin },
		{ "switch allowance", switch_allowance },
		{ "sleeper", sleeper },
		{ "no credit", no_credit },
		{ "parameters while running", parameters_while_running },
		{ "warp", warp },
		{ "warp limits", warp_limits },
		{ "warp again in time", warp_again_in_time },
		{ "warp of a sleeper", warp_of_a_sleeper },
		{ "yielding", yielding },
		{ "starving", starving },
		{ "starving beside sleepers", starving_beside_sleepers },
		{ "random life", random_life },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "bvt",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-sched-bvt", suites);
}
