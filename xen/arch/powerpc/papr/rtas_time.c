// SPDX-License-Identifier: GPL-2.0-or-later
/* RTAS: the domain's clock (PAPR, "get-time-of-day", "set-time-of-day"). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/wallclock.h>
#include "rtas.h"

s32 rtas_get_time_of_day(struct vcpu *v, struct rtas_call *call)
{
	struct calendar_time t;

	if (wallclock_get(v->domain, &t))
		return RTAS_HARDWARE;
	call->ret[1] = t.year;
	call->ret[2] = t.month;
	call->ret[3] = t.day;
	call->ret[4] = t.hour;
	call->ret[5] = t.minute;
	call->ret[6] = t.second;
	call->ret[7] = t.nanosecond;
	return RTAS_OK;
}

/* Year, month, day, hour, minute, second, nanosecond. */
s32 rtas_set_time_of_day(struct vcpu *v, struct rtas_call *call)
{
	const struct calendar_time t = { call->arg[0], call->arg[1], call->arg[2],
					 call->arg[3], call->arg[4], call->arg[5],
					 call->arg[6] };

	switch (wallclock_set(v->domain, &t)) {
	case 0:
		return RTAS_OK;
	case -EINVAL:
		return RTAS_PARAMETER;
	default:
		return RTAS_HARDWARE;
	}
}
