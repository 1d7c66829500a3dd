// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The list of calls (public/op_list.h) against the hypervisor and the structures. That
 * the list has every op and every pointer of the headers: tests/abi/check-abi.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/op_list.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

/* A field that is named as a pointer is one, and the hypervisor has read it. */
#define POINTER_CLASS 5 /* of __builtin_classify_type() */
#define FIELD_END(member, field)               \
	(offsetof(dom0_op_t, u.member.field) + \
	 sizeof(((dom0_op_t *)NULL)->u.member.field))
#define ASSERT_POINTER(number, name, member, last, field, ...)                         \
	_Static_assert(__builtin_classify_type(((dom0_op_t *)NULL)->u.member.field) == \
			       POINTER_CLASS,                                          \
		       #number ": " #field " is not a pointer");                       \
	_Static_assert(FIELD_END(member, field) <= FIELD_END(member, last),            \
		       #number ": " #field " is behind what is read");
#define NOTHING(...)

/* The size of what is meant is a pointer's. NOLINTBEGIN(bugprone-sizeof-expression) */
XEN_DOM0_OPS(NOTHING, NOTHING, ASSERT_POINTER)
XEN_DOM0_OPS_NOT_SERVED(NOTHING, NOTHING, ASSERT_POINTER)
XEN_DOM0_PPC_OPS(NOTHING, NOTHING, ASSERT_POINTER)
/* NOLINTEND(bugprone-sizeof-expression) */

#define ASSERT_WORD(name, structure, condition, field, ...)                   \
	_Static_assert(sizeof(((structure *)NULL)->field) == sizeof(u64) &&   \
			       offsetof(structure, field) % sizeof(u64) == 0, \
		       #name ": " #field " does not hold an address");
/* NOLINTNEXTLINE(bugprone-sizeof-expression) */
XEN_HYPERCALL_POINTERS(ASSERT_WORD)

#define CALL(name, ...) [__HYPERVISOR_##name] = true,
static const bool served[NR_HYPERCALLS] = { XEN_HYPERCALLS(CALL, CALL, CALL) };
static const bool not_served[NR_HYPERCALLS] = { XEN_HYPERCALLS_NOT_SERVED(CALL) };

#define OP(number, ...) DOM0_##number,
static const u32 ops[] = { XEN_DOM0_OPS(OP, OP, OP) XEN_DOM0_PPC_OPS(OP, OP, OP) };
static const u32 ops_not_served[] = { XEN_DOM0_OPS_NOT_SERVED(OP, OP, OP) };

static unsigned int times(const u32 *list, size_t nr, u32 cmd)
{
	unsigned int found = 0;

	for (size_t i = 0; i < nr; i++)
		found += list[i] == cmd;
	return found;
}

/* With arguments of 0 each call that is served has another answer. */
static void hypercalls(void)
{
	for (u64 nr = 0; nr < NR_HYPERCALLS; nr++) {
		CU_ASSERT_EQUAL(call(nr, 0, 0, 0, 0, 0) != -ENOSYS, served[nr]);
		CU_ASSERT_FALSE(served[nr] && not_served[nr]);
	}
}

/*
 * Of an op that is not wholly in the frame that a call by offsets may touch, the
 * hypervisor looks at the number and does nothing.
 */
static void dom0_ops(void)
{
	const u64 gpa = BUF_GPA - 16;

	for (u32 cmd = 0; cmd < 0x1100; cmd++) {
		const u32 head[] = { cmd, DOM0_INTERFACE_VERSION };
		unsigned int listed = times(ops, ARRAY_SIZE(ops), cmd);
		unsigned int others =
			times(ops_not_served, ARRAY_SIZE(ops_not_served), cmd);

		dom0_write(gpa, head, sizeof(head));
		CU_ASSERT_EQUAL(
			call(__HYPERVISOR_dom0_op | XEN_PPC_OFFSETS, gpa, 0, 0, 0, 0),
			listed ? -EFAULT : -ENOSYS);
		CU_ASSERT_TRUE(listed + others <= 1);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "hypercalls", hypercalls },
		{ "dom0 ops", dom0_ops },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "list of calls",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-op-list", suites);
}
