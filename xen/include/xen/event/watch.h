/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which domains get an event when something happens to a domain (DOM0_PPC_WATCH). */
#ifndef XEN_WATCH_H
#define XEN_WATCH_H

#include <xen/types.h>
#include <public/xen.h>
#include <public/dom0_ops.h>

struct domain;

struct watcher {
	struct domain *owner; /* whose port it is; counted (domain_get) */
	u16 events;	      /* XEN_PPC_WATCH_* */
	u32 port;	      /* 0: the place is empty */
};

struct watchers {
	/* The one that came first is the first; empty places come last. */
	struct watcher watcher[XEN_PPC_WATCHERS];
};

/*
 * Sends those events of d to that port of owner; events 0: none any more. -EINVAL: it is
 * no port for d. That d connects it with one of its own changes nothing: a domain cannot
 * hide what happens to it.
 */
int domain_watch(struct domain *d, struct domain *owner, u32 port, u16 events);
/* The port is about to be closed: it gets no event any more. */
void domain_watch_end(struct domain *d, const struct domain *owner, u32 port);
/* Ends all watching of d. */
void domain_watch_none(struct domain *d);
/* Something has happened to d. */
void domain_watch_event(struct domain *d, u16 events);

#endif /* XEN_WATCH_H */
