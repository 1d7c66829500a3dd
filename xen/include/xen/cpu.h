/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What belongs to one physical CPU. Only that CPU writes to it, so no lock protects it;
 * r13 points at it (asm/current.h).
 */
#ifndef XEN_CPU_H
#define XEN_CPU_H

#include <xen/compiler.h>
#include <xen/sched/cpu.h>
#include <xen/trace/cpu.h>
#include <xen/types.h>
#include <asm/cpu.h>

struct vcpu;

/* The first members are those that a hypercall touches. */
struct cpu {
	u64 stack_canary; /* stands first: the compiler finds it by r13 */
	struct vcpu *current;
	bool need_resched; /* the running vCPU must not be entered before a choice */
	u32 id;		   /* place in cpus[] */
	struct trace_cpu trace;
	struct perf_counters perf;
	struct sched_cpu sched;
	struct arch_cpu arch;
};

/* Power ISA machines have more; what the hypervisor uses is bounded by this. */
#define MAX_CPUS 256

/* The CPUs that run vCPUs: cpus[0] to cpus[nr_cpus - 1]. Boot-only. */
extern struct cpu *cpus[MAX_CPUS];
extern u32 nr_cpus;
/* The one that the loader enters. */
extern struct cpu boot_cpu;

#define for_each_cpu(cpu, i) \
	for ((i) = 0; (i) < nr_cpus && ((cpu) = cpus[i], true); (i)++)

#include <asm/current.h>

/* The vCPU that runs on this CPU, or ran last; NULL before the first. */
static inline struct vcpu *get_current(void)
{
	return this_cpu()->current;
}

static inline bool need_resched(void)
{
	return READ_ONCE(this_cpu()->need_resched);
}

/*
 * Makes this CPU choose again before it next enters a vCPU: a vCPU became able or unable
 * to run, a turn is over, or the end of the turn is not what it was.
 */
static inline void request_choice(void)
{
	WRITE_ONCE(this_cpu()->need_resched, true);
}

#endif /* XEN_CPU_H */
