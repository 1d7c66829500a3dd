/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for something to happen to a domain. */
#ifndef XM_EVENTS_H
#define XM_EVENTS_H

#include <stdint.h>

struct events {
	int fd; /* poll() for POLLIN */
	int handle, port;
};

/* @what: XEN_PPC_WATCH_*. Returns 0, or -1 with errno: nothing is left then. */
int events_open(struct events *events, int handle, uint32_t domid, unsigned int what);

/*
 * Take what has come, without waiting, and let more come. To be called before looking at
 * the domain, so that what happens in between is not missed.
 */
void events_take(struct events *events);

/* Wait until something happens, for at most ms milliseconds, and take it. */
void events_wait(struct events *events, int ms);

void events_close(struct events *events);

#endif /* XM_EVENTS_H */
