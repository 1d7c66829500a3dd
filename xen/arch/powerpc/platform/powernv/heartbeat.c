// SPDX-License-Identifier: GPL-2.0-or-later
/* Calling the firmware from time to time (heartbeat.h). */
#include <xen/console/console.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/time.h>
#include "heartbeat.h"
#include "opal.h"

/*
 * Often while characters are typed: a serial port's buffer of 16 bytes is full after 1.4
 * ms, and a paste must not be lost. Otherwise as seldom as a first key can wait. The
 * watchdog needs a call every few seconds.
 */
#define SHORTEST_MS 1
#define LONGEST_MS  32

static u64 due;
static u64 interval_ms = LONGEST_MS;

u64 heartbeat_due(void)
{
	return this_cpu() == &boot_cpu ? due : UINT64_MAX;
}

void heartbeat(void)
{
	if (get_timebase() < heartbeat_due())
		return;
	if (opal_poll()) {
		interval_ms = SHORTEST_MS;
		console_input();
	} else {
		interval_ms = min(interval_ms * 2, (u64)LONGEST_MS);
	}
	opal_set_time_again();
	/* Counted from here: the firmware may take long, and guests need time between. */
	due = get_timebase() + ns_to_timebase(interval_ms * 1000000);
}
