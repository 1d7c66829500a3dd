// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's interrupt controller (xen/arch/powerpc/papr/xics.c) and its RTAS calls. */
#include <string.h>

#include <xen/byteorder.h>
#include <xen/lib.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

#define SOURCE XICS_FIRST_SOURCE

static struct vcpu *v;
static u64 *gpr;

static void start(void)
{
	dom0_start();
	v = dom0->vcpu[0];
	gpr = v->arch.regs.gpr;
	v->arch.regs.msr = MSR_SF; /* interrupts off: the tests look at what waits */
	machine.spr[SPR_DEC] = 1000;
}

static u32 token(const char *name)
{
	for (u32 t = PAPR_RTAS_FIRST_TOKEN; papr_rtas_name(t); t++)
		if (!strcmp(papr_rtas_name(t), name))
			return t;
	CU_FAIL_FATAL("no such RTAS call");
	return 0;
}

/* An RTAS call with up to three arguments; up to three results. Returns the status. */
static s32 rtas(const char *name, u32 nargs, u32 a0, u32 a1, u32 a2, u32 nret,
		u32 *result)
{
	const be32 block[6] = { cpu_to_be32(token(name)), cpu_to_be32(nargs),
				cpu_to_be32(nret),	  cpu_to_be32(a0),
				cpu_to_be32(a1),	  cpu_to_be32(a2) };
	be32 cell[3];

	dom0_write(BUF_GPA, block, sizeof(block));
	CU_ASSERT_EQUAL(papr(H_RTAS, BUF_GPA, 0, 0, 0), H_SUCCESS);
	dom0_read(BUF_GPA + 12 + 4 * nargs, cell, sizeof(cell));
	for (u32 i = 0; i < nret; i++)
		result[i] = be32_to_cpu(cell[i]);
	return (s32)result[0];
}

static s32 set_xive(u32 source, u32 server, u32 priority)
{
	u32 result[1];

	return rtas("ibm,set-xive", 3, source, server, priority, 1, result);
}

static s32 switch_source(const char *call_name, u32 source)
{
	u32 result[1];

	return rtas(call_name, 1, source, 0, 0, 1, result);
}

static u64 xirr(void)
{
	CU_ASSERT_EQUAL(papr(H_XIRR, 0, 0, 0, 0), H_SUCCESS);
	return gpr[4];
}

/* Between processors: told by priority, taken, ended. */
static void between_processors(void)
{
	papr(H_CPPR, 0xff, 0, 0, 0);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(papr(H_IPI, 0, 4, 0, 0), H_SUCCESS);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr(), 0xff000002);
	/* Taken: it does not come again below its own priority. */
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(papr(H_IPI, 0, 0xff, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(papr(H_EOI, 0xff000002, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr(), 0xff000000);
}

static void priorities(void)
{
	papr(H_CPPR, 5, 0, 0, 0);
	CU_ASSERT_EQUAL(papr(H_IPI, 0, 5, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	papr(H_CPPR, 6, 0, 0, 0);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	papr(H_CPPR, 0, 0, 0, 0);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	papr(H_IPI, 0, 0xff, 0, 0);
}

/* A device's interrupt waits until it is let through, and comes once for each time. */
static void device(void)
{
	papr(H_CPPR, 0xff, 0, 0, 0);
	xics_raise(dom0, SOURCE);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(set_xive(SOURCE, 0, 5), 0);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr(), 0xff000000 | SOURCE);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	/* It comes again while it is being handled: afterwards, whatever the priority. */
	papr(H_CPPR, 0xff, 0, 0, 0);
	xics_raise(dom0, SOURCE);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(papr(H_EOI, 0xff000000 | SOURCE, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr(), 0xff000000 | SOURCE);
	CU_ASSERT_EQUAL(papr(H_EOI, 0xff000000 | SOURCE, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
}

static void most_favoured_first(void)
{
	papr(H_CPPR, 0xff, 0, 0, 0);
	set_xive(SOURCE, 0, 7);
	set_xive(SOURCE + 1, 0, 3);
	xics_raise(dom0, SOURCE);
	xics_raise(dom0, SOURCE + 1);
	papr(H_IPI, 0, 5, 0, 0);
	CU_ASSERT_EQUAL(xirr(), 0xff000000 | (SOURCE + 1));
	CU_ASSERT_EQUAL(papr(H_EOI, 0xff000000 | (SOURCE + 1), 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(xirr(), 0xff000002);
	papr(H_IPI, 0, 0xff, 0, 0);
	papr(H_EOI, 0xff000002, 0, 0, 0);
	CU_ASSERT_EQUAL(xirr(), 0xff000000 | SOURCE);
}

/* Linux masks by int-off and set-xive 0xff, and unmasks by set-xive and int-on. */
static void masking(void)
{
	u32 result[3];

	papr(H_CPPR, 0xff, 0, 0, 0);
	CU_ASSERT_EQUAL(set_xive(SOURCE, 0, 5), 0);
	CU_ASSERT_EQUAL(switch_source("ibm,int-on", SOURCE), 0);
	CU_ASSERT_EQUAL(switch_source("ibm,int-off", SOURCE), 0);
	/* Off already: int-on shall still know the priority. */
	CU_ASSERT_EQUAL(switch_source("ibm,int-off", SOURCE), 0);
	xics_raise(dom0, SOURCE);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(rtas("ibm,get-xive", 1, SOURCE, 0, 0, 3, result), 0);
	CU_ASSERT_EQUAL(result[1], 0);
	CU_ASSERT_EQUAL(result[2], 0xff);
	CU_ASSERT_EQUAL(switch_source("ibm,int-on", SOURCE), 0);
	CU_ASSERT_EQUAL(rtas("ibm,get-xive", 1, SOURCE, 0, 0, 3, result), 0);
	CU_ASSERT_EQUAL(result[2], 5);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(set_xive(SOURCE, 0, 0xff), 0);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
}

static void refusals(void)
{
	static const u32 sources[] = { 0, 2, SOURCE - 1, SOURCE + XICS_SOURCES,
				       0xffffffff };
	static const u64 servers[] = { 1, 31, 32, 0xff, 1ULL << 32, TOP };
	u32 result[3];

	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		CU_ASSERT_EQUAL(set_xive(sources[i], 0, 5), -3);
		CU_ASSERT_EQUAL(switch_source("ibm,int-on", sources[i]), -3);
		CU_ASSERT_EQUAL(switch_source("ibm,int-off", sources[i]), -3);
		CU_ASSERT_EQUAL(rtas("ibm,get-xive", 1, sources[i], 0, 0, 3, result), -3);
		/* Ending what never was. */
		CU_ASSERT_EQUAL(
			papr(H_EOI, 0xff000000 | (sources[i] & 0xffffff), 0, 0, 0),
			H_SUCCESS);
	}
	CU_ASSERT_EQUAL(set_xive(SOURCE, 1, 5), -3);
	CU_ASSERT_EQUAL(set_xive(SOURCE, 0, 0x100), -3);
	CU_ASSERT_EQUAL(set_xive(SOURCE, 0, 0xffffffff), -3);
	for (size_t i = 0; i < ARRAY_SIZE(servers); i++) {
		CU_ASSERT_EQUAL(papr(H_IPI, servers[i], 4, 0, 0), H_PARAMETER);
		CU_ASSERT_EQUAL(papr(H_IPOLL, servers[i], 0, 0, 0), H_PARAMETER);
	}
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	EXPECT_END(xics_raise(dom0, SOURCE + XICS_SOURCES));
}

/* Looking without taking. */
static void polling(void)
{
	papr(H_CPPR, 0xff, 0, 0, 0);
	papr(H_IPI, 0, 4, 0, 0);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(papr(H_IPOLL, 0, 0, 0, 0), H_SUCCESS);
		CU_ASSERT_EQUAL(gpr[4], 0xff000002);
		CU_ASSERT_EQUAL(gpr[5], 4);
		CU_ASSERT_TRUE(v->arch.interrupt_pending);
	}
	papr(H_IPI, 0, 0xff, 0, 0);
}

/* Something was typed: the console's interrupt, with what Linux did to get it. */
static void console_interrupt(void)
{
	papr(H_CPPR, 0xff, 0, 0, 0);
	set_xive(PAPR_VTY_IRQ, 0, 5);
	papr_console_input(dom0);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr() & 0xffffff, PAPR_VTY_IRQ);
	/* It is delivered when the guest has interrupts on. */
	papr(H_EOI, 0xff000000 | PAPR_VTY_IRQ, 0, 0, 0);
	papr_console_input(dom0);
	v->arch.regs.msr = MSR_SF | MSR_EE;
	v->arch.regs.nip = 0x1234;
	guest_exits(v, EXIT_HDECREMENTER);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x500);
	CU_ASSERT_EQUAL(v->arch.hv.srr0, 0x1234);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "between processors", between_processors },
		{ "priorities", priorities },
		{ "device", device },
		{ "most favoured first", most_favoured_first },
		{ "masking", masking },
		{ "refusals", refusals },
		{ "polling", polling },
		{ "console interrupt", console_interrupt },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "xics",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-xics", suites);
}
