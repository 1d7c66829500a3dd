// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's interrupt controller (xen/arch/powerpc/papr/xics.c) and its RTAS calls. */
#include <string.h>

#include <xen/byteorder.h>
#include <xen/cpu.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/papr/vty.h>
#include <asm/processor.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"
#include "random.h"

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

/* Between processors: presented by priority, taken, ended. */
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
	domain_irq_raise(dom0, SOURCE);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(set_xive(SOURCE, 0, 5), 0);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr(), 0xff000000 | SOURCE);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	/* It comes again while it is being handled: afterwards, whatever the priority. */
	papr(H_CPPR, 0xff, 0, 0, 0);
	domain_irq_raise(dom0, SOURCE);
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
	domain_irq_raise(dom0, SOURCE);
	domain_irq_raise(dom0, SOURCE + 1);
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
	/* Off already: int-on must still know the priority. */
	CU_ASSERT_EQUAL(switch_source("ibm,int-off", SOURCE), 0);
	domain_irq_raise(dom0, SOURCE);
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
	EXPECT_END(domain_irq_raise(dom0, SOURCE + XICS_SOURCES));
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
	set_xive(VTY_IRQ, 0, 5);
	domain_console_input(dom0);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(xirr() & 0xffffff, VTY_IRQ);
	/* It is delivered when the guest has interrupts on. */
	papr(H_EOI, 0xff000000 | VTY_IRQ, 0, 0, 0);
	domain_console_input(dom0);
	v->arch.regs.msr = MSR_SF | MSR_EE;
	v->arch.regs.nip = 0x1234;
	guest_exits(v, EXIT_HDECREMENTER);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x500);
	CU_ASSERT_EQUAL(v->arch.hv.srr0, 0x1234);
}

/* ---- many sources ---- */

#define FIRST_OF_MANY (SOURCE + 0x100)
#define MANY	      300
#define VCPUS	      3

static void start_many(void)
{
	start();
	CU_ASSERT_EQUAL_FATAL(domain_set_vcpus(dom0, VCPUS), 0);
	for (u32 i = 0; i < VCPUS; i++)
		dom0->vcpu[i]->arch.xics.cppr = 0xff;
	for (u32 i = 0; i < MANY; i++)
		CU_ASSERT_EQUAL_FATAL(domain_irq_add(dom0, FIRST_OF_MANY + i), 0);
}

/* Takes what vCPU i is shown, and ends it at once. The source's number; 0: none. */
static u32 take(u32 i)
{
	struct vcpu *by = dom0->vcpu[i];
	u64 taken;

	CU_ASSERT_EQUAL(papr_by(by, H_XIRR, 0, 0, 0, 0), H_SUCCESS);
	taken = by->arch.regs.gpr[4];
	CU_ASSERT_EQUAL(papr_by(by, H_EOI, taken, 0, 0, 0), H_SUCCESS);
	return taken & 0xffffff;
}

static void adding(void)
{
	static const u32 bad[] = { 0, 2, SOURCE - 1, SOURCE + DOMAIN_IRQ_MAX,
				   0xffffffff };
	u32 last = SOURCE + DOMAIN_IRQ_MAX - 1, result[3];
	u64 heap;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(domain_irq_add(dom0, bad[i]), -EINVAL);
	CU_ASSERT_EQUAL(domain_irq_add(dom0, PAPR_EVENT_IRQ), -EBUSY);
	/* Numbers that every domain has still have to be added before they are raised. */
	EXPECT_END(domain_irq_raise(dom0, SOURCE + 5));
	CU_ASSERT_EQUAL(domain_irq_add(dom0, SOURCE + 5), 0);
	CU_ASSERT_EQUAL(domain_irq_add(dom0, SOURCE + 5), -EBUSY);
	/* What waits goes on waiting while the table grows. */
	papr(H_CPPR, 0xff, 0, 0, 0);
	set_xive(SOURCE + 5, 0, 5);
	set_xive(PAPR_EVENT_IRQ, 0, 6);
	domain_irq_raise(dom0, PAPR_EVENT_IRQ);
	domain_irq_raise(dom0, SOURCE + 5);
	heap_take(KB(16));
	heap = heap_free_bytes();
	CU_ASSERT_EQUAL(domain_irq_add(dom0, last), -ENOMEM);
	CU_ASSERT_EQUAL(heap_free_bytes(), heap);
	CU_ASSERT_EQUAL(set_xive(last, 0, 5), -3);
	heap_give_back();
	CU_ASSERT_EQUAL(domain_irq_add(dom0, last), 0);
	CU_ASSERT_EQUAL(rtas("ibm,get-xive", 1, last, 0, 0, 3, result), 0);
	CU_ASSERT_EQUAL(result[2], 0xff);
	CU_ASSERT_EQUAL(set_xive(last, 0, 4), 0);
	CU_ASSERT_EQUAL(set_xive(last + 1, 0, 4), -3);
	domain_irq_raise(dom0, last);
	CU_ASSERT_EQUAL(take(0), last);
	CU_ASSERT_EQUAL(take(0), SOURCE + 5);
	CU_ASSERT_EQUAL(take(0), PAPR_EVENT_IRQ);
	CU_ASSERT_EQUAL(take(0), 0);
}

/* Of the same priority the lowest number comes first, in whatever order they came. */
static void same_priority(void)
{
	for (u32 i = 0; i < MANY; i++) {
		u32 source = FIRST_OF_MANY + i * 7 % MANY; /* all: 7 is prime to 300 */

		CU_ASSERT_EQUAL(set_xive(source, 0, 5), 0);
		domain_irq_raise(dom0, source);
		domain_irq_raise(dom0, source); /* twice is once */
	}
	for (u32 i = 0; i < MANY; i++)
		CU_ASSERT_EQUAL(take(0), FIRST_OF_MANY + i);
	CU_ASSERT_EQUAL(take(0), 0);
}

static void masked_while_pending(void)
{
	for (u32 i = 0; i < 3; i++) {
		set_xive(FIRST_OF_MANY + i, 0, 5);
		domain_irq_raise(dom0, FIRST_OF_MANY + i);
	}
	CU_ASSERT_EQUAL(switch_source("ibm,int-off", FIRST_OF_MANY), 0);
	CU_ASSERT_TRUE(domain_irq_masked(dom0, FIRST_OF_MANY));
	CU_ASSERT_FALSE(domain_irq_masked(dom0, FIRST_OF_MANY + 1));
	CU_ASSERT_EQUAL(take(0), FIRST_OF_MANY + 1);
	CU_ASSERT_EQUAL(set_xive(FIRST_OF_MANY + 2, 0, 0xff), 0);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(take(0), 0);
	CU_ASSERT_EQUAL(switch_source("ibm,int-on", FIRST_OF_MANY), 0);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(take(0), FIRST_OF_MANY);
	CU_ASSERT_EQUAL(set_xive(FIRST_OF_MANY + 2, 0, 5), 0);
	CU_ASSERT_EQUAL(take(0), FIRST_OF_MANY + 2);
}

static void moved_while_pending(void)
{
	struct vcpu *other = dom0->vcpu[1];

	set_xive(FIRST_OF_MANY, 0, 5);
	set_xive(FIRST_OF_MANY + 1, 0, 6);
	domain_irq_raise(dom0, FIRST_OF_MANY);
	domain_irq_raise(dom0, FIRST_OF_MANY + 1);
	CU_ASSERT_EQUAL(set_xive(FIRST_OF_MANY, 1, 5), 0);
	CU_ASSERT_TRUE(other->arch.interrupt_pending);
	CU_ASSERT_EQUAL(take(0), FIRST_OF_MANY + 1);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(take(1), FIRST_OF_MANY);
	CU_ASSERT_FALSE(other->arch.interrupt_pending);
}

/* Taken by one vCPU, moved to another and raised: the other gets it at the end of it. */
static void moved_while_presented(void)
{
	struct vcpu *other = dom0->vcpu[1];

	set_xive(FIRST_OF_MANY, 0, 5);
	domain_irq_raise(dom0, FIRST_OF_MANY);
	CU_ASSERT_EQUAL(xirr(), 0xff000000 | FIRST_OF_MANY);
	set_xive(FIRST_OF_MANY, 1, 5);
	domain_irq_raise(dom0, FIRST_OF_MANY);
	CU_ASSERT_FALSE(other->arch.interrupt_pending);
	vcpu_force(other, VCPU_BLOCKED, 0);
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(papr(H_EOI, 0xff000000 | FIRST_OF_MANY, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_TRUE(other->arch.interrupt_pending);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_FALSE(other->run_state & VCPU_BLOCKED);
	CU_ASSERT_EQUAL(take(1), FIRST_OF_MANY);
}

/* Of one that waits, and of one that never came: neither is lost nor comes twice. */
static void end_of_what_was_not_presented(void)
{
	papr(H_CPPR, 5, 0, 0, 0);
	set_xive(FIRST_OF_MANY, 0, 5);
	domain_irq_raise(dom0, FIRST_OF_MANY);
	for (u32 i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(
			papr(H_EOI, 0x05000000 | (FIRST_OF_MANY + i % 2), 0, 0, 0),
			H_SUCCESS);
	CU_ASSERT_FALSE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(papr(H_EOI, 0xff000000 | FIRST_OF_MANY, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(take(0), FIRST_OF_MANY);
	CU_ASSERT_EQUAL(take(0), 0);
}

/* What vCPU i would be shown, found the long way: by a look at each source. */
static u32 wanted(u32 i)
{
	u32 best = 0, priority = dom0->vcpu[i]->arch.xics.cppr;
	struct xics_source s;

	if (dom0->vcpu[i]->arch.xics.mfrr < priority) {
		priority = dom0->vcpu[i]->arch.xics.mfrr;
		best = XICS_IPI;
	}
	for (u32 n = FIRST_OF_MANY; xics_get_source(dom0, n, &s); n++)
		if (s.pending && !s.presented && s.server == i && s.priority < priority) {
			priority = s.priority;
			best = n;
		}
	return best;
}

/* One thing that a guest or a device can do, by chance. */
static void do_something(void)
{
	u32 r = (u32)random_u64(), i = r % VCPUS, source = FIRST_OF_MANY + r / 64 % MANY;
	u64 byte = random_u64() % 8 ? random_u64() % 8 : random_u64() % 256;
	struct vcpu *by = dom0->vcpu[i];

	switch (random_u64() % 8) {
	case 0:
	case 1:
	case 2:
		domain_irq_raise(dom0, source);
		break;
	case 3:
		CU_ASSERT_EQUAL(set_xive(source, i, (u32)byte), 0);
		break;
	case 4:
		CU_ASSERT_EQUAL(
			switch_source(r & 32 ? "ibm,int-on" : "ibm,int-off", source), 0);
		break;
	case 5:
		CU_ASSERT_EQUAL(papr_by(by, H_IPI, i, byte, 0, 0), H_SUCCESS);
		break;
	case 6:
		CU_ASSERT_EQUAL(papr_by(by, H_XIRR, 0, 0, 0, 0), H_SUCCESS);
		break;
	default:
		CU_ASSERT_EQUAL(
			papr_by(by, H_EOI, (random_u64() & 0xff) << 24 | source, 0, 0, 0),
			H_SUCCESS);
		break;
	}
}

static void anything(void)
{
	for (u32 n = 0; n < 20000; n++) {
		do_something();
		for (u32 i = 0; i < VCPUS; i++) {
			u32 number = wanted(i);

			CU_ASSERT_EQUAL_FATAL(dom0->vcpu[i]->arch.interrupt_pending,
					      number != 0);
			CU_ASSERT_EQUAL(papr_by(dom0->vcpu[i], H_IPOLL, i, 0, 0, 0),
					H_SUCCESS);
			CU_ASSERT_EQUAL_FATAL(dom0->vcpu[i]->arch.regs.gpr[4] & 0xffffff,
					      number);
		}
	}
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
		{ "adding", adding },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo many[] = {
		{ "same priority", same_priority },
		{ "masked while pending", masked_while_pending },
		{ "moved while pending", moved_while_pending },
		{ "moved while presented", moved_while_presented },
		{ "end of what was not presented", end_of_what_was_not_presented },
		{ "anything", anything },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "xics",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		{ .pName = "many sources",
		  .pSetUpFunc = start_many,
		  .pTearDownFunc = dom0_stop,
		  .pTests = many },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-xics", suites);
}
