// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hypercall-test: SETTIME. What it changes is what dom0's kernel gets from its
 * firmware, which the kernel shows as seconds since 1970.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hypercall-test.h"

#define RTAS_CLOCK "/proc/powerpc/rtas/clock"
#define NS_PER_S   1000000000UL

/* -1: it cannot be read. */
static long firmware_time(void)
{
	FILE *file = fopen(RTAS_CLOCK, "r");
	long seconds = -1;

	if (file) {
		if (fscanf(file, "%ld", &seconds) != 1)
			seconds = -1;
		fclose(file);
	}
	return seconds;
}

/* Ticks of the timebase in a second; 0: unknown. */
static u64 timebase_frequency(void)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[128];
	u64 frequency = 0;

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "timebase", 8) && strchr(line, ':'))
			frequency = strtoull(strchr(line, ':') + 1, NULL, 10);
	if (file)
		fclose(file);
	return frequency;
}

/* Nanoseconds since the machine was started. */
static u64 system_time(void)
{
	u64 ticks, frequency = timebase_frequency();

	CU_ASSERT_NOT_EQUAL_FATAL(frequency, 0);
	__asm__ volatile("mftb %0" : "=r"(ticks));
	return ticks / frequency * NS_PER_S + ticks % frequency * NS_PER_S / frequency;
}

static long set_time(u32 secs, u32 nsecs, u64 at)
{
	dom0_op_t *op = op_new(DOM0_SETTIME);

	op->u.settime.secs = secs;
	op->u.settime.nsecs = nsecs;
	op->u.settime.system_time = at;
	return op_do();
}

/* A few seconds later at most, and never earlier. */
static void check_time(long wanted)
{
	long got = firmware_time();

	if (got < wanted || got > wanted + 5) {
		printf("\n    the clock says %ld, not %ld", got, wanted);
		CU_FAIL("the clock is not what was set");
	}
}

static void set(void)
{
	static const u32 times[] = {
		0,	    /* 1970-01-01 */
		68255998,   /* 1972-02-29 23:59:58 */
		951868798,  /* 2000-02-29 23:59:58 */
		1709251198, /* 2024-02-29 23:59:58 */
		1735689598, /* 2024-12-31 23:59:58 */
		2147483646, /* 2038: a signed 32-bit count ends */
		4107542398, /* 2100-02-28 23:59:58, no leap year */
		4294967290, /* the last */
	};
	long before = firmware_time();
	u64 started = system_time();

	CU_ASSERT_FATAL(before > 0);
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		CU_ASSERT_EQUAL(set_time(times[i], 0, system_time()), 0);
		check_time(times[i]);
	}
	/* It is the time that it was then, not now; and nanoseconds may overflow. */
	CU_ASSERT_EQUAL(set_time(1000000000, 0, system_time() - 100 * NS_PER_S), 0);
	check_time(1000000100);
	CU_ASSERT_EQUAL(set_time(1000000000, 4000000000U, system_time()), 0);
	check_time(1000000004);
	CU_ASSERT_EQUAL(set_time((u32)before, 0, started), 0);
	check_time(before);
}

/* No value is refused; what comes of it is the caller's business. */
static void set_anything(void)
{
	long before = firmware_time();
	u64 started = system_time();

	CU_ASSERT_EQUAL(set_time(0, 0, ~0ULL), 0);
	CU_ASSERT_EQUAL(set_time(0, 0, 1ULL << 63), 0);
	firmware_time();
	check_alive();
	CU_ASSERT_EQUAL(set_time(~0U, ~0U, 0), 0);
	firmware_time();
	check_alive();
	CU_ASSERT_EQUAL(set_time((u32)before, 0, started), 0);
	check_time(before);
}

CU_TestInfo time_tests[] = {
	TEST(set),
	TEST(set_anything),
	CU_TEST_INFO_NULL,
};
