// SPDX-License-Identifier: GPL-2.0-or-later
/* The time of a domain, which stands still while it is paused (asm/domain.h). */
#include <setjmp.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/cpu.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <public/event_channel.h>

#include "context-random.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define STEP ((u64)XEN_PPC_TIMEBASE_STEP)

static struct domain *d;
static struct vcpu *v;

static void start(void)
{
	machine.timebase = 0x123456789abcULL;
	dom0_start();
	d = make_domain(1);
	v = d->vcpu[0];
	domain_force(d, 0, DOMAIN_NEW);
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
}

static u64 now(void)
{
	return arch_domain_time(d);
}

/* ---- the timebase ---- */

/* A new domain's time begins near 0, by whole steps beside the machine's. */
static void beginning(void)
{
	static const u64 machine_times[] = {
		0,	  1,	      STEP - 1,	     STEP,	    STEP + 1,
		12345678, 1ULL << 40, 77 * STEP + 5, 1ULL << 62 | 3
	};

	for (size_t i = 0; i < ARRAY_SIZE(machine_times); i++) {
		struct domain *new;

		machine.timebase = machine_times[i];
		new = make_domain(0);
		CU_ASSERT_EQUAL(arch_domain_time(new), 0);
		domain_unpause(new);
		CU_ASSERT_EQUAL(new->arch.tb_offset % STEP, 0);
		CU_ASSERT_EQUAL(arch_domain_time(new), machine.timebase % STEP);
		destroy_domain(new);
	}
}

static void standing_still(void)
{
	u64 before;

	domain_unpause(d);
	before = now();
	machine.timebase += 1000;
	CU_ASSERT_EQUAL(now(), before + 1000);
	domain_pause(d);
	machine.timebase += 5 * STEP + 10;
	CU_ASSERT_EQUAL(now(), before + 1000);
	domain_pause(d); /* it is */
	machine.timebase += 10;
	CU_ASSERT_EQUAL(now(), before + 1000);
	domain_unpause(d);
	/* Of the pause it misses whole steps. */
	CU_ASSERT_EQUAL(now(), before + 1000 + 20);
	CU_ASSERT_EQUAL(d->arch.tb_offset % STEP, 0);
	before = now();
	domain_unpause(d); /* it does */
	CU_ASSERT_EQUAL(now(), before);
}

static void never_back(void)
{
	u64 before, offset;

	domain_unpause(d);
	for (u32 i = 0; i < 10000; i++) {
		offset = d->arch.tb_offset;
		machine.timebase += random_u64() % (3 * STEP);
		before = now();
		domain_pause(d);
		CU_ASSERT_EQUAL(now(), before);
		machine.timebase += random_u64() % (3 * STEP);
		domain_unpause(d);
		CU_ASSERT(now() - before < STEP);
		/* It falls behind the machine's ever more. */
		CU_ASSERT((s64)(offset - d->arch.tb_offset) >= 0);
		CU_ASSERT_EQUAL(d->arch.tb_offset % STEP, 0);
	}
}

/* Any time can be gone on from: ahead of the machine's, behind it, and at the end. */
static void restored(void)
{
	const u64 times[] = {
		0,	    1,	       machine.timebase, machine.timebase + 1,
		1ULL << 62, TOP,       TOP - STEP,	 TOP - STEP + 1,
		STEP - 1,   1ULL << 63
	};

	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		domain_pause(d);
		d->arch.stopped_at = times[i];
		CU_ASSERT_EQUAL(now(), times[i]);
		machine.timebase += 4321;
		domain_unpause(d);
		CU_ASSERT(now() - times[i] < STEP);
		CU_ASSERT_EQUAL(d->arch.tb_offset % STEP, 0);
	}
}

/* However long it takes to build dom0, what it reads is the machine's. */
static void of_dom0(void)
{
	domain_force(dom0, DOMAIN_PAUSED, 0);
	machine.timebase += 1000 * STEP + 77;
	domain_unpause(dom0);
	CU_ASSERT_FALSE(domain_is_paused(dom0));
	CU_ASSERT_EQUAL(dom0->arch.tb_offset, 0);
	CU_ASSERT_EQUAL(arch_domain_time(dom0), machine.timebase);
	arch_vcpu_load(dom0->vcpu[0], TOP);
	CU_ASSERT_EQUAL(dom0->vcpu[0]->arch.hv.tb_offset, 0);
}

/* ---- decrementers ---- */

static void set_decrementer_of(u64 ticks)
{
	static vcpu_guest_context_t context;

	random_context(&context);
	context.process_table = context.vpa = 0;
	context.decrementer = ticks;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &context), 0);
}

static u64 decrementer_of(void)
{
	static vcpu_guest_context_t context;

	arch_vcpu_get_context(v, &context);
	return context.decrementer;
}

/* What is left of a wait after a pause is what was left before it. */
static void waiting(void)
{
	u64 left;

	domain_unpause(d);
	set_decrementer_of(100 * STEP);
	machine.timebase += STEP;
	CU_ASSERT_EQUAL(decrementer_of(), 99 * STEP);
	domain_pause(d);
	machine.timebase += 1000 * STEP + 5;
	CU_ASSERT_EQUAL(decrementer_of(), 99 * STEP);
	CU_ASSERT_EQUAL(arch_vcpu_timer(v), machine.timebase + 99 * STEP);
	domain_unpause(d);
	left = decrementer_of();
	CU_ASSERT_EQUAL(left, 99 * STEP - 5);
	CU_ASSERT_EQUAL(arch_vcpu_timer(v), machine.timebase + left);
	arch_vcpu_load(v, TOP);
	CU_ASSERT_EQUAL(machine.spr[SPR_DEC], min(left, (u64)INT32_MAX));
	CU_ASSERT_EQUAL(v->arch.hv.tb_offset, d->arch.tb_offset);
	CU_ASSERT_NOT_EQUAL(d->arch.tb_offset, 0);
}

/* Into the CPU and out of it again, in whatever time. */
static void running(void)
{
	domain_unpause(d);
	set_decrementer_of(5000);
	for (u32 i = 0; i < 3; i++) {
		arch_vcpu_load(v, TOP);
		CU_ASSERT_EQUAL(machine.spr[SPR_DEC], 5000 - i * 100);
		machine.timebase += 100;
		machine.spr[SPR_DEC] -= 100;
		arch_vcpu_save(v);
		domain_pause(d);
		machine.timebase += 10 * STEP; /* not seen by the domain */
		domain_unpause(d);
	}
}

#define LATE_MOST ((1LL << 29) - (1LL << 31))

/* One that expired before the domain was saved has its interrupt to come. */
static void expired(void)
{
	static const u64 ticks[] = { 0,		 (u64)-1,
				     (u64)-1000, (u64)INT32_MIN,
				     1ULL << 63, (1ULL << 63) + 1 };
	static const u64 times[] = { 0, 5, 1ULL << 50, 1ULL << 62 };

	for (size_t k = 0; k < ARRAY_SIZE(times); k++)
		for (size_t i = 0; i < ARRAY_SIZE(ticks); i++) {
			domain_pause(d);
			d->arch.stopped_at = times[k];
			set_decrementer_of(ticks[i]);
			CU_ASSERT_EQUAL(decrementer_of(), ticks[i]);
			CU_ASSERT_EQUAL(arch_vcpu_timer(v), 0);
			arch_vcpu_load(v, TOP);
			/* As late as it is, while that is negative in 32 bits. */
			CU_ASSERT_EQUAL((s64)machine.spr[SPR_DEC],
					ticks[i] ? max((s64)ticks[i], LATE_MOST) : 3);
		}
}

/* The vCPU is away when it expires, for longer and longer. */
static void late(void)
{
	static const s64 away[] = { 0, 999, 1000, 1001, 5000, 1 << 20, 1LL << 29 };

	domain_unpause(d);
	for (size_t i = 0; i < ARRAY_SIZE(away); i++) {
		s64 left = 1000 - away[i];

		set_decrementer_of(1000);
		machine.timebase += (u64)away[i];
		arch_vcpu_load(v, TOP);
		CU_ASSERT_EQUAL((s64)machine.spr[SPR_DEC],
				left >= 0 && left < 3 ? 3 : left);
		/* It has run for 10 ticks with the interrupt off, and goes away again. */
		machine.timebase += 10;
		machine.spr[SPR_DEC] = (u64)(left - 10);
		arch_vcpu_save(v);
		machine.spr[SPR_DEC] = 12345; /* of another vCPU */
		machine.timebase += 100;
		CU_ASSERT_EQUAL(arch_vcpu_timer(v),
				left > 110 ? machine.timebase + (u64)left - 110 : 0);
		arch_vcpu_load(v, TOP);
		CU_ASSERT_EQUAL((s64)machine.spr[SPR_DEC], left - 110);
	}
}

/* The machine below stops the CPU between two instructions: it makes no difference. */
static void stopped_between(void)
{
	domain_unpause(d);
	for (u32 i = 0; i < 100; i++) {
		u64 expiry;

		set_decrementer_of(1000000);
		expiry = v->arch.dec_expiry;
		machine.dec_takes = 300000;
		arch_vcpu_load(v, TOP);
		CU_ASSERT_EQUAL(machine.dec_takes, 0);
		CU_ASSERT_EQUAL(now() + machine.spr[SPR_DEC], expiry);
		machine.dec_takes = 300000;
		arch_vcpu_save(v);
		CU_ASSERT_EQUAL(machine.dec_takes, 0);
		CU_ASSERT_EQUAL(v->arch.dec_expiry, expiry);
	}
}

/* One that has never been set never expires. */
static void never(void)
{
	u64 ages[] = { 0, 1ULL << 40, 1ULL << 62 };

	for (size_t i = 0; i < ARRAY_SIZE(ages); i++) {
		machine.timebase += ages[i];
		CU_ASSERT_EQUAL(arch_vcpu_timer(v), UINT64_MAX);
		domain_unpause(d);
		CU_ASSERT_EQUAL(arch_vcpu_timer(v), UINT64_MAX);
		arch_vcpu_load(v, TOP);
		CU_ASSERT_EQUAL(machine.spr[SPR_DEC], INT32_MAX);
		domain_pause(d);
	}
}

/* ---- VIRQ_TIMER ---- */

static void set_timer(u64 ns)
{
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_set_timer_op, ns, 0, 0, 0, 0), 0);
}

/* A time of the domain's is one of the machine's, as far as there are such. */
static void timer_times(void)
{
	u64 second = boot_info.cpu.timebase_frequency, at;

	domain_unpause(d);
	machine.timebase += 10 * second;
	at = timebase_to_ns(now());
	set_timer(at + 1000000000);
	CU_ASSERT(v->virq_timer.expiry - (machine.timebase + second) + 8 < 16);
	/* What has been is now; what never comes is no timer. */
	set_timer(1);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, machine.timebase);
	set_timer(at - 1000);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, machine.timebase);
	set_timer(0);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, TIMER_NEVER);
	set_timer(TOP);
	CU_ASSERT(v->virq_timer.expiry > machine.timebase + 1000000 * second);
	/* The same in a domain that is ahead of the machine. */
	domain_pause(d);
	d->arch.stopped_at = 1ULL << 62;
	v->virq_timer.expiry = TIMER_NEVER;
	domain_unpause(d);
	set_timer(1);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, machine.timebase);
}

static void timer_goes_with_it(void)
{
	u64 left;

	domain_unpause(d);
	v->virq_timer.expiry = machine.timebase + 100 * STEP;
	left = v->virq_timer.expiry - machine.timebase;
	domain_pause(d);
	machine.timebase += 1000 * STEP + 9;
	domain_unpause(d);
	CU_ASSERT_EQUAL(v->virq_timer.expiry - machine.timebase, left - 9);
	/* None stays none, and a far one does not come round. */
	v->virq_timer.expiry = TIMER_NEVER;
	domain_pause(d);
	machine.timebase += 50 * STEP;
	domain_unpause(d);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, TIMER_NEVER);
	v->virq_timer.expiry = TIMER_NEVER - 5;
	domain_pause(d);
	machine.timebase += 50 * STEP;
	domain_unpause(d);
	CU_ASSERT_EQUAL(v->virq_timer.expiry, TIMER_NEVER);
}

static jmp_buf out;

static u64 leave_loop(struct vcpu *unused)
{
	(void)unused;
	longjmp(out, 1);
}

static void idle(u64 until)
{
	(void)until;
	longjmp(out, 2);
}

/* One look of the scheduler at all vCPUs. */
static void look(void)
{
	machine.enter = leave_loop;
	machine.idle = idle;
	if (!setjmp(out))
		run_vcpus();
	boot_cpu.need_resched = false;
}

static void timer_of_a_paused_domain(void)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_bind_virq, .u.bind_virq.virq = VIRQ_TIMER };

	memcpy(domain_byte(d, OP_GPA), &op, sizeof(op));
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_event_channel_op, OP_GPA, 0, 0, 0, 0), 0);
	domain_unpause(d);
	v->virq_timer.expiry = machine.timebase + STEP;
	domain_pause(d);
	machine.timebase += 20 * STEP;
	look();
	CU_ASSERT_FALSE(evtchn_pending(d));
	domain_unpause(d);
	look();
	CU_ASSERT_FALSE(evtchn_pending(d));
	machine.timebase += STEP;
	look();
	CU_ASSERT_TRUE(evtchn_pending(d));
	CU_ASSERT_EQUAL(v->virq_timer.expiry, TIMER_NEVER);
}

int main(void)
{
	CU_TestInfo timebase[] = {
		{ "beginning", beginning },   { "standing still", standing_still },
		{ "never back", never_back }, { "restored", restored },
		{ "of dom0", of_dom0 },	      CU_TEST_INFO_NULL,
	};
	CU_TestInfo decrementers[] = {
		{ "waiting", waiting },
		{ "running", running },
		{ "expired", expired },
		{ "late", late },
		{ "stopped between", stopped_between },
		{ "never", never },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo timers[] = {
		{ "times", timer_times },
		{ "goes with the domain's time", timer_goes_with_it },
		{ "of a paused domain", timer_of_a_paused_domain },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "timebase",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = timebase },
		{ .pName = "decrementers",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = decrementers },
		{ .pName = "VIRQ_TIMER",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = timers },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-domain-time", suites);
}
