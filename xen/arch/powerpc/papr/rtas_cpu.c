// SPDX-License-Identifier: GPL-2.0-or-later
/* RTAS: a domain starts its CPUs, and a CPU stops itself (PAPR, "start-cpu"). */
#include <xen/domain.h>
#include <xen/lib.h>
#include "rtas.h"

#define CPU_STOPPED	0
#define CPU_NOT_STOPPED 2

static struct vcpu *find_cpu(const struct vcpu *v, u32 id)
{
	return id < v->domain->nr_vcpus ? v->domain->vcpu[id] : NULL;
}

/* CPU, address, what its r3 is to be. */
s32 rtas_start_cpu(struct vcpu *v, struct rtas_call *call)
{
	struct vcpu *target = find_cpu(v, call->arg[0]);

	if (!target)
		return RTAS_PARAMETER;
	if (!(target->run_state & VCPU_DOWN))
		return RTAS_HARDWARE;
	arch_vcpu_restart(target, v, call->arg[1], call->arg[2]);
	vcpu_start(target);
	return RTAS_OK;
}

s32 rtas_stop_self(struct vcpu *v, struct rtas_call *call)
{
	vcpu_stop(v);
	return RTAS_OK;
}

s32 rtas_query_cpu_stopped_state(struct vcpu *v, struct rtas_call *call)
{
	const struct vcpu *target = find_cpu(v, call->arg[0]);

	if (!target)
		return RTAS_PARAMETER;
	call->ret[1] = target->run_state & VCPU_DOWN ? CPU_STOPPED : CPU_NOT_STOPPED;
	return RTAS_OK;
}
