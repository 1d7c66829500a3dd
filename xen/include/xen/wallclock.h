/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_WALLCLOCK_H
#define XEN_WALLCLOCK_H

#include <asm/platform.h>

struct domain;

/* Reads the machine's clock, which may take seconds: before any guest runs. */
void wallclock_init(void);
/* The domain's time of day. 0; -ENOSYS: the machine has no clock. */
int wallclock_get(const struct domain *d, struct calendar_time *t);
/*
 * Sets the domain's time of day; dom0's is the machine's. 0, or nothing has changed:
 * -EINVAL: there is no such date; -ENOSYS: the machine has no clock.
 */
int wallclock_set(struct domain *d, const struct calendar_time *t);

#endif /* XEN_WALLCLOCK_H */
