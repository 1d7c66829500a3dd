// SPDX-License-Identifier: GPL-2.0-or-later
/* The firmware of the tests of bare metal (fake-opal.h). */
#include <string.h>

#include <xen/lib.h>
#include <powernv/opal.h>

#include "fake-opal.h"
#include "fakes.h"

struct fake_opal opal;

void fake_opal_start(void)
{
	opal = (struct fake_opal){ .room = UINT64_MAX, .ticks = 1, .typed = "" };
	for (u32 i = 0; i < OPAL_TOKENS; i++)
		opal.call[i].busy_status = OPAL_BUSY;
	opal_init(OPAL_BASE, OPAL_ENTRY);
	opal_set_terminal(0);
}

static void *pointer(u64 arg)
{
	return (void *)(uintptr_t)arg;
}

static u64 get_be(const u8 *bytes, size_t size)
{
	u64 value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return value;
}

static void put_be(u8 *bytes, size_t size, u64 value)
{
	for (size_t i = size; i--; value >>= 8)
		bytes[i] = (u8)value;
}

/* terminal, length, text */
static s64 console_write(const u64 *arg)
{
	u64 len = get_be(pointer(arg[1]), 8), n = min(len, opal.room);

	if (opal.console_len + n >= sizeof(opal.console))
		panic("OPAL's console is full");
	memcpy(opal.console + opal.console_len, pointer(arg[2]), n);
	opal.console_len += n;
	opal.console[opal.console_len] = '\0';
	put_be(pointer(arg[1]), 8, opal.claims ? opal.claims : n);
	if (n == len)
		return OPAL_SUCCESS;
	opal.call[OPAL_CONSOLE_WRITE].busy = opal.pause;
	return OPAL_PARTIAL;
}

/* terminal, length, buffer */
static s64 console_read(const u64 *arg)
{
	u64 n = strnlen(opal.typed, get_be(pointer(arg[1]), 8));

	memcpy(pointer(arg[2]), opal.typed, n);
	opal.typed += n;
	put_be(pointer(arg[1]), 8, opal.claims ? opal.claims : n);
	return OPAL_SUCCESS;
}

static s64 poll_events(const u64 *arg)
{
	put_be(pointer(arg[0]), 8, opal.events | (*opal.typed ? OPAL_INPUT : 0));
	if (opal.polled)
		opal.polled();
	return OPAL_SUCCESS;
}

static s64 rtc_read(const u64 *arg)
{
	put_be(pointer(arg[0]), 4, opal.date);
	put_be(pointer(arg[1]), 8, opal.time);
	return OPAL_SUCCESS;
}

static s64 rtc_write(const u64 *arg)
{
	opal.date = (u32)arg[0];
	opal.time = arg[1];
	return OPAL_SUCCESS;
}

static s64 serve(u64 token, const u64 *arg)
{
	switch (token) {
	case OPAL_CONSOLE_WRITE:
		return console_write(arg);
	case OPAL_CONSOLE_READ:
		return console_read(arg);
	case OPAL_RTC_READ:
		return rtc_read(arg);
	case OPAL_RTC_WRITE:
		return rtc_write(arg);
	case OPAL_POLL_EVENTS:
		return poll_events(arg);
	default:
		return OPAL_SUCCESS;
	}
}

s64 opal_enter(const u64 arg[6], u64 token, u64 base, u64 entry)
{
	struct fake_opal_call *call = &opal.call[token % OPAL_TOKENS];

	if (token >= OPAL_TOKENS)
		panic("OPAL call %llu", token);
	machine.timebase += opal.ticks;
	opal.base = base;
	opal.entry = entry;
	call->calls++;
	memcpy(call->arg, arg, sizeof(call->arg));
	if (call->busy) {
		call->busy -= call->busy != OPAL_FOR_EVER;
		return call->busy_status;
	}
	return call->status ? call->status : serve(token, arg);
}
