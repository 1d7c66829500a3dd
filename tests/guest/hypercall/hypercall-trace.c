// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: TBUFCONTROL. What is in the buffers is libxc-test's subject. */
typedef struct {
	int counter;
} atomic_t;

#include "hypercall-test.h"

#include <xen/trace.h>

#define MAX_OPS 5000

static long tbuf(u8 sub, dom0_tbufcontrol_t *arg)
{
	dom0_op_t *op = op_new(DOM0_TBUFCONTROL);
	long result;

	op->u.tbufcontrol = *arg;
	op->u.tbufcontrol.op = sub;
	result = op_do();
	*arg = op->u.tbufcontrol;
	return result;
}

static dom0_tbufcontrol_t info(void)
{
	dom0_tbufcontrol_t arg = { 0 };

	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_GET_INFO, &arg), 0);
	return arg;
}

static void set_masks(unsigned long cpu_mask, u32 evt_mask)
{
	dom0_tbufcontrol_t arg = { .cpu_mask = cpu_mask, .evt_mask = evt_mask };

	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_CPU_MASK, &arg), 0);
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_EVT_MASK, &arg), 0);
}

/* Whole frames with room for a record, and none of dom0's. */
static void where(void)
{
	dom0_tbufcontrol_t first = info(), again = info();
	static unsigned long frames[1 << 16];
	long nr = domain_frames(0, frames, 1 << 16);

	CU_ASSERT_NOT_EQUAL(first.mach_addr, 0);
	CU_ASSERT_EQUAL(first.mach_addr % FRAME_SIZE, 0);
	CU_ASSERT(first.size >= FRAME_SIZE);
	CU_ASSERT_EQUAL(first.size % FRAME_SIZE, 0);
	CU_ASSERT_EQUAL(again.mach_addr, first.mach_addr);
	CU_ASSERT_EQUAL(again.size, first.size);
	CU_ASSERT(nr > 0);
	for (long i = 0; i < nr; i++)
		if (frames[i] - first.mach_addr / FRAME_SIZE < first.size / FRAME_SIZE)
			CU_FAIL("a frame of dom0's is one of the buffers'");
}

static void masks(void)
{
	static const unsigned long cpus[] = { 0, 1, 2, 1UL << 63, ~0UL };
	static const u32 events[] = { 0, TRC_ALL, TRC_DOM0OP, 1, ~0U };
	const dom0_tbufcontrol_t before = info();

	for (size_t i = 0; i < sizeof(cpus) / sizeof(cpus[0]); i++) {
		dom0_tbufcontrol_t arg = { .cpu_mask = cpus[i], .evt_mask = 4711 };

		CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_CPU_MASK, &arg), 0);
		CU_ASSERT_EQUAL(info().cpu_mask, cpus[i]);
		CU_ASSERT_NOT_EQUAL(info().evt_mask, 4711);
		arg.cpu_mask = 4711;
		arg.evt_mask = events[i];
		CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_EVT_MASK, &arg), 0);
		CU_ASSERT_EQUAL(info().evt_mask, events[i]);
		CU_ASSERT_EQUAL(info().cpu_mask, cpus[i]);
	}
	set_masks(before.cpu_mask, before.evt_mask);
	CU_ASSERT_EQUAL(info().mach_addr, before.mach_addr);
	CU_ASSERT_EQUAL(info().size, before.size);
}

static void bad(void)
{
	const dom0_tbufcontrol_t before = info();

	for (unsigned int sub = DOM0_TBUF_SET_EVT_MASK + 1; sub < 256; sub++) {
		dom0_tbufcontrol_t arg = { .cpu_mask = 4711, .evt_mask = 4712 };

		CU_ASSERT_EQUAL(tbuf((u8)sub, &arg), -EINVAL);
		CU_ASSERT_EQUAL(arg.op, sub);
		CU_ASSERT_EQUAL(arg.mach_addr, 0);
	}
	CU_ASSERT_EQUAL(info().cpu_mask, before.cpu_mask);
	CU_ASSERT_EQUAL(info().evt_mask, before.evt_mask);
}

/* With everything recorded, dom0's own waits among it, twice round the buffer. */
static void all_recorded(void)
{
	const dom0_tbufcontrol_t before = info();
	unsigned int id;

	set_masks(~0UL, TRC_ALL);
	/* Each leaves two records. A buffer that is large is not filled. */
	for (u32 i = 0; i < before.size / sizeof(struct t_rec) && i < MAX_OPS; i++)
		CU_ASSERT_NOT_EQUAL(free_frames(), ~0UL);
	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, id), 0);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	set_masks(before.cpu_mask, before.evt_mask);
}

CU_TestInfo trace_tests[] = {
	TEST(where), TEST(masks), TEST(bad), TEST(all_recorded), CU_TEST_INFO_NULL,
};
