/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Event channels: one-bit messages between domains and from the hypervisor
 * (public/event_channel.h). An interrupt says that some port of a domain has an event;
 * the domain takes the ports one by one.
 */
#ifndef XEN_EVTCHN_H
#define XEN_EVTCHN_H

#include <xen/types.h>
#include <public/xen.h>

struct domain;
struct vcpu;

enum evtchn_state {
	ECS_CLOSED,
	ECS_UNBOUND,
	ECS_INTERDOMAIN,
	ECS_VIRQ,
	ECS_IPI,
};

struct evtchn {
	u8 state; /* enum evtchn_state */
	u8 vcpu;  /* the one that the event is for */
	union {
		domid_t unbound; /* who may connect */
		struct {
			struct domain *domain; /* counted (domain_get) */
			u32 port;
		} remote;
		u32 virq;
	};
};

#define EVTCHNS_PER_BUCKET 128
#define EVTCHN_BUCKETS	   (NR_EVENT_CHANNELS / EVTCHNS_PER_BUCKET)

struct event_channels {
	struct evtchn *bucket[EVTCHN_BUCKETS]; /* made when a port of theirs is */
	u64 pending[NR_EVENT_CHANNELS / 64];
};

/*
 * Closes all ports of the domain, which is dying, and frees them. False: the stay ended
 * (xen/preempt.h), call again.
 */
bool evtchn_destroy(struct domain *d, u64 stay_end);
/* Raises a virtual interrupt of the vCPU, if it has bound it to a port. */
void send_virq(struct vcpu *v, u32 virq);
/* The same for domain 0, if there is one. */
void send_dom0_virq(u32 virq);
/*
 * Whether that port of d is connected with one of remote, or waits for it; and an event
 * for such a port (xen/event/watch.h).
 */
bool evtchn_is_for(const struct domain *d, u32 port, const struct domain *remote);
void evtchn_raise(struct domain *d, u32 port);
/* Whether some port has an event that was not taken. */
bool evtchn_pending(const struct domain *d);

#endif /* XEN_EVTCHN_H */
