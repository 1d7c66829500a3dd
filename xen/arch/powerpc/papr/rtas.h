/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of run-time abstraction services share (rtas.c). */
#ifndef PAPR_RTAS_H
#define PAPR_RTAS_H

#include <xen/types.h>

struct vcpu;

/* Status, the first result (PAPR, "RTAS Call Return Codes"). */
#define RTAS_OK	       0
#define RTAS_NO_EVENT  1
#define RTAS_HARDWARE  (-1)
#define RTAS_BUSY      (-2)
#define RTAS_PARAMETER (-3)
#define RTAS_MAX_CELLS 16

struct rtas_call {
	u32 nargs, nret;
	u32 arg[RTAS_MAX_CELLS];
	u32 ret[RTAS_MAX_CELLS]; /* ret[0], the status, is set by the dispatcher */
};

/* rtas_cpu.c: starting and stopping the domain's CPUs. */
s32 rtas_start_cpu(struct vcpu *v, struct rtas_call *call);
s32 rtas_stop_self(struct vcpu *v, struct rtas_call *call);
s32 rtas_query_cpu_stopped_state(struct vcpu *v, struct rtas_call *call);

/* rtas_power.c: how the domain ends. */
s32 rtas_power_off(struct vcpu *v, struct rtas_call *call);
s32 rtas_reboot(struct vcpu *v, struct rtas_call *call);
s32 rtas_os_term(struct vcpu *v, struct rtas_call *call);

/* nvram.c */
s32 rtas_nvram_fetch(struct vcpu *v, struct rtas_call *call);
s32 rtas_nvram_store(struct vcpu *v, struct rtas_call *call);

/* rtas_time.c: the domain's clock. */
s32 rtas_get_time_of_day(struct vcpu *v, struct rtas_call *call);
s32 rtas_set_time_of_day(struct vcpu *v, struct rtas_call *call);

/* rtas_event.c: what happens to the platform. */
s32 rtas_check_exception(struct vcpu *v, struct rtas_call *call);
s32 rtas_get_sensor_state(struct vcpu *v, struct rtas_call *call);

#endif /* PAPR_RTAS_H */
