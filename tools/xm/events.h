/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wait for events of a domain. */
#ifndef XM_EVENTS_H
#define XM_EVENTS_H

#include <stdint.h>

struct events {
	int fd; /* poll() for POLLIN */
	int handle, port;
};

/* Watch for @what (XEN_PPC_WATCH_*). Returns 0, or -1 with errno and nothing open. */
int events_open(struct events *events, int handle, uint32_t domid, unsigned int what);

/*
 * Take pending events, without waiting, and enable further ones. Call it before looking
 * at the domain: an event that comes in between is then not lost.
 */
void events_take(struct events *events);

/* Wait for an event, at most ms milliseconds, and take it. */
void events_wait(struct events *events, int ms);

void events_close(struct events *events);

#endif /* XM_EVENTS_H */
