// SPDX-License-Identifier: GPL-2.0-or-later
/* The schedulers' parameters: sched=, SCHED_ID, SCHEDCTL, ADJUSTDOM (params.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define MS(n) ((n)*1000000ULL)

static void start_bvt(void)
{
	scheduler_init("");
	dom0_start();
}

static void start_sedf(void)
{
	scheduler_init("sched=sedf");
	dom0_start();
}

static u32 told_id(void)
{
	dom0_op_t op = { .u.sched_id.sched_id = 4711 };

	CU_ASSERT_EQUAL(op_call(DOM0_SCHED_ID, &op), 0);
	return op.u.sched_id.sched_id;
}

static void boot_argument(void)
{
	static const struct {
		const char *cmdline;
		u32 id;
		bool warns;
	} cases[] = {
		{ "", SCHED_BVT, false },
		{ "sched=sedf", SCHED_SEDF, false },
		{ "sched=bvt", SCHED_BVT, false },
		{ "loglvl=all sched=sedf conring=16", SCHED_SEDF, false },
		{ "loglvl=all sched=bvt conring=16", SCHED_BVT, false },
		{ "xsched=sedf sched", SCHED_BVT, false },
		{ "sched=", SCHED_BVT, true },
		{ "sched= sedf", SCHED_BVT, true },
		{ "sched=sed", SCHED_BVT, true },
		{ "sched=sedfs", SCHED_BVT, true },
		{ "sched=bvtsedf", SCHED_BVT, true },
		{ "sched=credit", SCHED_BVT, true },
		{ "sched=SEDF", SCHED_BVT, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		scheduler_init("sched=bvt");
		machine.console_len = 0;
		machine.console[0] = '\0';
		scheduler_init(cases[i].cmdline);
		CU_ASSERT_EQUAL(scheduler_id(), cases[i].id);
		CU_ASSERT_EQUAL(told_id(), cases[i].id);
		CU_ASSERT_EQUAL(strstr(machine.console, "sched:") != NULL,
				cases[i].warns);
	}
}

static long control(u32 id, u32 direction, u32 *ctx_allow)
{
	dom0_op_t op = { .u.schedctl = { .sched_id = id,
					 .direction = direction,
					 .u.bvt.ctx_allow = *ctx_allow } };
	long ret = op_call(DOM0_SCHEDCTL, &op);

	CU_ASSERT_EQUAL(op.u.schedctl.sched_id, id);
	CU_ASSERT_EQUAL(op.u.schedctl.direction, direction);
	*ctx_allow = op.u.schedctl.u.bvt.ctx_allow;
	return ret;
}

static void controlling_bvt(void)
{
	static const u32 values[] = { 0, 1, 0x80000000, 0xffffffff, 5000 };
	u32 value = 4711;

	CU_ASSERT_EQUAL(control(SCHED_BVT, SCHED_INFO_GET, &value), 0);
	CU_ASSERT_EQUAL(value, 5000);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		value = values[i];
		CU_ASSERT_EQUAL(control(SCHED_BVT, SCHED_INFO_PUT, &value), 0);
		value = 4711;
		CU_ASSERT_EQUAL(control(SCHED_BVT, SCHED_INFO_GET, &value), 0);
		CU_ASSERT_EQUAL(value, values[i]);
	}
}

/* Another scheduler than the one that runs, or neither PUT nor GET. */
static void control_refused(void)
{
	u32 id = scheduler_id(), other = id == SCHED_BVT ? SCHED_SEDF : SCHED_BVT;
	const u32 ids[] = { other, 1, 2, 3, 5, id | 0x80000000, 0xffffffff };
	static const u32 directions[] = { 2, 0x80000000, 0x100, 0xffffffff };
	u32 value = 4711;

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		for (u32 direction = 0; direction < 3; direction++)
			CU_ASSERT_EQUAL(control(ids[i], direction, &value), -EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(directions); i++)
		CU_ASSERT_EQUAL(control(id, directions[i], &value), -EINVAL);
	CU_ASSERT_EQUAL(value, 4711);
	if (id == SCHED_BVT) {
		CU_ASSERT_EQUAL(control(id, SCHED_INFO_GET, &value), 0);
		CU_ASSERT_EQUAL(value, 5000);
	}
}

/* SEDF has nothing that holds for all: both directions say so by changing nothing. */
static void controlling_sedf(void)
{
	u32 value = 4711;

	CU_ASSERT_EQUAL(control(SCHED_SEDF, SCHED_INFO_GET, &value), 0);
	CU_ASSERT_EQUAL(value, 4711);
	CU_ASSERT_EQUAL(control(SCHED_SEDF, SCHED_INFO_PUT, &value), 0);
	scheduler_init("");
	CU_ASSERT_EQUAL(control(SCHED_BVT, SCHED_INFO_GET, &value), 0);
	CU_ASSERT_EQUAL(value, 5000);
}

static long adjust(u32 id, u32 direction, domid_t domain, dom0_adjustdom_t *arg)
{
	dom0_op_t op;
	long ret;

	memset(&op, 0, sizeof(op));
	op.u.adjustdom = *arg;
	op.u.adjustdom.sched_id = id;
	op.u.adjustdom.direction = direction;
	op.u.adjustdom.domain = domain;
	ret = op_call(DOM0_ADJUSTDOM, &op);
	CU_ASSERT_EQUAL(op.u.adjustdom.domain, domain);
	*arg = op.u.adjustdom;
	return ret;
}

static long put_bvt(domid_t domain, struct bvt_adjdom bvt)
{
	dom0_adjustdom_t arg = { .u.bvt = bvt };

	return adjust(SCHED_BVT, SCHED_INFO_PUT, domain, &arg);
}

static void check_bvt(domid_t domain, struct bvt_adjdom wanted)
{
	dom0_adjustdom_t arg;

	memset(&arg, 0xee, sizeof(arg));
	CU_ASSERT_EQUAL(adjust(SCHED_BVT, SCHED_INFO_GET, domain, &arg), 0);
	CU_ASSERT_EQUAL(arg.u.bvt.mcu_adv, wanted.mcu_adv);
	CU_ASSERT_EQUAL(arg.u.bvt.warpback, wanted.warpback);
	CU_ASSERT_EQUAL(arg.u.bvt.warpvalue, wanted.warpvalue);
	CU_ASSERT_EQUAL(arg.u.bvt.warpl, wanted.warpl);
	CU_ASSERT_EQUAL(arg.u.bvt.warpu, wanted.warpu);
}

static const struct bvt_adjdom bvt_first = { 10, 0, 0, MS(2000), MS(1000) };

static void adjusting_bvt(void)
{
	static const struct bvt_adjdom values[] = {
		{ 1, 1, -5, 3, 4 },
		{ 0xffffffff, 0xffffffff, INT32_MIN, INT64_MAX, INT64_MIN },
		{ 7, 0, INT32_MAX, 0, -1 },
	};
	struct domain *a = make_domain(0), *b = make_domain(0);

	check_bvt(0, bvt_first);
	check_bvt(a->id, bvt_first);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		CU_ASSERT_EQUAL(put_bvt(a->id, values[i]), 0);
		check_bvt(a->id, values[i]);
		/* Nobody else's. */
		check_bvt(b->id, bvt_first);
		check_bvt(0, bvt_first);
	}
	CU_ASSERT_EQUAL(put_bvt(0, values[0]), 0);
	check_bvt(0, values[0]);
	/* Virtual time that stands still: refused, and all is as before. */
	CU_ASSERT_EQUAL(put_bvt(a->id, (struct bvt_adjdom){ 0, 9, 9, 9, 9 }), -EINVAL);
	check_bvt(a->id, values[2]);
}

static long put_sedf(domid_t domain, struct sedf_adjdom sedf)
{
	dom0_adjustdom_t arg = { .u.sedf = sedf };

	return adjust(SCHED_SEDF, SCHED_INFO_PUT, domain, &arg);
}

static void check_sedf(domid_t domain, struct sedf_adjdom wanted)
{
	dom0_adjustdom_t arg;

	memset(&arg, 0xee, sizeof(arg));
	CU_ASSERT_EQUAL(adjust(SCHED_SEDF, SCHED_INFO_GET, domain, &arg), 0);
	CU_ASSERT_EQUAL(arg.u.sedf.period, wanted.period);
	CU_ASSERT_EQUAL(arg.u.sedf.slice, wanted.slice);
	CU_ASSERT_EQUAL(arg.u.sedf.latency, wanted.latency);
	CU_ASSERT_EQUAL(arg.u.sedf.extratime, wanted.extratime);
	CU_ASSERT_EQUAL(arg.u.sedf.weight, wanted.weight);
}

static void adjusting_sedf(void)
{
	static const struct sedf_adjdom values[] = {
		{ MS(50), MS(50), 3, 1, 2 },	{ 1, 0, 0, 0, 0 },
		{ 0, 0, TOP, 0xffff, 1 },	{ TOP, TOP, 0, 0, 0 },
		{ TOP, TOP - 1, 5, 0, 0xffff },
	};
	static const struct sedf_adjdom bad[] = {
		{ 0, 0, 7, 1, 0 },	     { 0, 1, 7, 1, 0 },
		{ 0, 1, 7, 1, 1 },	     { 10, 11, 7, 1, 0 },
		{ TOP - 1, TOP, 7, 1, 9 },   { 10, TOP, 7, 1, 0 },
		{ 10, 1ULL << 63, 7, 1, 0 },
	};
	const struct sedf_adjdom of_dom0 = { MS(20), MS(15), 0, 1, 0 };
	const struct sedf_adjdom first = { MS(100), 0, 0, 1, 0 };
	struct domain *a = make_domain(0), *b = make_domain(0);

	check_sedf(0, of_dom0);
	check_sedf(a->id, first);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		CU_ASSERT_EQUAL(put_sedf(a->id, values[i]), 0);
		check_sedf(a->id, values[i]);
		check_sedf(b->id, first);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(put_sedf(a->id, bad[i]), -EINVAL);
		check_sedf(a->id, values[4]);
	}
	check_sedf(0, of_dom0);
}

/* In this order: the scheduler, the direction, the domain. */
static void adjusting_refused(void)
{
	u32 id = scheduler_id(), other = id == SCHED_BVT ? SCHED_SEDF : SCHED_BVT;
	static const domid_t unknown[] = { 1, 1000, DOMID_SELF, DOMID_IO, 0xffff };
	dom0_adjustdom_t arg = { .u.sedf = { 10, 5, 0, 0, 1 } }, before = arg;

	for (u32 direction = 0; direction < 3; direction++) {
		CU_ASSERT_EQUAL(adjust(other, direction, 0, &arg), -EINVAL);
		CU_ASSERT_EQUAL(adjust(other, direction, 1000, &arg), -EINVAL);
	}
	CU_ASSERT_EQUAL(adjust(id, 2, 0, &arg), -EINVAL);
	CU_ASSERT_EQUAL(adjust(id, 0xffffffff, 1000, &arg), -EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		CU_ASSERT_EQUAL(adjust(id, SCHED_INFO_PUT, unknown[i], &arg), -ESRCH);
		CU_ASSERT_EQUAL(adjust(id, SCHED_INFO_GET, unknown[i], &arg), -ESRCH);
	}
	CU_ASSERT_EQUAL(memcmp(&arg.u, &before.u, sizeof(arg.u)), 0);
	if (id == SCHED_BVT)
		check_bvt(0, bvt_first);
}

int main(void)
{
	CU_TestInfo bvt[] = {
		{ "boot argument", boot_argument },
		{ "control", controlling_bvt },
		{ "control refused", control_refused },
		{ "adjusting", adjusting_bvt },
		{ "adjusting refused", adjusting_refused },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo sedf[] = {
		{ "control", controlling_sedf },
		{ "control refused", control_refused },
		{ "adjusting", adjusting_sedf },
		{ "adjusting refused", adjusting_refused },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "bvt",
		  .pSetUpFunc = start_bvt,
		  .pTearDownFunc = dom0_stop,
		  .pTests = bvt },
		{ .pName = "sedf",
		  .pSetUpFunc = start_sedf,
		  .pTearDownFunc = dom0_stop,
		  .pTests = sedf },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-sched-op", suites);
}
