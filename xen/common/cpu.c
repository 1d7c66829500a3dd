// SPDX-License-Identifier: GPL-2.0-or-later
/* The physical CPUs (xen/cpu.h): who there is, how they start and how they end. */
#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <xen/sched/timer.h>
#include <asm/instructions.h>
#include <asm/platform.h>
#include <asm/time.h>

/* Its value is no secret: it stops mistakes, not attackers. */
#define STACK_CANARY 0xc0ffee00dead00ffULL

/* A machine whose host is busy needs long to start a CPU. */
#define START_PATIENCE_SECONDS 20
/* The longest stay in the hypervisor is far below. */
#define HALT_PATIENCE_MS 100

/* The canary has to be there before the first function in C. */
struct cpu boot_cpu = { .stack_canary = STACK_CANARY };

struct cpu *cpus[MAX_CPUS] = { &boot_cpu };
u32 nr_cpus = 1;
struct cpu *secondary_cpus;

/* The CPU that ends the machine. NULL: it goes on. Changed once, by compare-exchange. */
static struct cpu *ending;

static void cpu_init(struct cpu *cpu, u32 server)
{
	cpu->stack_canary = STACK_CANARY;
	cpu->server = server;
	arch_cpu_init(cpu);
}

void boot_cpu_init(const struct boot_info *info)
{
	cpu_init(&boot_cpu, info->cpu.server);
	boot_cpu.is_up = true;
}

static u32 max_cpus(const char *cmdline)
{
	const char *value = cmdline_find(cmdline, "maxcpus");
	unsigned long n;
	char *end;

	if (!value)
		return MAX_CPUS;
	n = strtoul(value, &end, 10);
	/* strtoul() would take a sign, or the next word. */
	if (!n || *value < '0' || *value > '9' || (*end && *end != ' ')) {
		pr_warn("maxcpus: not a number of CPUs\n");
		return MAX_CPUS;
	}
	return (u32)min(n, (unsigned long)MAX_CPUS);
}

/*
 * Asks for a CPU to start. NULL: it does not, which has been reported. Its data stay in
 * the list then, since another CPU may be on its way through it.
 */
static struct cpu *start(u32 server)
{
	struct cpu *cpu = heap_alloc(sizeof(*cpu), __alignof__(*cpu));

	if (!cpu) {
		pr_warn("no memory for CPU %x\n", server);
		return NULL;
	}
	cpu_init(cpu, server);
	cpu->next = secondary_cpus;
	__atomic_store_n(&secondary_cpus, cpu, __ATOMIC_RELEASE);
	return platform->start_cpu(server) ? cpu : NULL;
}

static bool is_up(const struct cpu *cpu)
{
	return __atomic_load_n(&cpu->is_up, __ATOMIC_ACQUIRE);
}

/*
 * Gives those of the started CPUs that have come their places. One that comes later finds
 * its data, and sleeps for ever.
 */
static void admit(struct cpu *const started[], u32 count)
{
	u64 end = get_timebase() +
		  (u64)boot_info.cpu.timebase_frequency * START_PATIENCE_SECONDS;

	for (u32 i = 0; i < count; i++) {
		struct cpu *cpu = started[i];

		while (!is_up(cpu) && get_timebase() < end)
			cpu_relax();
		if (is_up(cpu)) {
			cpu->id = nr_cpus;
			cpus[nr_cpus++] = cpu;
		} else {
			pr_warn("CPU %x does not come: it is left out\n", cpu->server);
		}
	}
}

void cpus_start(const struct boot_info *info)
{
	static struct cpu *started[MAX_CPUS]; /* boot-only */
	u32 most = max_cpus(info->cmdline), count = 0;

	for (u32 i = 0; i < info->server_count; i++) {
		u32 server = info->server[i];

		if (server == boot_cpu.server)
			continue;
		if (count + 1 == most) {
			platform->spare_cpu(server);
			continue;
		}
		started[count] = start(server);
		count += started[count] != NULL;
	}
	admit(started, count);
	pr_info("%u of %u CPUs are up\n", nr_cpus, max(info->server_count, 1U));
}

void secondary_run(void)
{
	platform->cpu_init();
	__atomic_store_n(&this_cpu()->is_up, true, __ATOMIC_RELEASE);
	for (;;)
		platform->idle(TIMER_NEVER);
}

static void __noreturn halt(void)
{
	__atomic_store_n(&this_cpu()->is_halted, true, __ATOMIC_RELEASE);
	platform->halt();
}

void cpu_kicked(void)
{
	struct cpu *by = __atomic_load_n(&ending, __ATOMIC_ACQUIRE);

	if (unlikely(by && by != this_cpu()))
		halt();
}

void cpu_kick(const struct cpu *cpu)
{
	platform->kick(cpu);
}

void cpu_relax(void)
{
	pause_thread();
	cpu_kicked();
}

void cpus_halt_others(void)
{
	struct cpu *before = NULL, *cpu;
	u64 end;
	u32 i;

	if (!__atomic_compare_exchange_n(&ending, &before, this_cpu(), false,
					 __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE) &&
	    before != this_cpu())
		halt();
	for_each_cpu (cpu, i)
		if (cpu != this_cpu())
			cpu_kick(cpu);
	end = get_timebase() +
	      (u64)boot_info.cpu.timebase_frequency / 1000 * HALT_PATIENCE_MS;
	for_each_cpu (cpu, i)
		while (cpu != this_cpu() &&
		       !__atomic_load_n(&cpu->is_halted, __ATOMIC_ACQUIRE) &&
		       get_timebase() < end)
			pause_thread();
}
