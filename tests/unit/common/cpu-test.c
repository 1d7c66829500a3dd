// SPDX-License-Identifier: GPL-2.0-or-later
/* The physical CPUs (xen/common/cpu.c): how they start, and how they end. */
#include <stdlib.h>
#include <string.h>

#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/platform.h>

#include "console-ring.h"
#include "cunit-main.h"
#include "fakes.h"

#define OWN 8

static struct boot_info info;
static u32 started[2 * MAX_CPUS], nr_started, spared[2 * MAX_CPUS], nr_spared;
static u32 refused, absent; /* a server that does not start; one that never comes */
static u64 began;

static struct cpu *find(u32 server)
{
	for (struct cpu *cpu = secondary_cpus; cpu; cpu = cpu->next)
		if (cpu->server == server)
			return cpu;
	return NULL;
}

/* What secondary.S and secondary_run() do: those that have been started are up. */
static void come_up(void)
{
	for (u32 i = 0; i < nr_started; i++)
		if (started[i] != absent)
			find(started[i])->is_up = true;
}

static bool start_cpu(u32 server)
{
	/* It must find its data at once. */
	CU_ASSERT_PTR_NOT_NULL_FATAL(find(server));
	if (server == refused)
		return false;
	started[nr_started++] = server;
	return true;
}

static void spare_cpu(u32 server)
{
	spared[nr_spared++] = server;
}

/* A machine of n CPUs: every fourth number, in rising order, with OWN among them. */
static void describe(u32 n, const char *cmdline)
{
	info = (struct boot_info){ .cpu.server = OWN, .server_count = n };
	for (u32 i = 0; i < n; i++)
		info.server[i] = 4 * i;
	strcpy(info.cmdline, cmdline);
}

static void start(void)
{
	for (u32 i = 0; i < nr_cpus; i++)
		cpus[i] = i ? NULL : &boot_cpu;
	nr_cpus = 1;
	secondary_cpus = NULL;
	nr_started = nr_spared = 0;
	refused = absent = UINT32_MAX;
	machine.start_cpu = start_cpu;
	machine.spare_cpu = spare_cpu;
	machine.while_waiting = come_up;
	console_start_alone();
	began = machine.timebase;
}

static bool says(const char *text)
{
	char *ring = ring_text();
	bool found = strstr(ring, text) != NULL;

	free(ring);
	return found;
}

static u64 milliseconds(void)
{
	return (machine.timebase - began) * 1000 / boot_info.cpu.timebase_frequency;
}

static void run(u32 n, const char *cmdline)
{
	describe(n, cmdline);
	boot_cpu_init(&info);
	cpus_start(&info);
	/* Wherever they came from, they are at their places. */
	CU_ASSERT_PTR_EQUAL(cpus[0], &boot_cpu);
	for (u32 i = 0; i < nr_cpus; i++) {
		CU_ASSERT_EQUAL(cpus[i]->id, i);
		CU_ASSERT(cpus[i]->is_up);
	}
}

/* ---- starting ---- */

static void all_but_the_own(void)
{
	run(4, "");
	CU_ASSERT_EQUAL(nr_cpus, 4);
	CU_ASSERT_EQUAL(nr_started, 3);
	CU_ASSERT_EQUAL(nr_spared, 0);
	CU_ASSERT_EQUAL(cpus[0]->server, OWN);
	CU_ASSERT_EQUAL(cpus[1]->server, 0);
	CU_ASSERT_EQUAL(cpus[2]->server, 4);
	CU_ASSERT_EQUAL(cpus[3]->server, 12);
	CU_ASSERT(says("4 of 4 CPUs are up"));
	CU_ASSERT(milliseconds() <= 1);
}

static void one_alone(void)
{
	describe(1, "");
	info.server[0] = OWN;
	boot_cpu_init(&info);
	cpus_start(&info);
	CU_ASSERT_EQUAL(nr_cpus, 1);
	CU_ASSERT_EQUAL(nr_started, 0);
	CU_ASSERT(says("1 of 1 CPUs are up"));
}

/* A firmware that lists none. */
static void none_listed(void)
{
	run(0, "");
	CU_ASSERT_EQUAL(nr_cpus, 1);
	CU_ASSERT(says("1 of 1 CPUs are up"));
}

/* What a CPU needs before it runs C code. */
static void prepared(void)
{
	run(4, "");
	for (u32 i = 0; i < nr_cpus; i++) {
		CU_ASSERT_EQUAL(cpus[i]->stack_canary, boot_cpu.stack_canary);
		CU_ASSERT_NOT_EQUAL(cpus[i]->stack_canary, 0);
		CU_ASSERT_EQUAL(cpus[i]->arch.stack_guard, STACK_GUARD);
		CU_ASSERT_PTR_EQUAL(cpus[i]->arch.frame.r13,
				    (char *)cpus[i] + STACK_CANARY_BIAS);
		CU_ASSERT_EQUAL(cpus[i]->arch.loaded_lpcr, NOT_LOADED);
		CU_ASSERT_PTR_NULL(cpus[i]->current);
	}
}

static void maxcpus(u32 n, const char *cmdline, u32 expected)
{
	start();
	run(n, cmdline);
	CU_ASSERT_EQUAL(nr_cpus, expected);
	CU_ASSERT_EQUAL(nr_started, expected - 1);
	CU_ASSERT_EQUAL(nr_spared, n - expected);
}

static void as_many_as_are_wanted(void)
{
	maxcpus(8, "maxcpus=1", 1);
	maxcpus(8, "loglvl=all maxcpus=2 sched=bvt", 2);
	maxcpus(8, "maxcpus=7", 7);
	maxcpus(8, "maxcpus=8", 8);
	maxcpus(8, "maxcpus=9", 8);
	maxcpus(8, "maxcpus=99999999999999999999", 8);
}

static void maxcpus_that_is_no_number(void)
{
	static const char *const wrong[] = { "maxcpus=0",  "maxcpus=",	"maxcpus=-1",
					     "maxcpus=2x", "maxcpus=x", "maxcpus= 2" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		maxcpus(4, wrong[i], 4);
		CU_ASSERT(says("maxcpus: not a number of CPUs"));
	}
}

static void more_than_there_is_room_for(void)
{
	maxcpus(MAX_CPUS + 9, "", MAX_CPUS);
	CU_ASSERT(says("256 of 265 CPUs are up"));
}

static void one_that_is_refused(void)
{
	refused = 4;
	run(5, "");
	CU_ASSERT_EQUAL(nr_cpus, 4);
	CU_ASSERT_EQUAL(cpus[2]->server, 12);
	CU_ASSERT(says("4 of 5 CPUs are up"));
	/* Its place is for another one. */
	start();
	refused = 0;
	run(5, "maxcpus=3");
	CU_ASSERT_EQUAL(nr_cpus, 3);
	CU_ASSERT_EQUAL(nr_spared, 1);
}

static void one_that_does_not_come(void)
{
	absent = 4;
	run(5, "");
	CU_ASSERT_EQUAL(nr_cpus, 4);
	CU_ASSERT_EQUAL(cpus[2]->server, 12);
	CU_ASSERT(says("CPU 4 does not come: it is left out"));
	CU_ASSERT(says("4 of 5 CPUs are up"));
	CU_ASSERT(milliseconds() >= 20000 && milliseconds() < 20100);
	/* It may still come, and must find its data. */
	CU_ASSERT_PTR_NOT_NULL(find(4));
}

static void no_memory(void)
{
	heap_take(KB(16)); /* a struct cpu is larger */
	run(3, "");
	heap_give_back();
	CU_ASSERT_EQUAL(nr_cpus, 1);
	CU_ASSERT_EQUAL(nr_started, 0);
	CU_ASSERT(says("no memory for CPU 4"));
}

static void sleep_ends(u64 until)
{
	CU_ASSERT_EQUAL(until, UINT64_MAX);
	panic("asleep");
}

static void what_a_started_one_does(void)
{
	run(3, "");
	running_cpu = cpus[1];
	running_cpu->is_up = false;
	machine.cpu_inits = 0;
	machine.idle = sleep_ends;
	EXPECT_END(secondary_run());
	CU_ASSERT_EQUAL(machine.cpu_inits, 1);
	CU_ASSERT(cpus[1]->is_up);
	running_cpu = &boot_cpu;
}

/* ---- the end: these follow each other ---- */

static void the_others_halt(void)
{
	for (u32 i = 0; i < nr_cpus; i++)
		cpus[i]->is_halted = cpus[i] != running_cpu;
}

static bool halts(void)
{
	return !strcmp(machine.ended_by, "halt") && running_cpu->is_halted;
}

static void while_the_machine_goes_on(void)
{
	start();
	run(4, "");
	cpu_kicked();
	cpu_relax();
	CU_ASSERT_FALSE(boot_cpu.is_halted);
}

static void one_ends_the_machine(void)
{
	running_cpu = cpus[2];
	machine.kicks = 0;
	began = machine.timebase;
	machine.while_waiting = the_others_halt;
	cpus_halt_others();
	CU_ASSERT_EQUAL(machine.kicks, 3);
	CU_ASSERT(milliseconds() <= 1);
	CU_ASSERT_FALSE(cpus[2]->is_halted);
	/* It may panic again. */
	cpus_halt_others();
}

static void one_that_does_not_halt(void)
{
	began = machine.timebase;
	cpus[0]->is_halted = false;
	machine.while_waiting = NULL;
	cpus_halt_others();
	CU_ASSERT(milliseconds() >= 100 && milliseconds() <= 102);
}

static void others_halt_wherever_they_are(void)
{
	running_cpu = &boot_cpu;
	machine.ended_by = "";
	EXPECT_END(cpu_kicked());
	CU_ASSERT(halts());
	boot_cpu.is_halted = false;
	machine.ended_by = "";
	EXPECT_END(cpu_relax());
	CU_ASSERT(halts());
	boot_cpu.is_halted = false;
	machine.ended_by = "";
	EXPECT_END(cpus_halt_others());
	CU_ASSERT(halts());
}

int main(void)
{
	CU_TestInfo starting[] = {
		{ "all but the own", all_but_the_own },
		{ "one alone", one_alone },
		{ "none listed", none_listed },
		{ "prepared", prepared },
		{ "as many as are wanted", as_many_as_are_wanted },
		{ "maxcpus that is no number", maxcpus_that_is_no_number },
		{ "more than there is room for", more_than_there_is_room_for },
		{ "one that is refused", one_that_is_refused },
		{ "one that does not come", one_that_does_not_come },
		{ "no memory", no_memory },
		{ "what a started one does", what_a_started_one_does },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo ending[] = {
		{ "while the machine goes on", while_the_machine_goes_on },
		{ "one ends the machine", one_ends_the_machine },
		{ "one that does not halt", one_that_does_not_halt },
		{ "others halt wherever they are", others_halt_wherever_they_are },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "starting", .pSetUpFunc = start, .pTests = starting },
		{ .pName = "ending", .pTests = ending },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(8);
	return run_suites("unit-cpu", suites);
}
