// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which numbers are served, xen_version, what all dom0 ops share, the ops about the
 * machine, and calls of a domain about itself that are refused.
 */
#include "contract.h"

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
	for (size_t i = 0; i < ARRAY_SIZE(served); i++)
		if (served[i] == number)
			return true;
	return false;
}

static long by_number(unsigned long number, unsigned long arg)
{
	return driver_call(number, (const unsigned long[5]){ arg });
}

/* Nothing is masked off: 39 is not 7, as it was on x86. */
static void numbers(void)
{
	static const unsigned long high[] = {
		1UL << 16, 1UL << 31, 1UL << 32, 1UL << 63, 0xffffffffffff0000UL,
	};

	const unsigned long flags = XEN_PPC_OFFSETS | XEN_PPC_CONTINUED;

	/* With flags too, but there what is served without them is served. */
	for (unsigned long number = 0; number <= 0xffff; number++)
		if (!is_served(number & ~flags) && by_number(number, PAGE) != -ENOSYS)
			CU_FAIL("a number that is not served did not answer ENOSYS");
	for (size_t i = 0; i < ARRAY_SIZE(high); i++)
		for (size_t j = 0; j < ARRAY_SIZE(served); j++)
			CU_ASSERT_EQUAL(by_number(high[i] | served[j], PAGE), -ENOSYS);
	CU_ASSERT_EQUAL(by_number(TOP, PAGE), -ENOSYS);
}

/* The size of the answer is part of the interface: nothing behind it is touched. */
static void version(void)
{
	static const unsigned long unknown[] = { 3, 4, 7, 1000, 0x7fffffff, TOP };
	xen_extraversion_t extra;
	unsigned long place;

	/* The number takes no pointer, so a bad one does not matter. */
	EXPECT({ CALL(XEN_3_0, xen_version, XENVER_version) },
	       { CALL(XEN_3_0, xen_version, XENVER_version, TOP) },
	       { CALL(-EFAULT, xen_version, XENVER_extraversion),
		 BAD_ARGS(1, sizeof(extra)) },
	       { CALL(-EFAULT, xen_version, XENVER_compile_info),
		 BAD_ARGS(1, sizeof(xen_compile_info_t)) });
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		EXPECT({ CALL(-ENOSYS, xen_version, unknown[i], BUFFER) });
	FOR_EACH_GOOD_PLACE(place, sizeof(extra))
	{
		bool last = place + sizeof(extra) == END;

		caller_fill(place, 0xa5, sizeof(extra) + (last ? 0 : 64));
		EXPECT({ CALL(0, xen_version, XENVER_extraversion, place) });
		caller_read(place, extra, sizeof(extra));
		CU_ASSERT_PTR_NOT_NULL(memchr(extra, 0, sizeof(extra)));
		CU_ASSERT_EQUAL(extra[0], '-');
		CU_ASSERT(last || caller_filled(place + sizeof(extra), 0xa5, 64));
	}
}

static void compile_info(void)
{
	xen_compile_info_t it;

	caller_fill(BUFFER, 0xa5, sizeof(it) + 64);
	EXPECT({ CALL(0, xen_version, XENVER_compile_info, BUFFER) });
	CU_ASSERT(caller_filled(BUFFER + sizeof(it), 0xa5, 64));
	caller_read(BUFFER, &it, sizeof(it));
	CU_ASSERT_PTR_NOT_NULL(memchr(it.compiler, 0, sizeof(it.compiler)));
	CU_ASSERT_PTR_NOT_NULL(memchr(it.compile_by, 0, sizeof(it.compile_by)));
	CU_ASSERT_PTR_NOT_NULL(memchr(it.compile_domain, 0, sizeof(it.compile_domain)));
	CU_ASSERT_PTR_NOT_NULL(memchr(it.compile_date, 0, sizeof(it.compile_date)));
	CU_ASSERT_NOT_EQUAL(it.compiler[0], 0);
}

static bool is_op(u32 cmd)
{
	static const u32 ops[] = {
		DOM0_GETMEMLIST,	 DOM0_SCHEDCTL,
		DOM0_ADJUSTDOM,		 DOM0_CREATEDOMAIN,
		DOM0_DESTROYDOMAIN,	 DOM0_PAUSEDOMAIN,
		DOM0_UNPAUSEDOMAIN,	 DOM0_GETDOMAININFO,
		DOM0_SETDOMAININFO,	 DOM0_SETTIME,
		DOM0_GETPAGEFRAMEINFO,	 DOM0_READCONSOLE,
		DOM0_PINCPUDOMAIN,	 DOM0_TBUFCONTROL,
		DOM0_PHYSINFO,		 DOM0_SCHED_ID,
		DOM0_SETDOMAINMAXMEM,	 DOM0_GETPAGEFRAMEINFO2,
		DOM0_PERFCCONTROL,	 DOM0_GETVCPUCONTEXT,
		DOM0_GETDOMAININFOLIST,	 DOM0_PPC_GETMEMLIST,
		DOM0_PPC_READCONSOLE,	 DOM0_PPC_DEBUG_KEY,
		DOM0_PPC_PERFCCONTROL,	 DOM0_SHADOW_CONTROL,
		DOM0_PPC_SHADOW_CONTROL, DOM0_PPC_BUILDDOMAIN,
		DOM0_PPC_CONSOLE_READ,	 DOM0_PPC_CONSOLE_WRITE,
		DOM0_PPC_WATCH,		 DOM0_PPC_POWER_BUTTON,
		DOM0_PPC_GETDOMAINSTATE, DOM0_PPC_SETDOMAINSTATE,
	};

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		if (ops[i] == cmd)
			return true;
	return false;
}

/* An op whose payload is all 0xee, refused: it stays so. */
static void check_refused(long result, u32 cmd, u32 version_)
{
	dom0_op_t op, before;

	memset(&op, 0xee, sizeof(op));
	op.cmd = cmd;
	op.interface_version = version_;
	before = op;
	CU_ASSERT_EQUAL(contract_op_at(PAGE, &op), result);
	CU_ASSERT_EQUAL(memcmp(&op, &before, sizeof(op)), 0);
}

static void unknown_ops(void)
{
	for (u32 cmd = 0; cmd < 0x1100; cmd++)
		if (!is_op(cmd))
			check_refused(-ENOSYS, cmd, DOM0_INTERFACE_VERSION);
	for (u32 bit = 13; bit < 32; bit++)
		check_refused(-ENOSYS, 1U << bit | DOM0_PHYSINFO, DOM0_INTERFACE_VERSION);
	check_refused(-ENOSYS, 0xffffffff, DOM0_INTERFACE_VERSION);
}

/* EACCES is what tells a program that it is too old or too new: for any command. */
static void version_of_ops(void)
{
	static const u32 wrong[] = {
		0,	    1, DOM0_INTERFACE_VERSION - 1, DOM0_INTERFACE_VERSION + 1,
		0x0e10aaaa, /* bytes reversed */
		~0U,
	};
	static const u32 cmds[] = { DOM0_CREATEDOMAIN,
				    DOM0_GETDOMAININFO,
				    DOM0_PPC_GETMEMLIST,
				    DOM0_PPC_DEBUG_KEY,
				    0,
				    77,
				    0xffffffff };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		for (size_t j = 0; j < ARRAY_SIZE(cmds); j++)
			check_refused(-EACCES, cmds[j], wrong[i]);
}

/* Wherever it lies in dom0, aligned or not, in one chunk or in two: it works the same. */
static void places_of_ops(void)
{
	const u32 size = sizeof(dom0_op_t);
	const unsigned long good[] = {
		PAGE + 1,   PAGE + 7,	 BORDER - size, BORDER - 1,
		BORDER - 4, BORDER - 8,	 BORDER - 100,	BORDER - size + 1,
		BORDER,	    BORDER - 20, END - size,	PAGE + 4096 - 100,
	};
	const u64 frames = info(0)->tot_pages;

	CU_ASSERT_EQUAL(size, 448);
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		dom0_op_t op = { .cmd = DOM0_GETDOMAININFO,
				 .interface_version = DOM0_INTERFACE_VERSION };

		CU_ASSERT_EQUAL(contract_op_at(good[i], &op), 0);
		CU_ASSERT_EQUAL(op.u.getdomaininfo.domain, 0);
		CU_ASSERT_EQUAL(op.u.getdomaininfo.tot_pages, frames);
		CU_ASSERT(op.u.getdomaininfo.n_vcpu >= 1);
		CU_ASSERT_EQUAL(op.cmd, DOM0_GETDOMAININFO);
		CU_ASSERT_EQUAL(op.interface_version, DOM0_INTERFACE_VERSION);
	}
	/* An op that cannot be read has neither version nor command. */
	EXPECT({ CALL(-EFAULT, dom0_op, 0), BAD_ARGS(0, size) });
}

/* A reply holds nothing of the hypervisor's stack: what is not said is unchanged. */
static void nothing_leaks(void)
{
	static const u32 ops[] = { DOM0_GETDOMAININFO, DOM0_PHYSINFO, DOM0_SCHED_ID };

	make(A, 0);
	for (size_t i = 0; i < ARRAY_SIZE(ops); i++) {
		dom0_op_t op[2];

		for (int n = 0; n < 2; n++) {
			memset(&op[n], n ? 0xff : 0, sizeof(op[n]));
			op[n].cmd = ops[i];
			op[n].interface_version = DOM0_INTERFACE_VERSION;
			op[n].u.getdomaininfo.domain = A;
			CU_ASSERT_EQUAL(contract_op_at(PAGE, &op[n]), 0);
		}
		for (size_t b = offsetof(dom0_op_t, u); b < sizeof(op[0]); b++) {
			u8 x = ((u8 *)&op[0])[b], y = ((u8 *)&op[1])[b];

			CU_ASSERT(x == y || (x == 0x00 && y == 0xff));
		}
	}
}

static void physinfo(void)
{
	dom0_physinfo_t it = *REPLY(0, PHYSINFO, physinfo, 0);

	CU_ASSERT(it.threads_per_core >= 1 && it.threads_per_core <= 8);
	CU_ASSERT(it.cores_per_socket >= 1);
	CU_ASSERT(it.sockets_per_node >= 1);
	CU_ASSERT_EQUAL(it.nr_nodes, 1);
	CU_ASSERT(it.cpu_khz >= 512000);
	CU_ASSERT_EQUAL(it.total_pages % CHUNK_FRAMES, 0);
	CU_ASSERT_EQUAL(it.free_pages % CHUNK_FRAMES, 0);
	CU_ASSERT(it.total_pages >= it.free_pages + info(0)->tot_pages);
}

static void scheduling_refused(void)
{
	EXPECT({ CALL(-ENOSYS, sched_op, 5) }, { CALL(-ENOSYS, sched_op, 0xff) },
	       { CALL(-ENOSYS, sched_op, 0x105) }, { CALL(-ENOSYS, sched_op, TOP) },
	       { CALL(-EINVAL, sched_op, SCHEDOP_vcpu_down) },
	       { CALL(-ENOENT, sched_op, SCHEDOP_vcpu_up | 1UL << SCHEDOP_vcpushift) },
	       { CALL(-EINVAL, sched_op, SCHEDOP_vcpu_up | 32UL << SCHEDOP_vcpushift) },
	       { CALL(-EINVAL, boot_vcpu, 0, BUFFER) },
	       { CALL(-EINVAL, boot_vcpu, 2, BUFFER) },
	       { CALL(-EINVAL, boot_vcpu, 32, BUFFER) },
	       { CALL(-EINVAL, boot_vcpu, TOP, BUFFER) },
	       { CALL(-EFAULT, boot_vcpu, 1),
		 BAD_ARGS(1, sizeof(vcpu_guest_context_t)) });
}

/* The calls are made in order, and each has its own result. */
static void several_calls_in_one(void)
{
	static const multicall_entry_t calls[] = {
		{ .op = __HYPERVISOR_xen_version, .args = { XENVER_version } },
		{ .op = __HYPERVISOR_multicall },
		{ .op = 0x10000 | __HYPERVISOR_xen_version },
		{ .op = XEN_MARK(__HYPERVISOR_xen_version) },
		{ .op = __HYPERVISOR_xen_version, .args = { 77 } },
		{ .op = __HYPERVISOR_sched_op, .args = { SCHEDOP_yield }, .result = 77 },
	};
	static const long results[] = { XEN_3_0, -EINVAL, -ENOSYS, -ENOSYS, -ENOSYS, 0 };
	unsigned long place;

	FOR_EACH_GOOD_PLACE(place, sizeof(calls))
	{
		multicall_entry_t after[ARRAY_SIZE(calls)];

		caller_write(place, calls, sizeof(calls));
		EXPECT({ CALL(0, multicall, place, ARRAY_SIZE(calls)) });
		caller_read(place, after, sizeof(after));
		for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
			CU_ASSERT_EQUAL((long)after[i].result, results[i]);
	}
	EXPECT({ CALL(-EINVAL, multicall, BUFFER, 129) },
	       { CALL(0, multicall, NOWHERE, 0) },
	       { CALL(-EFAULT, multicall, 0, 1),
		 BAD_ARGS(0, sizeof(multicall_entry_t)) });
}

CU_TestInfo hypercall_cases[] = {
	CASE(numbers),
	CASE(version),
	CASE(compile_info),
	CASE(unknown_ops),
	CASE(version_of_ops),
	CASE(places_of_ops),
	CASE(nothing_leaks),
	CASE(physinfo),
	CASE(scheduling_refused),
	CASE(several_calls_in_one),
	CU_TEST_INFO_NULL,
};
