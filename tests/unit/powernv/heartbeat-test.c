// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Intervals of the calls of bare metal's firmware
 * (xen/arch/powerpc/platform/powernv/heartbeat.c).
 */
#include <string.h>

#include <xen/console/console.h>
#include <xen/lib.h>
#include <powernv/heartbeat.h>
#include <powernv/opal.h>

#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"

#define MS 512000ULL /* of the timebase */

static u32 inputs; /* calls of console_input() */

void console_input(void)
{
	inputs++;
}

static u32 polls(void)
{
	return opal.call[OPAL_POLL_EVENTS].calls;
}

/* Beat when it is due. Returns the time until it is due again, in milliseconds. */
static u64 beat(void)
{
	machine.timebase = max(machine.timebase, heartbeat_due());
	heartbeat();
	return (heartbeat_due() - machine.timebase) / MS;
}

/* There has been no input for a long time. */
static void start(void)
{
	fake_opal_start();
	opal.ticks = 0;
	for (u32 i = 0; i < 10; i++)
		beat();
	fake_opal_start();
	opal.ticks = 0;
	inputs = 0;
}

/* A clock that the firmware was too busy to set is set from here. */
static void the_clock(void)
{
	opal.call[OPAL_RTC_WRITE].busy = 2;
	CU_ASSERT_EQUAL(
		opal_set_time_of_day(&(struct calendar_time){ 2005, 8, 17, 0, 0, 0, 0 }),
		0);
	CU_ASSERT_EQUAL(opal.date, 0);
	for (u32 i = 0; i < 5; i++)
		beat();
	CU_ASSERT_EQUAL(opal.call[OPAL_RTC_WRITE].calls, 3);
	CU_ASSERT_EQUAL(opal.date, 0x20050817);
}

static void not_before_it_is_due(void)
{
	u64 due = heartbeat_due();

	opal.typed = "a";
	machine.timebase = due - 1;
	heartbeat();
	CU_ASSERT_EQUAL(polls(), 0);
	CU_ASSERT_EQUAL(inputs, 0);
	CU_ASSERT_EQUAL(heartbeat_due(), due);
	machine.timebase = due;
	heartbeat();
	CU_ASSERT_EQUAL(polls(), 1);
	CU_ASSERT_EQUAL(inputs, 1);
	CU_ASSERT(heartbeat_due() > due);
	heartbeat();
	CU_ASSERT_EQUAL(polls(), 1);
}

static void at_rest(void)
{
	for (u32 i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(beat(), 32);
	CU_ASSERT_EQUAL(polls(), 5);
	CU_ASSERT_EQUAL(inputs, 0);
}

static void while_somebody_types(void)
{
	opal.typed = "a paste";
	for (u32 i = 1; i <= 5; i++) {
		CU_ASSERT_EQUAL(beat(), 1);
		CU_ASSERT_EQUAL(inputs, i);
	}
}

static void after_somebody_has_typed(void)
{
	static const u64 intervals[] = { 2, 4, 8, 16, 32, 32, 32 };

	opal.typed = "a";
	CU_ASSERT_EQUAL(beat(), 1);
	opal.typed = "";
	for (size_t i = 0; i < ARRAY_SIZE(intervals); i++)
		CU_ASSERT_EQUAL(beat(), intervals[i]);
	CU_ASSERT_EQUAL(inputs, 1);
	/* Input makes the calls frequent again at once. */
	opal.typed = "b";
	CU_ASSERT_EQUAL(beat(), 1);
	CU_ASSERT_EQUAL(inputs, 2);
}

/* After a long delay there is one beat, not one for each that was missed. */
static void late(void)
{
	machine.timebase = heartbeat_due() + 1000 * MS;
	CU_ASSERT_EQUAL(beat(), 32);
	CU_ASSERT_EQUAL(polls(), 1);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "not before it is due", not_before_it_is_due },
		{ "the clock", the_clock },
		{ "at rest: every 32 ms", at_rest },
		{ "every millisecond while somebody types", while_somebody_types },
		{ "half as often each time after that", after_somebody_has_typed },
		{ "late", late },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "heartbeat", .pSetUpFunc = start, .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-heartbeat", suites);
}
