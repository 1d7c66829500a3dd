// SPDX-License-Identifier: GPL-2.0-or-later
/* The time of day: the platform's, until dom0 has set another (DOM0_SETTIME). */
#include <xen/dom0/ops.h>
#include <xen/wallclock.h>
#include <asm/time.h>

#define NS_PER_S  1000000000ULL
#define S_PER_DAY 86400ULL

static bool is_set;
static s64 boot_time_ns; /* wall clock when the timebase was 0, since 1970 */

long op_settime(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_settime_t *arg = &op->u.settime;

	boot_time_ns = (s64)(arg->secs * NS_PER_S + arg->nsecs - arg->system_time);
	is_set = true;
	return 0;
}

/*
 * Day number since 1970-01-01 to a date. Years are counted from March on, so that the
 * leap day is a year's last, in cycles of 400 years or 146,097 days from 0000-03-01,
 * which is day -719468.
 */
static void date_of_day(u64 day, struct calendar_time *t)
{
	u64 n = day + 719468;
	u64 cycle = n / 146097, of_cycle = n % 146097;
	u64 year =
		(of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
	u64 of_year = of_cycle - (365 * year + year / 4 - year / 100);
	u64 month = (5 * of_year + 2) / 153; /* 0: March */

	t->day = (u32)(of_year - (153 * month + 2) / 5 + 1);
	t->month = (u32)(month < 10 ? month + 3 : month - 9);
	t->year = (u32)(cycle * 400 + year + (t->month <= 2));
}

int wallclock_get(struct calendar_time *t)
{
	u64 now, second;

	if (!is_set)
		return platform->time_of_day(t);
	now = (u64)boot_time_ns + timebase_to_ns(get_timebase());
	second = now / NS_PER_S % S_PER_DAY;
	date_of_day(now / NS_PER_S / S_PER_DAY, t);
	t->hour = (u32)(second / 3600);
	t->minute = (u32)(second / 60 % 60);
	t->second = (u32)(second % 60);
	t->nanosecond = (u32)(now % NS_PER_S);
	return 0;
}
