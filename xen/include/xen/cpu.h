/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The physical CPUs. What belongs to one of them is written by it alone, so no lock
 * protects it; r13 points at it (asm/current.h). Exceptions say so.
 */
#ifndef XEN_CPU_H
#define XEN_CPU_H

#include <xen/compiler.h>
#include <xen/sched/cpu.h>
#include <xen/trace/cpu.h>
#include <xen/types.h>
#include <asm/cpu.h>

struct boot_info;
struct vcpu;

/* The first members are those that a hypercall touches. */
struct cpu {
	u64 stack_canary; /* stands first: the compiler finds it by r13 */
	struct vcpu *current;
	/* The vCPU that runs must not be entered before a choice. Others set it too. */
	bool need_resched;
	u32 id;	    /* place in cpus[] */
	u32 server; /* the firmware's number of it. Boot-only */
	/* It runs C code; it has stopped for good. Read by others: with acquire. */
	bool is_up, is_halted;
	struct cpu *next; /* in secondary_cpus. Boot-only */
	struct trace_cpu trace;
	struct perf_counters perf;
	struct sched_cpu sched;
	struct arch_cpu arch;
};

/* Power ISA machines have more; what the hypervisor uses is bounded by this. */
#define MAX_CPUS 256

/*
 * The CPUs that are up: cpus[0], which is the boot CPU, to cpus[nr_cpus - 1]. The boot
 * CPU runs all vCPUs; the others sleep until they are kicked. Boot-only.
 */
extern struct cpu *cpus[MAX_CPUS];
extern u32 nr_cpus;
/* The one that the loader enters. */
extern struct cpu boot_cpu;
/* Those that have been asked to start; secondary.S finds its own there. Boot-only. */
extern struct cpu *secondary_cpus;

#define for_each_cpu(cpu, i) \
	for ((i) = 0; (i) < nr_cpus && ((cpu) = cpus[i], true); (i)++)

#include <asm/current.h>

/* Prepares the boot CPU's data, which the firmware has described. */
void boot_cpu_init(const struct boot_info *info);
/*
 * Starts the machine's other CPUs, as many as maxcpus= allows, and waits for them. One
 * that does not come is reported and left out. Called once, when platform and heap work.
 */
void cpus_start(const struct boot_info *info);
/* Where a CPU other than the first comes from secondary.S. */
void secondary_run(void) __noreturn;
/*
 * For the end of the machine: halts all other CPUs. Returns when they have halted, or
 * too long has passed. Does not return if another CPU has begun it before.
 */
void cpus_halt_others(void);
/* Makes another CPU look at what has been asked of it. */
void cpu_kick(const struct cpu *cpu);
/* What a kick asks of this CPU. Called by the platform when it has ended the kick. */
void cpu_kicked(void);
/* A turn of a loop in which this CPU waits for another. */
void cpu_relax(void);

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
 * Makes a CPU choose again before it next enters a vCPU: a vCPU became able or unable to
 * run, a turn is over, or the end of the turn is not what it was.
 */
static inline void request_choice(struct cpu *cpu)
{
	WRITE_ONCE(cpu->need_resched, true);
	if (unlikely(cpu != this_cpu()))
		cpu_kick(cpu);
}

#endif /* XEN_CPU_H */
