// SPDX-License-Identifier: GPL-2.0-or-later
/* Which events are recorded where, and with which words (public/trace.h). */
#include <xen/boot_info.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/trace/buffer.h>
#include <xen/cpu.h>
#include <asm/memory.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

static const struct t_buf *head;
static u32 cons;

static long set_events(u32 mask)
{
	dom0_op_t op = { .u.tbufcontrol = { .op = DOM0_TBUF_SET_EVT_MASK,
					    .evt_mask = mask } };

	return op_call(DOM0_TBUFCONTROL, &op);
}

static void start(void)
{
	dom0_op_t op = { .u.tbufcontrol.op = DOM0_TBUF_GET_INFO };

	dom0_start();
	vcpu_force(dom0->vcpu[0], 0, VCPU_NO_CONTEXT);
	CU_ASSERT_EQUAL_FATAL(op_call(DOM0_TBUFCONTROL, &op), 0);
	head = maddr_to_ptr(op.u.tbufcontrol.mach_addr);
	CU_ASSERT_EQUAL(set_events(TRC_SCHED), 0);
	boot_cpu.current = NULL;
	machine.timebase = 1000000;
	machine.spr[SPR_DEC] = 1000;
	cons = (u32)head->rec_idx.counter;
}

static const struct t_rec *next_record(void)
{
	static const struct t_rec none;
	const struct t_rec *rec = maddr_to_ptr(head->rec_addr);

	if (cons == (u32)head->rec_idx.counter)
		return &none;
	rec += cons;
	cons = (cons + 1) % head->rec_num;
	return rec;
}

#define WORDS ARRAY_SIZE(((struct t_rec *)0)->data)

/* The next record: event, and words; the words that are not given are 0. */
#define EXPECT(nr, ...)                                              \
	do {                                                         \
		static const u64 words_[WORDS] = { __VA_ARGS__ };    \
		const struct t_rec *rec_ = next_record();            \
		CU_ASSERT_EQUAL(rec_->event, nr);                    \
		for (u32 i_ = 0; i_ < WORDS; i_++)                   \
			CU_ASSERT_EQUAL(rec_->data[i_], words_[i_]); \
	} while (0)
#define EXPECT_NO_MORE() CU_ASSERT_EQUAL(next_record()->event, 0)

static long control(u32 cmd, domid_t id)
{
	dom0_op_t op = { .u.pausedomain.domain = id };

	return op_call(cmd, &op);
}

/* With a number that is known, so that words can be. */
static struct domain *make(domid_t id)
{
	dom0_op_t op = { .u.createdomain.domain = id };

	CU_ASSERT_EQUAL_FATAL(op_call(DOM0_CREATEDOMAIN, &op), 0);
	return domain_find(id);
}

static void life(void)
{
	struct domain *d = make(77);

	EXPECT(TRC_SCHED_DOM_ADD, 77, 0);
	EXPECT_NO_MORE();
	/* Only what changes is an event. */
	CU_ASSERT_EQUAL(control(DOM0_PAUSEDOMAIN, 77), 0);
	CU_ASSERT_EQUAL(control(DOM0_UNPAUSEDOMAIN, 77), -EINVAL);
	CU_ASSERT_EQUAL(control(DOM0_PAUSEDOMAIN, 0), -EINVAL);
	CU_ASSERT_EQUAL(control(DOM0_DESTROYDOMAIN, 78), -ESRCH);
	EXPECT_NO_MORE();
	domain_force(d, 0, DOMAIN_NEW);
	CU_ASSERT_EQUAL(control(DOM0_UNPAUSEDOMAIN, 77), 0);
	CU_ASSERT_EQUAL(control(DOM0_UNPAUSEDOMAIN, 77), 0);
	EXPECT(TRC_SCHED_WAKE, 77, 0);
	EXPECT_NO_MORE();
	CU_ASSERT_EQUAL(control(DOM0_PAUSEDOMAIN, 77), 0);
	EXPECT(TRC_SCHED_SLEEP, 77, 0);
	CU_ASSERT_EQUAL(control(DOM0_DESTROYDOMAIN, 77), 0);
	EXPECT(TRC_SCHED_DOM_REM, 77, 0);
	EXPECT_NO_MORE();
}

static void not_made(void)
{
	dom0_op_t op = { .u.createdomain.domain = 77 };

	make(77);
	EXPECT(TRC_SCHED_DOM_ADD, 77, 0);
	CU_ASSERT_EQUAL(op_call(DOM0_CREATEDOMAIN, &op), -EINVAL);
	EXPECT_NO_MORE();
}

static void shutdown(void)
{
	struct domain *d = make(77);

	EXPECT(TRC_SCHED_DOM_ADD, 77, 0);
	domain_shutdown(d, SHUTDOWN_crash);
	EXPECT(TRC_SCHED_SHUTDOWN, 77, 0, SHUTDOWN_crash);
	/* The vCPU that runs, if it is of that domain. */
	d->vcpu[0]->id = 5;
	boot_cpu.current = d->vcpu[0];
	domain_shutdown(d, SHUTDOWN_reboot);
	EXPECT(TRC_SCHED_SHUTDOWN, 77, 5, SHUTDOWN_reboot);
	d->vcpu[0]->id = 0;
	dom0->vcpu[0]->id = 6;
	boot_cpu.current = dom0->vcpu[0];
	domain_shutdown(d, SHUTDOWN_poweroff);
	EXPECT(TRC_SCHED_SHUTDOWN, 77, 0, SHUTDOWN_poweroff);
	dom0->vcpu[0]->id = 0;
	EXPECT_NO_MORE();
	/* Also the one that ends the machine. */
	EXPECT_END(domain_shutdown(dom0, SHUTDOWN_reboot));
	EXPECT(TRC_SCHED_SHUTDOWN, 0, 0, SHUTDOWN_reboot);
}

static long schedctl(u32 direction)
{
	dom0_op_t op = { .u.schedctl = { .sched_id = scheduler_id(),
					 .direction = direction,
					 .u.bvt.ctx_allow = 5000 } };

	return op_call(DOM0_SCHEDCTL, &op);
}

static long adjustdom(domid_t id, u32 direction, u32 mcu_adv)
{
	dom0_op_t op = { .u.adjustdom = { .sched_id = scheduler_id(),
					  .direction = direction,
					  .domain = id,
					  .u.bvt.mcu_adv = mcu_adv } };

	return op_call(DOM0_ADJUSTDOM, &op);
}

static void parameters(void)
{
	CU_ASSERT_EQUAL(schedctl(SCHED_INFO_PUT), 0);
	EXPECT(TRC_SCHED_CTL, SCHED_INFO_PUT);
	CU_ASSERT_EQUAL(schedctl(SCHED_INFO_GET), 0);
	EXPECT(TRC_SCHED_CTL, SCHED_INFO_GET);
	make(77);
	EXPECT(TRC_SCHED_DOM_ADD, 77, 0);
	CU_ASSERT_EQUAL(adjustdom(77, SCHED_INFO_PUT, 9), 0);
	EXPECT(TRC_SCHED_ADJDOM, 77, SCHED_INFO_PUT);
	CU_ASSERT_EQUAL(adjustdom(77, SCHED_INFO_GET, 0), 0);
	EXPECT(TRC_SCHED_ADJDOM, 77, SCHED_INFO_GET);
	CU_ASSERT_EQUAL(schedctl(2), -EINVAL);
	CU_ASSERT_EQUAL(adjustdom(77, SCHED_INFO_PUT, 0), -EINVAL);
	CU_ASSERT_EQUAL(adjustdom(77, 2, 1), -EINVAL);
	CU_ASSERT_EQUAL(adjustdom(78, SCHED_INFO_GET, 1), -ESRCH);
	EXPECT_NO_MORE();
}

static void ops(void)
{
	dom0_op_t op = { 0 };

	/* Not before they are asked for; the op that asks is not one of them. */
	CU_ASSERT_EQUAL(control(DOM0_PHYSINFO, 0), 0);
	EXPECT_NO_MORE();
	CU_ASSERT_EQUAL(set_events(TRC_DOM0OP), 0);
	EXPECT_NO_MORE();
	CU_ASSERT_EQUAL(control(DOM0_PHYSINFO, 0), 0);
	EXPECT(TRC_DOM0OP_ENTER, 0, 0, DOM0_PHYSINFO);
	EXPECT(TRC_DOM0OP_LEAVE, 0, 0, DOM0_PHYSINFO, 0);
	CU_ASSERT_EQUAL(control(DOM0_DESTROYDOMAIN, 78), -ESRCH);
	EXPECT(TRC_DOM0OP_ENTER, 0, 0, DOM0_DESTROYDOMAIN);
	EXPECT(TRC_DOM0OP_LEAVE, 0, 0, DOM0_DESTROYDOMAIN, (u64)-ESRCH);
	CU_ASSERT_EQUAL(op_call(DOM0_PPC_PERFCCONTROL, &op), -EINVAL);
	EXPECT(TRC_DOM0OP_ENTER, 0, 0, DOM0_PPC_PERFCCONTROL);
	EXPECT(TRC_DOM0OP_LEAVE, 0, 0, DOM0_PPC_PERFCCONTROL, (u64)-EINVAL);
	/* What is no op is not entered. */
	CU_ASSERT_EQUAL(control(DOM0_MSR, 0), -ENOSYS);
	EXPECT_NO_MORE();
	/* What an op does lies between. */
	CU_ASSERT_EQUAL(set_events(TRC_ALL), 0);
	EXPECT(TRC_DOM0OP_ENTER, 0, 0, DOM0_TBUFCONTROL);
	EXPECT(TRC_DOM0OP_LEAVE, 0, 0, DOM0_TBUFCONTROL, 0);
	make(77);
	EXPECT(TRC_DOM0OP_ENTER, 0, 0, DOM0_CREATEDOMAIN);
	EXPECT(TRC_SCHED_DOM_ADD, 77, 0);
	EXPECT(TRC_DOM0OP_LEAVE, 0, 0, DOM0_CREATEDOMAIN, 0);
	/* The op that switches them off is entered and not left. */
	CU_ASSERT_EQUAL(set_events(TRC_SCHED), 0);
	EXPECT(TRC_DOM0OP_ENTER, 0, 0, DOM0_TBUFCONTROL);
	EXPECT_NO_MORE();
}

static void waiting(void)
{
	CU_ASSERT_EQUAL(papr(H_CEDE, 0, 0, 0, 0), H_SUCCESS);
	EXPECT(TRC_SCHED_BLOCK, 0, 0);
	CU_ASSERT_TRUE(dom0->vcpu[0]->run_state & VCPU_BLOCKED);
	/* It has an interrupt already: no wait. */
	vcpu_force(dom0->vcpu[0], 0, VCPU_BLOCKED);
	machine.spr[SPR_DEC] = (u64)-1;
	CU_ASSERT_EQUAL(papr(H_CEDE, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(dom0->vcpu[0]->run_state & VCPU_BLOCKED);
	/* It went on until its slice was over. */
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT_NO_MORE();
}

static long sched_op(u64 op)
{
	return call(__HYPERVISOR_sched_op, op, 0, 0, 0, 0);
}

static void own_running(void)
{
	struct vcpu *v = dom0->vcpu[0];

	CU_ASSERT_EQUAL(sched_op(SCHEDOP_yield), 0);
	EXPECT(TRC_SCHED_YIELD, 0, 0);
	CU_ASSERT_EQUAL(sched_op(SCHEDOP_block), 0);
	EXPECT(TRC_SCHED_BLOCK, 0, 0);
	vcpu_force(v, 0, VCPU_BLOCKED);
	v->arch.interrupt_pending = true;
	CU_ASSERT_EQUAL(sched_op(SCHEDOP_block), 0);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
	v->arch.interrupt_pending = false;
	CU_ASSERT_EQUAL(sched_op(SCHEDOP_vcpu_down), -EINVAL);
	EXPECT_NO_MORE();
	/* A vCPU more, which is down at first. */
	dom0_fill(BUF_GPA, 0, sizeof(vcpu_guest_context_t));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_boot_vcpu, 1, NOWHERE, 0, 0, 0), -EFAULT);
	EXPECT_NO_MORE();
	CU_ASSERT_EQUAL_FATAL(call(__HYPERVISOR_boot_vcpu, 1, BUF_GPA, 0, 0, 0), 0);
	EXPECT(TRC_SCHED_DOM_ADD, 0, 1);
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(sched_op(SCHEDOP_vcpu_up | 1 << SCHEDOP_vcpushift), 0);
	EXPECT(TRC_SCHED_WAKE, 0, 1);
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(sched_op(SCHEDOP_vcpu_down | 1 << SCHEDOP_vcpushift), 0);
	EXPECT(TRC_SCHED_SLEEP, 0, 1);
	EXPECT_NO_MORE();
}

static u32 turns;

static u64 take_turn(struct vcpu *who)
{
	u64 end = who->arch.hv.hdec_expiry;

	machine.spr[SPR_DEC] = 0x7fffffff;
	machine.timebase = min(end, machine.timebase + boot_info.cpu.timebase_frequency);
	if (!--turns)
		panic("enough");
	return EXIT_HDECREMENTER;
}

static void sleep_until(u64 until)
{
	machine.timebase = until;
}

static void run(u32 so_many)
{
	machine.enter = take_turn;
	machine.idle = sleep_until;
	turns = so_many;
	vcpus_settle();
	EXPECT_END(run_vcpus());
	vcpus_settle();
}

static struct vcpu *make_runnable(domid_t id)
{
	struct domain *d = make(id);

	EXPECT(TRC_SCHED_DOM_ADD, 77, 0);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	domain_force(d, 0, DOMAIN_NEW);
	domain_force(d, 0, DOMAIN_PAUSED);
	return d->vcpu[0];
}

static void turns_by_time(void)
{
	make_runnable(77);
	run(3);
	EXPECT(TRC_SCHED_SWITCH, TRC_IDLE_DOMAIN, 0, 0, 0);
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT(TRC_SCHED_SWITCH, 0, 0, 77, 0);
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT(TRC_SCHED_SWITCH, 77, 0, 0, 0);
	EXPECT_NO_MORE();
}

/* Going on with the same one is no switch. */
static void alone(void)
{
	run(3);
	EXPECT(TRC_SCHED_SWITCH, TRC_IDLE_DOMAIN, 0, 0, 0);
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT_NO_MORE();
}

static u64 turn_with_wait(struct vcpu *who)
{
	u64 reason = take_turn(who);

	if (turns == 1) {
		vcpu_force(who, VCPU_BLOCKED, 0);
		who->arch.dec_expiry = machine.timebase + 5000;
		machine.spr[SPR_DEC] = 5000;
	}
	return reason;
}

static void waiting_for_time(void)
{
	turns = 2;
	machine.enter = turn_with_wait;
	machine.idle = sleep_until;
	EXPECT_END(run_vcpus());
	vcpus_settle();
	EXPECT(TRC_SCHED_SWITCH, TRC_IDLE_DOMAIN, 0, 0, 0);
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT(TRC_SCHED_SWITCH, 0, 0, TRC_IDLE_DOMAIN, 0);
	EXPECT(TRC_SCHED_DOM_TIMER_FN, 0, 0);
	EXPECT(TRC_SCHED_WAKE, 0, 0);
	EXPECT(TRC_SCHED_SWITCH, TRC_IDLE_DOMAIN, 0, 0, 0);
	EXPECT_NO_MORE();
}

/* set_timer_op's: its vCPU need not wait. */
static void timer(void)
{
	dom0->vcpu[0]->virq_timer.expiry = machine.timebase + 500;
	run(2);
	EXPECT(TRC_SCHED_SWITCH, TRC_IDLE_DOMAIN, 0, 0, 0);
	EXPECT(TRC_SCHED_S_TIMER_FN);
	EXPECT(TRC_SCHED_DOM_TIMER_FN, 0, 0);
	EXPECT_NO_MORE();
}

static void waiting_for_an_interrupt(void)
{
	struct vcpu *other = make_runnable(77);

	vcpu_force(other, VCPU_BLOCKED, 0);
	other->arch.dec_expiry = machine.timebase + 1000000000;
	domain_force(dom0, DOMAIN_PAUSED, 0);
	vcpu_wake(other);
	run(1);
	EXPECT(TRC_SCHED_WAKE, 77, 0);
	EXPECT(TRC_SCHED_SWITCH, TRC_IDLE_DOMAIN, 0, 77, 0);
	EXPECT_NO_MORE();
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "life of a domain", life },
		{ "domain not made", not_made },
		{ "shutdown", shutdown },
		{ "parameters", parameters },
		{ "dom0 ops", ops },
		{ "waiting", waiting },
		{ "a vCPU about itself", own_running },
		{ "turns by time", turns_by_time },
		{ "alone", alone },
		{ "waiting for time", waiting_for_time },
		{ "timer", timer },
		{ "waiting for an interrupt", waiting_for_an_interrupt },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "trace-event",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	trace_init("");
	return run_suites("unit-trace-event", suites);
}
