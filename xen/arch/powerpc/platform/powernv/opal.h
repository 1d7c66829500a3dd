/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * OPAL, the firmware of bare metal (skiboot, doc/opal-api): it drives the console, the
 * clock and the power switch. Its results in memory are big-endian.
 */
#ifndef POWERNV_OPAL_H
#define POWERNV_OPAL_H

#include <xen/types.h>
#include <asm/platform.h>

/* Status. For BUSY, BUSY_EVENT and CONSTRAINED: poll, and ask again. */
#define OPAL_SUCCESS	 0
#define OPAL_PARAMETER	 (-1)
#define OPAL_BUSY	 (-2)
#define OPAL_PARTIAL	 (-3)
#define OPAL_CONSTRAINED (-4)
#define OPAL_HARDWARE	 (-6)
#define OPAL_UNSUPPORTED (-7)
#define OPAL_BUSY_EVENT	 (-12)

/* Calls. */
#define OPAL_CONSOLE_WRITE  1
#define OPAL_CONSOLE_READ   2
#define OPAL_RTC_READ	    3
#define OPAL_RTC_WRITE	    4
#define OPAL_CEC_POWER_DOWN 5
#define OPAL_CEC_REBOOT	    6
#define OPAL_POLL_EVENTS    10
#define OPAL_START_CPU	    41
#define OPAL_REINIT_CPUS    70
#define OPAL_HANDLE_HMI	    98

/* Call first: where the firmware is, and which of its terminals is the console. */
void opal_init(u64 base, u64 entry);
void opal_set_terminal(u32 terminal);

/*
 * Sends at least one of len characters and returns how many. 0: busy. A terminal that has
 * been busy for seconds, or answers an error, counts as one that swallows everything.
 */
size_t opal_console_write(const char *text, size_t len);
/* Takes up to size typed characters. */
size_t opal_console_read(char *buf, size_t size);
/*
 * Lets the firmware do its background work: it drains the console and feeds the machine's
 * watchdog. Must be called every few seconds, for ever. Returns whether typed characters
 * wait to be read.
 */
bool opal_poll(void);
/* 0; -ENOSYS: there is no clock, or it does not answer. */
int opal_time_of_day(struct calendar_time *time);
/*
 * Sets the clock, or begins to, if the firmware is busy: then opal_set_time_again() goes
 * on with it. 0; -ENOSYS: there is no clock that can be set.
 */
int opal_set_time_of_day(const struct calendar_time *time);
/* Call it now and then. Does nothing unless a clock is still to be set. */
void opal_set_time_again(void);
/* Makes interrupts with MSR[HV] little-endian and radix trees usable. A status. */
s64 opal_reinit_cpus(void);
/* Makes a CPU that waits in the firmware execute at address, big-endian. A status. */
s64 opal_start_cpu(u32 server, u64 address);
/* Lets the firmware handle a hypervisor maintenance interrupt. A status. */
s64 opal_handle_hmi(void);
/* Return if the firmware refuses, with the status. */
s64 opal_power_off(void);
s64 opal_reboot(void);

#endif /* POWERNV_OPAL_H */
