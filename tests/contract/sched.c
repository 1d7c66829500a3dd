// SPDX-License-Identifier: GPL-2.0-or-later
/* SCHED_ID, SCHEDCTL and ADJUSTDOM, of the scheduler that runs. */
#include "contract.h"

#define MS(n) ((n)*1000000ULL)

static u32 running(void)
{
	return REPLY(0, SCHED_ID, sched_id, .sched_id = 4711)->sched_id;
}

static u32 other(void)
{
	return running() == SCHED_BVT ? SCHED_SEDF : SCHED_BVT;
}

#define CTL(wanted, id, way, value)                                          \
	OP(wanted, SCHEDCTL, schedctl, .sched_id = (id), .direction = (way), \
	   .u.bvt.ctx_allow = (value))
#define ADJUST(wanted, id, way, whose, ...)                                    \
	OP(wanted, ADJUSTDOM, adjustdom, .sched_id = (id), .direction = (way), \
	   .domain = (whose), __VA_ARGS__)

static u32 ctx_allow(void)
{
	return ANSWER(schedctl, CTL(0, running(), SCHED_INFO_GET, 77))->u.bvt.ctx_allow;
}

static void control(void)
{
	static const u32 values[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 5000 };
	const u32 id = running(), first = ctx_allow();

	CU_ASSERT(id == SCHED_BVT || id == SCHED_SEDF);
	/* SEDF has nothing to set. */
	CU_ASSERT_EQUAL(first, id == SCHED_BVT ? 5000 : 77);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		EXPECT({ CTL(0, id, SCHED_INFO_PUT, values[i]) });
		CU_ASSERT_EQUAL(ctx_allow(), id == SCHED_BVT ? values[i] : 77);
	}
}

/* Another scheduler than the one that runs, or neither PUT nor GET. */
static void control_refused(void)
{
	const u32 id = running(), first = ctx_allow();
	const u32 ids[] = { other(), 1, 2, 3, 5, id | 0x80000000, 0xffffffff };
	static const u32 directions[] = { 2, 0x80000000, 0x100, 0xffffffff };

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		for (u32 direction = 0; direction < 3; direction++)
			EXPECT({ CTL(-EINVAL, ids[i], direction, 4711) });
	for (size_t i = 0; i < ARRAY_SIZE(directions); i++)
		EXPECT({ CTL(-EINVAL, id, directions[i], 4711) });
	CU_ASSERT_EQUAL(ctx_allow(), first);
}

/* That GET says these parameters, all of them. */
static void check_params(domid_t id, const dom0_adjustdom_t *params)
{
	dom0_op_t op;

	memset(&op, 0xee, sizeof(op));
	op.cmd = DOM0_ADJUSTDOM;
	op.interface_version = DOM0_INTERFACE_VERSION;
	op.u.adjustdom.sched_id = running();
	op.u.adjustdom.direction = SCHED_INFO_GET;
	op.u.adjustdom.domain = id;
	CU_ASSERT_EQUAL(contract_op_at(PAGE, &op), 0);
	if (running() == SCHED_BVT) {
		const struct bvt_adjdom *a = &op.u.adjustdom.u.bvt, *b = &params->u.bvt;

		CU_ASSERT(a->mcu_adv == b->mcu_adv && a->warpback == b->warpback &&
			  a->warpvalue == b->warpvalue && a->warpl == b->warpl &&
			  a->warpu == b->warpu);
	} else {
		const struct sedf_adjdom *a = &op.u.adjustdom.u.sedf,
					 *b = &params->u.sedf;

		CU_ASSERT(a->period == b->period && a->slice == b->slice &&
			  a->latency == b->latency && a->extratime == b->extratime &&
			  a->weight == b->weight);
	}
}

#define BVT(...)                         \
	{                                \
		.u.bvt = { __VA_ARGS__ } \
	}
#define SEDF(...)                         \
	{                                 \
		.u.sedf = { __VA_ARGS__ } \
	}

/* Each scheduler's: a new domain's, good ones, and those that it cannot take. */
static const dom0_adjustdom_t first_of[2] = {
	BVT(10, 0, 0, MS(2000), MS(1000)),
	SEDF(MS(100), 0, 0, 1, 0),
};
static const dom0_adjustdom_t good_of[2][5] = {
	{ BVT(1, 1, -5, 3, 4),
	  BVT(0xffffffff, 0xffffffff, INT32_MIN, INT64_MAX, INT64_MIN),
	  BVT(7, 0, INT32_MAX, 0, -1), BVT(0xfedcba98, 1, -7, 1LL << 61, -3),
	  BVT(1, 0, 0, 0, 0) },
	{ SEDF(MS(50), MS(50), 3, 1, 2), SEDF(1, 0, 0, 0, 0), SEDF(0, 0, TOP, 0xffff, 1),
	  SEDF(TOP, TOP, 0, 0, 0), SEDF(TOP, TOP - 1, 5, 0, 0xffff) },
};
static const dom0_adjustdom_t bad_of[2][7] = {
	/* Virtual time that stands still. */
	{ BVT(0, 9, 9, 9, 9), BVT(0, 0, 0, 0, 0), BVT(0, 1, 1, 1, 1), BVT(0, 2, 2, 2, 2),
	  BVT(0, 3, 3, 3, 3), BVT(0, 4, 4, 4, 4), BVT(0, 5, 5, 5, 5) },
	{ SEDF(0, 0, 7, 1, 0), SEDF(0, 1, 7, 1, 0), SEDF(0, 1, 7, 1, 1),
	  SEDF(10, 11, 7, 1, 0), SEDF(TOP - 1, TOP, 7, 1, 9), SEDF(10, TOP, 7, 1, 0),
	  SEDF(10, 1UL << 63, 7, 1, 0) },
};

static const dom0_op_t *put(long wanted, domid_t id, const dom0_adjustdom_t *params)
{
	struct contract_call row = { OP(wanted, ADJUSTDOM, adjustdom, 0) };

	row.op.u.adjustdom = *params;
	row.op.u.adjustdom.sched_id = running();
	row.op.u.adjustdom.direction = SCHED_INFO_PUT;
	row.op.u.adjustdom.domain = id;
	return contract_op(&row);
}

/* Each domain has its own, which end with it. */
static void adjusting(void)
{
	const int which = running() == SCHED_SEDF;
	const dom0_adjustdom_t *first = &first_of[which];

	make(A, 0);
	make(B, 0);
	check_params(A, first);
	for (size_t i = 0; i < ARRAY_SIZE(good_of[which]); i++) {
		put(0, A, &good_of[which][i]);
		check_params(A, &good_of[which][i]);
		check_params(B, first);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad_of[which]); i++) {
		put(-EINVAL, A, &bad_of[which][i]);
		check_params(A, &good_of[which][4]);
	}
	destroy(A);
	make(A, 0);
	check_params(A, first);
}

/* dom0's own too: it goes on running. */
static void own_domain(void)
{
	static const dom0_adjustdom_t changed[2] = {
		BVT(3, 0, 0, MS(2000), MS(1000)),
		SEDF(MS(20), MS(14), 0, 1, 0),
	};
	const int which = running() == SCHED_SEDF;
	const dom0_adjustdom_t before =
		*ANSWER(adjustdom, ADJUST(0, running(), SCHED_INFO_GET, 0));

	if (which)
		check_params(0, &(dom0_adjustdom_t)SEDF(MS(20), MS(15), 0, 1, 0));
	else
		check_params(0, &first_of[0]);
	put(0, 0, &changed[which]);
	check_params(0, &changed[which]);
	put(0, 0, &before);
	check_params(0, &before);
}

/* In this order: the scheduler, the direction, the domain. */
static void adjusting_refused(void)
{
	const u32 id = running(), wrong = other();
	const int which = id == SCHED_SEDF;

	make(A, 0);
	put(0, A, &good_of[which][0]);
	for (u32 direction = 0; direction < 3; direction++)
		EXPECT({ ADJUST(-EINVAL, wrong, direction, A) },
		       { ADJUST(-EINVAL, wrong, direction, NO_DOMAIN) });
	EXPECT({ ADJUST(-EINVAL, id, 2, A) },
	       { ADJUST(-EINVAL, id, 0xffffffff, NO_DOMAIN) },
	       { ADJUST(-ESRCH, id, SCHED_INFO_PUT, 0, .u.sedf = { 10, 5, 0, 0, 1 }),
		 NO_DOMAINS(adjustdom) },
	       { ADJUST(-ESRCH, id, SCHED_INFO_GET, 0), NO_DOMAINS(adjustdom) });
	check_params(A, &good_of[which][0]);
}

CU_TestInfo sched_cases[] = {
	CASE(control),	  CASE(control_refused),   CASE(adjusting),
	CASE(own_domain), CASE(adjusting_refused), CU_TEST_INFO_NULL,
};
