// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hypercall-test: SCHEDCTL and ADJUSTDOM. Which scheduler runs is chosen at boot; what
 * is tested of SEDF needs a boot with sched=sedf (module.mk makes both).
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

static u32 not_running(void)
{
	return running() == SCHED_BVT ? SCHED_SEDF : SCHED_BVT;
}

static long schedctl(u32 sched_id, u32 direction, u32 *ctx_allow)
{
	dom0_op_t *op = op_new(DOM0_SCHEDCTL);
	long result;

	op->u.schedctl.sched_id = sched_id;
	op->u.schedctl.direction = direction;
	op->u.schedctl.u.bvt.ctx_allow = *ctx_allow;
	result = op_do();
	*ctx_allow = op->u.schedctl.u.bvt.ctx_allow;
	return result;
}

/* The payload goes in and comes back. */
static long adjust(u32 direction, unsigned int domid, dom0_adjustdom_t *params)
{
	dom0_op_t *op = op_new(DOM0_ADJUSTDOM);
	long result;

	op->u.adjustdom = *params;
	op->u.adjustdom.direction = direction;
	op->u.adjustdom.domain = (domid_t)domid;
	result = op_do();
	*params = op->u.adjustdom;
	return result;
}

static void control(void)
{
	static const u32 values[] = { 0, 1, 5000, 0x7fffffff, 0xffffffff };
	const u32 id = running();
	u32 before = 0, got;

	CU_ASSERT_EQUAL(schedctl(id, SCHED_INFO_GET, &before), 0);
	for (size_t i = 0; id == SCHED_BVT && i < sizeof(values) / sizeof(u32); i++) {
		got = values[i];
		CU_ASSERT_EQUAL(schedctl(id, SCHED_INFO_PUT, &got), 0);
		got = ~values[i];
		CU_ASSERT_EQUAL(schedctl(id, SCHED_INFO_GET, &got), 0);
		CU_ASSERT_EQUAL(got, values[i]);
	}
	CU_ASSERT_EQUAL(schedctl(id, SCHED_INFO_PUT, &before), 0);
}

static void control_bad(void)
{
	const u32 id = running();
	u32 before = 0, got = 77;

	CU_ASSERT_EQUAL(schedctl(id, SCHED_INFO_GET, &before), 0);
	CU_ASSERT_EQUAL(schedctl(not_running(), SCHED_INFO_PUT, &got), -EINVAL);
	CU_ASSERT_EQUAL(schedctl(not_running(), SCHED_INFO_GET, &got), -EINVAL);
	CU_ASSERT_EQUAL(schedctl(1, SCHED_INFO_GET, &got), -EINVAL);
	CU_ASSERT_EQUAL(schedctl(~0U, SCHED_INFO_PUT, &got), -EINVAL);
	CU_ASSERT_EQUAL(schedctl(id, 2, &got), -EINVAL);
	CU_ASSERT_EQUAL(schedctl(id, ~0U, &got), -EINVAL);
	CU_ASSERT_EQUAL(got, 77);
	CU_ASSERT_EQUAL(schedctl(id, SCHED_INFO_GET, &got), 0);
	CU_ASSERT_EQUAL(got, id == SCHED_BVT ? before : 77);
}

static dom0_adjustdom_t some_params(u32 id)
{
	dom0_adjustdom_t params = { .sched_id = id };

	if (id == SCHED_BVT)
		params.u.bvt = (struct bvt_adjdom){ 0xfedcba98, 1, -7, 1LL << 61, -3 };
	else
		params.u.sedf =
			(struct sedf_adjdom){ 1ULL << 63, 1ULL << 62, 99, 1, 0xfffe };
	return params;
}

/* Each domain has its own, which end with it. */
static void kept_for_each_domain(void)
{
	const u32 id = running();
	dom0_adjustdom_t first = { .sched_id = id }, params = some_params(id), got;
	unsigned int domain, other;

	CU_ASSERT_EQUAL(domain_create(0, &domain), 0);
	CU_ASSERT_EQUAL(domain_create(0, &other), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, domain, &first), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, domain, &params), 0);
	got = (dom0_adjustdom_t){ .sched_id = id };
	params = some_params(id);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, domain, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got.u, &params.u, sizeof(got.u)), 0);
	got = (dom0_adjustdom_t){ .sched_id = id };
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, other, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got.u, &first.u, sizeof(got.u)), 0);
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
	CU_ASSERT_EQUAL(domain_create(domain, &domain), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, domain, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got.u, &first.u, sizeof(got.u)), 0);
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
	CU_ASSERT_EQUAL(domain_destroy(other), 0);
}

static void adjust_bad(void)
{
	const u32 id = running(), other = not_running();
	dom0_adjustdom_t params = some_params(id), wrong = some_params(other), got;
	unsigned int domain;

	CU_ASSERT_EQUAL(domain_create(0, &domain), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, domain, &params), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, domain, &wrong), -EINVAL);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, domain, &wrong), -EINVAL);
	got = some_params(id);
	CU_ASSERT_EQUAL(adjust(2, domain, &got), -EINVAL);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, NO_SUCH_DOMAIN, &got), -ESRCH);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, NO_SUCH_DOMAIN, &got), -ESRCH);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, DOMID_SELF, &got), -ESRCH);
	/* What is wrong with the op comes before what is wrong with the domain. */
	CU_ASSERT_EQUAL(adjust(2, NO_SUCH_DOMAIN, &got), -EINVAL);
	got = (dom0_adjustdom_t){ .sched_id = id };
	params = some_params(id);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, domain, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got.u, &params.u, sizeof(got.u)), 0);
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
}

/* What this scheduler in particular cannot take; the parameters stay. */
static void adjust_values(void)
{
	static const struct {
		u64 period, slice;
		u16 weight;
		long result;
	} sedf[] = {
		{ 0, 0, 0, -EINVAL },	  { 0, 0, 1, 0 },
		{ 100, 101, 0, -EINVAL }, { 100, 100, 0, 0 },
		{ 100, 0, 0, 0 },	  { 0, 1, 1, -EINVAL },
		{ 1, ~0ULL, 9, -EINVAL }, { ~0ULL, ~0ULL, 0, 0 },
	};
	const u32 id = running();
	dom0_adjustdom_t params = { .sched_id = id };
	unsigned int domain;

	CU_ASSERT_EQUAL(domain_create(0, &domain), 0);
	if (id == SCHED_BVT) {
		CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, domain, &params), -EINVAL);
		params.u.bvt.mcu_adv = 1;
		CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, domain, &params), 0);
	}
	for (size_t i = 0; id == SCHED_SEDF && i < sizeof(sedf) / sizeof(sedf[0]); i++) {
		params.u.sedf = (struct sedf_adjdom){ .period = sedf[i].period,
						      .slice = sedf[i].slice,
						      .weight = sedf[i].weight };
		CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, domain, &params), sedf[i].result);
		CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, domain, &params), 0);
		CU_ASSERT_EQUAL(params.u.sedf.slice == sedf[i].slice &&
					params.u.sedf.period == sedf[i].period &&
					params.u.sedf.weight == sedf[i].weight,
				sedf[i].result == 0);
	}
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
}

/* dom0's own too: it goes on running. */
static void own_domain(void)
{
	dom0_adjustdom_t params = { .sched_id = running() }, got = params;

	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, 0, &params), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, 0, &params), 0);
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_GET, 0, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got.u, &params.u, sizeof(got.u)), 0);
}

static u64 cpu_time(const struct puppet *p)
{
	dom0_getdomaininfo_t info = { 0 };

	CU_ASSERT_EQUAL(domain_info(p->id, &info), 0);
	return info.cpu_time;
}

static void set_share(const struct puppet *p, u32 share)
{
	dom0_adjustdom_t params = { .sched_id = running() };

	if (params.sched_id == SCHED_BVT)
		params.u.bvt.mcu_adv = 60 / share;
	else
		params.u.sedf.weight = (u16)share;
	CU_ASSERT_EQUAL(adjust(SCHED_INFO_PUT, p->id, &params), 0);
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
	CU_ASSERT(after.tv_sec - before.tv_sec < 4);
	puppet_stop(&p[0]);
	puppet_stop(&p[1]);
}

CU_TestInfo sched_tests[] = {
	TEST(control),	  TEST(control_bad),   TEST(kept_for_each_domain),
	TEST(adjust_bad), TEST(adjust_values), TEST(own_domain),
	TEST(shares),	  CU_TEST_INFO_NULL,
};
