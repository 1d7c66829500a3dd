// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The time of day. The machine's clock is read once, before any guest runs; from then on
 * the time is computed from the timebase. A domain's time is beside it by an offset.
 */
#include <xen/domain.h>
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/save/record.h>
#include <xen/wallclock.h>
#include <asm/time.h>

#define NS_PER_S  1000000000ULL
#define S_PER_DAY 86400ULL

/* 2^64 ns after 1970 begins lie in the year after that. */
#define FIRST_YEAR 1970
#define LAST_YEAR  2553

static bool is_known;
/* Time of day when the timebase was 0, ns since 1970. All sums of ns are modulo 2^64. */
static u64 boot_time_ns;

static u64 machine_time(void)
{
	return boot_time_ns + timebase_to_ns(get_timebase());
}

static void set_machine_time(u64 ns)
{
	boot_time_ns = ns - timebase_to_ns(get_timebase());
	is_known = true;
}

static bool is_leap_year(u32 year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool date_ok(const struct calendar_time *t)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return t->year >= FIRST_YEAR && t->year <= LAST_YEAR && t->month >= 1 &&
	       t->month <= 12 && t->day >= 1 &&
	       t->day <= days[t->month - 1] +
				 (t->month == 2 && is_leap_year(t->year) ? 1U : 0U) &&
	       t->hour < 24 && t->minute < 60 && t->second < 60 &&
	       t->nanosecond < NS_PER_S;
}

/*
 * Dates and day numbers since 1970-01-01. Years are counted from March on, so that the
 * leap day is a year's last, in cycles of 400 years or 146,097 days from 0000-03-01,
 * which is day -719468.
 */
static u64 day_of_date(const struct calendar_time *t)
{
	u64 year = t->year - (t->month <= 2);
	u64 month = t->month > 2 ? t->month - 3 : t->month + 9; /* 0: March */

	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 +
	       t->day - 1 - 719468;
}

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

static u64 time_of_date(const struct calendar_time *t)
{
	u64 seconds = day_of_date(t) * S_PER_DAY + t->hour * 3600ULL + t->minute * 60ULL +
		      t->second;

	return seconds * NS_PER_S + t->nanosecond;
}

static void date_of_time(u64 ns, struct calendar_time *t)
{
	u64 second = ns / NS_PER_S % S_PER_DAY;

	date_of_day(ns / NS_PER_S / S_PER_DAY, t);
	t->hour = (u32)(second / 3600);
	t->minute = (u32)(second / 60 % 60);
	t->second = (u32)(second % 60);
	t->nanosecond = (u32)(ns % NS_PER_S);
}

void wallclock_init(void)
{
	struct calendar_time t;

	if (platform->time_of_day(&t))
		pr_warn("the machine has no clock\n");
	else if (!date_ok(&t))
		pr_warn("the machine's clock has no date: %u-%u-%u\n", t.year, t.month,
			t.day);
	else
		set_machine_time(time_of_date(&t));
}

int wallclock_get(const struct domain *d, struct calendar_time *t)
{
	if (!is_known)
		return -ENOSYS;
	date_of_time(machine_time() + d->clock_offset_ns, t);
	return 0;
}

int wallclock_set(struct domain *d, const struct calendar_time *t)
{
	if (!date_ok(t))
		return -EINVAL;
	if (d->privileged) {
		if (platform->set_time_of_day(t))
			return -ENOSYS;
		set_machine_time(time_of_date(t));
		return 0;
	}
	if (!is_known)
		return -ENOSYS;
	d->clock_offset_ns = time_of_date(t) - machine_time();
	return 0;
}

long op_settime(const struct caller *caller, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_settime_t *arg = &op->u.settime;

	boot_time_ns = arg->secs * NS_PER_S + arg->nsecs - arg->system_time;
	is_known = true;
	return 0;
}

static void clock_save(const struct domain *d, struct save_writer *w)
{
	save_put_u64(w, d->clock_offset_ns);
}

/* Any offset leads to a date. */
static bool clock_check(struct restore *r, struct save_reader *in)
{
	save_get_u64(in);
	return true;
}

static void clock_load(struct domain *d, struct save_reader *in)
{
	d->clock_offset_ns = save_get_u64(in);
}

/* Optional: without it the domain has the machine's time of day. */
static const struct save_record clock_record = {
	.type = XEN_PPC_RECORD_CLOCK,
	.version = 1,
	.optional = true,
	.name = "clock",
	.save = clock_save,
	.check = clock_check,
	.load = clock_load,
};
SAVE_RECORD(clock_record);
