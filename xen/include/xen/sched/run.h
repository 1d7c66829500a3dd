/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_SCHEDULE_H
#define XEN_SCHEDULE_H

#include <xen/domain.h>

/* Before all else here; again, it changes nothing. boot_info is there. */
void schedule_init(void);
/* Runs vCPUs for ever: picks one, enters it, handles its exit. */
void run_vcpus(void) __noreturn;
/* Another domain, or else another vCPU of v's, gets the next turn, if one can run. */
void vcpu_yield(struct vcpu *v);
/* The parameters by which the turn was given have changed: it is over. */
void end_turn(void);

#endif /* XEN_SCHEDULE_H */
