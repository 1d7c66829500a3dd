// SPDX-License-Identifier: GPL-2.0-or-later
/* dom0 operations of programs, with pointers to their own memory. */
#include "libxc-fake.h"
#include "libxc-magic.h"
#include "libxc-ops.h"

/* The caller's memory, and nothing around it. */

static void getmemlist(void)
{
	unsigned long list[6];
	dom0_op_t op = { .cmd = DOM0_GETMEMLIST };

	memset(list, 0xff, sizeof(list));
	fake_domain(1, 3, 0);
	op.u.getmemlist.domain = 1;
	op.u.getmemlist.max_pfns = 5;
	op.u.getmemlist.buffer = list;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.getmemlist.num_pfns, 3);
	CU_ASSERT_PTR_EQUAL(op.u.getmemlist.buffer, list);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(list[i], FAKE_MFN(1, i));
	/* Bytes that it did not write are unchanged. */
	for (int i = 3; i < 6; i++)
		CU_ASSERT_EQUAL(list[i], ~0UL);
	op.u.getmemlist.domain = 2;
	ASSERT_FAILS(xc_dom0_op(handle, &op), EINVAL);
	CU_ASSERT_PTR_EQUAL(op.u.getmemlist.buffer, list);
}

static void ppc_getmemlist(void)
{
	unsigned long list[2] = { 0, 0 };
	dom0_op_t op = { .cmd = DOM0_PPC_GETMEMLIST };

	fake_domain(1, 9, 0);
	op.u.ppc_getmemlist.domain = 1;
	op.u.ppc_getmemlist.start_pfn = 4;
	op.u.ppc_getmemlist.max_pfns = 2;
	op.u.ppc_getmemlist.buffer = list;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_getmemlist.num_pfns, 2);
	CU_ASSERT_EQUAL(op.u.ppc_getmemlist.next_pfn, 6);
	CU_ASSERT_EQUAL(list[0], FAKE_MFN(1, 4));
	CU_ASSERT_EQUAL(list[1], FAKE_MFN(1, 5));
}

static void too_large(void)
{
	static const unsigned long counts[] = { 1 << 16, 1UL << 32, 1UL << 61, 1UL << 63,
						~0UL };
	dom0_op_t op = { .cmd = DOM0_GETMEMLIST };
	unsigned long one;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		op.cmd = DOM0_GETMEMLIST;
		op.u.getmemlist.max_pfns = counts[i];
		op.u.getmemlist.buffer = &one;
		CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSPC)),
				0);
		op.cmd = DOM0_GETDOMAININFOLIST;
		op.u.getdomaininfolist.max_domains = counts[i];
		op.u.getdomaininfolist.buffer = (void *)&one;
		CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSPC)),
				0);
	}
}

static void getdomaininfolist(void)
{
	dom0_getdomaininfo_t info[3];
	dom0_op_t op = { .cmd = DOM0_GETDOMAININFOLIST };

	memset(info, 0xff, sizeof(info));
	fake_domain(7, 5, 0);
	op.u.getdomaininfolist.max_domains = 3;
	op.u.getdomaininfolist.buffer = info;
	CU_ASSERT_EQUAL(do_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.getdomaininfolist.num_domains, 2);
	CU_ASSERT_EQUAL(info[1].domain, 7);
	CU_ASSERT_EQUAL(info[1].tot_pages, 5);
	CU_ASSERT_EQUAL(info[2].tot_pages, ~0UL);
}

/* The hypervisor returns a pointer into the buffer: the caller must get its own. */
static void readconsole(void)
{
	char buffer[1000];
	dom0_op_t op = { .cmd = DOM0_READCONSOLE };

	memset(buffer, 'x', sizeof(buffer));
	fake_print(300);
	op.u.readconsole.buffer = buffer;
	op.u.readconsole.count = sizeof(buffer);
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.readconsole.count, 300);
	CU_ASSERT_PTR_EQUAL(op.u.readconsole.buffer, buffer + 700);
	for (int i = 0; i < 700; i++)
		CU_ASSERT_EQUAL(buffer[i], 'x');
	for (int i = 0; i < 300; i++)
		CU_ASSERT_EQUAL(buffer[700 + i], FAKE_CHAR(i));
	/* Nothing to read: the pointer is at the end of the buffer. */
	xen.console_start = xen.console_end;
	op.u.readconsole.buffer = buffer;
	op.u.readconsole.count = sizeof(buffer);
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_PTR_EQUAL(op.u.readconsole.buffer, buffer + sizeof(buffer));
}

static void ppc_readconsole(void)
{
	char buffer[100];
	dom0_op_t op = { .cmd = DOM0_PPC_READCONSOLE };

	fake_print(300);
	op.u.ppc_readconsole.buffer = buffer;
	op.u.ppc_readconsole.count = sizeof(buffer);
	op.u.ppc_readconsole.position = 150;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_readconsole.count, 100);
	CU_ASSERT_EQUAL(op.u.ppc_readconsole.position, 250);
	CU_ASSERT_PTR_EQUAL(op.u.ppc_readconsole.buffer, buffer);
	CU_ASSERT_EQUAL(buffer[99], FAKE_CHAR(249));
	/* No buffer, no bytes: only the positions. */
	op.u.ppc_readconsole.buffer = NULL;
	op.u.ppc_readconsole.count = 0;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_readconsole.end, 300);
	CU_ASSERT_PTR_NULL(op.u.ppc_readconsole.buffer);
}

static void pincpu(void)
{
	static const cpumap_t map = 0x123456789abcdef0; /* read-only */
	dom0_op_t op = { .cmd = DOM0_PINCPUDOMAIN };

	op.u.pincpudomain.cpumap = (cpumap_t *)&map;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(xen.cpumap, map);
}

static void vcpu_context(void)
{
	static const vcpu_guest_context_t set = { .user_regs.gprs[0] = 0x600d };
	vcpu_guest_context_t got;
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };

	op.u.setdomaininfo.ctxt = (vcpu_guest_context_t *)&set;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(xen.context, 0x600d);
	CU_ASSERT_EQUAL(set.user_regs.gprs[0], 0x600d);

	memset(&got, 0, sizeof(got));
	memset(&op, 0, sizeof(op));
	op.cmd = DOM0_GETVCPUCONTEXT;
	op.u.getvcpucontext.ctxt = &got;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(got.sdr1, 0x5c5c5c5c5c5c5c5c);
	/* NULL: only the time is asked for. */
	op.u.getvcpucontext.ctxt = NULL;
	op.u.getvcpucontext.cpu_time = 0;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.getvcpucontext.cpu_time, 42);
	CU_ASSERT_PTR_NULL(op.u.getvcpucontext.ctxt);
}

static void page_types(void)
{
	unsigned long list[3] = { 5, 6, 7 };
	dom0_op_t op = { .cmd = DOM0_GETPAGEFRAMEINFO2 };

	op.u.getpageframeinfo2.num = 2;
	op.u.getpageframeinfo2.array = list;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(list[0], 5 | NOTAB);
	CU_ASSERT_EQUAL(list[1], 6 | L1TAB);
	CU_ASSERT_EQUAL(list[2], 7);
}

static void dirty_bitmap(void)
{
	unsigned long map[4] = { 1, 2, 3, 4 };
	dom0_op_t op = { .cmd = DOM0_SHADOW_CONTROL };

	op.u.shadow_control.pages = 129;
	op.u.shadow_control.dirty_bitmap = map;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.shadow_control.stats.dirty_count, 9);
	CU_ASSERT_EQUAL(map[0], 0x1234);
	for (int i = 1; i < 4; i++)
		CU_ASSERT_EQUAL(map[i], i + 1UL);
	op.u.shadow_control.dirty_bitmap = NULL;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_PTR_NULL(op.u.shadow_control.dirty_bitmap);
}

/* Here the operation names the part to read. */
static void dirty_bitmap_window(void)
{
	unsigned long map[4] = { 1, 2, 3, 4 };
	dom0_op_t op = { .cmd = DOM0_PPC_SHADOW_CONTROL };

	xen.shadow_pages = 1000;
	xen.dirty[1] = 0x111;
	xen.dirty[2] = 0x222;
	op.u.ppc_shadow_control.op = DOM0_SHADOW_CONTROL_OP_PEEK;
	op.u.ppc_shadow_control.first = 64;
	op.u.ppc_shadow_control.count = 65;
	op.u.ppc_shadow_control.dirty_bitmap = map;
	CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_shadow_control.count, 65);
	CU_ASSERT_EQUAL(op.u.ppc_shadow_control.pages, 1000);
	CU_ASSERT_PTR_EQUAL(op.u.ppc_shadow_control.dirty_bitmap, map);
	CU_ASSERT_EQUAL(map[0], 0x111);
	CU_ASSERT_EQUAL(map[1], 0x222);
	CU_ASSERT_EQUAL(map[2], 3);
	op.u.ppc_shadow_control.count = ~0UL;
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSPC)), 0);
}

/* No length is passed: the library must ask for it. */
static void counters(void)
{
	dom0_perfc_desc_t desc[FAKE_COUNTERS + 1];
	dom0_op_t op = { .cmd = DOM0_PERFCCONTROL };

	memset(desc, 0xff, sizeof(desc));
	op.u.perfccontrol.op = DOM0_PERFCCONTROL_OP_RESET;
	op.u.perfccontrol.desc = desc;
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0)), 2);
	CU_ASSERT_EQUAL(op.u.perfccontrol.nr_counters, FAKE_COUNTERS);
	CU_ASSERT_EQUAL(op.u.perfccontrol.op, DOM0_PERFCCONTROL_OP_RESET);
	CU_ASSERT_PTR_EQUAL(op.u.perfccontrol.desc, desc);
	for (u32 i = 0; i < FAKE_COUNTERS; i++) {
		CU_ASSERT_EQUAL(desc[i].nr_vals, i);
		CU_ASSERT_EQUAL(desc[i].vals[0], DOM0_PERFCCONTROL_OP_RESET);
	}
	CU_ASSERT_EQUAL(desc[FAKE_COUNTERS].nr_vals, ~0U);
	op.u.perfccontrol.desc = NULL;
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0)), 1);
	op.u.perfccontrol.desc = desc;
	xen.fail_cmd = DOM0_PERFCCONTROL;
	xen.fail_errno = ENOSYS;
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSYS)), 1);
}

/* Here it is passed, and bytes that are not written stay. */
static void counters_by_windows(void)
{
	dom0_perfc_desc_t desc[4];
	dom0_op_t op = { .cmd = DOM0_PPC_PERFCCONTROL };

	memset(desc, 0xff, sizeof(desc));
	op.u.ppc_perfccontrol.op = DOM0_PERFCCONTROL_OP_QUERY;
	op.u.ppc_perfccontrol.first = FAKE_COUNTERS - 3;
	op.u.ppc_perfccontrol.count = 4;
	op.u.ppc_perfccontrol.desc = desc;
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(xc_dom0_op(handle, &op), 0)), 1);
	CU_ASSERT_EQUAL(op.u.ppc_perfccontrol.count, 3);
	CU_ASSERT_PTR_EQUAL(op.u.ppc_perfccontrol.desc, desc);
	for (u32 i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(desc[i].nr_vals, FAKE_COUNTERS - 3 + i);
	CU_ASSERT_EQUAL(desc[3].nr_vals, ~0U);
	op.u.ppc_perfccontrol.count = ~0U;
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSPC)), 0);
}

/* Every operation of the interface is passed on, and no other. */
static void known_operations(void)
{
	static const u32 known[] = { 2,	     6,	     7,	     8,	     9,	     10,
				     11,     12,     13,     15,     16,     17,
				     18,     19,     20,     21,     22,     24,
				     25,     28,     29,     31,     32,     33,
				     34,     35,     36,     37,     38,     39,
				     0x1000, 0x1001, 0x1002, 0x1003, 0x1004, 0x1005,
				     0x1006, 0x1007, 0x1008, 0x100b, 0x100c, 0x100d };
	size_t k = 0;

	for (u32 cmd = 0; cmd < 0x1010; cmd++) {
		dom0_op_t op = { .cmd = cmd };
		bool is_known = k < sizeof(known) / sizeof(known[0]) && known[k] == cmd;

		k += is_known;
		CU_ASSERT_EQUAL(HYPERCALLS(xc_dom0_op(handle, &op)), is_known);
		if (!is_known)
			CU_ASSERT_EQUAL(errno, ENOSYS);
		fake.violations = 0; /* NULL where the hypervisor expects a buffer */
	}
	for (u32 cmd = 0x1010; cmd; cmd <<= 1) {
		dom0_op_t op = { .cmd = cmd };

		CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_dom0_op(handle, &op), ENOSYS)),
				0);
	}
}

CU_TestInfo libxc_bounce_tests[] = {
	{ "GETMEMLIST", getmemlist },
	{ "PPC_GETMEMLIST", ppc_getmemlist },
	{ "what is larger than the page", too_large },
	{ "GETDOMAININFOLIST", getdomaininfolist },
	{ "READCONSOLE and its moving pointer", readconsole },
	{ "PPC_READCONSOLE", ppc_readconsole },
	{ "PINCPUDOMAIN", pincpu },
	{ "SETDOMAININFO, GETVCPUCONTEXT", vcpu_context },
	{ "GETPAGEFRAMEINFO2", page_types },
	{ "SHADOW_CONTROL", dirty_bitmap },
	{ "PPC_SHADOW_CONTROL", dirty_bitmap_window },
	{ "PERFCCONTROL", counters },
	{ "PPC_PERFCCONTROL", counters_by_windows },
	{ "all operations, and what is none", known_operations },
	CU_TEST_INFO_NULL,
};
