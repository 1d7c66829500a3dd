/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firmware has to be called from time to time, for ever: it feeds the machine's
 * watchdog then, and says whether somebody types. There is no interrupt for either.
 */
#ifndef POWERNV_HEARTBEAT_H
#define POWERNV_HEARTBEAT_H

#include <xen/types.h>

/* Timebase at which it is time again. */
u64 heartbeat_due(void);
/* If it is time: polls the firmware, and says what it has to say. */
void heartbeat(void);

#endif /* POWERNV_HEARTBEAT_H */
