// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hypercalls that go on by continuation (xen/preempt.h). The contract's cases run in
 * pieces too (tests/contract/host.c); here is what they do not see.
 */
#include <string.h>

#include <xen/cpu.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <asm/platform.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"
#include "random.h"

#define LIST  0x40000
#define ORDER (CHUNK_SHIFT - FRAME_SHIFT)

static void start(void)
{
	dom0_start();
	machine.continuations = 0;
}

static void stop(void)
{
	machine.hurry = false;
	dom0_stop();
}

/* Makes a call by registers, and lets the hypervisor stop it as often as it wants. */
static u64 guest_call(struct vcpu *v, u64 nr, const u64 arg[5])
{
	struct cpu_regs *regs = &v->arch.regs;
	u64 stays = 1;

	regs->nip = 0x1004;
	regs->msr = MSR_SF | MSR_ME;
	regs->gpr[3] = XEN_MARK(nr);
	memcpy(&regs->gpr[4], arg, 5 * sizeof(u64));
	regs->gpr[9] = 0x99;
	for (;; stays++) {
		request_choice(this_cpu());
		vcpu_exit(v, EXIT_HYPERCALL);
		/* What the call was asked for is as it was, whatever happens. */
		CU_ASSERT_EQUAL(memcmp(&regs->gpr[4], arg, 5 * sizeof(u64)), 0);
		if (regs->nip == 0x1004)
			return stays;
		CU_ASSERT_EQUAL_FATAL(regs->nip, 0x1000);
		CU_ASSERT_EQUAL(regs->gpr[3], XEN_MARK(nr | XEN_PPC_CONTINUED));
		regs->nip = 0x1004;
	}
}

static void registers(void)
{
	struct domain *d = make_domain(0);
	const u64 arg[] = { MEMOP_increase_reservation, 0, 3, ORDER, d->id };

	/* A stay for each piece of each chunk. */
	CU_ASSERT_EQUAL(guest_call(dom0->vcpu[0], __HYPERVISOR_dom_mem_op, arg),
			3 * (CHUNK_PIECES + 1));
	CU_ASSERT_EQUAL(dom0->vcpu[0]->arch.regs.gpr[3], 3);
	CU_ASSERT_EQUAL(d->p2m.populated, 3);
}

/* A call is not stopped for nothing, and one that is short not at all. */
static void only_when_wanted(void)
{
	struct domain *d = make_domain(0);
	u64 now = machine.timebase, before = machine.continuations;

	timer_start(&dom0->vcpu[0]->virq_timer, TIMER_NEVER);
	boot_cpu.need_resched = false;
	CU_ASSERT_FALSE(preempt_wanted(now + 1));
	CU_ASSERT_TRUE(preempt_wanted(now));
	request_choice(this_cpu());
	CU_ASSERT_TRUE(preempt_wanted(now + 1));
	boot_cpu.need_resched = false;
	timer_start(&dom0->vcpu[0]->virq_timer, now);
	boot_cpu.need_resched = false;
	CU_ASSERT_TRUE(preempt_wanted(now + 1));
	timer_start(&dom0->vcpu[0]->virq_timer, now + 1);
	boot_cpu.need_resched = false;
	CU_ASSERT_FALSE(preempt_wanted(now + 1));
	timer_stop(&dom0->vcpu[0]->virq_timer);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, MEMOP_increase_reservation, 0, 2,
			     ORDER, d->id),
			2);
	machine.hurry = true;
	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_version, 0, 0, 0, 0),
			0x30000);
	CU_ASSERT_EQUAL(machine.continuations, before);
}

static void set_call(u32 i, u64 op, u64 a, u64 b, u64 c, u64 d, u64 e)
{
	const multicall_entry_t entry = { op, 77, { a, b, c, d, e, 0x66 } };

	dom0_write(LIST + i * sizeof(entry), &entry, sizeof(entry));
}

static multicall_entry_t get_call(u32 i)
{
	multicall_entry_t entry;

	dom0_read(LIST + i * sizeof(entry), &entry, sizeof(entry));
	return entry;
}

/* A multicall stops between two calls, and inside of one; each is made once. */
static void multicall(void)
{
	struct domain *d = make_domain(0), *other = make_domain(0);

	machine.hurry = true;
	set_call(0, __HYPERVISOR_dom_mem_op, MEMOP_increase_reservation, 0, 2, ORDER,
		 d->id);
	set_call(1, __HYPERVISOR_xen_version, XENVER_version, 0, 0, 0, 0);
	set_call(2, __HYPERVISOR_multicall, LIST, 1, 0, 0, 0);
	set_call(3, __HYPERVISOR_multicall | XEN_PPC_CONTINUED, LIST, 1, 0, 0, 0);
	set_call(4, __HYPERVISOR_dom_mem_op, MEMOP_increase_reservation, 0, 1, ORDER,
		 other->id);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_multicall, LIST, 5, 0, 0, 0), 0);
	CU_ASSERT_EQUAL(get_call(0).result, 2);
	CU_ASSERT_EQUAL(get_call(0).op, __HYPERVISOR_dom_mem_op);
	CU_ASSERT_EQUAL(get_call(0).args[4], d->id);
	CU_ASSERT_EQUAL(get_call(1).result, 0x30000);
	CU_ASSERT_EQUAL(get_call(1).args[5], 0x66);
	CU_ASSERT_EQUAL((long)get_call(2).result, -EINVAL);
	CU_ASSERT_EQUAL((long)get_call(3).result, -EINVAL);
	CU_ASSERT_EQUAL(get_call(4).result, 1);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(other->p2m.populated, 1);
	/* The pieces of three chunks, and four times between two calls. */
	CU_ASSERT_EQUAL(machine.continuations, 3 * CHUNK_PIECES + 1 + 4);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_multicall | XEN_PPC_CONTINUED, LIST, 5, 0, 0, 0), 0);
}

/* Progress that the caller has made up: an error, or less work, and never harm. */
static void made_up(void)
{
	static const u64 values[] = { 1,       2,	   3,	       1024,
				      1025,    1ULL << 31, 1ULL << 32, (1ULL << 32) + 1,
				      1 << 20, 1ULL << 62, 1ULL << 63, ~0ULL };
	struct domain *d = make_domain(2);
	struct caller caller = dom0->vcpu[0]->caller;

	for (u32 round = 0; round < 20000; round++) {
		u64 arg[] = {
			random_below(8),  LIST,	 random_below(600),
			random_below(12), d->id, values[random_below(ARRAY_SIZE(values))]
		};
		u64 nr = random_below(NR_HYPERCALLS);
		dom0_op_t op = { .cmd = (u32)random_below(64),
				 .interface_version = DOM0_INTERFACE_VERSION };

		boot_cpu.need_resched = random_below(2);
		if (random_below(2))
			op.cmd += DOM0_PPC_GETMEMLIST;
		/* Ends are tested elsewhere, and what dom0 does to itself is its own. */
		if (nr == __HYPERVISOR_sched_op || nr == __HYPERVISOR_boot_vcpu ||
		    op.cmd == DOM0_DESTROYDOMAIN || op.cmd == DOM0_CREATEDOMAIN)
			continue;
		*(u32 *)&op.u = d->id;
		op.u.getmemlist.max_pfns = random_below(3000);
		op.u.getmemlist.buffer = guest_pointer(LIST + 0x10000);
		if (nr == __HYPERVISOR_dom0_op)
			arg[0] = LIST;
		if (nr == __HYPERVISOR_multicall || nr == __HYPERVISOR_mmu_update) {
			arg[0] = LIST;
			arg[1] = random_below(200);
		}
		dom0_fill(LIST, 0, 0x10000);
		dom0_write(LIST, &op, sizeof(op));
		hypercall(&caller, nr | XEN_PPC_CONTINUED, arg);
	}
	machine.hurry = false;
	end_domain(d);
}

/* A domain ends piece by piece. From the first on it is dying. */
static void destroying(void)
{
	struct domain *d = make_domain(3);
	domid_t id = d->id;
	u32 pieces = 0;

	boot_cpu.need_resched = false;
	for (;; pieces++) {
		request_choice(this_cpu());
		if (domain_destroy(d, UINT64_MAX))
			break;
		CU_ASSERT_PTR_EQUAL_FATAL(domain_find(id), d);
		CU_ASSERT_TRUE(domain_is_dying(d));
		CU_ASSERT_EQUAL(d->refs, 1);
		CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, MEMOP_increase_reservation,
				     0, 1, ORDER, id),
				-ESRCH);
	}
	/* Three chunks, and what translates their addresses. */
	CU_ASSERT(pieces > 3);
	CU_ASSERT_PTR_NULL(domain_find(id));
}

static u32 slept;

static void sleep_once(u64 until)
{
	slept++;
	panic("asleep");
}

/* The CPU clears what was freed before it sleeps, and looks for interrupts meanwhile. */
static void idle(void)
{
	struct domain *d = make_domain(2);

	end_domain(d);
	slept = 0;
	machine.idle = sleep_once;
	machine.external_interrupts = 0;
	machine.clears = 0;
	EXPECT_END(run_vcpus());
	CU_ASSERT_EQUAL(slept, 1);
	CU_ASSERT(machine.clears >= 2 * CHUNK_PIECES);
	CU_ASSERT_EQUAL(machine.external_interrupts, machine.clears);
	CU_ASSERT_FALSE(chunk_clean());
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "registers", registers },
		{ "only when wanted", only_when_wanted },
		{ "multicall", multicall },
		{ "made-up progress", made_up },
		{ "destroying", destroying },
		{ "idle", idle },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "preempt",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(32);
	return run_suites("unit-preempt", suites);
}
