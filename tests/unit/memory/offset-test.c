// SPDX-License-Identifier: GPL-2.0-or-later
/* XEN_PPC_OFFSETS: embedded pointers that are offsets (xen/memory/guest_access.h). */
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <public/xen.h>
#include <public/grant_table.h>
#include <public/version.h>

#include "console-ring.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define BY_OFFSETS(number) ((number) | XEN_PPC_OFFSETS)
#define OFFSET		   512	      /* where buffers lie, from the op */
#define VPA_GPA		   0x40000    /* in another domain */
#define LAST		   0x1fe40ULL /* the last address of an op in its frame */

_Static_assert(LAST + sizeof(dom0_op_t) == OP_GPA + FRAME_SIZE, "end of the frame");

static long offset_op_at(u64 gpa, u32 cmd, dom0_op_t *op)
{
	long ret;

	op->cmd = cmd;
	op->interface_version = DOM0_INTERFACE_VERSION;
	dom0_write(gpa, op, sizeof(*op));
	ret = call(BY_OFFSETS(__HYPERVISOR_dom0_op), gpa, 0, 0, 0, 0);
	dom0_read(gpa, op, sizeof(*op));
	/* Whatever came of it, the next call has addresses again. */
	CU_ASSERT_FALSE(dom0->vcpu[0]->caller.by_offsets);
	CU_ASSERT_EQUAL(dom0->vcpu[0]->caller.base, 0);
	return ret;
}

static void frame_lists(void)
{
	struct domain *d = make_domain(1);
	dom0_op_t op = { .u.getmemlist = { .domain = d->id,
					   .max_pfns = 5,
					   .buffer = guest_pointer(OFFSET) } };
	u64 list[6], first = (u64)d->p2m.chunk[0] * CHUNK_FRAMES;

	dom0_fill(OP_GPA, 0xee, FRAME_SIZE);
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_GETMEMLIST, &op), 0);
	CU_ASSERT_EQUAL(op.u.getmemlist.num_pfns, 5);
	CU_ASSERT_EQUAL((uintptr_t)op.u.getmemlist.buffer, OFFSET);
	dom0_read(OP_GPA + OFFSET, list, sizeof(list));
	CU_ASSERT_EQUAL(list[0], first);
	CU_ASSERT_EQUAL(list[4], first + 4);
	CU_ASSERT_EQUAL(list[5], 0xeeeeeeeeeeeeeeee);

	op = (dom0_op_t){ .u.ppc_getmemlist = { .domain = d->id,
						.start_pfn = 100,
						.max_pfns = 3,
						.buffer = guest_pointer(OFFSET) } };
	/* Not aligned, and not at the start of a frame. */
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA + 1001, DOM0_PPC_GETMEMLIST, &op), 0);
	dom0_read(OP_GPA + 1001 + OFFSET, list, sizeof(list));
	CU_ASSERT_EQUAL(list[0], first + 100);
	CU_ASSERT_EQUAL(list[2], first + 102);
	CU_ASSERT_EQUAL((uintptr_t)op.u.ppc_getmemlist.buffer, OFFSET);
}

static void domain_lists(void)
{
	struct domain *d = make_domain(0);
	dom0_op_t op = { .u.getdomaininfolist = { .max_domains = 9,
						  .buffer = guest_pointer(OFFSET) } };
	dom0_getdomaininfo_t info[2];

	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_GETDOMAININFOLIST, &op), 0);
	CU_ASSERT_EQUAL(op.u.getdomaininfolist.num_domains, 2);
	dom0_read(OP_GPA + OFFSET, info, sizeof(info));
	CU_ASSERT_EQUAL(info[0].domain, 0);
	CU_ASSERT_EQUAL(info[0].vcpu_to_cpu[0], 0);
	CU_ASSERT_EQUAL(info[1].domain, d->id);
	CU_ASSERT_EQUAL(info[1].vcpu_to_cpu[1], -1);
	CU_ASSERT_EQUAL(info[1].vcpu_to_cpu[MAX_VIRT_CPUS - 1], -1);
	CU_ASSERT_EQUAL(info[1].cpumap[MAX_VIRT_CPUS - 1], 0);

	/* The second does not fit into the frame. */
	op.u.getdomaininfolist.buffer = guest_pointer(FRAME_SIZE - sizeof(info) + 8);
	dom0_fill(OP_GPA + FRAME_SIZE, 0xee, FRAME_SIZE);
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_GETDOMAININFOLIST, &op), -EINVAL);
	CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + FRAME_SIZE, 0xee, FRAME_SIZE));
}

/* The answer's pointer is an offset too; no buffer is still no buffer. */
static void console(void)
{
	dom0_op_t op = { .u.readconsole = { .buffer = guest_pointer(OFFSET),
					    .count = 30 } };
	char text[32] = { 0 };

	pr_info("abcdefghi\n"); /* 16 bytes */
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_READCONSOLE, &op), 0);
	CU_ASSERT_EQUAL((uintptr_t)op.u.readconsole.buffer, OFFSET + 14);
	CU_ASSERT_EQUAL(op.u.readconsole.count, 16);
	dom0_read(OP_GPA + OFFSET + 14, text, 16);
	CU_ASSERT_STRING_EQUAL(text, "(XEN) abcdefghi\n");

	op.u.readconsole.buffer = NULL;
	op.u.readconsole.count = 0;
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_READCONSOLE, &op), 0);
	CU_ASSERT_PTR_NULL(op.u.readconsole.buffer);
	op.u.readconsole.count = 1;
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_READCONSOLE, &op), -EFAULT);

	op.u.ppc_readconsole =
		(dom0_ppc_readconsole_t){ .buffer = guest_pointer(OFFSET), .count = 9 };
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_PPC_READCONSOLE, &op), 0);
	dom0_read(OP_GPA + OFFSET, text, 9);
	CU_ASSERT_EQUAL(memcmp(text, "(XEN) abc", 9), 0);
}

static void vcpus(void)
{
	struct domain *d = make_domain(1);
	vcpu_guest_context_t context = { .user_regs.msr = 1ULL << 63,
					 .user_regs.gprs[5] = 0x5555 };
	cpumap_t map = 0x1234;
	dom0_op_t op = { .u.setdomaininfo = { .domain = d->id,
					      .ctxt = guest_pointer(OFFSET) } };

	dom0_write(OP_GPA + OFFSET, &context, sizeof(context));
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_SETDOMAININFO, &op), 0);
	op.u.getvcpucontext =
		(dom0_getvcpucontext_t){ .domain = d->id, .ctxt = guest_pointer(4096) };
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_GETVCPUCONTEXT, &op), 0);
	memset(&context, 0, sizeof(context));
	dom0_read(OP_GPA + 4096, &context, sizeof(context));
	CU_ASSERT_EQUAL(context.user_regs.gprs[5], 0x5555);
	/* What a context names is the domain's memory, and need not be in the frame. */
	*domain_byte(d, VPA_GPA + 4) = 640 >> 8; /* its length, big-endian */
	*domain_byte(d, VPA_GPA + 5) = 640 & 0xff;
	context.vpa = VPA_GPA;
	dom0_write(OP_GPA + OFFSET, &context, sizeof(context));
	op.u.setdomaininfo =
		(dom0_setdomaininfo_t){ .domain = d->id, .ctxt = guest_pointer(OFFSET) };
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_SETDOMAININFO, &op), 0);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.vpa, VPA_GPA);
	op.u.getvcpucontext = (dom0_getvcpucontext_t){ .domain = d->id };
	/* NULL stays NULL: only the time, and nothing is written over the op. */
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_GETVCPUCONTEXT, &op), 0);
	CU_ASSERT_EQUAL(op.cmd, DOM0_GETVCPUCONTEXT);
	CU_ASSERT_EQUAL(op.u.getvcpucontext.domain, d->id);

	op.u.pincpudomain =
		(dom0_pincpudomain_t){ .domain = d->id, .cpumap = guest_pointer(OFFSET) };
	dom0_write(OP_GPA + OFFSET, &map, sizeof(map));
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_PINCPUDOMAIN, &op), 0);
	CU_ASSERT_EQUAL(d->vcpu[0]->affinity, map);
}

static void machine_wide(void)
{
	u64 frames[2] = { (u64)dom0->p2m.chunk[0] * CHUNK_FRAMES, 0 };
	dom0_op_t op = { .u.getpageframeinfo2 = { .num = 2,
						  .array = guest_pointer(OFFSET) } };
	dom0_perfc_desc_t desc[2];

	dom0_write(OP_GPA + OFFSET, frames, sizeof(frames));
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_GETPAGEFRAMEINFO2, &op), 0);
	dom0_read(OP_GPA + OFFSET, frames, sizeof(frames));
	CU_ASSERT_EQUAL(frames[0], (u64)dom0->p2m.chunk[0] * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(frames[1], 0xf0000000);

	op.u.perfccontrol = (dom0_perfccontrol_t){ .op = DOM0_PERFCCONTROL_OP_QUERY,
						   .desc = guest_pointer(OFFSET) };
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_PERFCCONTROL, &op), 0);
	dom0_read(OP_GPA + OFFSET, desc, sizeof(desc[0]));
	CU_ASSERT_STRING_EQUAL((char *)desc[0].name, "hypercalls by number");
	op.u.ppc_perfccontrol =
		(dom0_ppc_perfccontrol_t){ .op = DOM0_PERFCCONTROL_OP_QUERY,
					   .first = 1,
					   .count = 1,
					   .desc = guest_pointer(OFFSET) };
	CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_PPC_PERFCCONTROL, &op), 0);
	dom0_read(OP_GPA + OFFSET, desc, sizeof(desc[0]));
	CU_ASSERT_STRING_EQUAL((char *)desc[0].name, "dom0 ops by number");
}

/* From an op at gpa: out of its frame, out of memory, beyond all addresses. */
static u64 bad_offset(unsigned int i, u64 gpa, u64 len)
{
	const u64 end = OP_GPA + FRAME_SIZE - gpa;
	const u64 bad[] = {
		end,
		end - len + 1,
		end - 1,
		end + 512,
		CHUNK_SIZE,
		DOM0_END - gpa,
		OP_GPA - FRAME_SIZE - gpa, /* the frame before: no less an overflow */
		0 - gpa,
		BUF_GPA, /* an address, where an offset is wanted */
		1ULL << 63,
		TOP,
		TOP - gpa,
		TOP - len,
	};

	return i < ARRAY_SIZE(bad) ? bad[i] : 0;
}

static void bad_offsets(void)
{
	struct domain *d = make_domain(1);
	const u64 len = 5 * sizeof(u64), frames = 3 * FRAME_SIZE;

	for (unsigned int i = 0; bad_offset(i, OP_GPA, len); i++) {
		dom0_op_t op = { .u.ppc_getmemlist = { .domain = d->id,
						       .max_pfns = 5,
						       .buffer = guest_pointer(bad_offset(
							       i, OP_GPA, len)) } };
		u64 cut = bad_offset(i, OP_GPA, len) == FRAME_SIZE - len + 1 ? len - 1
			  : bad_offset(i, OP_GPA, len) == FRAME_SIZE - 1     ? 1
									     : 0;

		dom0_fill(OP_GPA - FRAME_SIZE, 0xee, frames);
		CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_PPC_GETMEMLIST, &op), -EFAULT);
		/* Not a byte outside; inside, what a list does that has too little room.
		 */
		CU_ASSERT_TRUE(dom0_is_filled(OP_GPA - FRAME_SIZE, 0xee, FRAME_SIZE));
		CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + FRAME_SIZE, 0xee, FRAME_SIZE));
		CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + sizeof(op), 0xee,
					      FRAME_SIZE - sizeof(op) - cut));

		op.u.readconsole = (dom0_readconsole_t){
			.count = len, .buffer = guest_pointer(bad_offset(i, OP_GPA, len))
		};
		dom0_fill(OP_GPA - FRAME_SIZE, 0xee, frames);
		pr_info("some text that fills all of it, and more\n");
		CU_ASSERT_EQUAL(offset_op_at(OP_GPA, DOM0_READCONSOLE, &op), -EFAULT);
		CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + FRAME_SIZE, 0xee, FRAME_SIZE));
		CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + sizeof(op), 0xee,
					      FRAME_SIZE - sizeof(op)));
	}
}

/* An offset is not negative, though what lies before the op is in its frame. */
static void backwards(void)
{
	dom0_op_t op = { .u.pincpudomain = { .domain = make_domain(0)->id,
					     .cpumap = guest_pointer(TOP - 15) } };

	CU_ASSERT_EQUAL(offset_op_at(OP_GPA + 1024, DOM0_PINCPUDOMAIN, &op), -EFAULT);
}

/* The op itself has to be in one frame, though the next one is its domain's too. */
static void op_across_frames(void)
{
	dom0_op_t op = { 0 };

	for (u64 gpa = LAST - 1; gpa <= LAST + sizeof(op); gpa++) {
		long ret = gpa <= LAST || gpa == LAST + sizeof(op) ? 0 : -EFAULT;

		CU_ASSERT_EQUAL(offset_op_at(gpa, DOM0_SCHED_ID, &op), ret);
		CU_ASSERT_EQUAL(op_at(gpa, DOM0_SCHED_ID, &op), 0);
	}
	CU_ASSERT_EQUAL(call(BY_OFFSETS(__HYPERVISOR_dom0_op), NOWHERE, 0, 0, 0, 0),
			-EFAULT);
	CU_ASSERT_EQUAL(call(BY_OFFSETS(__HYPERVISOR_dom0_op), 0, 0, 0, 0, 0), -EFAULT);
}

static void numbers(void)
{
	static const u64 unknown[] = { 32,	64,	    0x2000,    0x2007,
				       0x10000, 1ULL << 32, 1ULL << 63 };

	for (u64 nr = 0; nr < 64; nr++)
		if (call(nr, TOP, TOP, TOP, TOP, TOP) == -ENOSYS)
			CU_ASSERT_EQUAL(call(BY_OFFSETS(nr), TOP, TOP, TOP, TOP, TOP),
					-ENOSYS);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		CU_ASSERT_EQUAL(call(BY_OFFSETS(unknown[i]), 0, 0, 0, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(call_by(make_domain(0), BY_OFFSETS(__HYPERVISOR_dom0_op), OP_GPA,
				0, 0, 0, 0),
			-EPERM);
}

/*
 * Each call of a multicall has a flag of its own; that of the multicall means nothing,
 * and does not let it contain itself.
 */
static void multicall(void)
{
	const u64 gpa = BUF_GPA;
	dom0_op_t op = { .cmd = DOM0_PPC_GETMEMLIST,
			 .interface_version = DOM0_INTERFACE_VERSION,
			 .u.ppc_getmemlist = { .max_pfns = 1,
					       .buffer = guest_pointer(OFFSET) } };
	multicall_entry_t calls[] = {
		{ .op = BY_OFFSETS(__HYPERVISOR_dom0_op), .args = { OP_GPA } },
		{ .op = BY_OFFSETS(__HYPERVISOR_multicall), .args = { gpa, 4 } },
		{ .op = __HYPERVISOR_dom0_op, .args = { OP_GPA } },
		{ .op = __HYPERVISOR_xen_version,
		  .args = { XENVER_extraversion, OP_GPA + FRAME_SIZE - 8 } },
	};
	u64 at[2] = { 0xeeee, 0xeeee };

	dom0_write(OP_GPA, &op, sizeof(op));
	dom0_write(OP_GPA + OFFSET, &at[0], sizeof(at[0]));
	dom0_write(OFFSET, &at[1], sizeof(at[1]));
	dom0_write(gpa, calls, sizeof(calls));
	CU_ASSERT_EQUAL(call(BY_OFFSETS(__HYPERVISOR_multicall), gpa, 4, 0, 0, 0), 0);
	dom0_read(gpa, calls, sizeof(calls));
	CU_ASSERT_EQUAL((long)calls[0].result, 0);
	CU_ASSERT_EQUAL((long)calls[1].result, -EINVAL);
	CU_ASSERT_EQUAL((long)calls[2].result, 0);
	CU_ASSERT_EQUAL((long)calls[3].result, 0);
	/* The first by offset, the third at that address. */
	dom0_read(OP_GPA + OFFSET, &at[0], sizeof(at[0]));
	dom0_read(OFFSET, &at[1], sizeof(at[1]));
	CU_ASSERT_EQUAL(at[0], (u64)dom0->p2m.chunk[0] * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(at[1], at[0]);
}

static void grant_table(void)
{
	const u64 number = BY_OFFSETS(__HYPERVISOR_grant_table_op), gpa = BUF_GPA + 64;
	gnttab_setup_table_t op = { .dom = DOMID_SELF,
				    .nr_frames = 1,
				    .frame_list = guest_pointer(32) };
	u64 frame = 0xeeee;

	dom0_write(gpa, &op, sizeof(op));
	CU_ASSERT_EQUAL(call(number, GNTTABOP_setup_table, gpa, 1, 0, 0), 0);
	dom0_read(gpa, &op, sizeof(op));
	dom0_read(gpa + 32, &frame, sizeof(frame));
	CU_ASSERT_EQUAL(op.status, GNTST_okay);
	CU_ASSERT_EQUAL((uintptr_t)op.frame_list, 32);
	CU_ASSERT_NOT_EQUAL(frame, 0xeeee);
	op.frame_list = guest_pointer(FRAME_SIZE);
	dom0_write(gpa, &op, sizeof(op));
	CU_ASSERT_EQUAL(call(number, GNTTABOP_setup_table, gpa, 1, 0, 0), -EFAULT);
}

/* No pointer in a structure: the flag means nothing but that one frame has to do. */
static void other_hypercalls(void)
{
	const u64 version = BY_OFFSETS(__HYPERVISOR_xen_version);
	const u64 end = BUF_GPA + FRAME_SIZE;

	CU_ASSERT_EQUAL(call(version, XENVER_version, 0, 0, 0, 0), 3 << 16);
	CU_ASSERT_EQUAL(call(version, XENVER_extraversion, BUF_GPA, 0, 0, 0), 0);
	CU_ASSERT_EQUAL(call(version, XENVER_extraversion, end - 16, 0, 0, 0), 0);
	dom0_fill(end - 16, 0xee, 32);
	CU_ASSERT_EQUAL(call(version, XENVER_extraversion, end - 15, 0, 0, 0), -EFAULT);
	CU_ASSERT_TRUE(dom0_is_filled(end - 16, 0xee, 32));
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_xen_version, XENVER_extraversion, end - 15, 0, 0, 0),
		0);
	CU_ASSERT_EQUAL(call(BY_OFFSETS(__HYPERVISOR_console_io), CONSOLEIO_write, 20,
			     end - 19, 0, 0),
			-EFAULT);
	CU_ASSERT_EQUAL(call(BY_OFFSETS(__HYPERVISOR_dom_mem_op),
			     MEMOP_increase_reservation, end - 8, 2, 10, DOMID_SELF),
			0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "lists of frames", frame_lists },
		{ "lists of domains", domain_lists },
		{ "the console, whose pointer moves", console },
		{ "vCPUs, and NULL", vcpus },
		{ "frame types and counters", machine_wide },
		{ "offsets out of the frame", bad_offsets },
		{ "offsets backwards", backwards },
		{ "an op across frames", op_across_frames },
		{ "numbers", numbers },
		{ "multicall", multicall },
		{ "grant tables", grant_table },
		{ "hypercalls without embedded pointers", other_hypercalls },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "offset", NULL, NULL, console_start_with_dom0, dom0_stop, tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-offset", suites);
}
