// SPDX-License-Identifier: GPL-2.0-or-later
/* Simple earliest deadline first (xen/common/sched/sedf.c), over hours. */
#include <xen/lib.h>
#include <xen/sched/sched.h>

#include "actors.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

#define MS(n)	   ((n)*1000000ULL)
#define FAR_FUTURE ((1ULL << 56) - TICKS_S(20))

static void start(void)
{
	actors_start("sched=sedf");
}

/* One with so much guaranteed, in ms, and more or not. */
static struct actor *add(u32 period, u32 slice, u16 extratime, u16 weight)
{
	struct actor *a = actor_add();

	adjust_sedf(a, (struct sedf_adjdom){ .period = MS(period),
					     .slice = MS(slice),
					     .extratime = extratime,
					     .weight = weight });
	return a;
}

static void slices(void)
{
	add(100, 10, 0, 0);
	add(20, 8, 0, 0);
	add(50, 20, 0, 0);
	actors_run(TICKS_HOURS(1));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_HOURS(1) / 10);
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_HOURS(1) / 5 * 2);
	CU_ASSERT_EQUAL(actor[2].ran, TICKS_HOURS(1) / 5 * 2);
	CU_ASSERT_EQUAL(idle_time, TICKS_HOURS(1) / 10);
	/* None waits for longer than from the begin of a period to the end of the next.
	 */
	CU_ASSERT(actor[0].longest_wait <= TICKS_MS(200 - 2 * 10));
	CU_ASSERT(actor[1].longest_wait <= TICKS_MS(40 - 2 * 8));
	CU_ASSERT(actor[2].longest_wait <= TICKS_MS(100 - 2 * 20));
	actors_remove();
}

/* Four that want no more than there is, in ms. */
static void add_what_fits(void)
{
	u32 unused = 1000; /* thousandths */

	for (u32 i = 0; i < 4; i++) {
		u32 share = 10 + (u32)random_below(unused - 10 * (4 - i));
		u32 slice = 1 + (u32)random_below(10);

		add(slice * 1000 / share + 1, slice, 0, 0);
		unused -= share;
	}
}

/* Each has its slice in every period, no tick less or more, however they mix. */
static void deadlines(void)
{
	for (u32 round = 0; round < 20; round++) {
		u64 ran[4] = { 0 };

		add_what_fits();
		for (u32 ms = 1; ms <= 3000; ms++) {
			actors_run(TICKS_MS(1));
			for (u32 i = 0; i < 4; i++) {
				const struct sedf_state *sedf = &actor[i].d->shares->sedf;

				ran[i] += actor[i].ran;
				if (ms * TICKS_MS(1) % sedf->period)
					continue;
				CU_ASSERT_EQUAL(ran[i], sedf->slice);
				ran[i] = 0;
			}
		}
		actors_remove();
	}
}

/* What is left over is shared, with those that have no more of their slices too. */
static void extra_time(void)
{
	add(20, 8, 0, 0);
	add(100, 0, 1, 0);
	add(100, 20, 1, 0);
	actors_run(TICKS_HOURS(1));
	CU_ASSERT_EQUAL(idle_time, 0);
	CU_ASSERT_EQUAL(actor_share(&actor[0], TICKS_HOURS(1)), 400);
	CU_ASSERT(actor_share(&actor[1], TICKS_HOURS(1)) >= 198);
	CU_ASSERT(actor_share(&actor[1], TICKS_HOURS(1)) <= 202);
	CU_ASSERT(actor_share(&actor[2], TICKS_HOURS(1)) >= 398);
	CU_ASSERT(actor_share(&actor[2], TICKS_HOURS(1)) <= 402);
	actors_remove();
}

static void weights(void)
{
	static const u16 weight[] = { 1, 2, 7, 10000, 20000, 65535 };

	for (u32 i = 0; i + 2 < ARRAY_SIZE(weight); i++) {
		u64 sum = weight[i] + weight[i + 1] + weight[i + 2], part;

		add(10, 5, 0, 0);
		for (u32 j = 0; j < 3; j++)
			add(0, 0, 0, weight[i + j]);
		actors_run(TICKS_HOURS(2));
		for (u32 j = 0; j < 3; j++) {
			part = TICKS_HOURS(1) / sum * weight[i + j];
			CU_ASSERT(actor[1 + j].ran >= part - part / 100 - TICKS_MS(10));
			CU_ASSERT(actor[1 + j].ran <= part + part / 100 + TICKS_MS(10));
		}
		CU_ASSERT_EQUAL(actor[0].ran, TICKS_HOURS(1));
		actors_remove();
	}
}

/* As they are made: dom0 has 15 ms of each 20 if it wants them. */
static void defaults(void)
{
	adjust_sedf(actor_add(), dom0->sched_params.sedf);
	actor_add();
	actors_run(TICKS_S(100));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(100)) >= 870);
	CU_ASSERT(actor_share(&actor[0], TICKS_S(100)) <= 880);
	domain_force(actor[0].d, DOMAIN_PAUSED, 0);
	actors_run(TICKS_S(100));
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_S(100));
	/* It is alone: nothing ticks, not for dom0's slices either. */
	CU_ASSERT(choices <= 2);
	domain_force(actor[0].d, 0, DOMAIN_PAUSED);
	domain_force(actor[1].d, DOMAIN_PAUSED, 0);
	actors_run(TICKS_S(100));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_S(100));
	CU_ASSERT(choices <= 2);
	actors_remove();
}

/* A cap holds though no other wants the CPU, and nothing ticks meanwhile. */
static void capped(void)
{
	add(100, 10, 0, 0);
	actors_run(TICKS_S(100));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_S(10));
	CU_ASSERT_EQUAL(idle_time, TICKS_S(90));
	CU_ASSERT(choices <= 1001);
	/* The least that can be guaranteed is a tick; nothing ends up as nothing. */
	adjust_sedf(&actor[0], (struct sedf_adjdom){ MS(1), 1, 0, 0, 0 });
	actors_run(TICKS_S(1));
	CU_ASSERT_EQUAL(actor[0].ran, 1000);
	actors_remove();
}

/* The machine does not do nothing but switch. */
static void tiny_periods(void)
{
	for (u32 i = 0; i < 2; i++)
		adjust_sedf(add(100, 0, 0, 0),
			    (struct sedf_adjdom){ 1000, 500, 1, 0, 0 });
	actors_run(TICKS_S(1));
	for (u32 i = 0; i < 2; i++) {
		CU_ASSERT(actor_share(&actor[i], TICKS_S(1)) >= 498);
		CU_ASSERT(actor[i].turns <= 1000);
	}
	actors_remove();
}

/* What it had too much of one slice is missing in the next. */
static void stopped_late(void)
{
	struct actor *a = add(100, 10, 0, 0);

	add(100, 0, 1, 0);
	a->overrun = TICKS_MS(3);
	actors_run(TICKS_S(1000));
	CU_ASSERT(a->ran >= TICKS_S(100) - TICKS_MS(10));
	CU_ASSERT(a->ran <= TICKS_S(100) + TICKS_MS(10));
	/* But not more than one. */
	a->overrun = TICKS_MS(90);
	actors_run(TICKS_S(1));
	a->overrun = 0;
	actors_run(TICKS_S(1));
	CU_ASSERT(a->ran >= TICKS_MS(80));
	actors_remove();
}

/* Among those that share what is left over, it is served at once. */
static void sleeper(void)
{
	struct actor *a = add(100, 0, 1, 0);

	add(100, 0, 1, 0);
	add(100, 0, 1, 0);
	a->burst = a->left = TICKS_US(100);
	a->wait = TICKS_US(20300) + 7; /* not at the end of a turn */
	actors_run(TICKS_S(1));
	actors_run(TICKS_S(100));
	CU_ASSERT(a->turns > 4000);
	CU_ASSERT_EQUAL(a->longest_wait, 0);
	actors_remove();
}

/* A new period begins if the rest of the old one could not hold what is left of it. */
static void waking(void)
{
	struct actor *a = add(100, 50, 0, 0);
	struct sedf_state *sedf = &a->d->shares->sedf;

	a->burst = a->left = TICKS_MS(1);
	a->wait = TICKS_MS(40);
	actors_run(TICKS_MS(1 + 40 + 1));
	/* 49 ms of 59. */
	CU_ASSERT_EQUAL(sedf->deadline - machine.timebase, TICKS_MS(99));
	CU_ASSERT_EQUAL(sedf->left, (s64)TICKS_MS(49));
	/* 9 ms of 59 can be had in it: it goes on ... */
	sedf->left = (s64)TICKS_MS(9);
	actors_run(TICKS_MS(40 + 1));
	CU_ASSERT_EQUAL(sedf->deadline - machine.timebase, TICKS_MS(58));
	CU_ASSERT_EQUAL(sedf->left, (s64)TICKS_MS(8));
	/* ... but not for longer than the latency, with as much of the slice. */
	adjust_sedf(a, (struct sedf_adjdom){ MS(100), MS(50), MS(10), 0, 0 });
	sedf->deadline = machine.timebase + TICKS_MS(90);
	sedf->left = (s64)TICKS_MS(9);
	actors_run(TICKS_MS(40 + 1));
	CU_ASSERT_EQUAL(sedf->deadline - machine.timebase, TICKS_MS(9));
	CU_ASSERT_EQUAL(sedf->left, (s64)TICKS_MS(4));
	actors_remove();
}

/* It wakes when it likes, and begins soon, even beside domains with guarantees. */
static void latency(void)
{
	struct actor *a;
	u64 without;

	add(100, 45, 1, 0);
	add(100, 45, 1, 0);
	a = add(1000, 100, 0, 0);
	a->burst = a->left = TICKS_US(300);
	a->wait = TICKS_US(72300);
	actors_run(TICKS_S(1));
	actors_run(TICKS_S(100));
	without = a->longest_wait;
	adjust_sedf(a, (struct sedf_adjdom){ MS(1000), MS(100), MS(5), 0, 0 });
	actors_run(TICKS_S(1));
	actors_run(TICKS_S(100));
	CU_ASSERT(without > TICKS_MS(5));
	CU_ASSERT(a->longest_wait <= TICKS_MS(5));
	/* It does not get more by it than it is to. */
	a->burst = a->left = TICKS_MS(3);
	a->wait = TICKS_US(1);
	actors_run(TICKS_S(1000));
	CU_ASSERT(actor_share(a, TICKS_S(1000)) <= 101);
	CU_ASSERT(actor_share(&actor[0], TICKS_S(1000)) >= 445);
	actors_remove();
}

/* Who sleeps and wakes, however cleverly, has no more than slice and period say. */
static void sleeping_pays_nothing(void)
{
	for (u32 round = 0; round < 100; round++) {
		struct actor *a;

		add(30, 15, 0, 0);
		a = add(30, 15, 0, 0);
		a->burst = a->left = 1 + random_below(TICKS_MS(20));
		a->wait = 1 + random_below(TICKS_MS(40));
		actors_run(TICKS_S(30));
		CU_ASSERT_EQUAL(actor[0].ran, TICKS_S(15));
		CU_ASSERT(a->ran <= TICKS_S(15) + TICKS_MS(15));
		actors_remove();
	}
}

/* More than there is: each gets some, and nothing is owed for it afterwards. */
static void too_much(void)
{
	add(10, 10, 0, 0);
	add(100, 50, 0, 0);
	add(70, 70, 1, 0);
	add(100, 0, 1, 0);
	actors_run(TICKS_S(1000));
	for (u32 i = 0; i < 4; i++)
		CU_ASSERT(actor[i].ran >= TICKS_MS(90));
	CU_ASSERT(actor[1].ran >= TICKS_S(1));
	domain_force(actor[0].d, DOMAIN_PAUSED, 0);
	domain_force(actor[2].d, DOMAIN_PAUSED, 0);
	actors_run(TICKS_S(100));
	CU_ASSERT(actor_share(&actor[1], TICKS_S(100)) <= 501);
	CU_ASSERT(actor_share(&actor[1], TICKS_S(100)) >= 499);
	actors_remove();
}

/* No slice, no weight, no extra time: it would never run, and dom0 could be it. */
static void nothing_to_live_on(void)
{
	add(100, 0, 0, 0);
	add(100, 0, 1, 0);
	actors_run(TICKS_S(100));
	CU_ASSERT(actor_share(&actor[0], TICKS_S(100)) >= 495);
	actors_remove();
}

static void far_future(void)
{
	machine.timebase = FAR_FUTURE;
	add(100, 10, 0, 0);
	add(20, 8, 0, 0);
	add(0, 0, 0, 1);
	actors_run(TICKS_S(100));
	CU_ASSERT_EQUAL(actor[0].ran, TICKS_S(10));
	CU_ASSERT_EQUAL(actor[1].ran, TICKS_S(40));
	CU_ASSERT_EQUAL(actor[2].ran, TICKS_S(50));
	actors_remove();
}

static void yielding(void)
{
	struct actor *a = add(100, 0, 1, 0);

	add(100, 0, 1, 0);
	a->yields = true;
	a->burst = a->left = TICKS_US(1);
	actors_run(TICKS_S(10));
	CU_ASSERT(a->turns > 900);
	CU_ASSERT(actor_share(&actor[1], TICKS_S(10)) >= 999);
	a->burst = 0;
	actors_run(TICKS_S(1));
	CU_ASSERT(actor_share(&actor[1], TICKS_S(1)) >= 490);
	actors_remove();
}

/* Of more than a tick and less than a second, or of any kind. */
static u64 some_time(void)
{
	return random_below(3) ? random_below(MS(1000))
			       : random_u64() >> random_below(64);
}

static bool caps;

static void disturb(void)
{
	struct actor *a = &actor[random_below(nr_actors)];
	struct sedf_adjdom params;

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
		params = (struct sedf_adjdom){ .period = some_time(),
					       .slice = some_time(),
					       .latency = some_time(),
					       .extratime = !caps || random_below(2),
					       .weight = (u16)random_u64() };
		if (params.slice > params.period)
			params.slice = params.period / 2;
		params.weight >>= random_below(17);
		if (!params.period)
			params.weight |= 1;
		adjust_sedf(a, params);
		break;
	default:
		break;
	}
}

/* No time is lost if a domain may have it, and none that may waits for ever. */
static void random_life(void)
{
	for (u32 round = 0; round < 20; round++) {
		u64 ran = 0;

		caps = round % 2;
		for (u32 i = 0; i < 5; i++)
			add(100, 0, 1, 0);
		after_turn = disturb;
		actors_run(TICKS_S(300));
		after_turn = NULL;
		for (u32 i = 0; i < 5; i++) {
			ran += actor[i].ran;
			CU_ASSERT(caps || actor[i].longest_wait <= TICKS_S(12));
		}
		CU_ASSERT_EQUAL(ran + idle_time, TICKS_S(300));
		actors_remove();
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "slices", slices },
		{ "deadlines", deadlines },
		{ "extra time", extra_time },
		{ "weights", weights },
		{ "defaults", defaults },
		{ "capped", capped },
		{ "tiny periods", tiny_periods },
		{ "stopped late", stopped_late },
		{ "sleeper", sleeper },
		{ "waking", waking },
		{ "latency", latency },
		{ "sleeping pays nothing", sleeping_pays_nothing },
		{ "too much", too_much },
		{ "nothing to live on", nothing_to_live_on },
		{ "far future", far_future },
		{ "yielding", yielding },
		{ "random life", random_life },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sedf",
		  .pSetUpFunc = start,
		  .pTearDownFunc = actors_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-sched-sedf", suites);
}
