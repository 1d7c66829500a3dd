// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls of programs, other than dom0 operations, with pointers to their memory. */
#include "libxc-fake.h"
#include "libxc-magic.h"
#include "libxc-ops.h"

static void version(void)
{
	char text[17] = "................";
	privcmd_hypercall_t h = { __HYPERVISOR_xen_version, { XENVER_version } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0x30000);
	h.arg[0] = XENVER_extraversion;
	h.arg[1] = (unsigned long)text;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_STRING_EQUAL(text, "-ppc");
	CU_ASSERT_EQUAL(text[16], 0);
	/* The caller's arguments are still its own. */
	CU_ASSERT_EQUAL(h.arg[1], (unsigned long)text);
	h.arg[0] = 17;
	ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
	h.arg[0] = XENVER_extraversion;
	h.arg[1] = 0;
	ASSERT_FAILS(do_xen_hypercall(handle, &h), EFAULT);
	fake.violations = 0;
}

static void console_io(void)
{
	static const char text[] = "hello"; /* read-only */
	char buffer[4] = "....";
	privcmd_hypercall_t h = { __HYPERVISOR_console_io,
				  { CONSOLEIO_write, 5, (unsigned long)text } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(memcmp(xen.printed, "hello", 5), 0);
	h = (privcmd_hypercall_t){ __HYPERVISOR_console_io,
				   { CONSOLEIO_read, 4, (unsigned long)buffer } };
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 2);
	CU_ASSERT_EQUAL(memcmp(buffer, "hi..", 4), 0);
	h.arg[1] = 1UL << 31;
	ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSPC);
}

static void event_channel(void)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_alloc_unbound, .u.alloc_unbound.dom = 5 };
	privcmd_hypercall_t h = { __HYPERVISOR_event_channel_op, { (unsigned long)&op } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(op.u.alloc_unbound.port, 105);
}

static void grant_requests(void)
{
	gnttab_map_grant_ref_t ops[513] = { 0 };
	privcmd_hypercall_t h = { __HYPERVISOR_grant_table_op,
				  { GNTTABOP_map_grant_ref, (unsigned long)ops, 3 } };

	for (int i = 0; i < 4; i++)
		ops[i].ref = i + 1;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(ops[i].handle, 8 + i);
	CU_ASSERT_EQUAL(ops[3].handle, 0);
	/* More than allowed, or than fits; an unknown command. */
	CU_ASSERT_EQUAL(HYPERCALLS({
				h.arg[2] = 513;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), EINVAL);
				h.arg[2] = ~0UL;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), EINVAL);
				h.arg[2] = 1;
				h.arg[0] = 5;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
			}),
			0);
	h = (privcmd_hypercall_t){ __HYPERVISOR_grant_table_op,
				   { GNTTABOP_map_grant_ref, (unsigned long)ops, 512 } };
	if (fake.page_size < sizeof(ops))
		ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSPC);
	else
		CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
}

/* A pointer in the request leads to the list of frames. */
static void grant_table_list(void)
{
	unsigned long list[4] = { 1, 2, 3, 4 };
	gnttab_setup_table_t op = { .dom = 1, .nr_frames = 3, .frame_list = list };
	privcmd_hypercall_t h = { __HYPERVISOR_grant_table_op,
				  { GNTTABOP_setup_table, (unsigned long)&op, 1 } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(op.status, GNTST_okay);
	CU_ASSERT_PTR_EQUAL(op.frame_list, list);
	CU_ASSERT_EQUAL(list[2], 0x502);
	CU_ASSERT_EQUAL(list[3], 4);
	/* Only one list can be passed. */
	h.arg[2] = 2;
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(do_xen_hypercall(handle, &h), EINVAL)),
			0);
	h.arg[2] = 1;
	op.frame_list = NULL;
	ASSERT_FAILS(do_xen_hypercall(handle, &h), EFAULT);
	CU_ASSERT_PTR_NULL(op.frame_list);
	fake.violations = 0;
	op.frame_list = list;
	op.nr_frames = 65535;
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSPC)),
			0);
}

static void policies(void)
{
	unsigned char policy[3] = { 1, 2, 4 }, answer[4] = { 0 };
	acm_op_t op = { .cmd = ACM_SETPOLICY };
	privcmd_hypercall_t h = { __HYPERVISOR_acm_op, { (unsigned long)&op } };

	op.u.setpolicy.pushcache = policy;
	op.u.setpolicy.pushcache_size = 3;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(xen.sum, 7);
	CU_ASSERT_EQUAL(policy[0], 1); /* only read */
	CU_ASSERT_PTR_EQUAL(op.u.setpolicy.pushcache, policy);
	for (u32 cmd = ACM_GETPOLICY; cmd <= ACM_DUMPSTATS; cmd++) {
		memset(answer, 0, sizeof(answer));
		op.cmd = cmd;
		op.u.getpolicy.pullcache = answer;
		op.u.getpolicy.pullcache_size = 3;
		CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
		CU_ASSERT_EQUAL(answer[2], 0xee);
		CU_ASSERT_EQUAL(answer[3], 0);
	}
	op.cmd = 7; /* its contents are not pointers */
	ASSERT_FAILS(do_xen_hypercall(handle, &h), ESRCH);
	CU_ASSERT_PTR_EQUAL(op.u.getpolicy.pullcache, answer);
}

static void physdev(void)
{
	unsigned char bitmap[3] = { 3, 4, 9 };
	physdev_op_t op = { .cmd = PHYSDEVOP_SET_IOBITMAP };
	privcmd_hypercall_t h = { __HYPERVISOR_physdev_op, { (unsigned long)&op } };

	op.u.set_iobitmap.bitmap = (memory_t)bitmap;
	op.u.set_iobitmap.nr_ports = 9;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(xen.sum, 7);
	CU_ASSERT_EQUAL(bitmap[0], 3);
	CU_ASSERT_EQUAL(op.u.set_iobitmap.bitmap, (memory_t)bitmap);
	op = (physdev_op_t){ .cmd = PHYSDEVOP_IRQ_STATUS_QUERY };
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(op.u.irq_status_query.flags, PHYSDEVOP_IRQ_NEEDS_UNMASK_NOTIFY);
}

static void boot_vcpu(void)
{
	static const vcpu_guest_context_t ctxt = { .user_regs.gprs[3] = 0x0102 };
	privcmd_hypercall_t h = { __HYPERVISOR_boot_vcpu, { 1, (unsigned long)&ctxt } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(xen.sum, 3);
	CU_ASSERT_EQUAL(fake.last[1], 1);
}

/* Several calls at once are passed on if none has a pointer. */
static void multicall(void)
{
	multicall_entry_t calls[3] = {
		{ .op = __HYPERVISOR_sched_op, .args = { 5 } },
		{ .op = __HYPERVISOR_xen_version, .args = { XENVER_version } },
		{ .result = 77 },
	};
	privcmd_hypercall_t h = { __HYPERVISOR_multicall, { (unsigned long)calls, 2 } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(calls[0].result, 6005);
	CU_ASSERT_EQUAL(calls[1].result, 17000);
	CU_ASSERT_EQUAL(calls[2].result, 77);
	/* Only the calls that were checked are passed on, even for a 64-bit count. */
	h.arg[1] = 2 | 1UL << 32;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(fake.last[2], 2);
	CU_ASSERT_EQUAL(HYPERCALLS({
				h.arg[1] = 2;
				calls[1].args[1] = (unsigned long)calls; /* a pointer */
				ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
				calls[1].op = __HYPERVISOR_mmu_update;
				calls[1].args[1] = 0;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
				calls[1].op = __HYPERVISOR_multicall;
				calls[1].args[0] = (unsigned long)calls;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
				calls[1].op = __HYPERVISOR_dom0_op;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS);
				h.arg[1] = 0xffffffff;
				ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSPC);
			}),
			0);
}

static void dom0_op_as_hypercall(void)
{
	dom0_op_t op = { .cmd = DOM0_PHYSINFO };
	privcmd_hypercall_t h = { __HYPERVISOR_dom0_op, { (unsigned long)&op } };

	/* Here the caller sets the version. */
	ASSERT_FAILS(do_xen_hypercall(handle, &h), EACCES);
	op.interface_version = DOM0_INTERFACE_VERSION;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(op.u.physinfo.total_pages, 60000);
	h.arg[0] = 0;
	ASSERT_FAILS(do_xen_hypercall(handle, &h), EFAULT);
	fake.violations = 0;
}

static void other_hypercalls(void)
{
	static const u64 served =
		1 << __HYPERVISOR_sched_op | 1 << __HYPERVISOR_dom0_op |
		1 << __HYPERVISOR_dom_mem_op | 1 << __HYPERVISOR_multicall |
		1 << __HYPERVISOR_set_timer_op | 1 << __HYPERVISOR_event_channel_op |
		1 << __HYPERVISOR_xen_version | 1 << __HYPERVISOR_console_io |
		1 << __HYPERVISOR_physdev_op | 1 << __HYPERVISOR_grant_table_op |
		1 << __HYPERVISOR_vm_assist | 1 << __HYPERVISOR_boot_vcpu |
		1 << __HYPERVISOR_acm_op;
	unsigned long list[1] = { 0 };
	privcmd_hypercall_t h = { __HYPERVISOR_dom_mem_op,
				  { MEMOP_increase_reservation, (unsigned long)list, 1, 0,
				    0 } };

	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 1);
	CU_ASSERT_EQUAL(list[0], FAKE_MFN(0, 64));
	h = (privcmd_hypercall_t){ __HYPERVISOR_sched_op, { 5 } };
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 5);
	/* Page tables, descriptor tables, numbers that do not exist. */
	for (unsigned long nr = 0; nr < 70; nr++) {
		h = (privcmd_hypercall_t){ nr, { 1, 2, 3, 4, 5 } };
		if (nr < 64 && 1ULL << nr & served)
			continue;
		CU_ASSERT_EQUAL(
			HYPERCALLS(ASSERT_FAILS(do_xen_hypercall(handle, &h), ENOSYS)),
			0);
	}
}

CU_TestInfo libxc_hypercall_tests[] = {
	{ "xen_version", version },
	{ "console_io", console_io },
	{ "event_channel_op", event_channel },
	{ "grant_table_op", grant_requests },
	{ "grant_table_op and its list", grant_table_list },
	{ "acm_op", policies },
	{ "physdev_op", physdev },
	{ "boot_vcpu", boot_vcpu },
	{ "multicall", multicall },
	{ "dom0_op through do_xen_hypercall", dom0_op_as_hypercall },
	{ "the others", other_hypercalls },
	CU_TEST_INFO_NULL,
};
