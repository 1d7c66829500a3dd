// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hypercalls against the real hypervisor, as far as a kernel, real time or a second
 * domain that runs have a part in them; all else is in tests/contract. This file: what
 * dom0 learns about itself.
 */
#include <stdio.h>

#include "hypercall-test.h"

#define PATE_GUEST_RADIX (1UL << 63)
#define MSR_SF		 (1UL << 63)
#define MSR_HV		 (1UL << 60)
#define MSR_PR		 (1UL << 14)
#define LPCR_AIL_3	 (3UL << 23)
#define LPCR_ILE	 (1UL << 25)
#define KERNEL_START	 0xc000000000000000UL

/* Memory that the kernel has can only be less than what the domain has. */
static unsigned long kernel_memory(void)
{
	unsigned long kib = 0;
	FILE *file = fopen("/proc/meminfo", "r");

	if (file) {
		if (fscanf(file, "MemTotal: %lu kB", &kib) != 1)
			kib = 0;
		fclose(file);
	}
	return kib * 1024;
}

static void info_of_dom0(void)
{
	dom0_getdomaininfo_t info, later;

	CU_ASSERT_EQUAL(domain_info(0, &info), 0);
	CU_ASSERT_EQUAL(info.domain, 0);
	CU_ASSERT(info.flags & DOMFLAGS_RUNNING);
	CU_ASSERT_FALSE(info.flags & (DOMFLAGS_PAUSED | DOMFLAGS_DYING |
				      DOMFLAGS_SHUTDOWN | DOMFLAGS_BLOCKED));
	CU_ASSERT(info.tot_pages * FRAME_SIZE >= kernel_memory());
	CU_ASSERT(kernel_memory() > 0);
	CU_ASSERT_EQUAL(info.tot_pages % CHUNK_FRAMES, 0);
	CU_ASSERT(info.max_pages >= info.tot_pages);
	CU_ASSERT(info.n_vcpu >= 1 && info.n_vcpu <= MAX_VIRT_CPUS);
	CU_ASSERT(info.cpu_time > 0);
	for (unsigned int i = 0; i < MAX_VIRT_CPUS; i++) {
		if (i < info.n_vcpu) {
			CU_ASSERT(info.vcpu_to_cpu[i] >= 0);
			CU_ASSERT_NOT_EQUAL(info.cpumap[i], 0);
		} else {
			CU_ASSERT_EQUAL(info.vcpu_to_cpu[i], -1);
		}
	}
	CU_ASSERT_EQUAL(domain_info(0, &later), 0);
	CU_ASSERT(later.cpu_time > info.cpu_time);
}

static long get_context(void *ctxt, u64 *time)
{
	dom0_op_t *op = op_new(DOM0_GETVCPUCONTEXT);
	long result;

	op->u.getvcpucontext.ctxt = ctxt;
	result = op_do();
	*time = op->u.getvcpucontext.cpu_time;
	return result;
}

/* dom0 is in its kernel, in the driver, having asked. */
static void own_context(void)
{
	const vcpu_guest_context_t *c = buffer();
	dom0_getdomaininfo_t info;
	u64 time, later;

	CU_ASSERT_EQUAL(get_context(buffer_gpa(), &time), 0);
	CU_ASSERT(c->user_regs.pc >= KERNEL_START);
	CU_ASSERT(c->user_regs.gprs[1] >= KERNEL_START);
	CU_ASSERT_EQUAL(c->user_regs.msr & MSR_SF, MSR_SF);
	CU_ASSERT_EQUAL(c->user_regs.msr & (MSR_PR | MSR_HV), 0);
	CU_ASSERT_EQUAL(c->user_regs.gprs[3], XEN_MARK(__HYPERVISOR_dom0_op));
	CU_ASSERT_EQUAL(c->user_regs.gprs[4], hcall_page.gpa);
	CU_ASSERT_EQUAL(c->process_table & PATE_GUEST_RADIX, PATE_GUEST_RADIX);
	CU_ASSERT_EQUAL(c->lpcr & ~LPCR_AIL_3, LPCR_ILE);
	CU_ASSERT(!(c->lpcr & LPCR_AIL_3) || (c->lpcr & LPCR_AIL_3) == LPCR_AIL_3);
	CU_ASSERT_NOT_EQUAL(c->pid, 0);
	CU_ASSERT_EQUAL(get_context(NULL, &later), 0);
	CU_ASSERT(later > time);
	CU_ASSERT_EQUAL(domain_info(0, &info), 0);
	CU_ASSERT(info.cpu_time > later);
	CU_ASSERT(info.cpu_time - later < 1000000000);
}

static u32 counter(const char *name)
{
	dom0_op_t *op = op_new(DOM0_PERFCCONTROL);
	const dom0_perfc_desc_t *desc = buffer();

	op->u.perfccontrol.op = DOM0_PERFCCONTROL_OP_QUERY;
	op->u.perfccontrol.desc = buffer_gpa();
	CU_ASSERT_EQUAL_FATAL(op_do(), 0);
	for (u32 i = 0; i < op->u.perfccontrol.nr_counters; i++)
		if (!strncmp((const char *)desc[i].name, name, strlen(name)))
			return desc[i].vals[0];
	CU_FAIL("there is no such counter");
	return 0;
}

static void exits_are_counted(void)
{
	u32 timer = counter("exits: hypervisor decrementer");

	CU_ASSERT(counter("PAPR calls of guests") > 0);
	CU_ASSERT(counter("chunks cleared") > 0);
	CU_ASSERT(timer <= counter("exits: hypervisor decrementer"));
}

static CU_TestInfo dom0_tests[] = {
	TEST(info_of_dom0),
	TEST(own_context),
	TEST(exits_are_counted),
	CU_TEST_INFO_NULL,
};

int main(void)
{
	CU_SuiteInfo suites[] = {
		SUITE("dom0", dom0_tests),
		SUITE("sched", sched_tests),
		SUITE("time", time_tests),
		SUITE("calls", call_tests),
		SUITE("trace", trace_tests),
		SUITE("shadow-run", shadow_run_tests),
		SUITE("unprivileged", unprivileged_tests),
		SUITE("guest", guest_tests),
		CU_SUITE_INFO_NULL,
	};

	return run_suites("hypercall-test", suites);
}
