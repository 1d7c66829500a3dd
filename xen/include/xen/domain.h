/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Domains and their vCPUs. dom0 is a domain like the others. */
#ifndef XEN_DOMAIN_H
#define XEN_DOMAIN_H

#include <xen/event/channel.h>
#include <xen/memory/guest_access.h>
#include <xen/grant/table.h>
#include <xen/console/guest_console.h>
#include <xen/memory/p2m.h>
#include <xen/sched/params.h>
#include <xen/event/watch.h>
#include <xen/memory/window.h>
#include <asm/domain.h>
#include <public/dom0_ops.h>

#define TIMER_NONE UINT64_MAX

struct vcpu {
	struct arch_vcpu arch;
	struct domain *domain;
	struct caller caller; /* as it makes hypercalls by address */
	u32 id;
	/* Waits for an interrupt (H_CEDE); the timer among them. */
	bool blocked;
	cpumap_t affinity; /* CPUs that it may run on, bit n for CPU n */
	bool running;
	/* Has been given a register state to start from. */
	bool initialised;
	/* Waits, besides, for an event (SCHEDOP_block). */
	bool waits_for_event;
	/* Taken out of the running by SCHEDOP_vcpu_down or RTAS, or never started. */
	bool down;
	u16 virq_port[NR_VIRQS]; /* 0: not bound */
	u64 timer;		 /* timebase of its next VIRQ_TIMER, or TIMER_NONE */
	u64 run_start;		 /* timebase when it last came on */
	u64 run_time;		 /* timebase ticks run before that */
};

struct domain {
	domid_t id;
	bool privileged;
	bool dying;
	bool shut_down;
	u8 shutdown_reason;
	/* Stopped by the tools. A new domain starts so. */
	bool paused;
	/* Has been given a vCPU context, so that it can run. */
	bool constructed;
	u32 ssidref;
	u64 max_frames;
	struct p2m p2m;
	struct log_dirty *log_dirty; /* NULL: nobody wants to know what it writes */
	struct window window;
	struct event_channels events;
	struct grant_table grants;
	struct guest_console console;
	struct watchers watchers;
	u32 held; /* frames of it that others use; a dying domain stays until 0 */
	struct sched_params sched;
	struct sched_state share;
	struct arch_domain arch;
	u32 nr_vcpus;  /* vcpu[0] to vcpu[nr_vcpus - 1] exist */
	u32 last_vcpu; /* the one that had the domain's last turn */
	struct vcpu *vcpu[MAX_VIRT_CPUS];
	struct domain *next; /* by rising id */
};

extern struct domain *domain_list;
#define for_each_domain(d) for ((d) = domain_list; (d); (d) = (d)->next)

/*
 * Makes a domain with one vCPU, paused, without memory. id: the one wanted, or
 * DOMID_ANY. Errors: -EINVAL the id is taken, -ENOMEM neither id nor memory left.
 */
#define DOMID_ANY 0xffffU
int domain_create(u32 id, struct domain **result);
/*
 * Ends the domain. It is gone, with all its memory, when this returns, unless frames of
 * it are in a window: then it stays, dying, with the chunks that these lie in, until the
 * last of them has left. Doing it again changes nothing.
 */
void domain_destroy(struct domain *d);
/* A frame has left a window: a dying domain may be gone after this. */
void domain_put(struct domain *d);
/* The domain with that id, or NULL. DOMID_SELF is not understood here. */
struct domain *domain_find(domid_t id);
/*
 * The domain that a call of v is about: DOMID_SELF and the caller's own number mean the
 * caller; any other is for the privileged. 0; -EPERM; -ESRCH: none, or it is dying.
 */
int domain_find_target(const struct vcpu *v, domid_t id, struct domain **result);
/* The domain with the lowest id that is at least id, or NULL. */
struct domain *domain_find_from(domid_t id);

/* As the tools want it: its vCPUs and its time stand still, and go on. */
void domain_pause(struct domain *d);
void domain_unpause(struct domain *d);
/* Stops the domain and notes why (SHUTDOWN_*). For dom0: ends the machine. */
void domain_shutdown(struct domain *d, u8 reason);
/* A fault of the guest that it cannot handle: dumps the vCPU, stops its domain. */
void domain_crash(struct vcpu *v, const char *fmt, ...) __format(2, 3);

/*
 * Gives the domain one more vCPU, the next in number, which has no register state yet. 0,
 * -EINVAL: it has as many as it can have; -ENOMEM.
 */
int vcpu_create(struct domain *d);
/* The same until it has nr; -EINVAL: it cannot have as many. Else all or none. */
int domain_set_vcpus(struct domain *d, u32 nr);
/* Takes the last one away again, which has never run. */
void vcpu_destroy_last(struct domain *d);

/* Time that the vCPU has run, in nanoseconds. */
u64 vcpu_time_ns(const struct vcpu *v);

static inline bool domain_runnable(const struct domain *d)
{
	return !(d->paused | d->shut_down | d->dying);
}

static inline bool vcpu_runnable(const struct vcpu *v)
{
	return v->initialised && !v->down && !v->blocked && domain_runnable(v->domain);
}

/* Fills what GETDOMAININFO and GETDOMAININFOLIST say of a domain. */
void domain_info(const struct domain *d, dom0_getdomaininfo_t *info);

#endif /* XEN_DOMAIN_H */
