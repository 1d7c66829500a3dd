/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firmware must be called from time to time, for ever. It feeds the machine's
 * watchdog then, and says whether characters were typed. Neither raises an interrupt.
 * The boot CPU does it.
 */
#ifndef POWERNV_HEARTBEAT_H
#define POWERNV_HEARTBEAT_H

#include <xen/types.h>

/* Timebase at which this CPU has to make the next call. UINT64_MAX: never. */
u64 heartbeat_due(void);
/* Polls the firmware if it is due, and passes on that characters were typed. */
void heartbeat(void);

#endif /* POWERNV_HEARTBEAT_H */
