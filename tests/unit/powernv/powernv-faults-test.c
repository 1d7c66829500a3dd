// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machine checks and maintenance interrupts of bare metal
 * (xen/arch/powerpc/platform/powernv/faults.c), as guest_exit() handles them.
 */
#include <string.h>

#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/nested.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <powernv/guest.h>
#include <powernv/opal.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"

#define NIP	  0xc000000000012344ULL
#define LOADSTORE 0x200000ULL /* SRR1: it came with a load or store */

static struct vcpu *guest;

static void start(void)
{
	struct domain *d;

	dom0_start();
	d = make_domain(1);
	domain_force(d, 0, DOMAIN_PAUSED);
	domain_force(d, 0, DOMAIN_NEW);
	guest = d->vcpu[0];
	vcpu_force(guest, 0, VCPU_NO_CONTEXT);
	guest->arch.regs.nip = NIP;
	fake_opal_start();
	instructions_forget();
	boot_cpu.need_resched = false;
	machine.external_interrupts = 0;
	machine.console[machine.console_len = 0] = '\0';
}

static bool on_console(const char *text)
{
	return strstr(machine.console, text) != NULL;
}

/* A machine check with these registers, and its message. */
static void machine_check(u64 srr1, u64 dsisr)
{
	machine.console[machine.console_len = 0] = '\0';
	domain_force(guest->domain, 0, DOMAIN_SHUT_DOWN);
	boot_cpu.need_resched = false;
	guest->arch.regs.msr = MSR_SF | MSR_LE | srr1;
	machine.spr[SPR_DSISR] = dsisr;
	machine.spr[SPR_DAR] = 0xc000000087654321;
	CU_ASSERT_FALSE(guest_exit(guest, EXIT_MACHINE_CHECK));
	CU_ASSERT_TRUE(guest->domain->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_EQUAL(guest->domain->shutdown_reason, SHUTDOWN_crash);
	CU_ASSERT_FALSE(vcpu_runnable(guest));
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT(on_console("at c000000000012344"));
	CU_ASSERT(on_console("dar c000000087654321"));
}

static void check_cause(const char *cause, const char *access)
{
	char said[128], reason[128];

	strcat(strcat(strcat(strcpy(said, "machine check: "), cause), ", in "), access);
	strcat(strcat(strcpy(reason, "crashed: machine check: "), cause), "\r\n");
	CU_ASSERT(on_console(said));
	CU_ASSERT(on_console(reason));
}

/* POWER9's user's manual, "Machine check interrupt": bits of DSISR. */
static void of_a_load_or_store(void)
{
	static const struct {
		u64 dsisr;
		const char *cause;
	} cases[] = {
		{ 0x8000, "memory error" },
		{ 0x4000, "memory error in a page table" },
		{ 0x0800, "parity error or double entry in the ERAT" },
		{ 0x0400, "double entry in the TLB" },
		{ 0x0100, "parity error in the SLB" },
		{ 0x0080, "double entry in the SLB" },
		{ 0x0040, "no such real address" },
		{ 0x0020, "page table at no real address, load or store" },
		{ 0x0010, "page table at no real address" },
		{ 0x0008, "real address of another machine" },
		/* The gravest of several is named. */
		{ 0xcdf8, "memory error" },
		{ 0x0048, "no such real address" },
		/* No known bit. */
		{ 0, "cause unknown" },
		{ 0xffff3207, "cause unknown" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		machine_check(LOADSTORE, cases[i].dsisr);
		check_cause(cases[i].cause, "a load or store");
		/* SRR1's bits for fetches are ignored then. */
		machine_check(LOADSTORE | 0x00040000, cases[i].dsisr);
		check_cause(cases[i].cause, "a load or store");
	}
}

/* Values, in SRR1. */
static void of_a_fetch(void)
{
	static const struct {
		u64 srr1;
		const char *cause;
	} cases[] = {
		{ 0x00040000, "memory error" },
		{ 0x00080000, "parity error in the SLB" },
		{ 0x000c0000, "double entry in the SLB" },
		{ 0x00100000, "double entry in the ERAT" },
		{ 0x00140000, "double entry in the TLB" },
		{ 0x00180000, "memory error in a page table" },
		{ 0x08000000, "link timeout" },
		{ 0x08040000, "link timeout in a page table" },
		{ 0x080c0000, "no such real address" },
		{ 0x08100000, "page table at no real address" },
		{ 0x08180000, "real address of another machine, in a page table" },
		/* No known bit. */
		{ 0, "cause unknown" },
		{ 0x001c0000, "cause unknown" },
		{ 0x08080000, "cause unknown" },
		{ 0x08140000, "cause unknown" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		/* DSISR has an old value. */
		machine_check(cases[i].srr1, 0xffff);
		check_cause(cases[i].cause, "a fetch");
	}
}

/* It has ended only one domain. */
static void others_go_on(void)
{
	machine_check(LOADSTORE, 0x8000);
	CU_ASSERT_FALSE(dom0->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_PTR_NULL(strstr(machine.console, "powering off"));
}

/* Without dom0 the machine cannot be used any more. */
static void of_dom0(void)
{
	machine.ended_by = NULL;
	dom0->vcpu[0]->arch.regs.msr = LOADSTORE;
	machine.spr[SPR_DSISR] = 0x8000;
	EXPECT_END(guest_exit(dom0->vcpu[0], EXIT_MACHINE_CHECK));
	CU_ASSERT_PTR_NOT_NULL_FATAL(machine.ended_by);
	CU_ASSERT_STRING_EQUAL(machine.ended_by, "power off");
	CU_ASSERT(on_console("machine check: memory error"));
}

/* ---- maintenance ---- */

static void maintenance(u64 hmer)
{
	machine.console[machine.console_len = 0] = '\0';
	machine.spr[SPR_HMER] = hmer;
	CU_ASSERT_TRUE(guest_exit(guest, EXIT_H_MAINTENANCE));
	CU_ASSERT_FALSE(guest->domain->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_EQUAL(guest->arch.regs.nip, NIP);
}

/* Bits of HMER, counted from the left. */
#define HMER(bit) (1ULL << (63 - (bit)))

static void causes_of_maintenance(void)
{
	static const struct {
		u64 hmer;
		const char *cause;
	} cases[] = {
		{ HMER(0), "malfunction of another core" },
		{ HMER(2), "an error was recovered from" },
		{ HMER(3), "error in debugging registers" },
		{ HMER(4), "the timer facility failed" },
		{ HMER(6), "errors were recovered from too often" },
		{ HMER(8), "error in the system's interconnect" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		maintenance(cases[i].hmer);
		for (size_t j = 0; j < ARRAY_SIZE(cases); j++)
			CU_ASSERT_EQUAL(on_console(cases[j].cause), i == j);
		CU_ASSERT_EQUAL(opal.call[OPAL_HANDLE_HMI].calls, i + 1);
		CU_ASSERT_EQUAL(machine.external_interrupts, i + 1);
	}
}

/* All known causes are named; an unknown one shows in the number. */
static void several_causes_or_none(void)
{
	maintenance(HMER(2) | HMER(4) | HMER(63));
	CU_ASSERT(on_console("hmer 2800000000000001"));
	CU_ASSERT(on_console("an error was recovered from"));
	CU_ASSERT(on_console("the timer facility failed"));
	CU_ASSERT_FALSE(on_console("another core"));
	maintenance(HMER(63));
	CU_ASSERT(on_console("hmer 1\r\n"));
	CU_ASSERT_FALSE(on_console("an error"));
}

/* If the firmware cannot repair it, the machine must not be used any more. */
static void maintenance_that_fails(void)
{
	opal.call[OPAL_HANDLE_HMI].status = OPAL_HARDWARE;
	machine.spr[SPR_HMER] = HMER(4);
	EXPECT_END(guest_exit(guest, EXIT_H_MAINTENANCE));
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.panic, "cannot handle it (-6)"));
	CU_ASSERT(on_console("the timer facility failed"));
	opal.call[OPAL_HANDLE_HMI].status = OPAL_BUSY;
	EXPECT_END(guest_exit(guest, EXIT_H_MAINTENANCE));
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.panic, "cannot handle it (-2)"));
}

int main(void)
{
	CU_TestInfo checks[] = {
		{ "of a load or store", of_a_load_or_store },
		{ "of a fetch", of_a_fetch },
		{ "others go on", others_go_on },
		{ "of dom0", of_dom0 },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo maintenances[] = {
		{ "causes", causes_of_maintenance },
		{ "several causes, or none that is known", several_causes_or_none },
		{ "the firmware cannot handle it", maintenance_that_fails },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "machine checks",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = checks },
		{ .pName = "maintenance",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = maintenances },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-powernv-faults", suites);
}
