// SPDX-License-Identifier: GPL-2.0-or-later
/* What the contract cannot see of the dom0 ops for domains (domain.c). */
#include <xen/errno.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "walk.h"

static long create(domid_t *id)
{
	dom0_op_t op = { 0 };
	long ret = op_call(DOM0_CREATEDOMAIN, &op);

	*id = op.u.createdomain.domain;
	return ret;
}

static long destroy(domid_t id)
{
	dom0_op_t op = { .u.destroydomain.domain = id };

	return op_call(DOM0_DESTROYDOMAIN, &op);
}

static long get_info(domid_t id, dom0_getdomaininfo_t *info)
{
	dom0_op_t op = { .u.getdomaininfo.domain = id };
	long ret = op_call(DOM0_GETDOMAININFO, &op);

	*info = op.u.getdomaininfo;
	return ret;
}

static void destroying(void)
{
	struct domain *d = make_domain(3);
	u32 free_count = chunk_free_count(), chunk = d->p2m.chunk[1];
	domid_t id = d->id;

	*domain_byte(d, CHUNK_SIZE) = 0x5e;
	CU_ASSERT_EQUAL(destroy(id), 0);
	CU_ASSERT_PTR_NULL(domain_find(id));
	CU_ASSERT(chunk_free_count() >= free_count + 3);
	CU_ASSERT_EQUAL(chunk_owner(chunk), CHUNK_FREE);

	/* The next owner of its memory finds nothing in it. */
	d = make_domain(10);
	for (u32 i = 0; i < 10; i++)
		if (d->p2m.chunk[i] == chunk)
			CU_ASSERT_EQUAL(*domain_byte(d, i * CHUNK_SIZE), 0);
}

/* The partition is out of the hardware's table when its memory is free. */
static void destroying_the_partition(void)
{
	struct domain *d = make_domain(1);
	u32 lpid = d->arch.lpid;
	u64 flushes = machine.flushes;

	CU_ASSERT_NOT_EQUAL(lpid, 0);
	CU_ASSERT_NOT_EQUAL(lpid, dom0->arch.lpid);
	CU_ASSERT_NOT_EQUAL(partition_dword(lpid, 0), 0);
	destroy_domain(d);
	CU_ASSERT_EQUAL(partition_dword(lpid, 0), 0);
	CU_ASSERT_EQUAL(partition_dword(lpid, 1), 0);
	CU_ASSERT(machine.flushes > flushes);
}

static void flags(void)
{
	struct domain *d = make_domain(0);
	dom0_getdomaininfo_t info;

	domain_force(d, 0, DOMAIN_PAUSED);
	vcpu_force(d->vcpu[0], VCPU_BLOCKED, 0);
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags, DOMFLAGS_BLOCKED);
	vcpu_force(d->vcpu[0], 0, VCPU_BLOCKED);
	vcpu_force(d->vcpu[0], VCPU_RUNNING, 0);
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags, DOMFLAGS_RUNNING);
	vcpu_force(d->vcpu[0], 0, VCPU_RUNNING);
	domain_shutdown(d, SHUTDOWN_crash);
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags,
			DOMFLAGS_SHUTDOWN | SHUTDOWN_crash << DOMFLAGS_SHUTDOWNSHIFT);
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[0]));
}

static void cpu_time(void)
{
	dom0_getdomaininfo_t info;
	struct vcpu *v = dom0->vcpu[0];

	/* 512 MHz: 125 / 64 ns per tick. */
	v->run_time = 512000000ULL * 100000 + 64;
	CU_ASSERT_EQUAL(get_info(0, &info), 0);
	CU_ASSERT_EQUAL(info.cpu_time, 100000ULL * 1000000000 + 125);
	vcpu_force(v, VCPU_RUNNING, 0);
	v->run_start = machine.timebase = 1000;
	machine.timebase += 512;
	CU_ASSERT_EQUAL(get_info(0, &info), 0);
	CU_ASSERT_EQUAL(info.cpu_time, 100000ULL * 1000000000 + 1125);
	vcpu_force(v, 0, VCPU_RUNNING);
}

/* As many as there is room for; then an error, and all of it comes back. */
static void too_many(void)
{
	domid_t id, first;
	u32 count = 0;
	long ret;

	CU_ASSERT_EQUAL(create(&first), 0);
	while (!(ret = create(&id)))
		count++;
	CU_ASSERT_EQUAL(ret, -ENOMEM);
	CU_ASSERT(count > 100);
	CU_ASSERT_EQUAL(create(&id), -ENOMEM);
	CU_ASSERT_EQUAL(destroy(first), 0);
	CU_ASSERT_EQUAL(create(&id), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "destroying", destroying },
		{ "destroying the partition", destroying_the_partition },
		{ "flags", flags },
		{ "CPU time", cpu_time },
		{ "too many", too_many },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "domain ops",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-domain-op", suites);
}
