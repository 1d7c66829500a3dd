// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: scheduling. */
#include <math.h>

#include "libxc-fake.h"
#include "libxc-ops.h"

struct bvt {
	u32 mcuadv;
	int warpback;
	s32 warpvalue;
	long long warpl, warpu;
};

static int bvt_get(u32 domid, struct bvt *p)
{
	return xc_bvtsched_domain_get(handle, domid, &p->mcuadv, &p->warpback,
				      &p->warpvalue, &p->warpl, &p->warpu);
}

static void bvt_global(void)
{
	unsigned long ctx_allow = 1;

	xen.sched_id = SCHED_BVT;
	CU_ASSERT_EQUAL(xc_bvtsched_global_set(handle, 0xfedcba98), 0);
	CU_ASSERT_EQUAL(xen.bvt.ctx_allow, 0xfedcba98);
	CU_ASSERT_EQUAL(xc_bvtsched_global_get(handle, &ctx_allow), 0);
	CU_ASSERT_EQUAL(ctx_allow, 0xfedcba98);
	/* Values that do not fit into the interface are not truncated. */
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_bvtsched_global_set(handle, 1UL << 32),
						EINVAL)),
			0);
	CU_ASSERT_EQUAL(xen.bvt.ctx_allow, 0xfedcba98);
	xen.sched_id = SCHED_SEDF;
	ctx_allow = 1;
	ASSERT_FAILS(xc_bvtsched_global_set(handle, 5), EINVAL);
	ASSERT_FAILS(xc_bvtsched_global_get(handle, &ctx_allow), EINVAL);
	CU_ASSERT_EQUAL(ctx_allow, 1);
}

static void bvt_domain(void)
{
	struct bvt got = { 0 };

	xen.sched_id = SCHED_BVT;
	fake_domain(3, 1, 0);
	CU_ASSERT_EQUAL(
		xc_bvtsched_domain_set(handle, 3, 0xfffffffe, -1, -7, 1LL << 62, -5), 0);
	CU_ASSERT_EQUAL(xen.adjusted.domain, 3);
	CU_ASSERT_EQUAL(xen.adjusted.u.bvt.mcu_adv, 0xfffffffe);
	CU_ASSERT_EQUAL(xen.adjusted.u.bvt.warpvalue, -7);
	CU_ASSERT_EQUAL(bvt_get(3, &got), 0);
	CU_ASSERT_EQUAL(got.mcuadv, 0xfffffffe);
	CU_ASSERT_EQUAL(got.warpback, -1);
	CU_ASSERT_EQUAL(got.warpvalue, -7);
	CU_ASSERT_EQUAL(got.warpl, 1LL << 62);
	CU_ASSERT_EQUAL(got.warpu, -5);
}

static void bvt_domain_refused(void)
{
	struct bvt got = { .mcuadv = 77 };

	xen.sched_id = SCHED_BVT;
	fake_domain(3, 1, 0);
	ASSERT_FAILS(xc_bvtsched_domain_set(handle, 3, 0, 0, 0, 0, 0), EINVAL);
	ASSERT_FAILS(xc_bvtsched_domain_set(handle, 4, 1, 0, 0, 0, 0), ESRCH);
	CU_ASSERT_EQUAL(HYPERCALLS({
				ASSERT_FAILS(xc_bvtsched_domain_set(handle, 65536 + 3, 1,
								    0, 0, 0, 0),
					     ESRCH);
				ASSERT_FAILS(bvt_get(65536 + 3, &got), ESRCH);
			}),
			0);
	ASSERT_FAILS(bvt_get(4, &got), ESRCH);
	xen.sched_id = SCHED_SEDF;
	ASSERT_FAILS(bvt_get(3, &got), EINVAL);
	CU_ASSERT_EQUAL(got.mcuadv, 77);
}

static void sedf_domain(void)
{
	u64 period = 0, slice = 0, latency = 0;
	u16 extra = 0, weight = 0;

	fake_domain(3, 1, 0);
	CU_ASSERT_EQUAL(
		xc_sedf_domain_set(handle, 3, 1ULL << 63, 1ULL << 40, 99, 0x8001, 0xfffe),
		0);
	CU_ASSERT_EQUAL(xen.adjusted.domain, 3);
	CU_ASSERT_EQUAL(
		xc_sedf_domain_get(handle, 3, &period, &slice, &latency, &extra, &weight),
		0);
	CU_ASSERT_EQUAL(period, 1ULL << 63);
	CU_ASSERT_EQUAL(slice, 1ULL << 40);
	CU_ASSERT_EQUAL(latency, 99);
	CU_ASSERT_EQUAL(extra, 0x8001);
	CU_ASSERT_EQUAL(weight, 0xfffe);
	ASSERT_FAILS(xc_sedf_domain_set(handle, 4, 1, 1, 0, 0, 0), ESRCH);
	ASSERT_FAILS(xc_sedf_domain_set(handle, 65539, 1, 1, 0, 0, 0), ESRCH);
	period = 5;
	xen.sched_id = SCHED_BVT;
	ASSERT_FAILS(
		xc_sedf_domain_get(handle, 3, &period, &slice, &latency, &extra, &weight),
		EINVAL);
	CU_ASSERT_EQUAL(period, 5);
}

/* The advance is the inverse of the weight; the other parameters stay. */
static void weight(void)
{
	static const struct {
		float weight;
		u32 advance;
	} want[] = { { 1, 10 },	  { 2, 5 },	{ 0.5F, 20 },
		     { 10, 1 },	  { 3, 3 },	{ 1e-30F, UINT32_MAX },
		     { 0, 1234 }, { -1, 1234 }, { NAN, 1234 } };

	xen.sched_id = SCHED_BVT;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		CU_ASSERT_EQUAL(xc_bvtsched_domain_set(handle, 0, 1234, 1, -7, 8, 9), 0);
		CU_ASSERT_EQUAL(xc_domain_setcpuweight(handle, 0, want[i].weight), 0);
		CU_ASSERT_EQUAL(xen.adjusted.u.bvt.mcu_adv, want[i].advance);
		CU_ASSERT_EQUAL(xen.adjusted.u.bvt.warpback, 1);
		CU_ASSERT_EQUAL(xen.adjusted.u.bvt.warpvalue, -7);
		CU_ASSERT_EQUAL(xen.adjusted.u.bvt.warpl, 8);
		CU_ASSERT_EQUAL(xen.adjusted.u.bvt.warpu, 9);
	}
	ASSERT_FAILS(xc_domain_setcpuweight(handle, 0, 11), EINVAL);
	ASSERT_FAILS(xc_domain_setcpuweight(handle, 0, INFINITY), EINVAL);
	ASSERT_FAILS(xc_domain_setcpuweight(handle, 5, 1), ESRCH);
	/* Another scheduler has no weights: no effect, and no error. */
	xen.sched_id = SCHED_SEDF;
	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(xc_domain_setcpuweight(handle, 0, 1), 0)), 1);
	xen.fail_cmd = DOM0_SCHED_ID;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_domain_setcpuweight(handle, 0, 1), EPERM);
}

CU_TestInfo libxc_sched_tests[] = {
	{ "BVT as a whole", bvt_global },
	{ "BVT of a domain", bvt_domain },
	{ "BVT refused", bvt_domain_refused },
	{ "SEDF of a domain", sedf_domain },
	{ "weights", weight },
	CU_TEST_INFO_NULL,
};
