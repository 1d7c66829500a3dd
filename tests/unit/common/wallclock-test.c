// SPDX-License-Identifier: GPL-2.0-or-later
/* SETTIME and the time of day that guests read (xen/common/wallclock.c). */
#include <string.h>
#include <time.h>

#include <xen/boot_info.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/wallclock.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

#define NS_PER_S  1000000000ULL
#define S_PER_DAY 86400ULL

static long set_time(u32 secs, u32 nsecs, u64 system_time)
{
	dom0_op_t op = {
		.u.settime = { .secs = secs, .nsecs = nsecs, .system_time = system_time }
	};

	return op_call(DOM0_SETTIME, &op);
}

static u64 ticks(u64 seconds)
{
	return seconds * boot_info.cpu.timebase_frequency;
}

/* The first test: the platform's clock is read once, and the timebase counts on. */
static void platforms_own(void)
{
	struct calendar_time t;

	CU_ASSERT(wallclock_get(dom0, &t) < 0);
	machine.has_no_clock = true;
	wallclock_init();
	CU_ASSERT(wallclock_get(dom0, &t) < 0);
	CU_ASSERT(wallclock_set(dom0, &(struct calendar_time){ 2020, 1, 1, 0, 0, 0, 0 }) <
		  0);
	machine.has_no_clock = false;
	machine.timebase = ticks(123456);
	machine.clock_reads = 0;
	wallclock_init();
	machine.timebase += ticks(4);
	for (u32 i = 0; i < 10; i++) {
		CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
		CU_ASSERT_EQUAL(t.year, 2005);
		CU_ASSERT_EQUAL(t.minute, 35);
		CU_ASSERT_EQUAL(t.second, 0);
		CU_ASSERT_EQUAL(t.nanosecond, 789);
	}
	CU_ASSERT_EQUAL(machine.clock_reads, 1);
	machine.timebase = ticks(10);
	CU_ASSERT_EQUAL(set_time(1124282096, 5, 10 * NS_PER_S), 0);
	CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
	CU_ASSERT_EQUAL(t.nanosecond, 5);
}

/* That it is so many nanoseconds after 1970 began, by the C library's calendar. */
static void check_time(u64 ns)
{
	time_t seconds = (time_t)(ns / NS_PER_S);
	struct calendar_time t;
	struct tm tm;

	memset(&t, 0xee, sizeof(t));
	CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(gmtime_r(&seconds, &tm));
	CU_ASSERT(t.year == (u32)tm.tm_year + 1900 && t.month == (u32)tm.tm_mon + 1 &&
		  t.day == (u32)tm.tm_mday && t.hour == (u32)tm.tm_hour &&
		  t.minute == (u32)tm.tm_min && t.second == (u32)tm.tm_sec &&
		  t.nanosecond == ns % NS_PER_S);
}

/* Each day that SETTIME can name, 1970 to 2106, at its first and its last second. */
static void each_day(void)
{
	machine.timebase = 0;
	for (u64 day = 0; day < (1ULL << 32) / S_PER_DAY; day++) {
		CU_ASSERT_EQUAL(set_time((u32)(day * S_PER_DAY), 0, 0), 0);
		check_time(day * S_PER_DAY * NS_PER_S);
		CU_ASSERT_EQUAL(
			set_time((u32)(day * S_PER_DAY + S_PER_DAY - 1), 999999999, 0),
			0);
		check_time((day + 1) * S_PER_DAY * NS_PER_S - 1);
	}
	CU_ASSERT_EQUAL(set_time(0xffffffff, 999999999, 0), 0);
	check_time(0xffffffff * NS_PER_S + 999999999);
}

/* Dates that calendars stumble over, named, so that the C library is not alone. */
static void known_dates(void)
{
	static const struct {
		u32 secs, year, month, day, hour, minute, second;
	} dates[] = {
		{ 0, 1970, 1, 1, 0, 0, 0 },
		{ 68169599, 1972, 2, 28, 23, 59, 59 },
		{ 68169600, 1972, 2, 29, 0, 0, 0 },
		{ 951782399, 2000, 2, 28, 23, 59, 59 },
		{ 951782400, 2000, 2, 29, 0, 0, 0 },
		{ 951868800, 2000, 3, 1, 0, 0, 0 },
		{ 978307199, 2000, 12, 31, 23, 59, 59 },
		{ 1124282096, 2005, 8, 17, 12, 34, 56 },
		{ 0x7fffffff, 2038, 1, 19, 3, 14, 7 },
		{ 0x80000000, 2038, 1, 19, 3, 14, 8 },
		{ 4107542399, 2100, 2, 28, 23, 59, 59 },
		{ 4107542400, 2100, 3, 1, 0, 0, 0 },
		{ 0xffffffff, 2106, 2, 7, 6, 28, 15 },
	};

	machine.timebase = 0;
	for (size_t i = 0; i < ARRAY_SIZE(dates); i++) {
		struct calendar_time t;

		CU_ASSERT_EQUAL(set_time(dates[i].secs, 0, 0), 0);
		CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
		CU_ASSERT_EQUAL(t.year, dates[i].year);
		CU_ASSERT_EQUAL(t.month, dates[i].month);
		CU_ASSERT_EQUAL(t.day, dates[i].day);
		CU_ASSERT_EQUAL(t.hour, dates[i].hour);
		CU_ASSERT_EQUAL(t.minute, dates[i].minute);
		CU_ASSERT_EQUAL(t.second, dates[i].second);
	}
}

/* It was secs.nsecs at system_time, which is rarely now; and it goes on. */
static void goes_on(void)
{
	const u64 then = 951782399 * NS_PER_S + 900000000;

	machine.timebase = ticks(1000);
	CU_ASSERT_EQUAL(set_time(951782399, 900000000, 400 * NS_PER_S), 0);
	check_time(then + 600 * NS_PER_S);
	machine.timebase += ticks(1) / 10;
	check_time(then + 600 * NS_PER_S + NS_PER_S / 10);
	for (u32 i = 0; i < 1000; i++) {
		machine.timebase += ticks(S_PER_DAY);
		check_time(then + 600 * NS_PER_S + NS_PER_S / 10 +
			   (i + 1) * S_PER_DAY * NS_PER_S);
	}
	/* A system time that is still to come. */
	machine.timebase = ticks(100);
	CU_ASSERT_EQUAL(set_time(1000000, 0, 200 * NS_PER_S), 0);
	check_time((1000000 - 100) * NS_PER_S);
	/* nsecs beyond a second carries. */
	CU_ASSERT_EQUAL(set_time(1000000, 0xffffffff, 100 * NS_PER_S), 0);
	check_time(1000000 * NS_PER_S + 0xffffffff);
}

/* Whatever is said, what comes of it is a date. */
static void nonsense(void)
{
	static const u32 days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct calendar_time t;

	machine.timebase = ticks(77);
	for (u32 i = 0; i < 20000; i++) {
		CU_ASSERT_EQUAL(set_time((u32)random_u64(), (u32)random_u64(),
					 i % 2 ? random_u64() : TOP - random_below(9)),
				0);
		CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
		CU_ASSERT_FATAL(t.month >= 1 && t.month <= 12);
		CU_ASSERT(t.day >= 1 && t.day <= days[t.month - 1]);
		CU_ASSERT(t.hour < 24 && t.minute < 60 && t.second < 60);
		CU_ASSERT(t.nanosecond < NS_PER_S);
		CU_ASSERT(t.year >= 1970 && t.year <= 2554);
	}
	CU_ASSERT_EQUAL(set_time(0, 0, 0), 0);
}

/* ---- clocks that domains set ---- */

static bool same_date(const struct calendar_time *a, const struct calendar_time *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static const struct calendar_time good_dates[] = {
	{ 1970, 1, 1, 0, 0, 0, 0 },
	{ 1972, 2, 29, 23, 59, 59, 999999999 },
	{ 2000, 2, 29, 1, 2, 3, 4 },
	{ 2026, 12, 31, 23, 59, 59, 0 },
	{ 2038, 1, 19, 3, 14, 8, 5 },
	{ 2262, 4, 12, 0, 0, 0, 0 },
	{ 2553, 12, 31, 23, 59, 59, 999999999 },
};

static const struct calendar_time bad_dates[] = {
	{ 1969, 12, 31, 23, 59, 59, 0 },
	{ 2554, 1, 1, 0, 0, 0, 0 },
	{ 0, 1, 1, 0, 0, 0, 0 },
	{ 0xffffffff, 1, 1, 0, 0, 0, 0 },
	{ 2020, 0, 1, 0, 0, 0, 0 },
	{ 2020, 13, 1, 0, 0, 0, 0 },
	{ 2020, 0xffffffff, 1, 0, 0, 0, 0 },
	{ 2020, 1, 0, 0, 0, 0, 0 },
	{ 2020, 1, 32, 0, 0, 0, 0 },
	{ 2020, 4, 31, 0, 0, 0, 0 },
	{ 2020, 2, 30, 0, 0, 0, 0 },
	{ 2021, 2, 29, 0, 0, 0, 0 },
	{ 2100, 2, 29, 0, 0, 0, 0 },
	{ 2020, 1, 0xffffffff, 0, 0, 0, 0 },
	{ 2020, 1, 1, 24, 0, 0, 0 },
	{ 2020, 1, 1, 0, 60, 0, 0 },
	{ 2020, 1, 1, 0, 0, 60, 0 },
	{ 2020, 1, 1, 0, 0, 0, 1000000000 },
	{ 2020, 1, 1, 0xffffffff, 0, 0, 0 },
	{ 2020, 1, 1, 0, 0, 0xffffffff, 0 },
};

/* A domain's clock is its own, whatever the machine's says; dom0's is the machine's. */
static void own_clocks(void)
{
	struct domain *d = make_domain(1), *other = make_domain(1);
	struct calendar_time t, machines;

	machine.timebase = ticks(1000);
	CU_ASSERT_EQUAL(set_time(1700000000, 7, 1000 * NS_PER_S), 0);
	CU_ASSERT_EQUAL(wallclock_get(dom0, &machines), 0);
	machine.clock_sets = 0;
	for (size_t i = 0; i < ARRAY_SIZE(good_dates); i++) {
		CU_ASSERT_EQUAL(wallclock_set(d, &good_dates[i]), 0);
		CU_ASSERT_EQUAL(wallclock_get(d, &t), 0);
		CU_ASSERT_TRUE(same_date(&t, &good_dates[i]));
		CU_ASSERT_EQUAL(wallclock_get(other, &t), 0);
		CU_ASSERT_TRUE(same_date(&t, &machines));
	}
	CU_ASSERT_EQUAL(machine.clock_sets, 0);
	/* It goes on. */
	CU_ASSERT_EQUAL(wallclock_set(d, &good_dates[1]), 0);
	machine.timebase += ticks(1);
	CU_ASSERT_EQUAL(wallclock_get(d, &t), 0);
	CU_ASSERT_TRUE(
		same_date(&t, &(struct calendar_time){ 1972, 3, 1, 0, 0, 0, 999999999 }));
	for (size_t i = 0; i < ARRAY_SIZE(good_dates); i++) {
		CU_ASSERT_EQUAL(wallclock_set(dom0, &good_dates[i]), 0);
		CU_ASSERT_TRUE(same_date(&machine.clock_set, &good_dates[i]));
		CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
		CU_ASSERT_TRUE(same_date(&t, &good_dates[i]));
		CU_ASSERT_EQUAL(wallclock_get(other, &t), 0);
		CU_ASSERT_TRUE(same_date(&t, &good_dates[i]));
	}
	CU_ASSERT_EQUAL(machine.clock_sets, ARRAY_SIZE(good_dates));
}

static void no_dates(void)
{
	struct domain *d = make_domain(1);
	struct calendar_time before, t;

	CU_ASSERT_EQUAL(wallclock_set(d, &good_dates[2]), 0);
	CU_ASSERT_EQUAL(wallclock_get(dom0, &before), 0);
	machine.clock_sets = 0;
	for (size_t i = 0; i < ARRAY_SIZE(bad_dates); i++) {
		CU_ASSERT_EQUAL(wallclock_set(d, &bad_dates[i]), -EINVAL);
		CU_ASSERT_EQUAL(wallclock_get(d, &t), 0);
		CU_ASSERT_TRUE(same_date(&t, &good_dates[2]));
		CU_ASSERT_EQUAL(wallclock_set(dom0, &bad_dates[i]), -EINVAL);
		CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
		CU_ASSERT_TRUE(same_date(&t, &before));
	}
	CU_ASSERT_EQUAL(machine.clock_sets, 0);
	/* The machine's cannot be set: dom0's is not either. */
	machine.has_no_clock = true;
	CU_ASSERT_EQUAL(wallclock_set(dom0, &good_dates[2]), -ENOSYS);
	machine.has_no_clock = false;
	CU_ASSERT_EQUAL(wallclock_get(dom0, &t), 0);
	CU_ASSERT_TRUE(same_date(&t, &before));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "the platform's own", platforms_own },
		{ "each day", each_day },
		{ "known dates", known_dates },
		{ "goes on", goes_on },
		{ "nonsense", nonsense },
		{ "domains' own clocks", own_clocks },
		{ "no dates", no_dates },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "wall clock",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-wallclock", suites);
}
