/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The run loop, and what others say to the scheduler. */
#ifndef XEN_SCHEDULE_H
#define XEN_SCHEDULE_H

#include <xen/domain.h>

/* Call first; idempotent. Needs boot_info. */
void schedule_init(void);
/* Runs vCPUs for ever: chooses one, enters it, handles its exits. */
void run_vcpus(void) __noreturn;
/*
 * Counts the vCPUs of d that can run, after one of their words or d's has changed, and
 * asks for a choice if the number is another. Only vcpu.c and domain.c call it.
 */
void sched_update(struct domain *d);
/* v is about to be freed: no CPU may go on from it. */
void sched_forget_vcpu(const struct vcpu *v);
/* Another domain, or else another vCPU of v's, gets the next turn, if one can run. */
void vcpu_yield(struct vcpu *v);
/* The parameters by which the turn was given have changed: it is over. */
void end_turn(void);

#endif /* XEN_SCHEDULE_H */
