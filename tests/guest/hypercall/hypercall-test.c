// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every hypercall of dom0 against the real hypervisor, good and bad cases: the
 * error codes and the order of checks are those of Xen 3.0 in August 2005, as
 * stated at each op in the public headers.
 *
 * This file: which numbers are served, xen_version, what all dom0 ops share, and
 * the ops about the machine.
 */
#include "hypercall-test.h"

static const unsigned long served[] = {
	__HYPERVISOR_mmu_update,       __HYPERVISOR_sched_op,
	__HYPERVISOR_dom0_op,	       __HYPERVISOR_dom_mem_op,
	__HYPERVISOR_multicall,	       __HYPERVISOR_set_timer_op,
	__HYPERVISOR_event_channel_op, __HYPERVISOR_xen_version,
	__HYPERVISOR_console_io,       __HYPERVISOR_grant_table_op,
	__HYPERVISOR_boot_vcpu,
};

static bool is_served(unsigned long number)
{
	for (size_t i = 0; i < sizeof(served) / sizeof(served[0]); i++)
		if (served[i] == number)
			return true;
	return false;
}

static void numbers_not_served(void)
{
	/* With XEN_PPC_OFFSETS too, but there what is served without it is served. */
	for (unsigned long number = 0; number <= 0xffff; number++)
		if (!is_served(number & ~(unsigned long)XEN_PPC_OFFSETS) &&
		    hcall(number, hcall_page.gpa) != -ENOSYS)
			CU_FAIL("a number that is not served did not answer ENOSYS");
}

/* The driver must not let upper bits vanish under the mark of Xen's numbers. */
static void numbers_too_large(void)
{
	static const unsigned long high[] = {
		1UL << 16, 1UL << 31, 1UL << 32, 1UL << 63, 0xffffffffffff0000UL,
	};

	for (size_t i = 0; i < sizeof(high) / sizeof(high[0]); i++)
		for (size_t j = 0; j < sizeof(served) / sizeof(served[0]); j++)
			CU_ASSERT_EQUAL(hcall(high[i] | served[j]), -ENOSYS);
	CU_ASSERT_EQUAL(hcall(~0UL), -ENOSYS);
}

static void version_number(void)
{
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_version), XEN_3_0);
	/* It takes no pointer, so a bad one does not matter. */
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_version, ~0UL), XEN_3_0);
}

/* The size of the answer is part of the interface: nothing behind it is touched. */
static void check_version_text(unsigned long cmd, size_t size)
{
	unsigned char *out = buffer();

	memset(out, 0xa5, size + 64);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, cmd, (unsigned long)buffer_gpa()),
			0);
	for (size_t i = size; i < size + 64; i++)
		CU_ASSERT_EQUAL(out[i], 0xa5);
}

static void version_extra(void)
{
	check_version_text(XENVER_extraversion, sizeof(xen_extraversion_t));
	CU_ASSERT_PTR_NOT_NULL(memchr(buffer(), 0, sizeof(xen_extraversion_t)));
}

static void version_compile_info(void)
{
	const xen_compile_info_t *info = buffer();

	check_version_text(XENVER_compile_info, sizeof(*info));
	CU_ASSERT_PTR_NOT_NULL(memchr(info->compiler, 0, sizeof(info->compiler)));
	CU_ASSERT_PTR_NOT_NULL(memchr(info->compile_by, 0, sizeof(info->compile_by)));
	CU_ASSERT_PTR_NOT_NULL(
		memchr(info->compile_domain, 0, sizeof(info->compile_domain)));
	CU_ASSERT_PTR_NOT_NULL(memchr(info->compile_date, 0, sizeof(info->compile_date)));
	CU_ASSERT_NOT_EQUAL(info->compiler[0], 0);
}

static void version_unknown(void)
{
	static const unsigned long unknown[] = { 3, 4, 7, 1000, 0x7fffffff, ~0UL };

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, unknown[i],
				      (unsigned long)buffer_gpa()),
				-ENOSYS);
}

/* Commands that no hypervisor of this interface version serves on PowerPC. */
static const u32 absent_cmds[] = {
	0,
	1,
	3,
	4,
	5,
	14,
	DOM0_MSR,
	DOM0_DEBUG,
	23,
	26,
	27,
	30,
	DOM0_ADD_MEMTYPE,
	DOM0_DEL_MEMTYPE,
	DOM0_READ_MEMTYPE,
	DOM0_MICROCODE,
	DOM0_IOPORT_PERMISSION,
	40,
	41,
	255,
	0xfff,
	0x1fff,
	0x10008,
	0x7fffffff,
	0x80000008,
	0xffffffff,
};

static void dom0_op_unknown(void)
{
	dom0_op_t before;

	for (size_t i = 0; i < sizeof(absent_cmds) / sizeof(absent_cmds[0]); i++) {
		before = *op_new(absent_cmds[i]);
		CU_ASSERT_EQUAL(op_do(), -ENOSYS);
		CU_ASSERT_EQUAL(memcmp(&before, hcall_page.va, sizeof(before)), 0);
	}
}

/* EACCES is what tells a program that it is too old or too new: for any command. */
static void dom0_op_version(void)
{
	static const u32 wrong[] = {
		0,	    1, DOM0_INTERFACE_VERSION - 1, DOM0_INTERFACE_VERSION + 1,
		0x0e10aaaa, /* bytes reversed */
		~0U,
	};
	static const u32 cmds[] = { DOM0_CREATEDOMAIN, DOM0_GETDOMAININFO,
				    DOM0_PPC_GETMEMLIST, 0, 0xffffffff };
	dom0_op_t before;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		for (size_t j = 0; j < sizeof(cmds) / sizeof(cmds[0]); j++) {
			op_new(cmds[j])->interface_version = wrong[i];
			before = *(dom0_op_t *)hcall_page.va;
			CU_ASSERT_EQUAL(op_do(), -EACCES);
			CU_ASSERT_EQUAL(memcmp(&before, hcall_page.va, sizeof(before)),
					0);
		}
	}
}

/* An op that cannot be read has neither version nor command. */
static void dom0_op_unreadable(void)
{
	CU_ASSERT_EQUAL(op_do_at(dom0_end()), -EFAULT);
	CU_ASSERT_EQUAL(op_do_at(~0UL), -EFAULT);
}

/* Nothing outside of the 448 bytes is the hypervisor's business. */
static void dom0_op_size(void)
{
	unsigned char *behind = (unsigned char *)hcall_page.va + sizeof(dom0_op_t);

	CU_ASSERT_EQUAL(sizeof(dom0_op_t), 448);
	memset(behind, 0x5a, 64);
	op_new(DOM0_GETDOMAININFO);
	CU_ASSERT_EQUAL(op_do(), 0);
	for (int i = 0; i < 64; i++)
		CU_ASSERT_EQUAL(behind[i], 0x5a);
}

static void physinfo(void)
{
	dom0_op_t *op = op_new(DOM0_PHYSINFO);
	const dom0_physinfo_t *info = &op->u.physinfo;

	CU_ASSERT_EQUAL(op_do(), 0);
	CU_ASSERT(info->threads_per_core >= 1 && info->threads_per_core <= 8);
	CU_ASSERT(info->cores_per_socket >= 1);
	CU_ASSERT(info->sockets_per_node >= 1);
	CU_ASSERT_EQUAL(info->nr_nodes, 1);
	CU_ASSERT(info->cpu_khz >= 512000);
	CU_ASSERT_EQUAL(info->total_pages % CHUNK_FRAMES, 0);
	CU_ASSERT_EQUAL(info->free_pages % CHUNK_FRAMES, 0);
	CU_ASSERT(info->total_pages > info->free_pages + dom0_end() / FRAME_SIZE);
}

static void sched_id(void)
{
	dom0_op_t *op = op_new(DOM0_SCHED_ID);

	op->u.sched_id.sched_id = 0xdeadbeef;
	CU_ASSERT_EQUAL(op_do(), 0);
	CU_ASSERT_NOT_EQUAL(op->u.sched_id.sched_id, 0xdeadbeef);
}

CU_TestInfo dispatch_tests[] = {
	TEST(numbers_not_served),
	TEST(numbers_too_large),
	TEST(version_number),
	TEST(version_extra),
	TEST(version_compile_info),
	TEST(version_unknown),
	TEST(dom0_op_unknown),
	TEST(dom0_op_version),
	TEST(dom0_op_unreadable),
	TEST(dom0_op_size),
	TEST(physinfo),
	TEST(sched_id),
	CU_TEST_INFO_NULL,
};

int main(void)
{
	CU_SuiteInfo suites[] = {
		SUITE("dispatch", dispatch_tests),
		SUITE("domain", domain_tests),
		SUITE("domain-info", domain_info_tests),
		SUITE("memory-op", memory_op_tests),
		SUITE("memlist", memlist_tests),
		SUITE("console", console_tests),
		SUITE("sched", sched_tests),
		SUITE("vcpu", vcpu_tests),
		SUITE("page-frame", frame_tests),
		SUITE("perfc", perfc_tests),
		SUITE("time", time_tests),
		SUITE("calls", call_tests),
		SUITE("trace", trace_tests),
		SUITE("shadow", shadow_tests),
		SUITE("shadow-run", shadow_run_tests),
		SUITE("unprivileged", unprivileged_tests),
		SUITE("guest", guest_tests),
		CU_SUITE_INFO_NULL,
	};

	return run_suites("hypercall-test", suites);
}
