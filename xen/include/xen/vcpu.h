/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A domain's virtual CPUs: their states and the transitions between them
 * (docs/states.md). */
#ifndef XEN_VCPU_H
#define XEN_VCPU_H

#include <xen/memory/guest_access.h>
#include <xen/sched/timer.h>
#include <xen/types.h>
#include <asm/domain.h>
#include <asm/time.h>
#include <public/xen.h>

struct domain;

/*
 * Bits of v->run_state. Only vcpu.c writes it. A vCPU can run when none of the reasons in
 * VCPU_CANNOT_RUN is set and its domain can run (d->run_state is 0).
 */
#define VCPU_NO_CONTEXT	     0x01 /* has been given no registers to start from */
#define VCPU_DOWN	     0x02 /* never started, or stopped: vcpu_down, stop-self */
#define VCPU_BLOCKED	     0x04 /* waits for an interrupt or its decrementer */
#define VCPU_WAITS_FOR_EVENT 0x08 /* VCPU_BLOCKED, and an event ends the wait, too */
#define VCPU_RUNNING	     0x10 /* is on a CPU */
#define VCPU_CANNOT_RUN	     (VCPU_NO_CONTEXT | VCPU_DOWN | VCPU_BLOCKED)

struct vcpu {
	struct arch_vcpu arch;
	struct domain *domain;
	struct caller caller; /* for its hypercalls by address */
	u32 id;
	u32 run_state;		 /* VCPU_* */
	struct share *share;	 /* of the CPU that it is placed on */
	bool counted;		 /* among those of its share that can run */
	cpumap_t affinity;	 /* CPUs that it may run on, bit n for CPU n */
	u16 virq_port[NR_VIRQS]; /* 0: not bound */
	struct timer wake_timer; /* ends VCPU_BLOCKED when its decrementer expires */
	struct timer virq_timer; /* raises VIRQ_TIMER; TIMER_NEVER: not set */
	u64 run_start;		 /* timebase when it last came on */
	u64 run_time;		 /* timebase ticks run before that */
};

/*
 * Gives the domain one more vCPU, the next in number, which has no registers to start
 * from. down: it must be started before it runs. 0; -EINVAL: it has as many as it can
 * have; -ENOMEM.
 */
int vcpu_create(struct domain *d, bool down);
/* Takes away the domain's last vCPU, which does not run. */
void vcpu_destroy_last(struct domain *d);

/* v has registers to start from, in the place of what it waited for. */
void vcpu_initialise(struct vcpu *v);
/* Lets v run, and keeps it from running (SCHEDOP_vcpu_up and _down, RTAS). */
void vcpu_start(struct vcpu *v);
void vcpu_stop(struct vcpu *v);
/* v, which runs, waits for an interrupt; for_event: or for an event of its domain. */
void vcpu_block(struct vcpu *v, bool for_event);
/*
 * Ends the wait of v, if it waits, and asks for a choice. Every interrupt, event and
 * timer that can end a wait comes by here.
 */
void vcpu_wake(struct vcpu *v);
/* Ends the waits for an event in the domain. */
void vcpus_wake_for_event(struct domain *d);
/* For the run loop: v comes on at timebase now, or goes off. */
void vcpu_switch_in(struct vcpu *v, u64 now);
void vcpu_switch_out(struct vcpu *v, u64 now);

/* Stops the timers of the domain's vCPUs, whose time is about to stand still. */
void vcpus_stop_timers(struct domain *d);
/* Starts them again. The domain's time goes on already. */
void vcpus_start_timers(struct domain *d);
/* Raises VIRQ_TIMER at that timebase; TIMER_NEVER: not at all. */
void vcpu_set_timer(struct vcpu *v, u64 expiry);

/* A fault of the guest that it cannot handle: dumps the vCPU, stops its domain. */
void vcpu_crash(struct vcpu *v, const char *fmt, ...) __format(2, 3);

static inline bool vcpu_is_running(const struct vcpu *v)
{
	return v->run_state & VCPU_RUNNING;
}

/* Time that the vCPU has run, in ticks of the timebase. */
static inline u64 vcpu_time(const struct vcpu *v)
{
	return v->run_time + (vcpu_is_running(v) ? get_timebase() - v->run_start : 0);
}

#endif /* XEN_VCPU_H */
