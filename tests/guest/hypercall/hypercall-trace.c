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
	TEST(all_recorded),
	CU_TEST_INFO_NULL,
};
