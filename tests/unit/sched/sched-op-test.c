// SPDX-License-Identifier: GPL-2.0-or-later
/* The boot argument sched= (params.c). What can be set later is in the contract. */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static u32 told_id(void)
{
	dom0_op_t op = { .u.sched_id.sched_id = 4711 };

	CU_ASSERT_EQUAL(op_call(DOM0_SCHED_ID, &op), 0);
	return op.u.sched_id.sched_id;
}

static void boot_argument(void)
{
	static const struct {
		const char *cmdline;
		u32 id;
		bool warns;
	} cases[] = {
		{ "", SCHED_BVT, false },
		{ "sched=sedf", SCHED_SEDF, false },
		{ "sched=bvt", SCHED_BVT, false },
		{ "loglvl=all sched=sedf conring=16", SCHED_SEDF, false },
		{ "loglvl=all sched=bvt conring=16", SCHED_BVT, false },
		{ "xsched=sedf sched", SCHED_BVT, false },
		{ "sched=", SCHED_BVT, true },
		{ "sched= sedf", SCHED_BVT, true },
		{ "sched=sed", SCHED_BVT, true },
		{ "sched=sedfs", SCHED_BVT, true },
		{ "sched=bvtsedf", SCHED_BVT, true },
		{ "sched=credit", SCHED_BVT, true },
		{ "sched=SEDF", SCHED_BVT, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		scheduler_init("sched=bvt");
		machine.console_len = 0;
		machine.console[0] = '\0';
		scheduler_init(cases[i].cmdline);
		CU_ASSERT_EQUAL(scheduler_id(), cases[i].id);
		CU_ASSERT_EQUAL(told_id(), cases[i].id);
		CU_ASSERT_EQUAL(strstr(machine.console, "sched:") != NULL,
				cases[i].warns);
	}
}

static u32 ctx_allow(u32 direction, u32 value)
{
	dom0_op_t op = { .u.schedctl = { .sched_id = scheduler_id(),
					 .direction = direction,
					 .u.bvt.ctx_allow = value } };

	CU_ASSERT_EQUAL(op_call(DOM0_SCHEDCTL, &op), 0);
	return op.u.schedctl.u.bvt.ctx_allow;
}

/* What is set of SEDF, which has nothing to set, changes nothing of BVT. */
static void parameters(void)
{
	scheduler_init("sched=sedf");
	ctx_allow(SCHED_INFO_PUT, 4711);
	CU_ASSERT_EQUAL(ctx_allow(SCHED_INFO_GET, 77), 77);
	scheduler_init("");
	CU_ASSERT_EQUAL(ctx_allow(SCHED_INFO_GET, 77), 5000);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "boot argument", boot_argument },
		{ "parameters", parameters },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sched",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-sched-op", suites);
}
