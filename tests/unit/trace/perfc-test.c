// SPDX-License-Identifier: GPL-2.0-or-later
/* The performance counters: what they count, and the ops that read them (perfc.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <xen/sched/sched.h>
#include <asm/cpu/inject.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

#define SIZE   sizeof(dom0_perfc_desc_t)
#define RESET  DOM0_PERFCCONTROL_OP_RESET
#define QUERY  DOM0_PERFCCONTROL_OP_QUERY
#define MAX    64 /* descriptors that the tests have room for */

#define VALUES (sizeof(struct perf_counters) / sizeof(u32))

static void start(void)
{
	dom0_start();
	machine.spr[SPR_DEC] = 1000;
	perfc_reset();
}

static long control(u32 op_nr, u64 gpa, u32 *nr)
{
	dom0_op_t op = { .u.perfccontrol = { .op = op_nr,
					     .nr_counters = 4711,
					     .desc = guest_pointer(gpa) } };
	long ret = op_call(DOM0_PERFCCONTROL, &op);

	*nr = op.u.perfccontrol.nr_counters;
	CU_ASSERT_EQUAL(op.u.perfccontrol.op, op_nr);
	return ret;
}

static long window(u32 op_nr, u32 first, u32 *count, u64 gpa, u32 *nr)
{
	dom0_op_t op = { .u.ppc_perfccontrol = { .op = op_nr,
						 .first = first,
						 .count = *count,
						 .nr_counters = 4711,
						 .desc = guest_pointer(gpa) } };
	long ret = op_call(DOM0_PPC_PERFCCONTROL, &op);

	*count = op.u.ppc_perfccontrol.count;
	*nr = op.u.ppc_perfccontrol.nr_counters;
	return ret;
}

/* Each value one that no other has. */
static void number_values(void)
{
	u32 *value = (u32 *)&boot_cpu.perf;

	for (u32 i = 0; i < VALUES; i++)
		value[i] = 1000 + i;
}

static bool all_zero(void)
{
	const u32 *value = (const u32 *)&boot_cpu.perf;

	for (u32 i = 0; i < VALUES; i++)
		if (value[i])
			return false;
	return true;
}

/* That the descriptors at gpa hold these values, all of them, once, in order. */
static void check_values(u64 gpa, const u32 *value)
{
	u32 place = 0;

	for (u32 i = 0; i < perfc_count(); i++) {
		dom0_perfc_desc_t desc;

		dom0_read(gpa + i * SIZE, &desc, sizeof(desc));
		CU_ASSERT_PTR_NOT_NULL(memchr(desc.name, '\0', sizeof(desc.name)));
		CU_ASSERT(strlen((char *)desc.name) > 3);
		CU_ASSERT_FATAL(desc.nr_vals >= 1 && desc.nr_vals <= 64);
		CU_ASSERT_FATAL(place + desc.nr_vals <= VALUES);
		CU_ASSERT_EQUAL(memcmp(desc.vals, value + place, desc.nr_vals * 4), 0);
		for (u32 n = desc.nr_vals; n < 64; n++)
			CU_ASSERT_EQUAL(desc.vals[n], 0);
		place += desc.nr_vals;
	}
	CU_ASSERT_EQUAL(place, VALUES);
}

/* The op counts itself, before it answers. */
static void values_when_asked(u32 *value, const u32 *hypercall, const u32 *op)
{
	const u32 *first = (const u32 *)&boot_cpu.perf;

	memcpy(value, first, sizeof(struct perf_counters));
	value[hypercall - first]++;
	value[op - first]++;
}

static void querying(void)
{
	const u32 *hypercall = &boot_cpu.perf.hypercalls[__HYPERVISOR_dom0_op];
	const u32 *op = &boot_cpu.perf.dom0_ops[DOM0_PERFCCONTROL];
	const u64 size = perfc_count() * SIZE;
	const u64 places[] = { BUF_GPA, BUF_GPA + 3, CHUNK_SIZE - size / 2,
			       DOM0_END - size };
	static u32 value[VALUES];
	u32 nr;

	CU_ASSERT_FATAL(perfc_count() <= MAX);
	number_values();
	for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
		values_when_asked(value, hypercall, op);
		CU_ASSERT_EQUAL(control(QUERY, places[p], &nr), 0);
		CU_ASSERT_EQUAL(nr, perfc_count());
		check_values(places[p], value);
	}
	dom0_fill(BUF_GPA, 0xee, size + 8);
	CU_ASSERT_EQUAL(control(QUERY, BUF_GPA, &nr), 0);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + size, 0xee, 8));
	/* Without a buffer: how many there are. */
	dom0_fill(8, 0xee, 64);
	CU_ASSERT_EQUAL(control(QUERY, 0, &nr), 0);
	CU_ASSERT_EQUAL(nr, perfc_count());
	CU_ASSERT_TRUE(dom0_is_filled(8, 0xee, 64));
	CU_ASSERT_FALSE(all_zero());
}

static void resetting(void)
{
	const u32 *hypercall = &boot_cpu.perf.hypercalls[__HYPERVISOR_dom0_op];
	const u32 *op = &boot_cpu.perf.dom0_ops[DOM0_PERFCCONTROL];
	static u32 value[VALUES];
	u32 nr;

	number_values();
	CU_ASSERT_EQUAL(control(RESET, 0, &nr), 0);
	CU_ASSERT_EQUAL(nr, perfc_count());
	CU_ASSERT_TRUE(all_zero());
	/* With a buffer it also tells what was. */
	number_values();
	values_when_asked(value, hypercall, op);
	CU_ASSERT_EQUAL(control(RESET, BUF_GPA, &nr), 0);
	check_values(BUF_GPA, value);
	CU_ASSERT_TRUE(all_zero());
}

/* That a statement changes a counter by so much. */
#define COUNTS(n, counter, statement)                                       \
	do {                                                                \
		u32 before_ = boot_cpu.perf.counter;                        \
                                                                            \
		statement;                                                  \
		CU_ASSERT_EQUAL(boot_cpu.perf.counter - before_, (u32)(n)); \
	} while (0)

static void op_of(u32 cmd)
{
	dom0_op_t op = { 0 };

	op_call(cmd, &op);
}

static void hypercalls(void)
{
	for (u32 nr = 0; nr < 32; nr++)
		COUNTS(1, hypercalls[nr], call(nr, 0, 0, 0, 0, 0));
	/* The last value, which is no call, also counts what lies beyond. */
	COUNTS(1, hypercalls[31], call(32, 0, 0, 0, 0, 0));
	COUNTS(1, hypercalls[31], call(0xffff, 0, 0, 0, 0, 0));
	COUNTS(1, hypercalls[31], call(TOP, 0, 0, 0, 0, 0));
	COUNTS(0, hypercalls[__HYPERVISOR_xen_version],
	       call(32 + __HYPERVISOR_xen_version, 0, 0, 0, 0, 0));
}

static void dom0_ops(void)
{
	COUNTS(1, dom0_ops[DOM0_PHYSINFO], op_of(DOM0_PHYSINFO));
	COUNTS(1, hypercalls[__HYPERVISOR_dom0_op], op_of(DOM0_PHYSINFO));
	COUNTS(1, dom0_ops[DOM0_GETMEMLIST], op_of(DOM0_GETMEMLIST)); /* -EINVAL */
	COUNTS(1, ppc_ops[2], op_of(DOM0_PPC_DEBUG_KEY));
	COUNTS(0, dom0_ops[63], op_of(DOM0_PPC_DEBUG_KEY));
	/* What is none is not counted. */
	COUNTS(0, dom0_ops[1], op_of(1));
	COUNTS(0, ppc_ops[15], op_of(0x1fff));
	COUNTS(0, ppc_ops[15], op_of(0xffffffff));
	COUNTS(0, dom0_ops[63], op_of(63));
}

static void split_op_at(u64 gpa)
{
	dom0_op_t op = { 0 };

	CU_ASSERT_EQUAL(op_at(gpa, DOM0_PHYSINFO, &op), 0);
}

static void split_ops(void)
{
	COUNTS(0, split_ops[0], split_op_at(OP_GPA));
	COUNTS(0, split_ops[0], split_op_at(DOM0_END - sizeof(dom0_op_t)));
	COUNTS(1, split_ops[0], split_op_at(CHUNK_SIZE - 8));
	COUNTS(1, split_ops[0], split_op_at(OP_GPA + 1));
	COUNTS(0, split_ops[0], call(__HYPERVISOR_dom0_op, NOWHERE, 0, 0, 0, 0));
	COUNTS(0, split_ops[0], call(__HYPERVISOR_dom0_op, 0, 0, 0, 0, 0));
}

/* Each hypercall with an address that is not the caller's memory: one miss. */
static void p2m_misses(void)
{
	u32 nr, count = 1;
	u64 word;

	COUNTS(1, p2m_misses[0], call(__HYPERVISOR_dom0_op, NOWHERE, 0, 0, 0, 0));
	COUNTS(1, p2m_misses[0], control(QUERY, NOWHERE, &nr));
	COUNTS(1, p2m_misses[0], window(QUERY, 0, &count, DOM0_END, &nr));
	COUNTS(1, p2m_misses[0],
	       copy_from_guest(&dom0->vcpu[0]->caller, &word, DOM0_END - 4, 8));
	COUNTS(1, p2m_misses[0],
	       copy_to_guest(&dom0->vcpu[0]->caller, DOM0_END - 4, &word, 8));
	COUNTS(1, p2m_misses[0],
	       guest_buffer_ok(&dom0->vcpu[0]->caller, DOM0_END - 4, 8));
	COUNTS(0, p2m_misses[0],
	       guest_buffer_ok(&dom0->vcpu[0]->caller, DOM0_END - 8, 8));
	COUNTS(0, p2m_misses[0],
	       copy_from_guest(&dom0->vcpu[0]->caller, &word, CHUNK_SIZE - 4, 8));
	COUNTS(0, p2m_misses[0], op_of(DOM0_PHYSINFO));
}

static void papr_calls(void)
{
	COUNTS(1, papr_calls[0], papr(H_CPPR, 0, 0, 0, 0));
	COUNTS(0, papr_unknown[0], papr(H_CPPR, 0, 0, 0, 0));
	COUNTS(1, papr_calls[0], papr(4, 0, 0, 0, 0));
	COUNTS(1, papr_unknown[0], papr(4, 0, 0, 0, 0));
	/* A Xen call is none of them. */
	COUNTS(0, papr_calls[0], papr(XEN_MARK(__HYPERVISOR_xen_version), 0, 0, 0, 0));
	COUNTS(1, hypercalls[__HYPERVISOR_xen_version],
	       papr(XEN_MARK(__HYPERVISOR_xen_version), 0, 0, 0, 0));
}

static void exit_with(u64 vector)
{
	struct vcpu *v = dom0->vcpu[0];

	v->arch.regs.nip = 0x123400;
	v->arch.reflected_nip = 0;
	v->arch.regs.msr = MSR_SF | MSR_ME;
	guest_exits(v, vector);
}

/* guest_exits() ends each with an exit of the timer. */
static void exits(void)
{
	struct vcpu *v = dom0->vcpu[0];

	COUNTS(1, exit_timer[0], exit_with(EXIT_HDECREMENTER));
	COUNTS(1, exit_timer[0], exit_with(EXIT_H_EMULATION));
	COUNTS(1, exit_illegal[0], exit_with(EXIT_H_EMULATION));
	COUNTS(1, exit_external[0], exit_with(EXIT_H_EXTERNAL));
	COUNTS(1, exit_storage[0], exit_with(EXIT_H_DATA));
	COUNTS(1, exit_storage[0], exit_with(EXIT_H_INSTRUCTION));
	COUNTS(0, exit_user_sc1[0], papr(4, 0, 0, 0, 0));
	v->arch.regs.msr = MSR_SF | MSR_ME | MSR_PR;
	COUNTS(1, exit_user_sc1[0], papr(4, 0, 0, 0, 0));
	v->arch.regs.msr = MSR_SF | MSR_ME | MSR_PR;
	COUNTS(0, papr_calls[0], papr(4, 0, 0, 0, 0));
}

static void interrupts(void)
{
	struct vcpu *v = dom0->vcpu[0];

	v->arch.regs.msr = MSR_SF | MSR_ME;
	COUNTS(0, interrupts[0], deliver_external(v));
	v->arch.regs.msr |= MSR_EE;
	COUNTS(1, interrupts[0], deliver_external(v));
}

/* What the platform was asked to do, and what was counted, are the same. */
static void memory(void)
{
	u64 cleared = machine.clears, flushed = machine.flushes;
	struct domain *d;

	perfc_reset();
	for (u32 i = 0; i < 3; i++) {
		d = make_domain(4);
		CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[1]), 0);
		d->arch.process_table = 0;
		destroy_domain(d);
	}
	CU_ASSERT(boot_cpu.perf.flushes[0] > 3);
	CU_ASSERT_EQUAL(boot_cpu.perf.flushes[0], machine.flushes - flushed);
	CU_ASSERT_EQUAL(boot_cpu.perf.chunks_cleared[0] * CHUNK_PIECES,
			machine.clears - cleared);
}

static u32 idled;

static void idle_for_a_while(u64 until)
{
	machine.timebase += 100;
	if (++idled == 5)
		machine.timebase = until;
}

static u64 stop(struct vcpu *v)
{
	panic("it runs");
	return EXIT_HDECREMENTER;
}

/* A vCPU that waits for its timer: so many looks at nothing, then one choice. */
static void run_loop(void)
{
	struct vcpu *v = dom0->vcpu[0];

	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	vcpu_force(v, VCPU_BLOCKED, 0);
	v->arch.dec_expiry = machine.timebase + 1000000;
	machine.idle = idle_for_a_while;
	machine.enter = stop;
	idled = 0;
	vcpus_settle();
	COUNTS(5, idles[0], EXPECT_END(run_vcpus()));
	vcpu_force(v, 0, VCPU_BLOCKED);
	COUNTS(1, schedules[0], EXPECT_END(run_vcpus()));
	COUNTS(0, idles[0], EXPECT_END(run_vcpus()));
	vcpus_settle();
}

int main(void)
{
	CU_TestInfo ops[] = {
		{ "querying", querying },
		{ "resetting", resetting },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo counters[] = {
		{ "hypercalls", hypercalls }, { "dom0 ops", dom0_ops },
		{ "split ops", split_ops },   { "p2m misses", p2m_misses },
		{ "PAPR calls", papr_calls }, { "exits", exits },
		{ "interrupts", interrupts }, { "memory", memory },
		{ "run loop", run_loop },     CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "perfc ops",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = ops },
		{ .pName = "perf counters",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = counters },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-perfc", suites);
}
