// SPDX-License-Identifier: GPL-2.0-or-later
/* Dispatch of hypercalls, xen_version, and the frame around every dom0_op. */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <public/version.h>
#include <compile.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static bool is_served(u64 nr)
{
	return nr == __HYPERVISOR_mmu_update || nr == __HYPERVISOR_sched_op ||
	       nr == __HYPERVISOR_dom0_op || nr == __HYPERVISOR_dom_mem_op ||
	       nr == __HYPERVISOR_multicall || nr == __HYPERVISOR_set_timer_op ||
	       nr == __HYPERVISOR_event_channel_op || nr == __HYPERVISOR_xen_version ||
	       nr == __HYPERVISOR_console_io || nr == __HYPERVISOR_grant_table_op ||
	       nr == __HYPERVISOR_boot_vcpu;
}

static void numbers(void)
{
	static const u64 large[] = { 64, 0x1000, 0xffff, 1ULL << 32, TOP, 1ULL << 63 };

	for (u64 nr = 0; nr < 64; nr++)
		if (!is_served(nr))
			CU_ASSERT_EQUAL(call(nr, 0, 0, 0, 0, 0), -ENOSYS);
	for (size_t i = 0; i < ARRAY_SIZE(large); i++) {
		/* Nothing is masked off: 39 is not 7, as it was on x86. */
		CU_ASSERT_EQUAL(call(large[i], 0, 0, 0, 0, 0), -ENOSYS);
		CU_ASSERT_EQUAL(call(large[i] | __HYPERVISOR_xen_version, 0, 0, 0, 0, 0),
				-ENOSYS);
	}
	CU_ASSERT_EQUAL(call(32 + __HYPERVISOR_xen_version, 0, 0, 0, 0, 0), -ENOSYS);
}

/* A domain without privilege is refused before anything of it is looked at. */
static void privilege(void)
{
	struct domain *d = make_domain(1);

	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom0_op, NOWHERE, 0, 0, 0, 0), -EPERM);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom0_op, 0, 0, 0, 0, 0), -EPERM);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_console_io, 77, 0, 0, 0, 0), -EPERM);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_xen_version, XENVER_version, 0, 0, 0, 0),
			3 << 16);
	CU_ASSERT_EQUAL(call_by(d, 0, 0, 0, 0, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(call_by(d, 99, 0, 0, 0, 0, 0), -ENOSYS);
}

static void version(void)
{
	xen_extraversion_t extra;

	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_version, 0, 0, 0, 0),
			3 << 16);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_version, NOWHERE, 0, 0, 0),
			3 << 16);
	dom0_fill(BUF_GPA, 0xee, sizeof(extra) + 1);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_xen_version, XENVER_extraversion, BUF_GPA, 0, 0, 0), 0);
	dom0_read(BUF_GPA, extra, sizeof(extra));
	CU_ASSERT_PTR_NOT_NULL(memchr(extra, '\0', sizeof(extra)));
	CU_ASSERT_EQUAL(extra[0], '-');
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + sizeof(extra), 0xee, 1));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, 3, BUF_GPA, 0, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, TOP, BUF_GPA, 0, 0, 0), -ENOSYS);
}

static void compile_info(void)
{
	xen_compile_info_t info;

	dom0_fill(BUF_GPA, 0xee, sizeof(info) + 1);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_xen_version, XENVER_compile_info, BUF_GPA, 0, 0, 0), 0);
	dom0_read(BUF_GPA, &info, sizeof(info));
	/* Too long for its place: cut off, and ended. */
	CU_ASSERT_EQUAL(strlen(info.compiler), sizeof(info.compiler) - 1);
	CU_ASSERT_EQUAL(strncmp(info.compiler, XEN_COMPILER, sizeof(info.compiler) - 1),
			0);
	CU_ASSERT_STRING_EQUAL(info.compile_by, XEN_COMPILE_BY);
	CU_ASSERT_STRING_EQUAL(info.compile_domain, XEN_COMPILE_DOMAIN);
	CU_ASSERT_STRING_EQUAL(info.compile_date, XEN_COMPILE_DATE);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + sizeof(info), 0xee, 1));
}

/* Addresses at which size bytes are not wholly dom0's. */
static u64 bad_address(unsigned int i, u64 size)
{
	const u64 bad[] = {
		DOM0_END,   DOM0_END - size + 1, DOM0_END - 1,	  NOWHERE,
		TOP,	    TOP - size + 1,	 TOP - size / 2,  1ULL << 63,
		1ULL << 58, 0xc000000000000000,	 DOM0_END + size, 1ULL << 32,
	};

	return i < ARRAY_SIZE(bad) ? bad[i] : 0;
}

static void bad_version_buffers(void)
{
	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_extraversion, 0, 0, 0, 0),
			-EFAULT);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_extraversion, 0, 0, 0, 0),
			-EFAULT);
	for (unsigned int i = 0; bad_address(i, 16); i++) {
		CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_extraversion,
				     bad_address(i, sizeof(xen_extraversion_t)), 0, 0, 0),
				-EFAULT);
		CU_ASSERT_EQUAL(call(__HYPERVISOR_xen_version, XENVER_compile_info,
				     bad_address(i, sizeof(xen_compile_info_t)), 0, 0, 0),
				-EFAULT);
	}
}

static void bad_op_addresses(void)
{
	/* Memory lies there, but it says that there is no op. */
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom0_op, 0, 0, 0, 0, 0), -EFAULT);
	for (unsigned int i = 0; bad_address(i, sizeof(dom0_op_t)); i++)
		CU_ASSERT_EQUAL(call(__HYPERVISOR_dom0_op,
				     bad_address(i, sizeof(dom0_op_t)), 0, 0, 0, 0),
				-EFAULT);
}

/* Wherever it lies in dom0, aligned or not, in one chunk or in two: it works the same. */
static void good_op_addresses(void)
{
	static const u64 good[] = {
		1,
		7,
		4096 - 100,
		CHUNK_SIZE - sizeof(dom0_op_t),
		CHUNK_SIZE - 1,
		CHUNK_SIZE - 4,
		CHUNK_SIZE - 8,
		CHUNK_SIZE - 100,
		CHUNK_SIZE - 447,
		CHUNK_SIZE,
		3 * CHUNK_SIZE - 20,
		DOM0_END - sizeof(dom0_op_t),
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		dom0_op_t op = { 0 };

		CU_ASSERT_EQUAL(op_at(good[i], DOM0_GETDOMAININFO, &op), 0);
		CU_ASSERT_EQUAL(op.u.getdomaininfo.domain, 0);
		CU_ASSERT_EQUAL(op.u.getdomaininfo.tot_pages, DOM0_CHUNKS * 1024);
		CU_ASSERT_EQUAL(op.u.getdomaininfo.n_vcpu, 1);
		CU_ASSERT_EQUAL(op.cmd, DOM0_GETDOMAININFO);
		CU_ASSERT_EQUAL(op.interface_version, DOM0_INTERFACE_VERSION);
	}
}

/* The version is looked at before the command, and nothing is done or written. */
static void op_version(void)
{
	static const u32 cmds[] = {
		DOM0_CREATEDOMAIN, DOM0_GETDOMAININFO, DOM0_PPC_DEBUG_KEY, 0, 77,
		0xffffffff
	};
	static const u32 versions[] = { 0, 0xaaaa100d, 0xaaaa100f, 0x0e10aaaa,
					0xffffffff };

	for (size_t c = 0; c < ARRAY_SIZE(cmds); c++)
		for (size_t v = 0; v < ARRAY_SIZE(versions); v++) {
			const u32 head[] = { cmds[c], versions[v] };

			dom0_fill(OP_GPA, 0xee, sizeof(dom0_op_t));
			dom0_write(OP_GPA, head, sizeof(head));
			CU_ASSERT_EQUAL(call(__HYPERVISOR_dom0_op, OP_GPA, 0, 0, 0, 0),
					-EACCES);
			CU_ASSERT_TRUE(
				dom0_is_filled(OP_GPA + 8, 0xee, sizeof(dom0_op_t) - 8));
		}
	CU_ASSERT_PTR_NULL(domain_find_from(1));
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

static void check_unknown_op(u32 cmd)
{
	const u32 head[] = { cmd, DOM0_INTERFACE_VERSION };

	dom0_fill(OP_GPA, 0xee, sizeof(dom0_op_t));
	dom0_write(OP_GPA, head, sizeof(head));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom0_op, OP_GPA, 0, 0, 0, 0), -ENOSYS);
	CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + 8, 0xee, sizeof(dom0_op_t) - 8));
}

static void unknown_ops(void)
{
	for (u32 cmd = 0; cmd < 0x1100; cmd++)
		if (!is_op(cmd))
			check_unknown_op(cmd);
	for (u32 bit = 13; bit < 32; bit++)
		check_unknown_op(1U << bit | DOM0_PHYSINFO);
	check_unknown_op(0xffffffff);
}

/* What lies behind the op is not the hypervisor's to write. */
static void bytes_behind_the_op(void)
{
	dom0_op_t op = { 0 };

	dom0_fill(OP_GPA + sizeof(op), 0xee, 64);
	dom0_fill(OP_GPA - 64, 0xee, 64);
	CU_ASSERT_EQUAL(op_call(DOM0_GETDOMAININFO, &op), 0);
	CU_ASSERT_EQUAL(op_call(DOM0_PHYSINFO, &op), 0);
	CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + sizeof(op), 0xee, 64));
	CU_ASSERT_TRUE(dom0_is_filled(OP_GPA - 64, 0xee, 64));
}

/* A reply holds nothing of the hypervisor's stack: what is not said is unchanged. */
static void nothing_leaks(void)
{
	static const u32 ops[] = { DOM0_GETDOMAININFO, DOM0_PHYSINFO, DOM0_SCHED_ID };
	dom0_op_t first, second;

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++) {
		memset(&first, 0x00, sizeof(first));
		memset(&second, 0xff, sizeof(second));
		second.u.getdomaininfo.domain = 0;
		CU_ASSERT_EQUAL(op_call(ops[i], &first), 0);
		CU_ASSERT_EQUAL(op_call(ops[i], &second), 0);
		for (size_t b = offsetof(dom0_op_t, u); b < sizeof(first); b++) {
			u8 x = ((u8 *)&first)[b], y = ((u8 *)&second)[b];

			CU_ASSERT(x == y || (x == 0x00 && y == 0xff));
		}
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "numbers", numbers },
		{ "privilege", privilege },
		{ "version", version },
		{ "compile info", compile_info },
		{ "bad buffers of xen_version", bad_version_buffers },
		{ "bad addresses of ops", bad_op_addresses },
		{ "good addresses of ops", good_op_addresses },
		{ "version of ops", op_version },
		{ "unknown ops", unknown_ops },
		{ "bytes behind the op", bytes_behind_the_op },
		{ "nothing leaks", nothing_leaks },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "hypercall",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-hypercall", suites);
}
