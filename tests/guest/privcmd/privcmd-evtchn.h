/* SPDX-License-Identifier: GPL-2.0-or-later */
/* privcmd-test: event channels, by the hypercall and by /dev/xen/evtchn. */
#ifndef TESTS_GUEST_PRIVCMD_EVTCHN_H
#define TESTS_GUEST_PRIVCMD_EVTCHN_H

#include "privcmd-test.h"

#include <poll.h>
#include <xen/event_channel.h>
#include <xen/linux/evtchn.h>

#define EVTCHN_DEV "/dev/xen/evtchn"
/* Long enough for an event on a busy machine; what does not come ends a test at once. */
#define EVENT_MS 10000
/* As long as one waits for what shall not come. */
#define NO_EVENT_MS 30

/* Hypercalls; those that return a port fail the test if there is none. */
u32 port_ipi(void);
u32 port_virq(u32 virq);
/* Two ports of this domain that are connected with each other. */
void port_pair(u32 *a, u32 *b);
long port_send(u32 port);
void port_close(u32 port);

/* The device, non-blocking: fails the test if it cannot be opened. */
int evtchn_open(void);
long evtchn_control(int fd, unsigned long request, unsigned long port);
/* poll()'s events within so many ms, but for those that say that one can write. */
short evtchn_wait(int fd, int ms);
/* The port of the next event; 0: none came in time. */
u32 evtchn_next(int fd);
/* No event is there, and none comes. */
bool evtchn_quiet(int fd);
/* Lets the port's next event through: 0 or a negative errno. */
long evtchn_unmask(int fd, u32 port);

#endif /* TESTS_GUEST_PRIVCMD_EVTCHN_H */
