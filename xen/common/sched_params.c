// SPDX-License-Identifier: GPL-2.0-or-later
/* The schedulers' parameters: kept for each domain, set and told by dom0 ops. */
#include <xen/boot_info.h>
#include <xen/dom0_ops.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched_params.h>
#include <xen/string.h>
#include <xen/trace_buffer.h>

#define MILLISECONDS(n) ((u64)(n)*1000000)

/* What BVT has always started with. */
#define BVT_CTX_ALLOW_US 5000
#define BVT_MCU_ADVANCE	 10
#define BVT_WARPL_MS	 2000
#define BVT_WARPU_MS	 1000

/* SEDF: dom0 may use 15 ms of each 20; others share what is left. */
#define SEDF_DOM0_PERIOD_MS 20
#define SEDF_DOM0_SLICE_MS  15
#define SEDF_PERIOD_MS	    100

static u32 policy = SCHED_BVT;
static struct bvt_ctl bvt_control = { .ctx_allow = BVT_CTX_ALLOW_US };

/* Whether that boot argument's value is this word. */
static bool is_word(const char *value, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(value, word, len) && (!value[len] || value[len] == ' ');
}

void scheduler_init(const char *cmdline)
{
	const char *value = cmdline_find(cmdline, "sched");

	if (!value || is_word(value, "bvt"))
		policy = SCHED_BVT;
	else if (is_word(value, "sedf"))
		policy = SCHED_SEDF;
	else
		pr_warn("sched: neither bvt nor sedf\n");
}

u32 scheduler_id(void)
{
	return policy;
}

void sched_params_init(struct sched_params *params, bool privileged)
{
	params->bvt = (struct bvt_adjdom){
		.mcu_adv = BVT_MCU_ADVANCE,
		.warpl = MILLISECONDS(BVT_WARPL_MS),
		.warpu = MILLISECONDS(BVT_WARPU_MS),
	};
	params->sedf = (struct sedf_adjdom){
		.period = MILLISECONDS(privileged ? SEDF_DOM0_PERIOD_MS : SEDF_PERIOD_MS),
		.slice = MILLISECONDS(privileged ? SEDF_DOM0_SLICE_MS : 0),
		.extratime = 1,
	};
}

long op_schedctl(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_schedctl_t *arg = &op->u.schedctl;

	if (arg->sched_id != policy)
		return -EINVAL;
	switch (arg->direction) {
	case SCHED_INFO_PUT:
		/* SEDF has nothing that holds for all domains. */
		if (policy == SCHED_BVT)
			bvt_control = arg->u.bvt;
		break;
	case SCHED_INFO_GET:
		if (policy == SCHED_BVT)
			reply->u.schedctl.u.bvt = bvt_control;
		break;
	default:
		return -EINVAL;
	}
	TRACE(TRC_SCHED_CTL, arg->direction);
	return 0;
}

static long put_bvt(struct bvt_adjdom *params, const struct bvt_adjdom *wanted)
{
	/* Virtual time must go forward while the domain runs. */
	if (wanted->mcu_adv == 0)
		return -EINVAL;
	*params = *wanted;
	return 0;
}

static long put_sedf(struct sedf_adjdom *params, const struct sedf_adjdom *wanted)
{
	if (!wanted->period && !wanted->weight)
		return -EINVAL;
	if (wanted->slice > wanted->period)
		return -EINVAL;
	*params = *wanted;
	return 0;
}

static long put_params(struct sched_params *params, const dom0_adjustdom_t *arg)
{
	return policy == SCHED_BVT ? put_bvt(&params->bvt, &arg->u.bvt)
				   : put_sedf(&params->sedf, &arg->u.sedf);
}

static void get_params(const struct sched_params *params, dom0_adjustdom_t *reply)
{
	if (policy == SCHED_BVT)
		reply->u.bvt = params->bvt;
	else
		reply->u.sedf = params->sedf;
}

long op_adjustdom(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_adjustdom_t *arg = &op->u.adjustdom;
	struct domain *d;
	long ret = 0;

	if (arg->sched_id != policy)
		return -EINVAL;
	if (arg->direction != SCHED_INFO_PUT && arg->direction != SCHED_INFO_GET)
		return -EINVAL;
	d = domain_find(arg->domain);
	if (!d)
		return -ESRCH;
	if (arg->direction == SCHED_INFO_PUT)
		ret = put_params(&d->sched, arg);
	else
		get_params(&d->sched, &reply->u.adjustdom);
	if (!ret)
		TRACE(TRC_SCHED_ADJDOM, d->id, arg->direction);
	return ret;
}
