/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Domains and their vCPUs. dom0 is a domain like the others. */
#ifndef XEN_DOMAIN_H
#define XEN_DOMAIN_H

#include <xen/event/channel.h>
#include <xen/memory/guest_access.h>
#include <xen/grant/table.h>
#include <xen/console/domain_console.h>
#include <xen/memory/p2m.h>
#include <xen/sched/sched.h>
#include <xen/event/watch.h>
#include <xen/memory/window.h>
#include <xen/vcpu.h>
#include <asm/domain.h>
#include <public/dom0_ops.h>

/*
 * Bits of d->run_state. Only domain.c writes it. The domain's vCPUs can run when it is 0.
 */
#define DOMAIN_NEW	 0x01 /* has been given neither a kernel nor a vCPU's registers */
#define DOMAIN_PAUSED	 0x02 /* stopped by the tools; a new domain starts so */
#define DOMAIN_SHUT_DOWN 0x04 /* has ended by itself: shutdown_reason */
#define DOMAIN_DYING	 0x08 /* destroyed; it stays while anything refers to it */

struct domain {
	domid_t id;
	bool privileged;
	u8 shutdown_reason;
	bool torn_down;	    /* dying, and all has been given back that could be */
	u32 run_state;	    /* DOMAIN_* */
	u32 refs;	    /* domain_get() and domain_put(); one is the list's */
	u32 frames_held;    /* frames of it in windows and grants (xen/memory/window.h) */
	u32 frames_written; /* of these, places in windows for writing */
	u32 ssidref;
	u64 max_frames;
	u64 clock_offset_ns; /* its time of day, less the machine's (xen/wallclock.h) */
	struct p2m p2m;
	struct log_dirty *log_dirty; /* NULL: its writes are not logged */
	struct window window;
	struct event_channels events;
	struct grant_table grants;
	struct domain_console console;
	struct watchers watchers;
	struct sched_params sched_params;
	struct share *shares; /* of the CPUs that its vCPUs have been placed on */
	struct arch_domain arch;
	u32 nr_vcpus; /* vcpu[0] to vcpu[nr_vcpus - 1] exist */
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
 * Ends the domain, piece by piece. False: the stay ended (xen/preempt.h), call again. It
 * is gone, with all its memory, when this returns true, unless something refers to it:
 * then it stays, dying, with the chunks that are in use, until the last reference is
 * dropped. Doing it again changes nothing.
 */
bool domain_destroy(struct domain *d, u64 stay_end);
/*
 * Counts a reference: what keeps a domain beyond the call in which it was found takes
 * one. A frame in a window, a mapped grant, a connected event channel and a watcher do.
 */
static inline void domain_get(struct domain *d)
{
	d->refs++;
}
/* Drops a reference. The domain may be gone after this. */
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

/* The domain has a kernel, or a vCPU's registers, to start from. */
void domain_constructed(struct domain *d);
/* Lets its vCPUs and its time stand still, and go on, as the tools ask for. */
void domain_pause(struct domain *d);
void domain_unpause(struct domain *d);
/* Stops the domain and notes why (SHUTDOWN_*). For dom0: ends the machine. */
void domain_shutdown(struct domain *d, u8 reason);

/*
 * Gives the domain vCPUs until it has nr, which wait to be started. 0, or nothing has
 * changed: -EINVAL: it has more, or cannot have as many; -ENOMEM.
 */
int domain_set_vcpus(struct domain *d, u32 nr);

static inline bool domain_is_new(const struct domain *d)
{
	return d->run_state & DOMAIN_NEW;
}

static inline bool domain_is_paused(const struct domain *d)
{
	return d->run_state & DOMAIN_PAUSED;
}

static inline bool domain_is_dying(const struct domain *d)
{
	return d->run_state & DOMAIN_DYING;
}

static inline bool vcpu_runnable(const struct vcpu *v)
{
	return !(v->run_state & VCPU_CANNOT_RUN) && !v->domain->run_state;
}

/* Fills what GETDOMAININFO and GETDOMAININFOLIST say of a domain. */
void domain_info(const struct domain *d, dom0_getdomaininfo_t *info);

#endif /* XEN_DOMAIN_H */
