// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: PERFCCONTROL and PPC_PERFCCONTROL, and that they count. */
#include "hypercall-test.h"

#define QUERY DOM0_PERFCCONTROL_OP_QUERY
#define RESET DOM0_PERFCCONTROL_OP_RESET

static long perfc(u32 sub, void *desc, u32 *nr)
{
	dom0_op_t *op = op_new(DOM0_PERFCCONTROL);
	long result;

	op->u.perfccontrol.op = sub;
	op->u.perfccontrol.desc = desc;
	op->u.perfccontrol.nr_counters = 0x5555;
	result = op_do();
	*nr = op->u.perfccontrol.nr_counters;
	return result;
}

static long window(u32 sub, u32 first, u32 *count, void *desc)
{
	dom0_op_t *op = op_new(DOM0_PPC_PERFCCONTROL);
	long result;

	op->u.ppc_perfccontrol.op = sub;
	op->u.ppc_perfccontrol.first = first;
	op->u.ppc_perfccontrol.count = *count;
	op->u.ppc_perfccontrol.desc = desc;
	result = op_do();
	*count = op->u.ppc_perfccontrol.count;
	return result;
}

static u32 counters(void)
{
	u32 nr = 0;

	CU_ASSERT_EQUAL(perfc(QUERY, NULL, &nr), 0);
	CU_ASSERT(nr > 0 && nr * sizeof(dom0_perfc_desc_t) <= buffer_size());
	return nr;
}

/* The value of a counter, by the start of its name. */
static u32 value(const char *name, u32 index)
{
	const dom0_perfc_desc_t *desc = buffer();
	u32 nr = 0;

	CU_ASSERT_EQUAL(perfc(QUERY, buffer_gpa(), &nr), 0);
	for (u32 i = 0; i < nr; i++)
		if (!strncmp((const char *)desc[i].name, name, strlen(name)) &&
		    index < desc[i].nr_vals)
			return desc[i].vals[index];
	CU_FAIL("there is no such counter");
	return 0;
}

static void descriptions(void)
{
	const dom0_perfc_desc_t *desc = buffer();
	u32 nr = counters(), got = 0;

	memset(buffer(), 0xee, nr * sizeof(*desc) + 64);
	CU_ASSERT_EQUAL(perfc(QUERY, buffer_gpa(), &got), 0);
	CU_ASSERT_EQUAL(got, nr);
	for (u32 i = 0; i < nr; i++) {
		CU_ASSERT_PTR_NOT_NULL(memchr(desc[i].name, 0, sizeof(desc[i].name)));
		CU_ASSERT_NOT_EQUAL(desc[i].name[0], 0);
		CU_ASSERT(desc[i].nr_vals >= 1 && desc[i].nr_vals <= 64);
		for (u32 v = desc[i].nr_vals; v < 64; v++)
			CU_ASSERT_EQUAL(desc[i].vals[v], 0);
	}
	for (int i = 0; i < 64; i++)
		CU_ASSERT_EQUAL(((unsigned char *)(desc + nr))[i], 0xee);
}

/* Each dom0_op raises the count of its hypercall by one, and no other raises it. */
static void hypercalls_are_counted(void)
{
	u32 before = value("hypercalls", __HYPERVISOR_dom0_op);
	u32 versions = value("hypercalls", __HYPERVISOR_xen_version);

	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), before + 2);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_version), XEN_3_0);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), before + 3);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_xen_version), versions + 5);
	/* Refused is called, too. */
	op_new(DOM0_PHYSINFO)->interface_version++;
	CU_ASSERT_EQUAL(op_do(), -EACCES);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), before + 6);
}

static void ops_are_counted(void)
{
	u32 physinfo = value("dom0 ops by number", DOM0_PHYSINFO);
	u32 lists = value("dom0 ops of PowerPC", 0), count = 1;
	unsigned long frames[1];

	for (int i = 0; i < 3; i++)
		CU_ASSERT_NOT_EQUAL(free_frames(), 0);
	CU_ASSERT_EQUAL(value("dom0 ops by number", DOM0_PHYSINFO), physinfo + 3);
	CU_ASSERT_EQUAL(domain_frames(NO_SUCH_DOMAIN, frames, 1), -ESRCH);
	CU_ASSERT_EQUAL(value("dom0 ops of PowerPC", 0), lists + 1);
	count = value("dom0 ops of PowerPC", 3);
	lists = 1;
	CU_ASSERT_EQUAL(window(QUERY, 0, &lists, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(value("dom0 ops of PowerPC", 3), count + 1);
}

static void misses_are_counted(void)
{
	u32 before = value("guest addresses refused", 0);

	CU_ASSERT_EQUAL(op_do_at(dom0_end()), -EFAULT);
	CU_ASSERT(value("guest addresses refused", 0) > before);
}

static void exits_are_counted(void)
{
	u32 timer = value("exits: hypervisor decrementer", 0);
	u32 papr = value("PAPR calls of guests", 0);

	CU_ASSERT(papr > 0);
	CU_ASSERT(timer <= value("exits: hypervisor decrementer", 0));
	CU_ASSERT(value("chunks cleared", 0) > 0);
}

/* Reading and clearing is one: what is shown is what was thrown away. */
static void reset(void)
{
	const dom0_perfc_desc_t *desc = buffer();
	u32 before = value("hypercalls", __HYPERVISOR_dom0_op), nr = 0;

	CU_ASSERT_EQUAL(perfc(RESET, buffer_gpa(), &nr), 0);
	CU_ASSERT_EQUAL(desc[0].vals[__HYPERVISOR_dom0_op], before + 1);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), 1);
	CU_ASSERT_EQUAL(perfc(RESET, NULL, &nr), 0);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), 1);
	CU_ASSERT_EQUAL(value("dom0 ops by number", DOM0_PHYSINFO), 0);
}

static void bad(void)
{
	const unsigned long end = dom0_end();
	u32 before = value("hypercalls", __HYPERVISOR_dom0_op), nr = 0, count = 1;

	CU_ASSERT_EQUAL(perfc(0, NULL, &nr), -EINVAL);
	CU_ASSERT_EQUAL(perfc(3, buffer_gpa(), &nr), -EINVAL);
	CU_ASSERT_EQUAL(perfc(~0U, NULL, &nr), -EINVAL);
	/* Nothing is reset if it cannot be told. */
	CU_ASSERT_EQUAL(perfc(RESET, (void *)end, &nr), -EFAULT);
	CU_ASSERT_EQUAL(perfc(RESET, (void *)(end - sizeof(dom0_perfc_desc_t)), &nr),
			-EFAULT);
	CU_ASSERT_EQUAL(nr, 0x5555);
	CU_ASSERT_EQUAL(window(0, 0, &count, buffer_gpa()), -EINVAL);
	CU_ASSERT_EQUAL(window(RESET, 0, &count, (void *)end), -EFAULT);
	CU_ASSERT_EQUAL(window(RESET, 0, &count, NULL), -EFAULT);
	CU_ASSERT_EQUAL(count, 1);
	CU_ASSERT(value("hypercalls", __HYPERVISOR_dom0_op) > before + 8);
}

/* Window by window it is the same list, whatever the size of the windows. */
static void windows(void)
{
	static dom0_perfc_desc_t whole[64];
	const dom0_perfc_desc_t *desc = buffer();
	u32 nr = counters(), count;

	CU_ASSERT_FATAL(nr <= 64);
	CU_ASSERT_EQUAL(perfc(QUERY, buffer_gpa(), &nr), 0);
	memcpy(whole, buffer(), nr * sizeof(*desc));
	for (u32 size = 1; size <= nr + 1; size += 3) {
		for (u32 first = 0; first < nr; first += size) {
			u32 left = nr - first;

			count = size;
			memset(buffer(), 0xee, (size + 1) * sizeof(*desc));
			CU_ASSERT_EQUAL(window(QUERY, first, &count, buffer_gpa()), 0);
			CU_ASSERT_EQUAL(count, size < left ? size : left);
			for (u32 i = 0; i < count; i++)
				CU_ASSERT_STRING_EQUAL(desc[i].name,
						       whole[first + i].name);
			CU_ASSERT_EQUAL(desc[count].nr_vals, 0xeeeeeeee);
		}
	}
	/* Beyond the end there is nothing; huge room is no error. */
	count = ~0U;
	CU_ASSERT_EQUAL(window(QUERY, nr, &count, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(count, 0);
	count = ~0U;
	CU_ASSERT_EQUAL(window(QUERY, ~0U, &count, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(count, 0);
	count = ~0U;
	CU_ASSERT_EQUAL(window(QUERY, 0, &count, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(count, nr);
}

/* Only the window with the last counter resets: none of them is seen as zero. */
static void reset_by_windows(void)
{
	u32 nr = counters(), count = nr - 1;
	u32 before = value("hypercalls", __HYPERVISOR_dom0_op);

	CU_ASSERT_EQUAL(window(RESET, 0, &count, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), before + 2);
	count = 1;
	CU_ASSERT_EQUAL(window(RESET, nr, &count, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), before + 4);
	count = 1;
	CU_ASSERT_EQUAL(window(RESET, nr - 1, &count, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(value("hypercalls", __HYPERVISOR_dom0_op), 1);
}

CU_TestInfo perfc_tests[] = {
	TEST(descriptions),
	TEST(hypercalls_are_counted),
	TEST(ops_are_counted),
	TEST(misses_are_counted),
	TEST(exits_are_counted),
	TEST(reset),
	TEST(bad),
	TEST(windows),
	TEST(reset_by_windows),
	CU_TEST_INFO_NULL,
};
