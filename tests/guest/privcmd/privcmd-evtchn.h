/* SPDX-License-Identifier: GPL-2.0-or-later */
/* privcmd-test: event channels, by the hypercall and by /dev/xen/evtchn. */
#ifndef TESTS_GUEST_PRIVCMD_EVTCHN_H
#define TESTS_GUEST_PRIVCMD_EVTCHN_H

#include "privcmd-test.h"

#include <poll.h>
#include <xen/event_channel.h>
#include <xen/linux/evtchn.h>

#define EVTCHN_DEV "/dev/xen/evtchn"
/* Longest wait for an event on a busy machine. */
#define EVENT_MS 60000
/* Time in which an event that must not come would come. */
#define NO_EVENT_MS 30

/* Hypercalls; those that return a port fail the test if they get none. */
u32 port_ipi(void);
u32 port_virq(u32 virq);
/* Allocate two connected ports of this domain. */
void port_pair(u32 *a, u32 *b);
long port_send(u32 port);
void port_close(u32 port);

/* Open the device, non-blocking; fails the test if that fails. */
int evtchn_open(void);
long evtchn_control(int fd, unsigned long request, unsigned long port);
/* poll()'s events within ms milliseconds, without those for writing. */
short evtchn_wait(int fd, int ms);
/* Wait for the next event; returns its port, 0 if none came in time. */
u32 evtchn_next(int fd);
/* Whether no event is pending and none comes. */
bool evtchn_quiet(int fd);
/* Unmask a port: 0 or a negative errno. */
long evtchn_unmask(int fd, u32 port);

#endif /* TESTS_GUEST_PRIVCMD_EVTCHN_H */
