// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls of the firmware of bare metal (xen/arch/powerpc/platform/powernv/opal.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <powernv/opal.h>

#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"

#define SECOND	 512000000ULL /* of the timebase */
#define PATIENCE (5 * SECOND)
#define TEXT	 "what is to be written"
#define LEN	 (sizeof(TEXT) - 1)

static const s64 busy[] = { OPAL_BUSY, OPAL_BUSY_EVENT, OPAL_CONSTRAINED };
static const s64 errors[] = { OPAL_PARAMETER, OPAL_HARDWARE, OPAL_UNSUPPORTED, -1000 };

/* Calls that are repeated while the firmware is busy. */
static const struct {
	u64 token;
	s64 (*make)(void);
} patient[] = {
	{ OPAL_CEC_POWER_DOWN, opal_power_off },
	{ OPAL_CEC_REBOOT, opal_reboot },
	{ OPAL_REINIT_CPUS, opal_reinit_cpus },
};

static void start(void)
{
	machine.timebase = SECOND;
	fake_opal_start();
	/* The terminal is not busy any more. */
	CU_ASSERT_EQUAL_FATAL(opal_console_write("x", 1), 1);
	fake_opal_start();
}

static void where_it_is(void)
{
	opal_init(0x1234, 0x5678);
	CU_ASSERT_EQUAL(opal_handle_hmi(), OPAL_SUCCESS);
	CU_ASSERT_EQUAL(opal.base, 0x1234);
	CU_ASSERT_EQUAL(opal.entry, 0x5678);
}

/* It is polled in between, so that the firmware makes progress. */
static void busy_for_a_while(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(patient); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(busy); j++) {
			struct fake_opal_call *call = &opal.call[patient[i].token];

			fake_opal_start();
			call->busy = 3;
			call->busy_status = busy[j];
			CU_ASSERT_EQUAL(patient[i].make(), OPAL_SUCCESS);
			CU_ASSERT_EQUAL(call->calls, 4);
			CU_ASSERT_EQUAL(opal.call[OPAL_POLL_EVENTS].calls, 3);
		}
	}
}

static void busy_for_ever(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(patient); i++) {
		u64 begin = machine.timebase;

		opal.ticks = SECOND / 10;
		opal.call[patient[i].token].busy = OPAL_FOR_EVER;
		opal.call[patient[i].token].busy_status = OPAL_BUSY_EVENT;
		CU_ASSERT_EQUAL(patient[i].make(), OPAL_BUSY_EVENT);
		CU_ASSERT(machine.timebase - begin >= PATIENCE);
		CU_ASSERT(machine.timebase - begin < PATIENCE + SECOND);
	}
}

static void refusals(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(patient); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(errors); j++) {
			fake_opal_start();
			opal.call[patient[i].token].status = errors[j];
			CU_ASSERT_EQUAL(patient[i].make(), errors[j]);
			CU_ASSERT_EQUAL(opal.call[patient[i].token].calls, 1);
		}
	}
}

/* In a maintenance interrupt nothing waits: the machine may be failing. */
static void maintenance_is_not_patient(void)
{
	opal.call[OPAL_HANDLE_HMI].busy = OPAL_FOR_EVER;
	CU_ASSERT_EQUAL(opal_handle_hmi(), OPAL_BUSY);
	CU_ASSERT_EQUAL(opal.call[OPAL_HANDLE_HMI].calls, 1);
}

/* OPAL_REINIT_CPUS_HILE_LE and OPAL_REINIT_CPUS_MMU_RADIX. */
static void what_cpus_are_to_be(void)
{
	CU_ASSERT_EQUAL(opal_reinit_cpus(), OPAL_SUCCESS);
	CU_ASSERT_EQUAL(opal.call[OPAL_REINIT_CPUS].arg[0], 2 | 8);
}

/* ---- the console ---- */

static void write_whole(void)
{
	opal_set_terminal(7);
	CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), LEN);
	CU_ASSERT_STRING_EQUAL(opal.console, TEXT);
	CU_ASSERT_EQUAL(opal.call[OPAL_CONSOLE_WRITE].arg[0], 7);
	CU_ASSERT_EQUAL(opal.call[OPAL_POLL_EVENTS].calls, 0);
}

static void write_partly(void)
{
	opal.room = 5;
	CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), 5);
	CU_ASSERT_STRING_EQUAL(opal.console, "what ");
	opal.room = 1;
	CU_ASSERT_EQUAL(opal_console_write(&TEXT[5], LEN - 5), 1);
	CU_ASSERT_STRING_EQUAL(opal.console, "what i");
}

/* The firmware's buffer is full, so it gets time to send something. */
static void write_while_busy(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(busy); i++) {
		fake_opal_start();
		opal.call[OPAL_CONSOLE_WRITE].busy = 2;
		opal.call[OPAL_CONSOLE_WRITE].busy_status = busy[i];
		CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), 0);
		CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), 0);
		CU_ASSERT_EQUAL(opal.call[OPAL_POLL_EVENTS].calls, 2);
		CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), LEN);
		CU_ASSERT_STRING_EQUAL(opal.console, TEXT);
	}
}

/* Characters are lost until the hypervisor stops waiting; returns the time. */
static u64 time_until_swallowed(void)
{
	u64 begin = machine.timebase;

	for (u32 i = 0; i < 1000; i++) {
		size_t taken = opal_console_write(TEXT, LEN);

		CU_ASSERT(!taken || taken == LEN);
		if (taken)
			break;
	}
	return machine.timebase - begin;
}

static void write_to_a_terminal_that_stays_busy(void)
{
	opal.ticks = SECOND / 10;
	opal.call[OPAL_CONSOLE_WRITE].busy = OPAL_FOR_EVER;
	CU_ASSERT(time_until_swallowed() >= PATIENCE);
	/* The next ones are not waited for again. */
	CU_ASSERT(time_until_swallowed() < SECOND);
	CU_ASSERT(time_until_swallowed() < SECOND);
	CU_ASSERT_EQUAL(opal.console_len, 0);

	/* Once it has recovered it is waited for again. */
	opal.call[OPAL_CONSOLE_WRITE].busy = 0;
	CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), LEN);
	CU_ASSERT_STRING_EQUAL(opal.console, TEXT);
	opal.call[OPAL_CONSOLE_WRITE].busy = OPAL_FOR_EVER;
	CU_ASSERT(time_until_swallowed() >= PATIENCE);
}

/* A success without a character taken counts as busy. */
static void write_nothing(void)
{
	opal.ticks = SECOND / 10;
	opal.room = 0;
	CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), 0);
	CU_ASSERT(time_until_swallowed() < PATIENCE + SECOND);
	opal.room = LEN;
	CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), LEN);
	CU_ASSERT_STRING_EQUAL(opal.console, TEXT);
}

/* The answer must not lead beyond the end of the text. */
static void write_more_than_there_is(void)
{
	static const u64 claims[] = { LEN + 1, 1ULL << 32 | LEN, UINT64_MAX };

	opal.ticks = SECOND / 10;
	for (size_t i = 0; i < ARRAY_SIZE(claims); i++) {
		opal.claims = claims[i];
		time_until_swallowed();
		CU_ASSERT(opal_console_write(TEXT, LEN) <= LEN);
	}
}

static void write_to_a_broken_terminal(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		opal.call[OPAL_CONSOLE_WRITE].status = errors[i];
		CU_ASSERT_EQUAL(opal_console_write(TEXT, LEN), LEN);
	}
	CU_ASSERT_EQUAL(opal.call[OPAL_CONSOLE_WRITE].calls, ARRAY_SIZE(errors));
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

static void read_typed(void)
{
	char buf[5] = "....";

	opal_set_terminal(7);
	CU_ASSERT_EQUAL(opal_console_read(buf, 4), 0);
	CU_ASSERT_STRING_EQUAL(buf, "....");
	opal.typed = "abcdef";
	CU_ASSERT_EQUAL(opal_console_read(buf, 4), 4);
	CU_ASSERT_STRING_EQUAL(buf, "abcd");
	CU_ASSERT_EQUAL(opal.call[OPAL_CONSOLE_READ].arg[0], 7);
	CU_ASSERT_EQUAL(opal_console_read(buf, 4), 2);
	CU_ASSERT_STRING_EQUAL(buf, "efcd");
}

static void read_more_than_there_is_room_for(void)
{
	static const u64 claims[] = { 5, 1ULL << 32, UINT64_MAX };
	char buf[4];

	for (size_t i = 0; i < ARRAY_SIZE(claims); i++) {
		opal.typed = "abcdefgh";
		opal.claims = claims[i];
		CU_ASSERT_EQUAL(opal_console_read(buf, sizeof(buf)), sizeof(buf));
	}
}

static void read_fails(void)
{
	char buf[4];

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		opal.call[OPAL_CONSOLE_READ].status = errors[i];
		CU_ASSERT_EQUAL(opal_console_read(buf, sizeof(buf)), 0);
	}
	opal.call[OPAL_CONSOLE_READ].busy = 1;
	CU_ASSERT_EQUAL(opal_console_read(buf, sizeof(buf)), 0);
}

static void poll_says_that_there_is_input(void)
{
	CU_ASSERT_FALSE(opal_poll());
	opal.events = ~OPAL_INPUT;
	CU_ASSERT_FALSE(opal_poll());
	opal.typed = "a";
	CU_ASSERT_TRUE(opal_poll());
	opal.events = 0;
	CU_ASSERT_TRUE(opal_poll());
	/* A failing poll reports no events. */
	opal.call[OPAL_POLL_EVENTS].status = OPAL_HARDWARE;
	CU_ASSERT_FALSE(opal_poll());
}

/* ---- the clock ---- */

static void time_of_day(void)
{
	struct calendar_time t = { 0 };

	opal.date = 0x20050817;
	opal.time = 0x2359589912345600;
	CU_ASSERT_EQUAL(opal_time_of_day(&t), 0);
	CU_ASSERT_EQUAL(t.year, 2005);
	CU_ASSERT_EQUAL(t.month, 8);
	CU_ASSERT_EQUAL(t.day, 17);
	CU_ASSERT_EQUAL(t.hour, 23);
	CU_ASSERT_EQUAL(t.minute, 59);
	CU_ASSERT_EQUAL(t.second, 58);
	CU_ASSERT_EQUAL(t.nanosecond, 0);
	opal.call[OPAL_RTC_READ].busy = 2;
	opal.date = 0x19991231;
	CU_ASSERT_EQUAL(opal_time_of_day(&t), 0);
	CU_ASSERT_EQUAL(t.year, 1999);
	CU_ASSERT_EQUAL(t.month, 12);
	CU_ASSERT_EQUAL(t.day, 31);
}

static void no_clock(void)
{
	struct calendar_time t = { .year = 1 };
	u64 begin;

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		opal.call[OPAL_RTC_READ].status = errors[i];
		CU_ASSERT_EQUAL(opal_time_of_day(&t), -ENOSYS);
	}
	begin = machine.timebase;
	opal.ticks = SECOND / 10;
	opal.call[OPAL_RTC_READ].busy = OPAL_FOR_EVER;
	CU_ASSERT_EQUAL(opal_time_of_day(&t), -ENOSYS);
	CU_ASSERT(machine.timebase - begin < PATIENCE + SECOND);
	CU_ASSERT_EQUAL(t.year, 1);
}

static const struct calendar_time new_year = { 1999, 12, 31, 23, 59, 58, 7 };

static u32 writes(void)
{
	return opal.call[OPAL_RTC_WRITE].calls;
}

static void set_the_clock(void)
{
	struct calendar_time t;

	CU_ASSERT_EQUAL(opal_set_time_of_day(&new_year), 0);
	CU_ASSERT_EQUAL(opal.date, 0x19991231);
	CU_ASSERT_EQUAL(opal.time, 0x2359580000000000);
	CU_ASSERT_EQUAL(opal_time_of_day(&t), 0);
	CU_ASSERT_EQUAL(t.year, 1999);
	CU_ASSERT_EQUAL(t.second, 58);
	opal_set_time_again();
	CU_ASSERT_EQUAL(writes(), 1);
	CU_ASSERT_EQUAL(opal.call[OPAL_POLL_EVENTS].calls, 0);
}

/* A busy firmware is not waited for: it is asked again later, but not for ever. */
static void set_while_busy(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(busy); i++) {
		fake_opal_start();
		opal.call[OPAL_RTC_WRITE].busy = 3;
		opal.call[OPAL_RTC_WRITE].busy_status = busy[i];
		CU_ASSERT_EQUAL(opal_set_time_of_day(&new_year), 0);
		CU_ASSERT_EQUAL(writes(), 1);
		for (u32 n = 0; n < 10; n++)
			opal_set_time_again();
		CU_ASSERT_EQUAL(writes(), 4);
		CU_ASSERT_EQUAL(opal.date, 0x19991231);
	}
	fake_opal_start();
	opal.call[OPAL_RTC_WRITE].busy = OPAL_FOR_EVER;
	CU_ASSERT_EQUAL(opal_set_time_of_day(&new_year), 0);
	machine.timebase += PATIENCE + SECOND;
	for (u32 n = 0; n < 10; n++)
		opal_set_time_again();
	CU_ASSERT_EQUAL(writes(), 2);
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		fake_opal_start();
		opal.call[OPAL_RTC_WRITE].status = errors[i];
		CU_ASSERT_EQUAL(opal_set_time_of_day(&new_year), -ENOSYS);
		opal_set_time_again();
		CU_ASSERT_EQUAL(writes(), 1);
	}
}

int main(void)
{
	CU_TestInfo calls[] = {
		{ "where it is", where_it_is },
		{ "busy for a while: polled and called again", busy_for_a_while },
		{ "busy for ever: given up after five seconds", busy_for_ever },
		{ "refusals are handed on", refusals },
		{ "maintenance is not waited for", maintenance_is_not_patient },
		{ "what CPUs are to be", what_cpus_are_to_be },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo console[] = {
		{ "written whole", write_whole },
		{ "written partly", write_partly },
		{ "busy, then written", write_while_busy },
		{ "busy for ever swallows after five seconds, until it recovers",
		  write_to_a_terminal_that_stays_busy },
		{ "success with nothing written", write_nothing },
		{ "more written than there is", write_more_than_there_is },
		{ "an error swallows", write_to_a_broken_terminal },
		{ "read", read_typed },
		{ "more read than there is room for", read_more_than_there_is_room_for },
		{ "reading fails", read_fails },
		{ "poll says that there is input", poll_says_that_there_is_input },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo clock[] = {
		{ "time of day", time_of_day },
		{ "no clock, or one that does not answer", no_clock },
		{ "set", set_the_clock },
		{ "set while the firmware is busy", set_while_busy },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "calls", .pSetUpFunc = start, .pTests = calls },
		{ .pName = "console", .pSetUpFunc = start, .pTests = console },
		{ .pName = "clock", .pSetUpFunc = start, .pTests = clock },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-opal", suites);
}
