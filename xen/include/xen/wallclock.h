/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_WALLCLOCK_H
#define XEN_WALLCLOCK_H

#include <asm/platform.h>

/*
 * The time of day for guests: the platform's clock, or what SETTIME has set. 0, or a
 * negative error if the machine has no clock.
 */
int wallclock_get(struct calendar_time *time);

#endif /* XEN_WALLCLOCK_H */
