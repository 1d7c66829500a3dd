// SPDX-License-Identifier: GPL-2.0-or-later
/* RTAS calls of dom0: argument blocks in all places, the clock, power. */
#include <string.h>

#include <xen/byteorder.h>
#include <xen/lib.h>
#include <xen/wallclock.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

static void start(void)
{
	dom0_start();
	vcpu_make_runnable(dom0->vcpu[0]);
	vcpu_force(dom0->vcpu[0], VCPU_RUNNING, 0);
	machine.console_len = 0;
	machine.console[0] = '\0';
}

/*
 * An RTAS call: the block at gpa with the arguments, then as many results. Returns
 * what H_RTAS does; the results come in result[].
 */
static long rtas_at(u64 gpa, u32 token, u32 nargs, const u32 *arg, u32 nret, u32 *result)
{
	be32 head[3] = { cpu_to_be32(token), cpu_to_be32(nargs), cpu_to_be32(nret) };
	long ret;

	dom0_write(gpa, head, sizeof(head));
	for (u32 i = 0; i < nargs; i++) {
		be32 cell = cpu_to_be32(arg[i]);

		dom0_write(gpa + 12 + 4 * i, &cell, sizeof(cell));
	}
	ret = papr(H_RTAS, gpa, 0, 0, 0);
	for (u32 i = 0; i < nret; i++) {
		be32 cell;

		dom0_read(gpa + 12 + 4 * (nargs + i), &cell, sizeof(cell));
		result[i] = be32_to_cpu(cell);
	}
	return ret;
}

static void time_of_day(void)
{
	static const u32 wanted[] = { 0, 2005, 8, 17, 12, 34, 56, 789 };
	static const u64 places[] = { BUF_GPA, 3, CHUNK_SIZE - 20, DOM0_END - 44 };
	u32 result[8], reads;

	CU_ASSERT_EQUAL(
		rtas_at(BUF_GPA, rtas_token("get-time-of-day"), 0, NULL, 8, result),
		H_SUCCESS);
	CU_ASSERT_EQUAL(result[0], (u32)-1);
	wallclock_init();
	reads = machine.clock_reads;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		CU_ASSERT_EQUAL(rtas_at(places[i], rtas_token("get-time-of-day"), 0, NULL,
					8, result),
				H_SUCCESS);
		CU_ASSERT_EQUAL(memcmp(result, wanted, sizeof(wanted)), 0);
	}
	/* The machine's clock is not asked while a guest waits. */
	CU_ASSERT_EQUAL(machine.clock_reads, reads);
}

static void setting_time_of_day(void)
{
	static const u32 dates[][7] = {
		{ 2026, 2, 28, 23, 59, 59, 5 }, /* good */
		{ 2026, 2, 29, 23, 59, 59, 5 }, { 2026, 2, 28, 24, 59, 59, 5 },
		{ 126, 2, 28, 23, 59, 59, 5 },	{ 2026, 2, 28, 23, 59, 59, 1000000000 },
	};
	u32 result[8];

	for (size_t i = 0; i < ARRAY_SIZE(dates); i++) {
		CU_ASSERT_EQUAL(rtas_at(BUF_GPA, rtas_token("set-time-of-day"), 7,
					dates[i], 1, result),
				H_SUCCESS);
		CU_ASSERT_EQUAL(result[0], i ? (u32)-3 : 0);
		CU_ASSERT_EQUAL(rtas_at(BUF_GPA, rtas_token("get-time-of-day"), 0, NULL,
					8, result),
				H_SUCCESS);
		CU_ASSERT_EQUAL(memcmp(result + 1, dates[0], sizeof(dates[0])), 0);
	}
	machine.has_no_clock = true;
	CU_ASSERT_EQUAL(
		rtas_at(BUF_GPA, rtas_token("set-time-of-day"), 7, dates[0], 1, result),
		H_SUCCESS);
	CU_ASSERT_EQUAL(result[0], (u32)-1);
	machine.has_no_clock = false;
}

static void bad_rtas_blocks(void)
{
	static const u64 bad[] = { DOM0_END, DOM0_END - 11, DOM0_END - 4, TOP,
				   TOP - 11, 1ULL << 63,    NOWHERE };
	u32 result[8], arg[4] = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(papr(H_RTAS, bad[i], 0, 0, 0), H_PARAMETER);
	/* The head is there; arguments or results would not be. */
	result[0] = 0;
	CU_ASSERT_EQUAL(
		rtas_at(DOM0_END - 12, rtas_token("get-time-of-day"), 0, NULL, 0, result),
		H_PARAMETER);
	dom0_fill(DOM0_END - 43, 0, 43);
	{
		const be32 head[3] = { cpu_to_be32(rtas_token("get-time-of-day")),
				       cpu_to_be32(0), cpu_to_be32(8) };

		dom0_write(DOM0_END - 43, head, sizeof(head));
	}
	CU_ASSERT_EQUAL(papr(H_RTAS, DOM0_END - 43, 0, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(
		rtas_at(BUF_GPA, rtas_token("get-time-of-day"), 0, NULL, 0, result),
		H_PARAMETER);
	CU_ASSERT_EQUAL(rtas_at(BUF_GPA, 1, 4, arg, 1, result), H_SUCCESS);
	CU_ASSERT_EQUAL(result[0], (u32)-1);
	CU_ASSERT_EQUAL(rtas_at(BUF_GPA, 0xffffffff, 4, arg, 1, result), H_SUCCESS);
	CU_ASSERT_EQUAL(result[0], (u32)-1);
}

/* Counts that a loop over fixed arrays must not believe. */
static void rtas_counts(void)
{
	static const u32 counts[] = { 17,	  100,	      0x3fffffff,
				      0x40000000, 0x80000000, 0xffffffff };

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		be32 head[3] = { cpu_to_be32(rtas_token("ibm,int-on")),
				 cpu_to_be32(counts[i]), cpu_to_be32(1) };

		dom0_write(BUF_GPA, head, sizeof(head));
		CU_ASSERT_EQUAL(papr(H_RTAS, BUF_GPA, 0, 0, 0), H_PARAMETER);
		head[1] = cpu_to_be32(1);
		head[2] = cpu_to_be32(counts[i]);
		dom0_write(BUF_GPA, head, sizeof(head));
		CU_ASSERT_EQUAL(papr(H_RTAS, BUF_GPA, 0, 0, 0), H_PARAMETER);
	}
	/* Other counts than the call has. */
	for (u32 nargs = 0; nargs < 5; nargs++)
		for (u32 nret = 1; nret < 5; nret++) {
			u32 result[8], arg[5] = { XICS_FIRST_SOURCE };

			if (nargs == 1 && nret == 1)
				continue;
			CU_ASSERT_EQUAL(rtas_at(BUF_GPA, rtas_token("ibm,int-on"), nargs,
						arg, nret, result),
					H_SUCCESS);
			CU_ASSERT_EQUAL(result[0], (u32)-3);
		}
}

static void power(void)
{
	static const u32 mask[2] = { 0xffffffff, 0xffffffff };
	u32 result[1];

	machine.ended_by = "";
	EXPECT_END(rtas_at(BUF_GPA, rtas_token("power-off"), 2, mask, 1, result));
	CU_ASSERT_STRING_EQUAL(machine.ended_by, "power off");
	EXPECT_END(rtas_at(BUF_GPA, rtas_token("system-reboot"), 0, NULL, 1, result));
	CU_ASSERT_STRING_EQUAL(machine.ended_by, "reboot");
	/* Of another domain it is only that domain that ends. */
	machine.ended_by = "";
	dom0->privileged = false;
	CU_ASSERT_EQUAL(rtas_at(BUF_GPA, rtas_token("system-reboot"), 0, NULL, 1, result),
			H_SUCCESS);
	CU_ASSERT_TRUE(dom0->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_EQUAL(dom0->shutdown_reason, SHUTDOWN_reboot);
	CU_ASSERT_STRING_EQUAL(machine.ended_by, "");
}

static void display_character(void)
{
	u32 arg[1] = { 'X' }, result[1];

	CU_ASSERT_EQUAL(
		rtas_at(BUF_GPA, rtas_token("display-character"), 1, arg, 1, result),
		H_SUCCESS);
	CU_ASSERT_EQUAL(result[0], 0);
	CU_ASSERT_STRING_EQUAL(machine.console, "X");
	/* Not lost: the caller has to come again. */
	machine.console_busy = 1;
	CU_ASSERT_EQUAL(
		rtas_at(BUF_GPA, rtas_token("display-character"), 1, arg, 1, result),
		H_SUCCESS);
	CU_ASSERT_EQUAL((s32)result[0], -2);
	CU_ASSERT_STRING_EQUAL(machine.console, "X");
}

int main(void)
{
	CU_TestInfo rtas[] = {
		{ "time of day", time_of_day },
		{ "setting the time of day", setting_time_of_day },
		{ "bad blocks", bad_rtas_blocks },
		{ "counts", rtas_counts },
		{ "power", power },
		{ "display character", display_character },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "rtas",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = rtas },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-rtas-block", suites);
}
