/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * OPAL, the firmware of bare metal (skiboot, doc/opal-api): it drives the console, the
 * clock and the power switch. Its results in memory are big-endian.
 */
#ifndef POWERNV_OPAL_H
#define POWERNV_OPAL_H

#include <xen/types.h>
#include <asm/platform.h>

/* Status. The first three: do what you have to do and ask again. */
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
#define OPAL_CEC_POWER_DOWN 5
#define OPAL_CEC_REBOOT	    6
#define OPAL_POLL_EVENTS    10
#define OPAL_START_CPU	    41
#define OPAL_REINIT_CPUS    70
#define OPAL_HANDLE_HMI	    98

/* Where the firmware is, and which of its terminals is the console. Before all else. */
void opal_init(u64 base, u64 entry);
void opal_set_terminal(u32 terminal);

/*
 * Sends some of len characters, at least one: how many. 0: busy. A terminal that has
 * been busy for seconds, or says an error, is taken for one that swallows everything.
 */
size_t opal_console_write(const char *text, size_t len);
/* Takes up to size typed characters. */
size_t opal_console_read(char *buf, size_t size);
/*
 * Lets the firmware do what it does by and by: it drains the console, and tells the
 * machine's watchdog that we live. Has to be called every few seconds, for ever.
 * Returns whether characters have been typed that nobody has read.
 */
bool opal_poll(void);
/* 0; -ENOSYS: there is no clock, or it does not answer. */
int opal_time_of_day(struct calendar_time *time);
/* Interrupts with MSR[HV] are taken little-endian, radix trees can be used. A status. */
s64 opal_reinit_cpus(void);
/* Makes a CPU that the firmware has execute at that address, big-endian. A status. */
s64 opal_start_cpu(u32 server, u64 address);
/* The firmware looks into a hypervisor maintenance interrupt and mends it. A status. */
s64 opal_handle_hmi(void);
/* Return if the firmware refuses, with the status. */
s64 opal_power_off(void);
s64 opal_reboot(void);

#endif /* POWERNV_OPAL_H */
