// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops that make, end, stop and describe domains (domain.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "walk.h"

static long create(domid_t wanted, u32 ssidref, domid_t *id)
{
	dom0_op_t op = { .u.createdomain = { .ssidref = ssidref, .domain = wanted } };
	long ret = op_call(DOM0_CREATEDOMAIN, &op);

	*id = op.u.createdomain.domain;
	return ret;
}

static long destroy(domid_t id)
{
	dom0_op_t op = { .u.destroydomain.domain = id };

	return op_call(DOM0_DESTROYDOMAIN, &op);
}

static long pause_domain(domid_t id)
{
	dom0_op_t op = { .u.pausedomain.domain = id };

	return op_call(DOM0_PAUSEDOMAIN, &op);
}

static long unpause(domid_t id)
{
	dom0_op_t op = { .u.unpausedomain.domain = id };

	return op_call(DOM0_UNPAUSEDOMAIN, &op);
}

static long set_max_memory(domid_t id, u64 kb)
{
	dom0_op_t op = { .u.setdomainmaxmem = { .domain = id, .max_memkb = kb } };

	return op_call(DOM0_SETDOMAINMAXMEM, &op);
}

static long get_info(domid_t id, dom0_getdomaininfo_t *info)
{
	dom0_op_t op = { .u.getdomaininfo.domain = id };
	long ret = op_call(DOM0_GETDOMAININFO, &op);

	*info = op.u.getdomaininfo;
	return ret;
}

static void creating(void)
{
	dom0_getdomaininfo_t info;
	domid_t id;

	CU_ASSERT_EQUAL(create(77, 0xabcd, &id), 0);
	CU_ASSERT_EQUAL(id, 77);
	CU_ASSERT_EQUAL(get_info(77, &info), 0);
	CU_ASSERT_EQUAL(info.domain, 77);
	CU_ASSERT_EQUAL(info.flags, DOMFLAGS_PAUSED);
	CU_ASSERT_EQUAL(info.tot_pages, 0);
	CU_ASSERT_EQUAL(info.cpu_time, 0);
	CU_ASSERT_EQUAL(info.n_vcpu, 1);
	CU_ASSERT_EQUAL(info.vcpu_to_cpu[0], 0);
	CU_ASSERT_EQUAL(info.cpumap[0], ~0ULL);
	for (int i = 1; i < MAX_VIRT_CPUS; i++) {
		CU_ASSERT_EQUAL(info.vcpu_to_cpu[i], -1);
		CU_ASSERT_EQUAL(info.cpumap[i], 0);
	}
	CU_ASSERT_EQUAL(info.ssidref, 0xabcd);
}

static void creating_any(void)
{
	static const domid_t any[] = { 0,      DOMID_FIRST_RESERVED,
				       0x7ff1, 0x7fff,
				       0x8000, 0xffff };
	domid_t last = 0, id;

	for (size_t i = 0; i < ARRAY_SIZE(any); i++) {
		CU_ASSERT_EQUAL(create(any[i], 0, &id), 0);
		CU_ASSERT(id > last && id < DOMID_FIRST_RESERVED);
		CU_ASSERT_PTR_NOT_NULL(domain_find(id));
		last = id;
	}
	/* A number that was used is not given again at once. */
	CU_ASSERT_EQUAL(destroy(last), 0);
	CU_ASSERT_EQUAL(create(0, 0, &id), 0);
	CU_ASSERT_NOT_EQUAL(id, last);
}

static void creating_what_exists(void)
{
	u32 free_count;
	domid_t id;

	CU_ASSERT_EQUAL(create(5, 0, &id), 0);
	free_count = chunk_free_count();
	CU_ASSERT_EQUAL(create(5, 0, &id), -EINVAL);
	CU_ASSERT_EQUAL(chunk_free_count(), free_count);
	CU_ASSERT_EQUAL(create(DOMID_FIRST_RESERVED - 1, 0, &id), 0);
	CU_ASSERT_EQUAL(create(DOMID_FIRST_RESERVED - 1, 0, &id), -EINVAL);
}

/* The list is by number, however they were made; the callers' loop depends on it. */
static void order(void)
{
	static const domid_t made[] = { 50, 3, 700, 4, 49, 51 };
	static const domid_t listed[] = { 0, 3, 4, 49, 50, 51, 700 };
	dom0_getdomaininfo_t info = { .domain = 0xffff };
	domid_t id;

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		CU_ASSERT_EQUAL(create(made[i], 0, &id), 0);
	for (size_t i = 0; i < ARRAY_SIZE(listed); i++) {
		CU_ASSERT_EQUAL(get_info((domid_t)(info.domain + 1), &info), 0);
		CU_ASSERT_EQUAL(info.domain, listed[i]);
	}
	CU_ASSERT_EQUAL(get_info(701, &info), -ESRCH);
	CU_ASSERT_EQUAL(get_info(DOMID_SELF, &info), -ESRCH);
	CU_ASSERT_EQUAL(get_info(0xffff, &info), -ESRCH);
	CU_ASSERT_EQUAL(info.domain, 0xffff);
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
	CU_ASSERT_EQUAL(destroy(id), -ESRCH);
	CU_ASSERT_EQUAL(pause_domain(id), -ESRCH);

	/* Whoever gets its memory finds nothing in it. */
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

static void whom_it_concerns(void)
{
	static const domid_t unknown[] = { 1,	       1000,	 DOMID_FIRST_RESERVED - 1,
					   DOMID_SELF, DOMID_IO, DOMID_XEN,
					   0x7fff,     0xffff };

	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		CU_ASSERT_EQUAL(destroy(unknown[i]), -ESRCH);
		CU_ASSERT_EQUAL(pause_domain(unknown[i]), -ESRCH);
		CU_ASSERT_EQUAL(unpause(unknown[i]), -ESRCH);
		CU_ASSERT_EQUAL(set_max_memory(unknown[i], 4096), -ESRCH);
	}
	/* The caller itself. */
	CU_ASSERT_EQUAL(destroy(0), -EINVAL);
	CU_ASSERT_EQUAL(pause_domain(0), -EINVAL);
	CU_ASSERT_EQUAL(unpause(0), -EINVAL);
	CU_ASSERT_FALSE(dom0->paused);
	CU_ASSERT_PTR_EQUAL(domain_find(0), dom0);
}

static void pausing(void)
{
	struct domain *d = make_domain(1);
	dom0_getdomaininfo_t info;

	/* Without a state to start from it stays stopped. */
	CU_ASSERT_EQUAL(unpause(d->id), -EINVAL);
	CU_ASSERT_TRUE(d->paused);
	CU_ASSERT_EQUAL(pause_domain(d->id), 0);
	CU_ASSERT_TRUE(d->paused);

	d->constructed = true;
	CU_ASSERT_EQUAL(unpause(d->id), 0);
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags & DOMFLAGS_PAUSED, 0);
	CU_ASSERT_EQUAL(pause_domain(d->id), 0);
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags & DOMFLAGS_PAUSED, DOMFLAGS_PAUSED);
}

static void flags(void)
{
	struct domain *d = make_domain(0);
	dom0_getdomaininfo_t info;

	d->paused = false;
	d->vcpu[0]->blocked = true;
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags, DOMFLAGS_BLOCKED);
	d->vcpu[0]->blocked = false;
	d->vcpu[0]->running = true;
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.flags, DOMFLAGS_RUNNING);
	d->vcpu[0]->running = false;
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
	v->running = true;
	v->run_start = machine.timebase = 1000;
	machine.timebase += 512;
	CU_ASSERT_EQUAL(get_info(0, &info), 0);
	CU_ASSERT_EQUAL(info.cpu_time, 100000ULL * 1000000000 + 1125);
	v->running = false;
}

static void max_memory(void)
{
	struct domain *d = make_domain(1);
	dom0_getdomaininfo_t info;

	CU_ASSERT_EQUAL(set_max_memory(d->id, 3 * 64 * 1024), 0);
	CU_ASSERT_EQUAL(get_info(d->id, &info), 0);
	CU_ASSERT_EQUAL(info.max_pages, 3 * 1024);
	CU_ASSERT_EQUAL(info.tot_pages, 1024);
	/* What is not a whole frame is dropped. */
	CU_ASSERT_EQUAL(set_max_memory(d->id, 64 * 5 + 63), 0);
	CU_ASSERT_EQUAL(d->max_frames, 5);
	/* A limit below what it has takes nothing away. */
	CU_ASSERT_EQUAL(d->p2m.populated, 1);
	CU_ASSERT_EQUAL(set_max_memory(d->id, 0), 0);
	CU_ASSERT_EQUAL(set_max_memory(d->id, TOP), 0);
	CU_ASSERT_EQUAL(d->max_frames, TOP >> 6);
	CU_ASSERT_EQUAL(set_max_memory(0, 1), 0);
}

static long get_list(domid_t first, u64 max, u64 gpa, u64 *num)
{
	dom0_op_t op = { .u.getdomaininfolist = { .first_domain = first,
						  .max_domains = max,
						  .buffer = guest_pointer(gpa),
						  .num_domains = 4711 } };
	long ret = op_call(DOM0_GETDOMAININFOLIST, &op);

	*num = op.u.getdomaininfolist.num_domains;
	return ret;
}

static void check_entry(u64 gpa, domid_t id)
{
	dom0_getdomaininfo_t wanted, info;

	dom0_read(gpa, &info, sizeof(info));
	memset(&wanted, 0, sizeof(wanted));
	CU_ASSERT_EQUAL(get_info(id, &wanted), 0);
	CU_ASSERT_EQUAL(info.domain, id);
	/* The padding is the op's own in one case and zero in the other. */
	CU_ASSERT_EQUAL(memcmp(&info.flags, &wanted.flags,
			       offsetof(dom0_getdomaininfo_t, ssidref) + sizeof(u32) -
				       offsetof(dom0_getdomaininfo_t, flags)),
			0);
}

static void listing(void)
{
	static const domid_t made[] = { 10, 20, 30, 40 };
	const u64 size = sizeof(dom0_getdomaininfo_t);
	/* In one chunk; in two; not aligned; up to the last byte. */
	const u64 places[] = { BUF_GPA, CHUNK_SIZE - 500, BUF_GPA + 3,
			       DOM0_END - 5 * size };
	domid_t id;
	u64 num;

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		CU_ASSERT_EQUAL(create(made[i], i, &id), 0);
	for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
		CU_ASSERT_EQUAL(get_list(0, 5, places[p], &num), 0);
		CU_ASSERT_EQUAL(num, 5);
		for (u64 i = 0; i < 5; i++)
			check_entry(places[p] + i * size, (domid_t)(i * 10));
	}
	dom0_fill(BUF_GPA, 0xee, 5 * size);
	CU_ASSERT_EQUAL(get_list(11, 2, BUF_GPA, &num), 0);
	CU_ASSERT_EQUAL(num, 2);
	check_entry(BUF_GPA, 20);
	check_entry(BUF_GPA + size, 30);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + 2 * size, 0xee, size));
}

static void listing_counts(void)
{
	static const u64 many[] = { 1ULL << 32, 1ULL << 63, TOP, 1000 };
	domid_t id;
	u64 num;

	CU_ASSERT_EQUAL(create(10, 0, &id), 0);
	CU_ASSERT_EQUAL(get_list(0, 0, NOWHERE, &num), 0);
	CU_ASSERT_EQUAL(num, 0);
	CU_ASSERT_EQUAL(get_list(11, 5, NOWHERE, &num), 0);
	CU_ASSERT_EQUAL(num, 0);
	CU_ASSERT_EQUAL(get_list(0xffff, 5, NOWHERE, &num), 0);
	CU_ASSERT_EQUAL(num, 0);
	for (size_t i = 0; i < ARRAY_SIZE(many); i++) {
		CU_ASSERT_EQUAL(get_list(0, many[i], BUF_GPA, &num), 0);
		CU_ASSERT_EQUAL(num, 2);
	}
}

static void listing_nowhere(void)
{
	const u64 size = sizeof(dom0_getdomaininfo_t);
	const u64 bad[] = { 0,	 DOM0_END,	 DOM0_END - 2 * size + 1, NOWHERE,
			    TOP, TOP - size + 1, TOP - 2 * size + 1,	  1ULL << 63 };
	domid_t id;
	u64 num;

	CU_ASSERT_EQUAL(create(10, 0, &id), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(get_list(0, 5, bad[i], &num), -EINVAL);
		CU_ASSERT_EQUAL(num, 4711);
	}
}

/* As many as there is room for; then an error, and all of it comes back. */
static void too_many(void)
{
	domid_t id, first;
	u32 count = 0;
	long ret;

	CU_ASSERT_EQUAL(create(0, 0, &first), 0);
	while (!(ret = create(0, 0, &id)))
		count++;
	CU_ASSERT_EQUAL(ret, -ENOMEM);
	CU_ASSERT(count > 100);
	CU_ASSERT_EQUAL(create(0, 0, &id), -ENOMEM);
	CU_ASSERT_EQUAL(destroy(first), 0);
	CU_ASSERT_EQUAL(create(0, 0, &id), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "creating", creating },
		{ "creating any", creating_any },
		{ "creating what exists", creating_what_exists },
		{ "order", order },
		{ "destroying", destroying },
		{ "destroying the partition", destroying_the_partition },
		{ "whom it concerns", whom_it_concerns },
		{ "pausing", pausing },
		{ "flags", flags },
		{ "CPU time", cpu_time },
		{ "maximum of memory", max_memory },
		{ "listing", listing },
		{ "counts of a list", listing_counts },
		{ "listing nowhere", listing_nowhere },
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
