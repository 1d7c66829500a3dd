// SPDX-License-Identifier: GPL-2.0-or-later
/* sched_op, set_timer_op, boot_vcpu and multicall (xen/common/sched/sched_op.c,
 * multicall.c).
 */
#include <string.h>

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/cpu.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <public/event_channel.h>
#include <public/version.h>

#include "context-random.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static long sched(struct domain *d, u64 op)
{
	return call_by(d, __HYPERVISOR_sched_op, op, 0, 0, 0, 0);
}

static long bind_timer(struct domain *d, u32 *port)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_bind_virq, .u.bind_virq.virq = VIRQ_TIMER };
	long ret;

	memcpy(domain_byte(d, OP_GPA), &op, sizeof(op));
	ret = call_by(d, __HYPERVISOR_event_channel_op, OP_GPA, 0, 0, 0, 0);
	memcpy(&op, domain_byte(d, OP_GPA), sizeof(op));
	*port = op.u.bind_virq.port;
	return ret;
}

static void yield(void)
{
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(sched(dom0, SCHEDOP_yield), 0);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_TRUE(vcpu_runnable(dom0->vcpu[0]) ||
		       (dom0->vcpu[0]->run_state & VCPU_NO_CONTEXT));
}

/* It waits, unless there is something to do already. */
static void block(void)
{
	struct domain *d = make_domain(1);
	struct vcpu *v = d->vcpu[0];

	machine.spr[SPR_DEC] = 1000;
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	domain_force(d, 0, DOMAIN_NEW | DOMAIN_PAUSED);
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_block), 0);
	CU_ASSERT_TRUE(v->run_state & VCPU_WAITS_FOR_EVENT);
	CU_ASSERT_FALSE(vcpu_runnable(v));
	vcpu_force(v, 0, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT);
	v->arch.interrupt_pending = true;
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_block), 0);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	v->arch.interrupt_pending = false;
	machine.spr[SPR_DEC] = (u64)(u32)-1; /* has expired */
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_block), 0);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	machine.spr[SPR_DEC] = 1000;
	d->events.pending[3] = 8;
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_block), 0);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	destroy_domain(d);
}

static void shutting_down(void)
{
	struct domain *d = make_domain(1);

	CU_ASSERT_EQUAL(
		sched(d, SCHEDOP_shutdown | SHUTDOWN_suspend << SCHEDOP_reasonshift), 0);
	CU_ASSERT_TRUE(d->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_EQUAL(d->shutdown_reason, SHUTDOWN_suspend);
	destroy_domain(d);
	EXPECT_END(sched(dom0, SCHEDOP_shutdown));
	CU_ASSERT_STRING_EQUAL(machine.ended_by, "power off");
}

static long boot(struct domain *d, u64 nr, u64 gpa)
{
	return call_by(d, __HYPERVISOR_boot_vcpu, nr, gpa, 0, 0, 0);
}

static long context_from(const struct domain *d, u32 vcpu, u64 *cpu_time)
{
	dom0_op_t op = { .u.getvcpucontext = { .domain = d->id, .vcpu = (u16)vcpu } };
	long ret = op_call(DOM0_GETVCPUCONTEXT, &op);

	*cpu_time = op.u.getvcpucontext.cpu_time;
	return ret;
}

/* All but the first are down. */
static void context_of_next(struct domain *d)
{
	u64 cpu_time;

	for (u32 i = 0; i < d->nr_vcpus; i++)
		d->vcpu[i]->run_time = ns_to_timebase((i + 1) * 1000000000ULL);
	CU_ASSERT_EQUAL(context_from(d, 0, &cpu_time), 0);
	CU_ASSERT_EQUAL(cpu_time, 1000000000);
	CU_ASSERT_EQUAL(context_from(d, 1, &cpu_time), -EINVAL);
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_up | 9 << SCHEDOP_vcpushift), 0);
	CU_ASSERT_EQUAL(context_from(d, 1, &cpu_time), 0);
	CU_ASSERT_EQUAL(cpu_time, 10000000000);
	CU_ASSERT_EQUAL(context_from(d, 10, &cpu_time), -EINVAL);
}

static void more_vcpus(void)
{
	struct domain *d = make_domain(1);
	static vcpu_guest_context_t context;
	struct vcpu *v;

	random_context(&context);
	d->arch.process_table = 0x1234;
	context.process_table = 0;
	memcpy(domain_byte(d, BUF_GPA), &context, sizeof(context));
	/* A table that is none: nothing is left of the new vCPU. */
	CU_ASSERT_EQUAL(boot(d, 1, BUF_GPA), -EINVAL);
	CU_ASSERT_EQUAL(d->nr_vcpus, 1);
	d->arch.process_table = 0;
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_up | 1 << SCHEDOP_vcpushift), -ENOENT);
	for (u32 i = 1; i < MAX_VIRT_CPUS; i++)
		CU_ASSERT_EQUAL(boot(d, i, BUF_GPA), 0);
	CU_ASSERT_EQUAL(boot(d, 32, BUF_GPA), -EINVAL);
	CU_ASSERT_EQUAL(d->nr_vcpus, MAX_VIRT_CPUS);
	v = d->vcpu[1];
	CU_ASSERT_EQUAL(v->arch.regs.nip, context.user_regs.pc);
	domain_force(d, 0, DOMAIN_NEW | DOMAIN_PAUSED);
	CU_ASSERT_FALSE(vcpu_runnable(v));
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_up | 1 << SCHEDOP_vcpushift), 0);
	CU_ASSERT_TRUE(vcpu_runnable(v));
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_down | 1 << SCHEDOP_vcpushift), 0);
	CU_ASSERT_FALSE(vcpu_runnable(v));
	/* A question about one that is down is answered with the next that is up. */
	context_of_next(d);
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_down), -EINVAL);
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_up), -EINVAL); /* has no state yet */
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_up | 32 << SCHEDOP_vcpushift), -EINVAL);
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_vcpu_down | TOP << 8), -EINVAL);
	destroy_domain(d);
}

static jmp_buf out;

static u64 leave_loop(struct vcpu *v)
{
	longjmp(out, 1);
}

/* Time passes while nothing runs, as far as was asked for. */
static u64 idled_until;

static void idle_until(u64 until)
{
	idled_until = until;
	if (until == UINT64_MAX)
		longjmp(out, 2);
	machine.timebase = until;
}

static int run_once(void)
{
	int how = setjmp(out);

	vcpus_settle();
	machine.enter = leave_loop;
	machine.idle = idle_until;
	if (!how)
		run_vcpus();
	return how;
}

/* A timer ends a wait by its event, at its time, and once. */
static void timer(void)
{
	struct domain *d = make_domain(1);
	struct vcpu *v = d->vcpu[0];
	u32 port;

	machine.timebase = 1000000;
	machine.spr[SPR_DEC] = 1000;
	CU_ASSERT_EQUAL(bind_timer(d, &port), 0);
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	v->arch.dec_expiry = DEC_NEVER;
	domain_force(d, 0, DOMAIN_NEW | DOMAIN_PAUSED);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_set_timer_op, 1000000000ULL, 0, 0, 0, 0),
			0);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, boot_info.cpu.timebase_frequency);
	CU_ASSERT_EQUAL(sched(d, SCHEDOP_block), 0);
	CU_ASSERT_EQUAL(run_once(), 1);
	CU_ASSERT_EQUAL(idled_until, boot_info.cpu.timebase_frequency);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, TIMER_NEVER);
	CU_ASSERT_EQUAL(d->events.pending[0], 1ULL << port);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	d->events.pending[0] = 0;
	/* Switched off again, it never comes. */
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_set_timer_op, 5000000000ULL, 0, 0, 0, 0),
			0);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_set_timer_op, 0, 0, 0, 0, 0), 0);
	vcpu_force(v, VCPU_BLOCKED, 0);
	CU_ASSERT_EQUAL(run_once(), 2);
	CU_ASSERT_EQUAL(d->events.pending[0], 0);
	/* While it runs, its turn ends in time. */
	vcpu_force(v, 0, VCPU_BLOCKED);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_set_timer_op,
				timebase_to_ns(machine.timebase) + 2000, 0, 0, 0, 0),
			0);
	CU_ASSERT_EQUAL(run_once(), 1);
	CU_ASSERT(v->arch.turn_end <= machine.timebase + ns_to_timebase(2000));
	destroy_domain(d);
}

/* Privilege is that of the caller, as it is for single calls. */
static void several_calls_unprivileged(void)
{
	multicall_entry_t call = { .op = __HYPERVISOR_dom0_op, .args = { OP_GPA } };
	struct domain *d = make_domain(1);

	memcpy(domain_byte(d, BUF_GPA), &call, sizeof(call));
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_multicall, BUF_GPA, 1, 0, 0, 0), 0);
	memcpy(&call, domain_byte(d, BUF_GPA), sizeof(call));
	CU_ASSERT_EQUAL((long)call.result, -EPERM);
	destroy_domain(d);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "yield", yield },
		{ "block", block },
		{ "shutting down", shutting_down },
		{ "more vCPUs", more_vcpus },
		{ "timer", timer },
		{ "several calls, unprivileged", several_calls_unprivileged },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sched-call",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-sched-call", suites);
}
