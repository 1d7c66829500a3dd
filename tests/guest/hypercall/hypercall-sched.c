// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hypercall-test: shares of the CPU by ADJUSTDOM. Which scheduler runs is chosen at boot
 * (module.mk makes both).
 */
#include <time.h>

#include "hypercall-test.h"
#include "puppet.h"

static u32 running(void)
{
	dom0_op_t *op = op_new(DOM0_SCHED_ID);

	CU_ASSERT_EQUAL(op_do(), 0);
	return op->u.sched_id.sched_id;
}

static u64 cpu_time(const struct puppet *p)
{
	dom0_getdomaininfo_t info = { 0 };

	CU_ASSERT_EQUAL(domain_info(p->id, &info), 0);
	return info.cpu_time;
}

static void set_share(const struct puppet *p, u32 share)
{
	const u32 sched_id = running();
	dom0_op_t *op = op_new(DOM0_ADJUSTDOM);

	op->u.adjustdom.sched_id = sched_id;
	op->u.adjustdom.direction = SCHED_INFO_PUT;
	op->u.adjustdom.domain = (domid_t)p->id;
	if (sched_id == SCHED_BVT)
		op->u.adjustdom.u.bvt.mcu_adv = 60 / share;
	else
		op->u.adjustdom.u.sedf.weight = (u16)share;
	CU_ASSERT_EQUAL(op_do(), 0);
}

#define MIN_SECONDS 3
#define MAX_SECONDS 60

/* Sleep for a second, and say whether the second domain has run three times as long. */
static bool one_to_three(const struct puppet p[2], const u64 before[2])
{
	const struct timespec second = { .tv_sec = 1 };
	u64 ran[2];

	nanosleep(&second, NULL);
	for (u32 i = 0; i < 2; i++)
		ran[i] = cpu_time(&p[i]) - before[i];
	return ran[1] > ran[0] * 28 / 10 && ran[1] < ran[0] * 32 / 10;
}

/*
 * Two domains that want all that they can get: one gets three times as much as the other,
 * and dom0, which sleeps, is served when it wakes. While the machine waits for a busy
 * host the time of the domain that has the CPU passes, and the scheduler makes up for it
 * later: the shares become right after a while, and a wrong share never does.
 */
static void shares(void)
{
	struct timespec before, after;
	u32 seconds = MIN_SECONDS;
	struct puppet p[2];
	u64 ran[2];
	bool right;

	CU_ASSERT_TRUE_FATAL(puppet_start(&p[0]));
	CU_ASSERT_TRUE_FATAL(puppet_start(&p[1]));
	for (u32 i = 0; i < 2; i++) {
		set_share(&p[i], i ? 3 : 1);
		puppet_spin(&p[i]);
	}
	for (u32 i = 0; i < 2; i++)
		ran[i] = cpu_time(&p[i]);
	clock_gettime(CLOCK_MONOTONIC, &before);
	for (u32 i = 0; i < MIN_SECONDS; i++)
		right = one_to_three(p, ran);
	for (; !right && seconds < MAX_SECONDS; seconds++)
		right = one_to_three(p, ran);
	clock_gettime(CLOCK_MONOTONIC, &after);
	CU_ASSERT_TRUE(right);
	CU_ASSERT(cpu_time(&p[0]) + cpu_time(&p[1]) > ran[0] + ran[1] + 2500000000);
	/* They never stop by themselves: a dom0 that gets nothing wakes 10 s late. */
	CU_ASSERT(after.tv_sec - before.tv_sec < seconds * 10);
	puppet_stop(&p[0]);
	puppet_stop(&p[1]);
}

CU_TestInfo sched_tests[] = {
	TEST(shares),
	CU_TEST_INFO_NULL,
};
