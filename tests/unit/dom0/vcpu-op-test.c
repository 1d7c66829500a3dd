// SPDX-License-Identifier: GPL-2.0-or-later
/* SETDOMAININFO, GETVCPUCONTEXT and PINCPUDOMAIN (vcpu.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "context-random.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static const domid_t unknown[] = { 1000, DOMID_SELF, DOMID_IO, DOMID_XEN, 0xffff };
static const u16 no_vcpu[] = { 1, 31, 32, 0x8000, 0xffff };
static vcpu_guest_context_t wanted, got;

static long set_context(domid_t id, u16 vcpu, u64 gpa)
{
	dom0_op_t op = { .u.setdomaininfo = { .domain = id,
					      .vcpu = vcpu,
					      .ctxt = guest_pointer(gpa) } };

	return op_call(DOM0_SETDOMAININFO, &op);
}

static long get_context(domid_t id, u16 vcpu, u64 gpa, u64 *cpu_time)
{
	dom0_op_t op = { .u.getvcpucontext = { .domain = id,
					       .vcpu = vcpu,
					       .ctxt = guest_pointer(gpa),
					       .cpu_time = 4711 } };
	long ret = op_call(DOM0_GETVCPUCONTEXT, &op);

	*cpu_time = op.u.getvcpucontext.cpu_time;
	CU_ASSERT_EQUAL(op.u.getvcpucontext.domain, id);
	CU_ASSERT_EQUAL(op.u.getvcpucontext.vcpu, vcpu);
	return ret;
}

static long pin(domid_t id, u16 vcpu, u64 gpa)
{
	dom0_op_t op = { .u.pincpudomain = { .domain = id,
					     .vcpu = vcpu,
					     .cpumap = guest_pointer(gpa) } };

	return op_call(DOM0_PINCPUDOMAIN, &op);
}

static long unpause(domid_t id)
{
	dom0_op_t op = { .u.unpausedomain.domain = id };

	return op_call(DOM0_UNPAUSEDOMAIN, &op);
}

/* Wherever the buffer lies in dom0, what is set is what is got. */
static void round_trip(void)
{
	const u64 size = sizeof(wanted);
	const u64 places[] = { BUF_GPA,	       BUF_GPA + 5,	CHUNK_SIZE - size / 2,
			       CHUNK_SIZE - 1, DOM0_END - size, 8 };
	struct domain *d = make_domain(1);
	u64 cpu_time;

	machine.timebase = 999;
	d->vcpu[0]->run_time = 512000000;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		random_context(&wanted);
		dom0_write(places[i], &wanted, size);
		CU_ASSERT_EQUAL(set_context(d->id, 0, places[i]), 0);
		dom0_fill(places[i], 0xee, size);
		CU_ASSERT_EQUAL(get_context(d->id, 0, places[i], &cpu_time), 0);
		dom0_read(places[i], &got, size);
		CU_ASSERT_EQUAL(memcmp(&got, &wanted, size), 0);
		CU_ASSERT_EQUAL(cpu_time, 1000000000);
	}
	dom0_fill(BUF_GPA - 8, 0xee, size + 16);
	CU_ASSERT_EQUAL(get_context(d->id, 0, BUF_GPA, &cpu_time), 0);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA - 8, 0xee, 8));
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + size, 0xee, 8));
}

/* The first context makes a domain that can be started. */
static void constructing(void)
{
	struct domain *d = make_domain(1);

	CU_ASSERT_EQUAL(unpause(d->id), -EINVAL);
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[0]));
	random_context(&wanted);
	dom0_write(BUF_GPA, &wanted, sizeof(wanted));
	CU_ASSERT_EQUAL(set_context(d->id, 0, BUF_GPA), 0);
	CU_ASSERT_TRUE(!domain_is_new(d));
	CU_ASSERT_TRUE(domain_is_paused(d));
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[0]));
	/* As often as wanted while it is stopped. */
	CU_ASSERT_EQUAL(set_context(d->id, 0, BUF_GPA), 0);
	CU_ASSERT_EQUAL(unpause(d->id), 0);
	CU_ASSERT_TRUE(vcpu_runnable(d->vcpu[0]));
	d->vcpu[0]->arch.regs.nip = 77;
	CU_ASSERT_EQUAL(set_context(d->id, 0, BUF_GPA), -EINVAL);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.nip, 77);
	/* One that waited for something goes on from the new state. */
	domain_force(d, DOMAIN_PAUSED, 0);
	vcpu_force(d->vcpu[0], VCPU_BLOCKED, 0);
	CU_ASSERT_EQUAL(set_context(d->id, 0, BUF_GPA), 0);
	CU_ASSERT_EQUAL(unpause(d->id), 0);
	CU_ASSERT_TRUE(vcpu_runnable(d->vcpu[0]));
}

/* That it is still as made_domain() made it. */
static void check_untouched(const struct domain *d)
{
	CU_ASSERT_TRUE(domain_is_new(d));
	CU_ASSERT_TRUE(d->vcpu[0]->run_state & VCPU_NO_CONTEXT);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.gpr[5], 0);
	CU_ASSERT_EQUAL(d->arch.process_table, 0);
	CU_ASSERT_EQUAL(unpause(d->id), -EINVAL);
}

static void setting_refused(void)
{
	const u64 size = sizeof(wanted);
	const u64 bad[] = { 0,	 DOM0_END,	 DOM0_END - size + 1, NOWHERE,
			    TOP, TOP - size + 1, DOM0_END - 1,	      1ULL << 63 };
	struct domain *d = make_domain(1);
	u64 nip = dom0->vcpu[0]->arch.regs.nip;

	random_context(&wanted);
	wanted.user_regs.gprs[5] = 5;
	dom0_write(BUF_GPA, &wanted, size);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		CU_ASSERT_EQUAL(set_context(unknown[i], 0, BUF_GPA), -ESRCH);
	for (size_t i = 0; i < ARRAY_SIZE(no_vcpu); i++) {
		CU_ASSERT_EQUAL(set_context(d->id, no_vcpu[i], BUF_GPA), -EINVAL);
		CU_ASSERT_EQUAL(set_context(d->id, no_vcpu[i], NOWHERE), -EINVAL);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(set_context(d->id, 0, bad[i]), -EFAULT);
	check_untouched(d);
	/* A context that names memory which it has not. */
	wanted.process_table = 1ULL << 63 | CHUNK_SIZE | 4;
	dom0_write(BUF_GPA, &wanted, size);
	CU_ASSERT_EQUAL(set_context(d->id, 0, BUF_GPA), -EINVAL);
	check_untouched(d);
	wanted.process_table = 1ULL << 63 | 0x10000 | 4;
	wanted.vpa = CHUNK_SIZE;
	dom0_write(BUF_GPA, &wanted, size);
	CU_ASSERT_EQUAL(set_context(d->id, 0, BUF_GPA), -EINVAL);
	check_untouched(d);
	/* The caller itself, even were it paused: a good context cannot help it. */
	wanted.process_table = wanted.vpa = 0;
	dom0_write(BUF_GPA, &wanted, size);
	CU_ASSERT_EQUAL(set_context(0, 0, BUF_GPA), -EINVAL);
	domain_force(dom0, DOMAIN_PAUSED, 0);
	CU_ASSERT_EQUAL(set_context(0, 0, BUF_GPA), -EINVAL);
	domain_force(dom0, 0, DOMAIN_PAUSED);
	CU_ASSERT_EQUAL(dom0->vcpu[0]->arch.regs.nip, nip);
}

static void getting_refused(void)
{
	const u64 size = sizeof(got);
	const u64 bad[] = { DOM0_END,	    DOM0_END - size + 1, NOWHERE,   TOP,
			    TOP - size + 1, DOM0_END - 1,	 1ULL << 63 };
	u64 cpu_time;

	dom0_fill(BUF_GPA, 0xee, size);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		CU_ASSERT_EQUAL(get_context(unknown[i], 0, BUF_GPA, &cpu_time), -ESRCH);
	for (size_t i = 0; i < ARRAY_SIZE(no_vcpu); i++)
		CU_ASSERT_EQUAL(get_context(0, no_vcpu[i], BUF_GPA, &cpu_time), -EINVAL);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA, 0xee, size));
	dom0_fill(DOM0_END - size, 0xee, size);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(get_context(0, 0, bad[i], &cpu_time), -EINVAL);
	CU_ASSERT_TRUE(dom0_is_filled(DOM0_END - size, 0xee, size));
	CU_ASSERT_EQUAL(cpu_time, 4711);
}

/* Without a buffer it is the time that is asked for. */
static void time_only(void)
{
	struct vcpu *v = dom0->vcpu[0];
	u64 cpu_time;

	v->run_time = 64;
	dom0_fill(8, 0xee, 64);
	CU_ASSERT_EQUAL(get_context(0, 0, 0, &cpu_time), 0);
	CU_ASSERT_EQUAL(cpu_time, 125);
	vcpu_force(v, VCPU_RUNNING, 0);
	v->run_start = 1000;
	machine.timebase = 1512;
	CU_ASSERT_EQUAL(get_context(0, 0, 0, &cpu_time), 0);
	CU_ASSERT_EQUAL(cpu_time, 1125);
	vcpu_force(v, 0, VCPU_RUNNING);
	CU_ASSERT_TRUE(dom0_is_filled(8, 0xee, 64));
}

/* The caller's own state can be looked at. */
static void ones_own(void)
{
	struct vcpu *v = dom0->vcpu[0];
	u64 cpu_time;

	v->arch.regs.nip = 0x1234;
	v->arch.regs.msr = MSR_SF | MSR_LE;
	CU_ASSERT_EQUAL(get_context(0, 0, BUF_GPA, &cpu_time), 0);
	dom0_read(BUF_GPA, &got, sizeof(got));
	CU_ASSERT_EQUAL(got.user_regs.pc, 0x1234);
	CU_ASSERT_EQUAL(got.user_regs.msr, MSR_SF | MSR_LE);
}

static u64 told_cpumap(domid_t id)
{
	dom0_op_t op = { .u.getdomaininfo.domain = id };

	CU_ASSERT_EQUAL(op_call(DOM0_GETDOMAININFO, &op), 0);
	return op.u.getdomaininfo.cpumap[0];
}

static void pinning(void)
{
	static const u64 maps[] = { 1, 0x8000000000000001, 0x5555555555555555, TOP, 0 };
	static const u64 places[] = { BUF_GPA, BUF_GPA + 1, CHUNK_SIZE - 3,
				      DOM0_END - 8 };
	struct domain *d = make_domain(0), *other = make_domain(0);

	CU_ASSERT_EQUAL(told_cpumap(d->id), TOP);
	for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
		for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
			dom0_write(places[p], &maps[i], 8);
			CU_ASSERT_EQUAL(pin(d->id, 0, places[p]), 0);
			CU_ASSERT_EQUAL(told_cpumap(d->id), maps[i]);
		}
	CU_ASSERT_EQUAL(told_cpumap(other->id), TOP);
	CU_ASSERT_EQUAL(told_cpumap(0), TOP);
}

static void pinning_refused(void)
{
	static const u64 bad[] = { 0,	DOM0_END, DOM0_END - 7, NOWHERE,
				   TOP, TOP - 7,  1ULL << 63 };
	struct domain *d = make_domain(0);
	u64 map = 5;

	dom0_write(BUF_GPA, &map, sizeof(map));
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		CU_ASSERT_EQUAL(pin(unknown[i], 0, BUF_GPA), -ESRCH);
	for (size_t i = 0; i < ARRAY_SIZE(no_vcpu); i++)
		CU_ASSERT_EQUAL(pin(d->id, no_vcpu[i], BUF_GPA), -EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(pin(d->id, 0, bad[i]), -EFAULT);
	CU_ASSERT_EQUAL(told_cpumap(d->id), TOP);
	/* The calling vCPU, whatever it says. */
	CU_ASSERT_EQUAL(pin(0, 0, BUF_GPA), -EINVAL);
	CU_ASSERT_EQUAL(pin(0, 0, NOWHERE), -EINVAL);
	CU_ASSERT_EQUAL(told_cpumap(0), TOP);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "round trip", round_trip },
		{ "constructing", constructing },
		{ "setting refused", setting_refused },
		{ "getting refused", getting_refused },
		{ "time only", time_only },
		{ "one's own", ones_own },
		{ "pinning", pinning },
		{ "pinning refused", pinning_refused },
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
