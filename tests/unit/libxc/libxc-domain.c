// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: domains. */
#include <limits.h>

#include "libxc-fake.h"
#include "libxc-ops.h"

int handle = -1;

void libxc_set_up(void)
{
	fake_xen_reset();
	fake.fail = FAKE_NONE;
	fake.hook = NULL;
	fake.bad_mfn = 0;
	fake.store_frame = 4321;
	fake.check_liveness = fake.odd_gpa = false;
	fake.violations = 0;
	handle = xc_interface_open();
}

void libxc_tear_down(void)
{
	CU_ASSERT_EQUAL(fake.violations, 0);
	CU_ASSERT_EQUAL(fake_locks(), 0);
	CU_ASSERT_EQUAL(fake_maps(), 0);
	CU_ASSERT_EQUAL(xc_interface_close(handle), 0);
}

static void create_any(void)
{
	u32 domid = 0;

	CU_ASSERT_EQUAL(xc_domain_create(handle, 77, &domid), 0);
	CU_ASSERT_EQUAL(domid, 1);
	CU_ASSERT_TRUE(xen.domain[1].exists);
	CU_ASSERT_EQUAL(xen.domain[1].flags, 77);
}

static void create_numbered(void)
{
	u32 domid = 200;

	CU_ASSERT_EQUAL(xc_domain_create(handle, 0, &domid), 0);
	CU_ASSERT_EQUAL(domid, 200);
	ASSERT_FAILS(xc_domain_create(handle, 0, &domid), EINVAL);
	CU_ASSERT_EQUAL(domid, 200);
	/* Too large for the interface: 65736 must not become 200. */
	domid = 65536 + 200;
	CU_ASSERT_EQUAL(xc_domain_create(handle, 0, &domid), 0);
	CU_ASSERT_EQUAL(domid, 1);
}

static void pause_unpause_destroy(void)
{
	fake_domain(5, 1, 0);
	CU_ASSERT_EQUAL(xc_domain_pause(handle, 5), 0);
	CU_ASSERT_EQUAL(xc_domain_pause(handle, 5), 0);
	CU_ASSERT_EQUAL(xen.domain[5].paused, 2);
	CU_ASSERT_EQUAL(xc_domain_unpause(handle, 5), 0);
	CU_ASSERT_EQUAL(xen.domain[5].paused, 1);
	CU_ASSERT_EQUAL(xc_domain_destroy(handle, 5), 0);
	CU_ASSERT_FALSE(xen.domain[5].exists);
	ASSERT_FAILS(xc_domain_destroy(handle, 5), ESRCH);
	ASSERT_FAILS(xc_domain_pause(handle, 5), ESRCH);
	ASSERT_FAILS(xc_domain_destroy(handle, 0), EINVAL);
}

/* Domain numbers are never truncated to 16 bits: 65541 is not domain 5. */
static void wide_domain_numbers(void)
{
	xc_dominfo_t info;
	unsigned long frame;

	fake_domain(5, 1, 0);
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_domain_destroy(handle, 65541), ESRCH)),
			0);
	ASSERT_FAILS(xc_domain_pause(handle, 65541), ESRCH);
	ASSERT_FAILS(xc_domain_unpause(handle, 65541), ESRCH);
	ASSERT_FAILS(xc_domain_setmaxmem(handle, 65541, 1), ESRCH);
	ASSERT_FAILS(xc_domain_memory_increase_reservation(handle, 65541, 64), ESRCH);
	ASSERT_FAILS(xc_domain_getinfo(handle, 65541, 1, &info), ESRCH);
	ASSERT_FAILS(xc_get_tot_pages(handle, 65541), ESRCH);
	CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 65541, &frame, 1), -1);
	CU_ASSERT_TRUE(xen.domain[5].exists);
}

static void check_dominfo(const xc_dominfo_t *info, u32 domid, unsigned long pages)
{
	CU_ASSERT_EQUAL(info->domid, domid);
	CU_ASSERT_EQUAL(info->ssidref, 0x1000 + domid);
	CU_ASSERT_EQUAL(info->nr_pages, pages);
	CU_ASSERT_EQUAL(info->shared_info_frame, 7777 + domid);
	CU_ASSERT_EQUAL(info->cpu_time, 1000000007ULL * (domid + 1));
	CU_ASSERT_EQUAL(info->vcpus, 1 + domid % 3);
	for (u32 v = 0; v < MAX_VIRT_CPUS; v++) {
		CU_ASSERT_EQUAL(info->vcpu_to_cpu[v], v < info->vcpus ? (int)v + 40 : -1);
		CU_ASSERT_EQUAL(info->cpumap[v], 1ULL << (v + domid % 8));
	}
}

/* Python's binding of 2005 takes it for a long, which must be positive. */
static void limits(void)
{
	xc_dominfo_t info[2];

	fake_domain(1, 8, 0);
	xen.domain[0].max_memkb = ~0ULL;
	xen.domain[1].max_memkb = LONG_MAX;
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 2, info), 2);
	CU_ASSERT_EQUAL((long)info[0].max_memkb, LONG_MAX);
	CU_ASSERT_EQUAL(info[1].max_memkb,
			(unsigned long)LONG_MAX >> (XC_PAGE_SHIFT - 10)
							   << (XC_PAGE_SHIFT - 10));
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 1, info), 1);
	CU_ASSERT_EQUAL((long)info[0].max_memkb, LONG_MAX);
}

static void getinfo_of_one(void)
{
	xc_dominfo_t info;

	memset(&info, 0xff, sizeof(info));
	xen.domain[0].max_memkb = 640 << (XC_PAGE_SHIFT - 10);
	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 1, &info), 1)),
		1);
	check_dominfo(&info, 0, 64);
	CU_ASSERT_EQUAL(info.max_memkb, 640 << (XC_PAGE_SHIFT - 10));
	CU_ASSERT_EQUAL(info.running, 1);
	CU_ASSERT_EQUAL(info.dying | info.crashed | info.shutdown | info.paused |
				info.blocked,
			0);
}

static void getinfo_flags(void)
{
	static const struct {
		u32 flags;
		unsigned int dying, crashed, shutdown, paused, blocked, running, reason;
	} want[] = {
		{ DOMFLAGS_DYING, 1, 0, 0, 0, 0, 0, 0 },
		{ DOMFLAGS_PAUSED | DOMFLAGS_BLOCKED, 0, 0, 0, 1, 1, 0, 0 },
		{ DOMFLAGS_SHUTDOWN | SHUTDOWN_reboot << DOMFLAGS_SHUTDOWNSHIFT, 0, 0, 1,
		  0, 0, 0, SHUTDOWN_reboot },
		{ DOMFLAGS_SHUTDOWN | SHUTDOWN_crash << DOMFLAGS_SHUTDOWNSHIFT, 0, 1, 0,
		  0, 0, 0, SHUTDOWN_crash },
		/* A reason without a shutdown is not a crash. */
		{ DOMFLAGS_RUNNING | SHUTDOWN_crash << DOMFLAGS_SHUTDOWNSHIFT, 0, 0, 0, 0,
		  0, 1, SHUTDOWN_crash },
		{ DOMFLAGS_RUNNING | 200 << DOMFLAGS_CPUSHIFT, 0, 0, 0, 0, 0, 1, 0 },
	};

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		xc_dominfo_t info;

		xen.domain[0].flags = want[i].flags;
		CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 1, &info), 1);
		CU_ASSERT_EQUAL(info.dying, want[i].dying);
		CU_ASSERT_EQUAL(info.crashed, want[i].crashed);
		CU_ASSERT_EQUAL(info.shutdown, want[i].shutdown);
		CU_ASSERT_EQUAL(info.paused, want[i].paused);
		CU_ASSERT_EQUAL(info.blocked, want[i].blocked);
		CU_ASSERT_EQUAL(info.running, want[i].running);
		CU_ASSERT_EQUAL(info.shutdown_reason, want[i].reason);
	}
}

static void getinfo_of_the_next(void)
{
	xc_dominfo_t info;

	fake_domain(9, 3, 0);
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 4, 1, &info), 1);
	check_dominfo(&info, 9, 3);
}

static bool is_zero(const void *ptr, size_t size)
{
	const unsigned char *p = ptr;

	while (size && !*p)
		p++, size--;
	return size == 0;
}

static void getinfo_of_none(void)
{
	xc_dominfo_t info[3];

	memset(info, 0xff, sizeof(info));
	ASSERT_FAILS(xc_domain_getinfo(handle, 1, 1, info), ESRCH);
	CU_ASSERT_TRUE(is_zero(info, sizeof(info[0])));
	CU_ASSERT_FALSE(is_zero(&info[1], 1));
	ASSERT_FAILS(xc_domain_getinfo(handle, 1, 3, info), ESRCH);
	CU_ASSERT_TRUE(is_zero(info, sizeof(info)));
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 1, 0, info), 0);
}

static void getinfo_of_many(void)
{
	static xc_dominfo_t info[FAKE_DOMAINS];
	int n = 0;

	for (int d = 0; d < FAKE_DOMAINS; d += 2)
		fake_domain(d, d % 5, 0);
	memset(info, 0xff, sizeof(info));
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 3, FAKE_DOMAINS, info), 198);
	for (int d = 4; d < FAKE_DOMAINS; d += 2)
		check_dominfo(&info[n++], d, d % 5);
	CU_ASSERT_TRUE(is_zero(&info[198], sizeof(info[0]) * (FAKE_DOMAINS - 198)));
	/* No more than asked for, although there are more domains. */
	memset(info, 0xff, sizeof(info));
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 5, info), 5);
	check_dominfo(&info[4], 8, 3);
	CU_ASSERT_EQUAL(info[5].domid, ~0U);
}

static void getinfolist(void)
{
	static xc_domaininfo_t info[FAKE_DOMAINS];

	for (int d = 0; d < 300; d++)
		fake_domain(d, d % 5, 0);
	memset(info, 0xff, sizeof(info));
	CU_ASSERT_EQUAL(xc_domain_getinfolist(handle, 10, FAKE_DOMAINS, info), 290);
	for (int i = 0; i < 290; i++) {
		CU_ASSERT_EQUAL(info[i].domain, 10 + i);
		CU_ASSERT_EQUAL(info[i].tot_pages, (10U + i) % 5);
		CU_ASSERT_EQUAL(info[i].ssidref, 0x1000U + 10 + i);
	}
	CU_ASSERT_EQUAL(info[290].ssidref, ~0U); /* left alone */
	CU_ASSERT_EQUAL(xc_domain_getinfolist(handle, 300, 10, info), 0);
	CU_ASSERT_EQUAL(xc_domain_getinfolist(handle, 1 << 16, 10, info), 0);
	CU_ASSERT_EQUAL(xc_domain_getinfolist(handle, 0, 0, info), 0);
}

static void getinfolist_failure(void)
{
	xc_domaininfo_t info[2];

	xen.fail_cmd = DOM0_GETDOMAININFOLIST;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_domain_getinfolist(handle, 0, 2, info), EPERM);
	xen.fail_errno = 0;
	xen.lie = true;
	ASSERT_FAILS(xc_domain_getinfolist(handle, 0, 2, info), EIO);
}

CU_TestInfo libxc_domain_tests[] = {
	{ "create gives any number", create_any },
	{ "create takes the number wanted", create_numbered },
	{ "pause, unpause, destroy", pause_unpause_destroy },
	{ "domain numbers are not truncated", wide_domain_numbers },
	{ "getinfo of one domain", getinfo_of_one },
	{ "no limit, and a large one", limits },
	{ "getinfo translates every flag", getinfo_flags },
	{ "getinfo finds the next domain", getinfo_of_the_next },
	{ "getinfo of no domain", getinfo_of_none },
	{ "getinfo of many domains", getinfo_of_many },
	{ "getinfolist through several windows", getinfolist },
	{ "getinfolist reports failure", getinfolist_failure },
	CU_TEST_INFO_NULL,
};
