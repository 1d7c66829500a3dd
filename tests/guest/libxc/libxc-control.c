// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: scheduling, virtual CPUs, page types, counters. */
#include <stdio.h>
#include <time.h>

#include <xc_private.h>

#include "libxc-test.h"

static int scheduler(void)
{
	int id = -1;

	CU_ASSERT_EQUAL(xc_sched_id(xc, &id), 0);
	return id;
}

static void bvt_running(u32 id)
{
	unsigned long before = 0, allow = 0;
	long long warpl, warpu;
	s32 warpvalue;
	int warpback;
	u32 advance;

	CU_ASSERT_EQUAL(xc_bvtsched_global_get(xc, &before), 0);
	CU_ASSERT_EQUAL(xc_bvtsched_global_set(xc, 12345), 0);
	CU_ASSERT_EQUAL(xc_bvtsched_global_get(xc, &allow), 0);
	CU_ASSERT_EQUAL(allow, 12345);
	CU_ASSERT_EQUAL(xc_bvtsched_global_set(xc, before), 0);
	CU_ASSERT_EQUAL(xc_bvtsched_domain_set(xc, id, 7, 1, -8, 9, -10), 0);
	CU_ASSERT_EQUAL(xc_bvtsched_domain_get(xc, id, &advance, &warpback, &warpvalue,
					       &warpl, &warpu),
			0);
	CU_ASSERT(advance == 7 && warpback == 1 && warpvalue == -8);
	CU_ASSERT(warpl == 9 && warpu == -10);
	CU_ASSERT_EQUAL(xc_domain_setcpuweight(xc, id, 0.25F), 0);
	CU_ASSERT_EQUAL(xc_bvtsched_domain_get(xc, id, &advance, &warpback, &warpvalue,
					       &warpl, &warpu),
			0);
	CU_ASSERT(advance == 40 && warpback == 1 && warpu == -10);
	CU_ASSERT(FAILS(xc_domain_setcpuweight(xc, id, 11), EINVAL));
	CU_ASSERT(FAILS(xc_domain_setcpuweight(xc, NO_SUCH_DOMAIN, 1), ESRCH));
	CU_ASSERT(FAILS(xc_bvtsched_domain_set(xc, id, 0, 0, 0, 0, 0), EINVAL));
	CU_ASSERT(
		FAILS(xc_bvtsched_domain_set(xc, NO_SUCH_DOMAIN, 1, 0, 0, 0, 0), ESRCH));
	CU_ASSERT(FAILS(xc_sedf_domain_set(xc, id, 100, 50, 0, 0, 0), EINVAL));
}

static void sedf_running(u32 id)
{
	u64 period, slice, latency;
	u16 extra, weight;

	CU_ASSERT_EQUAL(xc_sedf_domain_set(xc, id, 100, 50, 3, 1, 4), 0);
	CU_ASSERT_EQUAL(
		xc_sedf_domain_get(xc, id, &period, &slice, &latency, &extra, &weight),
		0);
	CU_ASSERT(period == 100 && slice == 50 && latency == 3);
	CU_ASSERT(extra == 1 && weight == 4);
	CU_ASSERT(FAILS(xc_sedf_domain_set(xc, id, 100, 101, 0, 0, 0), EINVAL));
	CU_ASSERT(FAILS(xc_sedf_domain_set(xc, id, 0, 0, 0, 0, 0), EINVAL));
	CU_ASSERT(FAILS(xc_sedf_domain_set(xc, NO_SUCH_DOMAIN, 1, 1, 0, 0, 0), ESRCH));
	CU_ASSERT(FAILS(xc_bvtsched_global_set(xc, 1), EINVAL));
	CU_ASSERT(FAILS(xc_bvtsched_domain_set(xc, id, 1, 0, 0, 0, 0), EINVAL));
	/* No effect, and no error. */
	CU_ASSERT_EQUAL(xc_domain_setcpuweight(xc, id, 2), 0);
}

static void scheduling(void)
{
	u32 id = make_domain(0);

	if (scheduler() == SCHED_BVT)
		bvt_running(id);
	else
		sedf_running(id);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static void pinning(void)
{
	static const cpumap_t map = 0x8000000000000001; /* in memory that is read-only */
	u32 id = make_domain(0);
	xc_dominfo_t info;

	CU_ASSERT_EQUAL(xc_domain_pincpu(xc, id, 0, (cpumap_t *)&map), 0);
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, id, 1, &info), 1);
	CU_ASSERT_EQUAL(info.cpumap[0], map);
	CU_ASSERT(
		FAILS(xc_domain_pincpu(xc, id, MAX_VIRT_CPUS, (cpumap_t *)&map), EINVAL));
	CU_ASSERT(FAILS(xc_domain_pincpu(xc, id, -1, (cpumap_t *)&map), EINVAL));
	CU_ASSERT(FAILS(xc_domain_pincpu(xc, id, 0, NULL), EFAULT));
	CU_ASSERT(FAILS(xc_domain_pincpu(xc, 0, 0, (cpumap_t *)&map), EINVAL));
	CU_ASSERT(
		FAILS(xc_domain_pincpu(xc, NO_SUCH_DOMAIN, 0, (cpumap_t *)&map), ESRCH));
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static void contexts(void)
{
	static vcpu_guest_context_t set, got;
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };
	u32 id = make_domain(0);

	for (int i = 0; i < 32; i++)
		set.user_regs.gprs[i] = 0x1111111111111111ULL * (unsigned)i;
	set.user_regs.pc = 0x4000;
	set.vsr[63][1] = 0xfedcba9876543210;
	op.u.setdomaininfo.domain = (domid_t)id;
	op.u.setdomaininfo.ctxt = &set;
	CU_ASSERT_EQUAL(do_dom0_op(xc, &op), 0);
	CU_ASSERT_EQUAL(xc_domain_get_vcpu_context(xc, id, 0, &got), 0);
	CU_ASSERT_EQUAL(memcmp(&got.user_regs, &set.user_regs, sizeof(got.user_regs)), 0);
	CU_ASSERT_EQUAL(memcmp(got.vsr, set.vsr, sizeof(got.vsr)), 0);
	CU_ASSERT_EQUAL(xc_domain_get_cpu_usage(xc, (domid_t)id, 0), 0);
	CU_ASSERT_EQUAL(xc_domain_get_vcpu_context(xc, id, 0, NULL), 0);
	memset(&got, 0x77, sizeof(got));
	CU_ASSERT(FAILS(xc_domain_get_vcpu_context(xc, id, 1, &got), EINVAL));
	CU_ASSERT(FAILS(xc_domain_get_vcpu_context(xc, NO_SUCH_DOMAIN, 0, &got), ESRCH));
	CU_ASSERT_EQUAL(got.sdr1, 0x7777777777777777);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static void usage(void)
{
	long long first = xc_domain_get_cpu_usage(xc, 0, 0), second;

	second = xc_domain_get_cpu_usage(xc, 0, 0);
	CU_ASSERT(first > 0 && second > first && second - first < 1000000000);
	CU_ASSERT(FAILS(xc_domain_get_cpu_usage(xc, 0, MAX_VIRT_CPUS), EINVAL));
	CU_ASSERT(FAILS(xc_domain_get_cpu_usage(xc, NO_SUCH_DOMAIN, 0), ESRCH));
}

/* More frames than a page or an operation can hold, with foreign ones among them. */
static void page_types(void)
{
	enum { CHUNKS = 10, FOREIGN = 7 };
	const unsigned long nr = CHUNKS * CHUNK_FRAMES;
	unsigned long *frames = calloc(nr + 1, sizeof(*frames)), own;
	u32 id = make_domain(CHUNKS);

	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	CU_ASSERT_EQUAL(xc_get_pfn_list(xc, id, frames, nr), (int)nr);
	own = frames[0];
	for (unsigned long i = 0; i < nr; i += FOREIGN)
		frames[i] = i % 1024;
	frames[nr] = 0x7777;
	CU_ASSERT_EQUAL(get_pfn_type_batch(xc, id, (int)nr, frames), 0);
	for (unsigned long i = 0; i < nr; i++)
		if ((frames[i] & 0xf0000000) != (i % FOREIGN ? NOTAB : 0xf0000000))
			CU_FAIL("a frame was not given its type");
	CU_ASSERT_EQUAL(frames[nr], 0x7777);
	CU_ASSERT_EQUAL(get_pfn_type(xc, own, id), NOTAB);
	errno = 0;
	CU_ASSERT_EQUAL(get_pfn_type(xc, own, 0), ~0U);
	CU_ASSERT_EQUAL(errno, EINVAL);
	CU_ASSERT(FAILS(get_pfn_type_batch(xc, NO_SUCH_DOMAIN, 1, frames), ESRCH));
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	free(frames);
}

static void counters(void)
{
	int nr = xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, NULL);
	xc_perfc_desc_t *desc;
	u32 before, calls;

	CU_ASSERT_FATAL(nr > 0);
	desc = calloc((size_t)nr + 1, sizeof(*desc)); /* not locked, not yet written */
	CU_ASSERT_PTR_NOT_NULL_FATAL(desc);
	CU_ASSERT_EQUAL(xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, desc), nr);
	calls = desc[0].vals[__HYPERVISOR_dom0_op];
	CU_ASSERT_EQUAL(xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, desc), nr);
	before = desc[0].vals[__HYPERVISOR_dom0_op];
	calls = before - calls; /* the number of windows of the list */
	CU_ASSERT_EQUAL(xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_RESET, desc), nr);
	CU_ASSERT_EQUAL(desc[0].vals[__HYPERVISOR_dom0_op], before + calls);
	CU_ASSERT_EQUAL(xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, desc), nr);
	CU_ASSERT_EQUAL(desc[0].vals[__HYPERVISOR_dom0_op], 1);
	CU_ASSERT_EQUAL(xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_RESET, NULL), nr);
	CU_ASSERT_EQUAL(desc[nr].name[0], 0);
	CU_ASSERT(FAILS(xc_perfc_control(xc, 0, NULL), EINVAL));
	CU_ASSERT(FAILS(xc_perfc_control(xc, 7, desc), EINVAL));
	free(desc);
}

/* The value in the program's line that begins so; -1: there is none. */
static long program_says(const char *option, const char *line)
{
	char command[128], text[256];
	long found = -1;
	FILE *out;

	snprintf(command, sizeof(command), "/usr/lib/xen-tests/perf-list %s", option);
	out = popen(command, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	while (fgets(text, sizeof(text), out))
		if (!strncmp(text, line, strlen(line)))
			found = strtol(strrchr(text, ' ') + 1, NULL, 10);
	CU_ASSERT_EQUAL(pclose(out), 0);
	return found;
}

/*
 * The same sums each time, in floating-point registers that must not be changed
 * meanwhile. The compiler must not see that the sums are equal.
 */
static __attribute__((noinline)) double sums(void)
{
	double a = 0, b = 1;

	__asm__ __volatile__("" : "+d"(a), "+d"(b));
	for (int i = 1; i < 20000; i++) {
		a += 1.0 / i;
		b += a * 1.00001;
	}
	return a + b;
}

/*
 * The domain executes its cleared memory, illegal instructions, for some turns beside
 * dom0: each keeps its own vector registers.
 */
static void second_domain_runs(void)
{
	static vcpu_guest_context_t given, found;
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };
	volatile double expected = sums();
	u32 id = make_domain(1);
	long long ran = 0, dom0_before = xc_domain_get_cpu_usage(xc, 0, 0);

	memset(&given, 0, sizeof(given));
	given.user_regs.msr = 0x8000000000001000; /* SF, ME */
	given.user_regs.pc = 0x1000;
	given.decrementer = INT32_MAX;
	for (int i = 0; i < 64; i++)
		given.vsr[i][0] = given.vsr[i][1] = 0xabcd0000 + i;
	op.u.setdomaininfo.domain = id;
	op.u.setdomaininfo.ctxt = &given;
	CU_ASSERT_EQUAL(xc_dom0_op(xc, &op), 0);
	CU_ASSERT_EQUAL(xc_domain_unpause(xc, id), 0);
	/* On a busy host the emulated timer may let one of them run for a long time. */
	for (time_t end = time(NULL) + 60; time(NULL) < end && ran < 100000000;) {
		if (sums() != expected)
			CU_FAIL("dom0's floating-point registers have changed");
		ran = xc_domain_get_cpu_usage(xc, id, 0);
	}
	CU_ASSERT(ran >= 100000000); /* 0.1 s: ten turns */
	if (ran < 100000000)
		printf("    it ran for %lld ns, dom0 for %lld ns\n", ran,
		       xc_domain_get_cpu_usage(xc, 0, 0) - dom0_before);
	CU_ASSERT_EQUAL(xc_domain_pause(xc, id), 0);
	CU_ASSERT_EQUAL(xc_domain_get_vcpu_context(xc, id, 0, &found), 0);
	CU_ASSERT_EQUAL(found.user_regs.pc, 0x700);
	CU_ASSERT_EQUAL(memcmp(found.vsr, given.vsr, sizeof(given.vsr)), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* A program like those of 2005 (perf-list.c). */
static void program(void)
{
	int nr = xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, NULL);

	CU_ASSERT_EQUAL(program_says("", "counters: "), nr);
	CU_ASSERT(program_says("", "PAPR calls of guests ") > 0);
	CU_ASSERT_EQUAL(program_says("-r", "counters: "), nr);
	CU_ASSERT_EQUAL(xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, NULL), nr);
}

static void other_machines(void)
{
	CU_ASSERT(FAILS(xc_msr_read(xc, 1, 0x10), ENOSYS));
	CU_ASSERT(FAILS(xc_msr_write(xc, 1, 0x10, 0, 0), ENOSYS));
	CU_ASSERT(FAILS(xc_physdev_pci_access_modify(xc, 0, 0, 1, 0, 1), ENOSYS));
}

CU_TestInfo control_tests[] = {
	TEST(scheduling),     TEST(pinning),	 TEST(contexts), TEST(usage),
	TEST(page_types),     TEST(counters),	 TEST(program),	 TEST(second_domain_runs),
	TEST(other_machines), CU_TEST_INFO_NULL,
};
