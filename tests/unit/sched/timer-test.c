// SPDX-License-Identifier: GPL-2.0-or-later
/* The queue of timers of a CPU (xen/common/sched/timer.c). */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/timer.h>

#include "cunit-main.h"
#include "fakes.h"

#define NR 5

static struct timer timer[NR];
static u32 expired[16], nr_expired;
static u64 again; /* if not 0: when the timer that expires starts itself again */

static void expire(struct timer *t)
{
	CU_ASSERT_PTR_NULL(t->link);
	expired[nr_expired++] = (u32)(t - timer);
	if (again)
		timer_start(t, again);
	again = 0;
}

static void start(void)
{
	nr_expired = 0;
	for (u32 i = 0; i < NR; i++)
		timer[i] = (struct timer){ .expire = expire };
	boot_cpu.sched.timers = NULL;
	boot_cpu.need_resched = false;
}

static void order(void)
{
	static const u64 expiry[NR] = { 50, 10, 30, 10, 40 };

	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
	for (u32 i = 0; i < NR; i++)
		timer_start(&timer[i], expiry[i]);
	CU_ASSERT_EQUAL(timers_next(), 10);
	timers_expire(9);
	CU_ASSERT_EQUAL(nr_expired, 0);
	/* By expiry; of equals the one that was started first. */
	timers_expire(30);
	CU_ASSERT_EQUAL_FATAL(nr_expired, 3);
	CU_ASSERT(expired[0] == 1 && expired[1] == 3 && expired[2] == 2);
	CU_ASSERT_EQUAL(timers_next(), 40);
	timers_expire(UINT64_MAX - 1);
	CU_ASSERT_EQUAL(nr_expired, 5);
	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
}

static void stopping(void)
{
	for (u32 i = 0; i < NR; i++)
		timer_start(&timer[i], 10 * (u64)i);
	/* The first, one in the middle, the last; again, it changes nothing. */
	timer_stop(&timer[0]);
	timer_stop(&timer[2]);
	timer_stop(&timer[4]);
	timer_stop(&timer[4]);
	CU_ASSERT_EQUAL(timer[4].expiry, 40);
	CU_ASSERT_EQUAL(timers_next(), 10);
	timers_expire(100);
	CU_ASSERT_EQUAL_FATAL(nr_expired, 2);
	CU_ASSERT(expired[0] == 1 && expired[1] == 3);
}

static void moving(void)
{
	timer_start(&timer[0], 10);
	timer_start(&timer[1], 20);
	timer_start(&timer[0], 30);
	CU_ASSERT_EQUAL(timers_next(), 20);
	timer_start(&timer[1], TIMER_NEVER);
	CU_ASSERT_EQUAL(timers_next(), 30);
	timers_expire(100);
	CU_ASSERT_EQUAL(nr_expired, 1);
}

/* The end of the turn follows the first expiry, and only that. */
static void choices(void)
{
	timer_start(&timer[0], 20);
	CU_ASSERT_TRUE(need_resched());
	boot_cpu.need_resched = false;
	timer_start(&timer[1], 30);
	CU_ASSERT_FALSE(need_resched());
	timer_start(&timer[2], 10);
	CU_ASSERT_TRUE(need_resched());
}

static void started_again(void)
{
	timer_start(&timer[0], 10);
	again = 25;
	timers_expire(20);
	CU_ASSERT_EQUAL(nr_expired, 1);
	CU_ASSERT_EQUAL(timers_next(), 25);
	/* For a time that has come already: at once. */
	again = 15;
	timers_expire(26);
	CU_ASSERT_EQUAL(nr_expired, 3);
	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "order", order },
		{ "stopping", stopping },
		{ "moving", moving },
		{ "choices", choices },
		{ "started again", started_again },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "timer", .pSetUpFunc = start, .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-timer", suites);
}
