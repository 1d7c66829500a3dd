// SPDX-License-Identifier: GPL-2.0-or-later
/* What the contract cannot see of SETDOMAININFO and GETVCPUCONTEXT (vcpu.c). */
#include <xen/errno.h>
#include <xen/lib.h>

#include "context-random.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static vcpu_guest_context_t wanted, got;

static long set_context(domid_t id, u64 gpa)
{
	dom0_op_t op = { .u.setdomaininfo = { .domain = id,
					      .ctxt = guest_pointer(gpa) } };

	return op_call(DOM0_SETDOMAININFO, &op);
}

/* Of dom0. */
static long get_context(u64 gpa, u64 *cpu_time)
{
	dom0_op_t op = { .u.getvcpucontext.ctxt = guest_pointer(gpa) };
	long ret = op_call(DOM0_GETVCPUCONTEXT, &op);

	*cpu_time = op.u.getvcpucontext.cpu_time;
	return ret;
}

static long unpause(domid_t id)
{
	dom0_op_t op = { .u.unpausedomain.domain = id };

	return op_call(DOM0_UNPAUSEDOMAIN, &op);
}

/* The first context makes a domain that can be started. */
static void constructing(void)
{
	struct domain *d = make_domain(1);

	CU_ASSERT_EQUAL(unpause(d->id), -EINVAL);
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[0]));
	random_context(&wanted);
	dom0_write(BUF_GPA, &wanted, sizeof(wanted));
	CU_ASSERT_EQUAL(set_context(d->id, BUF_GPA), 0);
	CU_ASSERT_TRUE(!domain_is_new(d));
	CU_ASSERT_TRUE(domain_is_paused(d));
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[0]));
	/* As often as wanted while it is stopped. */
	CU_ASSERT_EQUAL(set_context(d->id, BUF_GPA), 0);
	CU_ASSERT_EQUAL(unpause(d->id), 0);
	CU_ASSERT_TRUE(vcpu_runnable(d->vcpu[0]));
	d->vcpu[0]->arch.regs.nip = 77;
	CU_ASSERT_EQUAL(set_context(d->id, BUF_GPA), -EINVAL);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.nip, 77);
	/* One that waited for something goes on from the new state. */
	domain_force(d, DOMAIN_PAUSED, 0);
	vcpu_force(d->vcpu[0], VCPU_BLOCKED, 0);
	CU_ASSERT_EQUAL(set_context(d->id, BUF_GPA), 0);
	CU_ASSERT_EQUAL(unpause(d->id), 0);
	CU_ASSERT_TRUE(vcpu_runnable(d->vcpu[0]));
}

/* Without a buffer it is the time that is asked for. */
static void time_only(void)
{
	struct vcpu *v = dom0->vcpu[0];
	u64 cpu_time;

	v->run_time = 64;
	dom0_fill(8, 0xee, 64);
	CU_ASSERT_EQUAL(get_context(0, &cpu_time), 0);
	CU_ASSERT_EQUAL(cpu_time, 125);
	vcpu_force(v, VCPU_RUNNING, 0);
	v->run_start = 1000;
	machine.timebase = 1512;
	CU_ASSERT_EQUAL(get_context(0, &cpu_time), 0);
	CU_ASSERT_EQUAL(cpu_time, 1125);
	vcpu_force(v, 0, VCPU_RUNNING);
	CU_ASSERT_TRUE(dom0_is_filled(8, 0xee, 64));
}

/* The caller's own state can be looked at, and not set, even were it paused. */
static void ones_own(void)
{
	struct vcpu *v = dom0->vcpu[0];
	u64 cpu_time;

	v->arch.regs.nip = 0x1234;
	v->arch.regs.msr = MSR_SF | MSR_LE;
	CU_ASSERT_EQUAL(get_context(BUF_GPA, &cpu_time), 0);
	dom0_read(BUF_GPA, &got, sizeof(got));
	CU_ASSERT_EQUAL(got.user_regs.pc, 0x1234);
	CU_ASSERT_EQUAL(got.user_regs.msr, MSR_SF | MSR_LE);
	domain_force(dom0, DOMAIN_PAUSED, 0);
	CU_ASSERT_EQUAL(set_context(0, BUF_GPA), -EINVAL);
	domain_force(dom0, 0, DOMAIN_PAUSED);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "constructing", constructing },
		{ "time only", time_only },
		{ "one's own", ones_own },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "vCPU ops",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-vcpu-op", suites);
}
