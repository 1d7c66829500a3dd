// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The x86_64 half of libxc: a virtual address is a hypercall address, and all memory
 * passed to the hypervisor is locked during the call.
 */
#include "cunit-main.h"
#include "libxc-fake.h"
#include "libxc-ops.h"
#include "xc_call.h"

static void addresses_are_equal(void)
{
	struct xc_call call;
	char mine[40];
	unsigned long addr = 1;

	CU_ASSERT_EQUAL(xc_call_begin(&call, handle), 0);
	for (size_t size = 0; size < 50; size += 17) {
		struct xc_magic magic = magicalloc(&call, size);

		CU_ASSERT_PTR_NOT_NULL_FATAL(magic.ptr);
		CU_ASSERT_EQUAL((unsigned long)magic.ptr, magic.addr);
		CU_ASSERT_EQUAL(magic.addr % XC_MAGIC_ALIGN, 0);
		for (size_t i = 0; i < size; i++)
			CU_ASSERT_EQUAL(((char *)magic.ptr)[i], 0);
	}
	CU_ASSERT_EQUAL(xc_bounce(&call, mine, sizeof(mine), XC_OUT, &addr), 0);
	CU_ASSERT_EQUAL(addr, (unsigned long)mine);
	CU_ASSERT_EQUAL(fake_locks(), 4);
	/* No more buffers can be recorded: refused. */
	ASSERT_FAILS(xc_bounce(&call, mine, 1, XC_IN, &addr), ENOSPC);
	CU_ASSERT_PTR_NULL(magicalloc(&call, 1).ptr);
	errno = EXDEV;
	xc_call_end(&call);
	CU_ASSERT_EQUAL(errno, EXDEV);
	CU_ASSERT_EQUAL(fake_locks(), 0);
}

static void null_stays_null(void)
{
	struct xc_call call;
	unsigned long addr = 1;

	CU_ASSERT_EQUAL(xc_call_begin(&call, handle), 0);
	CU_ASSERT_EQUAL(xc_bounce(&call, NULL, 100, XC_INOUT, &addr), 0);
	CU_ASSERT_EQUAL(addr, 0);
	CU_ASSERT_EQUAL(fake_locks(), 0);
	xc_call_end(&call);
}

static void too_much(void)
{
	struct xc_call call;

	CU_ASSERT_EQUAL(xc_call_begin(&call, handle), 0);
	errno = 0;
	CU_ASSERT_PTR_NULL(magicalloc(&call, xc_call_room(&call) + 1).ptr);
	CU_ASSERT_EQUAL(errno, ENOSPC);
	CU_ASSERT_PTR_NULL(magicalloc(&call, SIZE_MAX).ptr);
	xc_call_end(&call);
}

static void lock_refused(void)
{
	char buffer[10], *text = buffer;
	unsigned int n = sizeof(buffer);
	xc_dominfo_t info;
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };
	unsigned long frame;

	fake.fail = FAKE_MLOCK;
	fake.fail_errno = ENOMEM;
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_domain_getinfo(handle, 0, 1, &info), ENOMEM);
			ASSERT_FAILS(xc_dom0_op(handle, &op), ENOMEM);
			ASSERT_FAILS(xc_get_pfn_list(handle, 0, &frame, 1), ENOMEM);
			ASSERT_FAILS(xc_readconsolering(handle, &text, &n, 0), ENOMEM);
		}),
		0);
}

/* The hypervisor writes at the end of the buffer and moves the pointer there. */
static void console_pointer(void)
{
	char buffer[1000], *text = buffer;
	unsigned int n = sizeof(buffer);

	fake_print(300);
	CU_ASSERT_EQUAL(xc_readconsolering(handle, &text, &n, 0), 0);
	CU_ASSERT_PTR_EQUAL(text, buffer + 700);
	CU_ASSERT_EQUAL(n, 300);
}

/* do_xen_hypercall() passes arguments unchanged. */
static void hypercall_unchanged(void)
{
	privcmd_hypercall_t h = { 0x1234, { 1, 2, 3, 4, 5 } };

	ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
	CU_ASSERT_EQUAL(fake.last[0], 0x1234);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(fake.last[1 + i], 1U + i);
}

static void pfn_list_of_2005(void)
{
	unsigned long frame;

	ASSERT_FAILS(xc_get_pfn_list(handle, 1, &frame, 1), EINVAL);
	CU_ASSERT_EQUAL(HYPERCALLS(xc_get_pfn_list(handle, 0, &frame, 1)), 1);
}

/* Page tables: lists of updates are carried out when they are full. */
static void mmu_updates(void)
{
	mmu_t *mmu = init_mmu_updates(handle, 9);

	CU_ASSERT_PTR_NOT_NULL_FATAL(mmu);
	xen.nr_mmu = 0;
	CU_ASSERT_EQUAL(
		HYPERCALLS(for (u64 i = 0; i < MAX_MMU_UPDATES + 5; i++) CU_ASSERT_EQUAL(
			add_mmu_update(handle, mmu, i << 3, i), 0)),
		1);
	CU_ASSERT_EQUAL(xen.nr_mmu, MAX_MMU_UPDATES);
	CU_ASSERT_EQUAL(xen.mmu[1023].ptr, 1023 << 3);
	CU_ASSERT_EQUAL(fake.last[4], 9);
	CU_ASSERT_EQUAL(finish_mmu_updates(handle, mmu), 0);
	CU_ASSERT_EQUAL(xen.nr_mmu, MAX_MMU_UPDATES + 5);
	CU_ASSERT_EQUAL(xen.mmu[4].val, 1028);
	CU_ASSERT_EQUAL(HYPERCALLS(finish_mmu_updates(handle, mmu)), 0);
	xen.fail_call = __HYPERVISOR_mmu_update;
	xen.fail_errno = EINVAL;
	CU_ASSERT_EQUAL(add_mmu_update(handle, mmu, 8, 1), 0);
	errno = 0;
	CU_ASSERT_EQUAL(finish_mmu_updates(handle, mmu), 1);
	CU_ASSERT_EQUAL(errno, EINVAL);
	free(mmu);
}

static void mmuext(void)
{
	struct mmuext_op ops[2] = { { .cmd = 0 }, { .cmd = MMUEXT_UNPIN_TABLE } };

	CU_ASSERT_EQUAL(do_mmuext_op(handle, ops, 2, 9), 0);
	CU_ASSERT_EQUAL(xen.mmuext.cmd, MMUEXT_UNPIN_TABLE);
	CU_ASSERT_EQUAL(fake.last[4], 9);
	CU_ASSERT_EQUAL(pin_table(handle, MMUEXT_PIN_L2_TABLE, 77, 9), 0);
	CU_ASSERT_EQUAL(xen.mmuext.cmd, MMUEXT_PIN_L2_TABLE);
	CU_ASSERT_EQUAL(xen.mmuext.mfn, 77);
	errno = 0;
	CU_ASSERT_EQUAL(pin_table(handle, 100, 77, 9), 1);
	CU_ASSERT_EQUAL(errno, ENOSYS);
	ops[1].cmd = 100;
	ASSERT_FAILS(do_mmuext_op(handle, ops, 2, 9), ENOSYS);
	CU_ASSERT_EQUAL(xc_get_m2p_start_mfn(handle), 0x1234);
	CU_ASSERT_EQUAL(xc_get_m2p_start_mfn(-1), 0);
}

/* A count of frames that an int cannot hold. */
static void shadow_count(void)
{
	unsigned long bitmap[2] = { 0 };

	xen.shadow_pages = 100;
	xen.lie = true;
	CU_ASSERT_EQUAL(xc_shadow_control(handle, 0, DOM0_SHADOW_CONTROL_OP_PEEK, bitmap,
					  128, NULL),
			INT32_MAX);
}

/* Functions that only PowerPC's hypervisor serves. */
static void other_hypervisor(void)
{
	unsigned long store_mfn = 77;
	char text[4] = "abc";
	u64 position = 7;

	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_linux_build(handle, 0, "k", NULL, "", 0, 0, 1, 0,
						    &store_mfn),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_console_read(handle, 0, &position, text, 4),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_console_write(handle, 0, text, 3), ENOSYS);
			ASSERT_FAILS(xc_ppc_watch(handle, 0, 1, 1), ENOSYS);
			ASSERT_FAILS(xc_ppc_power_button(handle, 0), ENOSYS);
		}),
		0);
	CU_ASSERT_EQUAL(store_mfn, 77);
	CU_ASSERT_EQUAL(position, 7);
	CU_ASSERT_STRING_EQUAL(text, "abc");
}

/* They fail without a hypercall. */
static void save_and_restore(void)
{
	unsigned char state[8];
	unsigned long frame = 7;

	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_linux_save(handle, 1, 1), ENOSYS);
			ASSERT_FAILS(xc_linux_restore(handle, 0, 1, 1, 0, &frame),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_linux_save(handle, 1, 1, 0, NULL, NULL),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_linux_restore(handle, 0, 1, 1, NULL, NULL),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_get_domain_state(handle, 1, state, 8),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_set_domain_state(handle, 1, state, 8),
				     ENOSYS);
			ASSERT_FAILS(xc_ppc_domain_is_built(handle, 1), ENOSYS);
		}),
		0);
	CU_ASSERT_EQUAL(frame, 7);
}

static CU_TestInfo half_tests[] = {
	{ "lists of mmu_updates", mmu_updates },
	{ "mmuext_op, pin_table, get_m2p_start_mfn", mmuext },
	{ "shadow_control: a count too large", shadow_count },
	{ "saving and restoring are not served", save_and_restore },
	{ "usable and hypercall address are equal, and locked", addresses_are_equal },
	{ "NULL stays NULL", null_stays_null },
	{ "too much is refused", too_much },
	{ "memory that cannot be locked", lock_refused },
	{ "the console pointer moves", console_pointer },
	{ "do_xen_hypercall is unchanged", hypercall_unchanged },
	{ "get_pfn_list is one operation of 2005", pfn_list_of_2005 },
	{ "what another hypervisor has", other_hypervisor },
	CU_TEST_INFO_NULL,
};

int main(void)
{
	CU_SuiteInfo suites[] = {
		{ "x86_64", NULL, NULL, libxc_set_up, libxc_tear_down, half_tests },
		{ "domain", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_domain_tests },
		{ "event channels", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_evtchn_tests },
		{ "grant tables", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_grant_tests },
		{ "errno", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_errno_tests },
		{ "fault", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_fault_tests },
		{ "frames", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_map_tests },
		{ "shadow", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_shadow_tests },
		{ "core", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_core_tests },
		{ "memory", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_memory_tests },
		{ "misc", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_misc_tests },
		{ "sched", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_sched_tests },
		{ "vcpu", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_vcpu_tests },
		{ "pfn list", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_pfn_list_tests },
		CU_SUITE_INFO_NULL,
	};

	fake.addressing = FAKE_IDENTITY;
	return run_suites("libxc x86_64", suites);
}
