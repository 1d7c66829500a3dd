// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls of the firmware. It may answer at any time that it is busy. The caller must then
 * poll it and ask again, but not for ever, since it may be broken.
 */
#include <xen/byteorder.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "opal.h"

/* How long to wait for a busy firmware. */
#define PATIENCE_SECONDS 5
/* The timebase of every machine that has OPAL, before the device tree has been read. */
#define TIMEBASE_FREQUENCY  512000000

#define EVENT_CONSOLE_INPUT 0x10

#define REINIT_HILE_LE	    (1ULL << 1)
#define REINIT_MMU_RADIX    (1ULL << 3)

s64 opal_enter(const u64 arg[6], u64 token, u64 base, u64 entry);

static u64 opal_base, opal_entry;
static u64 terminal;

void opal_init(u64 base, u64 entry)
{
	opal_base = base;
	opal_entry = entry;
}

void opal_set_terminal(u32 number)
{
	terminal = number;
}

static s64 opal_call(u64 token, u64 a, u64 b, u64 c)
{
	const u64 arg[6] = { a, b, c };

	return opal_enter(arg, token, opal_base, opal_entry);
}

static bool is_busy(s64 status)
{
	return status == OPAL_BUSY || status == OPAL_BUSY_EVENT ||
	       status == OPAL_CONSTRAINED;
}

static u64 patience_ends(void)
{
	return get_timebase() + (u64)TIMEBASE_FREQUENCY * PATIENCE_SECONDS;
}

/* Repeats a call without results in memory until it is not busy or patience ends. */
static s64 call_patiently(u64 token, u64 a, u64 b, u64 c)
{
	u64 end = patience_ends();
	s64 status;

	while (is_busy(status = opal_call(token, a, b, c)) && get_timebase() < end)
		opal_poll();
	return status;
}

bool opal_poll(void)
{
	be64 events = cpu_to_be64(0);

	opal_call(OPAL_POLL_EVENTS, (uintptr_t)&events, 0, 0);
	return be64_to_cpu(events) & EVENT_CONSOLE_INPUT;
}

size_t opal_console_write(const char *text, size_t len)
{
	static u64 busy_until; /* 0: not busy */
	be64 count = cpu_to_be64(len);
	s64 status = opal_call(OPAL_CONSOLE_WRITE, terminal, (uintptr_t)&count,
			       (uintptr_t)text);
	u64 written = be64_to_cpu(count);

	if (is_busy(status) || ((status == OPAL_SUCCESS || status == OPAL_PARTIAL) &&
				(!written || written > len))) {
		if (!busy_until)
			busy_until = patience_ends();
		opal_poll();
		return get_timebase() < busy_until ? 0 : len;
	}
	busy_until = 0;
	return status == OPAL_SUCCESS || status == OPAL_PARTIAL ? written : len;
}

size_t opal_console_read(char *buf, size_t size)
{
	be64 count = cpu_to_be64(size);
	s64 status =
		opal_call(OPAL_CONSOLE_READ, terminal, (uintptr_t)&count, (uintptr_t)buf);

	return status == OPAL_SUCCESS ? min(be64_to_cpu(count), (u64)size) : 0;
}

/* Two decimal digits in a byte, the byte at a bit of a word. */
static u32 from_bcd(u64 word, u32 shift)
{
	u32 byte = (u32)(word >> shift) & 0xff;

	return (byte >> 4) * 10 + (byte & 0xf);
}

/* OPAL_RTC_READ: year (4 digits), month, day; hour, minute, second, microseconds; BCD. */
int opal_time_of_day(struct calendar_time *t)
{
	be32 date = cpu_to_be32(0);
	be64 time = cpu_to_be64(0);
	u32 d;
	u64 h;

	if (call_patiently(OPAL_RTC_READ, (uintptr_t)&date, (uintptr_t)&time, 0) !=
	    OPAL_SUCCESS)
		return -ENOSYS;
	d = be32_to_cpu(date);
	h = be64_to_cpu(time);
	*t = (struct calendar_time){
		.year = from_bcd(d, 24) * 100 + from_bcd(d, 16),
		.month = from_bcd(d, 8),
		.day = from_bcd(d, 0),
		.hour = from_bcd(h, 56),
		.minute = from_bcd(h, 48),
		.second = from_bcd(h, 40),
	};
	return 0;
}

static u64 to_bcd(u32 number)
{
	return number / 10 << 4 | number % 10;
}

/* A clock that is still to be set. */
static struct {
	u64 date, time; /* as for OPAL_RTC_WRITE */
	u64 until;	/* the firmware gets no more time than that; 0: nothing to do */
} rtc;

static s64 rtc_write(void)
{
	s64 status = opal_call(OPAL_RTC_WRITE, rtc.date, rtc.time, 0);

	if (!is_busy(status) || get_timebase() >= rtc.until)
		rtc.until = 0;
	return status;
}

/* OPAL_RTC_WRITE: as OPAL_RTC_READ has them, in registers. A later call replaces this. */
int opal_set_time_of_day(const struct calendar_time *t)
{
	s64 status;

	rtc.date = to_bcd(t->year / 100) << 24 | to_bcd(t->year % 100) << 16 |
		   to_bcd(t->month) << 8 | to_bcd(t->day);
	rtc.time =
		to_bcd(t->hour) << 56 | to_bcd(t->minute) << 48 | to_bcd(t->second) << 40;
	rtc.until = patience_ends();
	status = rtc_write();
	return status == OPAL_SUCCESS || is_busy(status) ? 0 : -ENOSYS;
}

void opal_set_time_again(void)
{
	s64 status;

	if (!rtc.until)
		return;
	status = rtc_write();
	if (status != OPAL_SUCCESS && !rtc.until)
		pr_warn("the firmware does not set the clock: %lld\n", status);
}

s64 opal_reinit_cpus(void)
{
	return call_patiently(OPAL_REINIT_CPUS, REINIT_HILE_LE | REINIT_MMU_RADIX, 0, 0);
}

s64 opal_start_cpu(u32 server, u64 address)
{
	return call_patiently(OPAL_START_CPU, server, address, 0);
}

s64 opal_handle_hmi(void)
{
	return opal_call(OPAL_HANDLE_HMI, 0, 0, 0);
}

s64 opal_power_off(void)
{
	return call_patiently(OPAL_CEC_POWER_DOWN, 0, 0, 0);
}

s64 opal_reboot(void)
{
	return call_patiently(OPAL_CEC_REBOOT, 0, 0, 0);
}
