// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Parameters of the schedulers BVT and SEDF. The hypervisor refuses those of the
 * scheduler that is not in use.
 */
#include <errno.h>

#include "xc_call.h"

/* The product of weight and mcu_adv: a new domain has weight 1 and mcu_adv 10. */
#define BVT_WEIGHT_SCALE 10

static int schedctl(int xc_handle, u32 direction, struct bvt_ctl *bvt)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_SCHEDCTL);
	int rc;

	if (!op)
		return -1;
	op->u.schedctl.sched_id = SCHED_BVT;
	op->u.schedctl.direction = direction;
	op->u.schedctl.u.bvt = *bvt;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		*bvt = op->u.schedctl.u.bvt;
	xc_call_end(&call);
	return rc;
}

/* Make the operation for a domain; params gets the answer. */
static int adjustdom(int xc_handle, u32 domid, dom0_adjustdom_t *params)
{
	struct xc_call call;
	dom0_op_t *op;
	int rc;

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	op = xc_dom0_begin(&call, xc_handle, DOM0_ADJUSTDOM);
	if (!op)
		return -1;
	op->u.adjustdom = *params;
	op->u.adjustdom.domain = domid;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		*params = op->u.adjustdom;
	xc_call_end(&call);
	return rc;
}

int xc_bvtsched_global_set(int xc_handle, unsigned long ctx_allow)
{
	struct bvt_ctl bvt = { .ctx_allow = ctx_allow };

	if (bvt.ctx_allow != ctx_allow) {
		errno = EINVAL;
		return -1;
	}
	return schedctl(xc_handle, SCHED_INFO_PUT, &bvt);
}

int xc_bvtsched_global_get(int xc_handle, unsigned long *ctx_allow)
{
	struct bvt_ctl bvt = { 0 };
	int rc = schedctl(xc_handle, SCHED_INFO_GET, &bvt);

	if (rc == 0)
		*ctx_allow = bvt.ctx_allow;
	return rc;
}

int xc_bvtsched_domain_set(int xc_handle, u32 domid, u32 mcuadv, int warpback,
			   s32 warpvalue, long long warpl, long long warpu)
{
	dom0_adjustdom_t params = { .sched_id = SCHED_BVT,
				    .direction = SCHED_INFO_PUT,
				    .u.bvt = { .mcu_adv = mcuadv,
					       .warpback = warpback,
					       .warpvalue = warpvalue,
					       .warpl = warpl,
					       .warpu = warpu } };

	return adjustdom(xc_handle, domid, &params);
}

int xc_bvtsched_domain_get(int xc_handle, u32 domid, u32 *mcuadv, int *warpback,
			   s32 *warpvalue, long long *warpl, long long *warpu)
{
	dom0_adjustdom_t params = { .sched_id = SCHED_BVT, .direction = SCHED_INFO_GET };
	int rc = adjustdom(xc_handle, domid, &params);

	if (rc == 0) {
		*mcuadv = params.u.bvt.mcu_adv;
		*warpback = params.u.bvt.warpback;
		*warpvalue = params.u.bvt.warpvalue;
		*warpl = params.u.bvt.warpl;
		*warpu = params.u.bvt.warpu;
	}
	return rc;
}

int xc_sedf_domain_set(int xc_handle, u32 domid, u64 period, u64 slice, u64 latency,
		       u16 extratime, u16 weight)
{
	dom0_adjustdom_t params = { .sched_id = SCHED_SEDF,
				    .direction = SCHED_INFO_PUT,
				    .u.sedf = { .period = period,
						.slice = slice,
						.latency = latency,
						.extratime = extratime,
						.weight = weight } };

	return adjustdom(xc_handle, domid, &params);
}

int xc_sedf_domain_get(int xc_handle, u32 domid, u64 *period, u64 *slice, u64 *latency,
		       u16 *extratime, u16 *weight)
{
	dom0_adjustdom_t params = { .sched_id = SCHED_SEDF, .direction = SCHED_INFO_GET };
	int rc = adjustdom(xc_handle, domid, &params);

	if (rc == 0) {
		*period = params.u.sedf.period;
		*slice = params.u.sedf.slice;
		*latency = params.u.sedf.latency;
		*extratime = params.u.sedf.extratime;
		*weight = params.u.sedf.weight;
	}
	return rc;
}

/* The mcu_adv of a weight; 0, which is refused, if the weight is too large. */
static u32 bvt_advance(float weight)
{
	float advance = BVT_WEIGHT_SCALE / weight;

	return advance < (float)UINT32_MAX ? (u32)advance : UINT32_MAX;
}

int xc_domain_setcpuweight(int xc_handle, u32 domid, float weight)
{
	dom0_adjustdom_t params = { .sched_id = SCHED_BVT, .direction = SCHED_INFO_GET };
	int sched_id = -1;

	if (xc_sched_id(xc_handle, &sched_id) < 0)
		return -1;
	if (sched_id != SCHED_BVT)
		return 0;
	if (adjustdom(xc_handle, domid, &params) < 0)
		return -1;
	/* Put back what was read, so that the other parameters do not change. */
	params.direction = SCHED_INFO_PUT;
	if (weight > 0)
		params.u.bvt.mcu_adv = bvt_advance(weight);
	return adjustdom(xc_handle, domid, &params);
}
