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

/*
 * Two domains that want all that they can get: one gets three times as much as the other,
 * and dom0, which sleeps, is served when it wakes.
 */
static void shares(void)
{
	const struct timespec second = { .tv_sec = 1 };
	struct timespec before, after;
	struct puppet p[2];
	u64 ran[2];

	CU_ASSERT_TRUE_FATAL(puppet_start(&p[0]));
	CU_ASSERT_TRUE_FATAL(puppet_start(&p[1]));
	for (u32 i = 0; i < 2; i++) {
		set_share(&p[i], i ? 3 : 1);
		puppet_spin(&p[i]);
	}
	for (u32 i = 0; i < 2; i++)
		ran[i] = cpu_time(&p[i]);
	clock_gettime(CLOCK_MONOTONIC, &before);
	for (u32 i = 0; i < 3; i++)
		nanosleep(&second, NULL);
	clock_gettime(CLOCK_MONOTONIC, &after);
	for (u32 i = 0; i < 2; i++)
		ran[i] = cpu_time(&p[i]) - ran[i];
	CU_ASSERT(ran[0] + ran[1] > 2500000000);
	CU_ASSERT(ran[1] > ran[0] * 28 / 10);
	CU_ASSERT(ran[1] < ran[0] * 32 / 10);
	/* They never stop by themselves. A busy host makes seconds longer. */
	CU_ASSERT(after.tv_sec - before.tv_sec < 30);
	puppet_stop(&p[0]);
	puppet_stop(&p[1]);
}

CU_TestInfo sched_tests[] = {
	TEST(shares),
	CU_TEST_INFO_NULL,
};
