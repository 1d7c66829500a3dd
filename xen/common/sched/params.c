// SPDX-License-Identifier: GPL-2.0-or-later
/* Which policy is in use (sched=), and the dom0 ops that set and read its parameters. */
#include <xen/boot_info.h>
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/sched/policy.h>
#include <xen/string.h>
#include <xen/trace/buffer.h>

const struct scheduler *scheduler = &bvt_scheduler;

/* Whether a boot argument's value is this word. */
static bool is_word(const char *value, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(value, word, len) && (!value[len] || value[len] == ' ');
}

void scheduler_init(const char *cmdline)
{
	const char *value = cmdline_find(cmdline, "sched");

	if (!value || is_word(value, "bvt"))
		scheduler = &bvt_scheduler;
	else if (is_word(value, "sedf"))
		scheduler = &sedf_scheduler;
	else
		pr_warn("sched: neither bvt nor sedf\n");
}

u32 scheduler_id(void)
{
	return scheduler->id;
}

void sched_domain_init(struct domain *d, bool privileged)
{
	bvt_scheduler.defaults(&d->sched_params, privileged);
	sedf_scheduler.defaults(&d->sched_params, privileged);
}

long op_schedctl(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_schedctl_t *arg = &op->u.schedctl;

	if (arg->sched_id != scheduler->id)
		return -EINVAL;
	switch (arg->direction) {
	case SCHED_INFO_PUT:
		if (scheduler->put_control)
			scheduler->put_control(arg);
		end_turns(NULL);
		break;
	case SCHED_INFO_GET:
		if (scheduler->get_control)
			scheduler->get_control(&reply->u.schedctl);
		break;
	default:
		return -EINVAL;
	}
	TRACE(TRC_SCHED_CTL, arg->direction);
	return 0;
}

long op_adjustdom(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_adjustdom_t *arg = &op->u.adjustdom;
	struct domain *d;
	long ret;

	if (arg->sched_id != scheduler->id)
		return -EINVAL;
	if (arg->direction != SCHED_INFO_PUT && arg->direction != SCHED_INFO_GET)
		return -EINVAL;
	d = domain_find(arg->domain);
	if (!d)
		return -ESRCH;
	if (arg->direction == SCHED_INFO_PUT) {
		ret = scheduler->put(&d->sched_params, arg);
		if (ret)
			return ret;
		for (struct share *s = d->shares; s; s = s->sibling)
			scheduler->adjust(s);
		end_turns(d);
	} else {
		scheduler->get(&d->sched_params, &reply->u.adjustdom);
	}
	TRACE(TRC_SCHED_ADJDOM, d->id, arg->direction);
	return 0;
}
