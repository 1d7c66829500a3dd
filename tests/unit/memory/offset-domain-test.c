// SPDX-License-Identifier: GPL-2.0-or-later
/* XEN_PPC_OFFSETS: the ops that build, save and talk to a domain (offset-test.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "state.h"

#define OFFSET 512 /* where buffers lie, from the op */

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(1);
}

static long offset_op(u32 cmd, dom0_op_t *op)
{
	long ret;

	op->cmd = cmd;
	op->interface_version = DOM0_INTERFACE_VERSION;
	dom0_write(OP_GPA, op, sizeof(*op));
	ret = call(__HYPERVISOR_dom0_op | XEN_PPC_OFFSETS, OP_GPA, 0, 0, 0, 0);
	dom0_read(OP_GPA, op, sizeof(*op));
	CU_ASSERT_FALSE(dom0->vcpu[0]->caller.by_offsets);
	CU_ASSERT_EQUAL(dom0->vcpu[0]->caller.base, 0);
	return ret;
}

/* From the op: the buffer's last byte is out of its frame, or of memory, or nowhere. */
static u64 bad_offset(unsigned int i, u64 len)
{
	const u64 bad[] = { FRAME_SIZE - len + 1,
			    FRAME_SIZE - 1,
			    FRAME_SIZE,
			    DOM0_END - OP_GPA,
			    0 - FRAME_SIZE,
			    0 - (u64)OP_GPA,
			    BUF_GPA, /* an address, where an offset is wanted */
			    1ULL << 63,
			    TOP,
			    TOP - len };

	return i < ARRAY_SIZE(bad) ? bad[i] : 0;
}

static void building(void)
{
	static const char cmdline[] = "quiet";
	dom0_op_t op = { .u.ppc_builddomain = { .domain = d->id,
						.vcpus = 1,
						.cmdline_size = sizeof(cmdline),
						.fdt = 0x100000,
						.rtas = 0x200000 } };

	for (unsigned int i = 0; bad_offset(i, sizeof(cmdline)); i++) {
		op.u.ppc_builddomain.cmdline =
			guest_pointer(bad_offset(i, sizeof(cmdline)));
		CU_ASSERT_EQUAL(offset_op(DOM0_PPC_BUILDDOMAIN, &op), -EFAULT);
	}
	op.u.ppc_builddomain.cmdline = NULL;
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_BUILDDOMAIN, &op), -EFAULT);
	CU_ASSERT_TRUE(domain_is_new(d));
	op.u.ppc_builddomain.cmdline = guest_pointer(FRAME_SIZE - sizeof(cmdline));
	dom0_write(OP_GPA + FRAME_SIZE - sizeof(cmdline), cmdline, sizeof(cmdline));
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_BUILDDOMAIN, &op), 0);
	CU_ASSERT_TRUE(!domain_is_new(d));
}

static void reading(void)
{
	dom0_op_t op = { .u.ppc_console_read = { .domain = d->id,
						 .count = 5,
						 .buffer = guest_pointer(OFFSET) } };
	char text[6] = { 0 };

	guest_console_put(d, "hello", 5);
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_CONSOLE_READ, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_console_read.count, 5);
	CU_ASSERT_EQUAL((uintptr_t)op.u.ppc_console_read.buffer, OFFSET);
	dom0_read(OP_GPA + OFFSET, text, 5);
	CU_ASSERT_STRING_EQUAL(text, "hello");
	for (unsigned int i = 0; bad_offset(i, 5); i++) {
		op.u.ppc_console_read = (dom0_ppc_console_read_t){
			.domain = d->id,
			.count = 5,
			.buffer = guest_pointer(bad_offset(i, 5))
		};
		dom0_fill(OP_GPA + FRAME_SIZE - 5, 0xee, 10);
		CU_ASSERT_EQUAL(offset_op(DOM0_PPC_CONSOLE_READ, &op), -EFAULT);
		CU_ASSERT_TRUE(dom0_is_filled(OP_GPA + FRAME_SIZE - 5, 0xee, 10));
	}
	/* No buffer is still no buffer. */
	op.u.ppc_console_read = (dom0_ppc_console_read_t){ .domain = d->id };
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_CONSOLE_READ, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_console_read.end, 5);
}

static void typing(void)
{
	dom0_op_t op = { .u.ppc_console_write = { .domain = d->id, .count = 5 } };
	char text[6] = { 0 };

	for (unsigned int i = 0; bad_offset(i, 5); i++) {
		op.u.ppc_console_write.buffer = guest_pointer(bad_offset(i, 5));
		CU_ASSERT_EQUAL(offset_op(DOM0_PPC_CONSOLE_WRITE, &op), -EFAULT);
	}
	CU_ASSERT_EQUAL(d->console.ring.in_count, 0);
	op.u.ppc_console_write.buffer = guest_pointer(OFFSET);
	dom0_write(OP_GPA + OFFSET, "hello", 5);
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_CONSOLE_WRITE, &op), 0);
	CU_ASSERT_EQUAL(guest_console_get(d, text, 5), 5);
	CU_ASSERT_STRING_EQUAL(text, "hello");
}

static void saving(void)
{
	dom0_op_t op = { .u.ppc_domainstate = { .domain = d->id } };
	u8 records[STATE_ROOM];
	struct state state;
	u32 size;

	get_state(d);
	size = state_answer.size;
	op.u.ppc_domainstate.size = size;
	for (unsigned int i = 0; bad_offset(i, size); i++) {
		op.u.ppc_domainstate.buffer = guest_pointer(bad_offset(i, size));
		CU_ASSERT_EQUAL(offset_op(DOM0_PPC_GETDOMAINSTATE, &op), -EFAULT);
		CU_ASSERT_EQUAL(offset_op(DOM0_PPC_SETDOMAINSTATE, &op), -EFAULT);
	}
	op.u.ppc_domainstate.buffer = NULL;
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_GETDOMAINSTATE, &op), -EFAULT);
	op.u.ppc_domainstate.buffer = guest_pointer(OFFSET);
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_GETDOMAINSTATE, &op), 0);
	dom0_read(OP_GPA + OFFSET, records, size);
	CU_ASSERT_TRUE(state_of(records, size, &state));
	CU_ASSERT_EQUAL(state.nr_vcpus, 1);
	state.timebase = 0x777;
	op.u.ppc_domainstate.size = state_records(&state, records);
	dom0_write(OP_GPA + OFFSET, records, op.u.ppc_domainstate.size);
	CU_ASSERT_EQUAL(offset_op(DOM0_PPC_SETDOMAINSTATE, &op), 0);
	CU_ASSERT_EQUAL(arch_domain_time(d), 0x777);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "building", building }, { "reading its console", reading },
		{ "typing", typing },	  { "saving and restoring", saving },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "offsets for domains",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-offset-domain", suites);
}
