// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machine checks and maintenance interrupts: what POWER9 and POWER10 say of them (their
 * user's manuals, "Machine check interrupt", HMER), in words.
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/processor.h>
#include "faults.h"
#include "opal.h"

struct cause {
	u64 bit;
	const char *text;
};

/* SRR1: the fault came with a load or store, and DSISR tells; else with a fetch. */
#define SRR1_MC_LOADSTORE 0x00200000

/* DSISR after a load or store. */
static const struct cause loadstore_causes[] = {
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
};

/* SRR1 after an instruction fetch: one of these values, not bits. */
#define SRR1_MC_FETCH 0x081c0000
static const struct cause fetch_causes[] = {
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
};

static const char *machine_check_cause(u64 srr1, u64 dsisr)
{
	if (srr1 & SRR1_MC_LOADSTORE) {
		for (size_t i = 0; i < ARRAY_SIZE(loadstore_causes); i++)
			if (dsisr & loadstore_causes[i].bit)
				return loadstore_causes[i].text;
	} else {
		for (size_t i = 0; i < ARRAY_SIZE(fetch_causes); i++)
			if ((srr1 & SRR1_MC_FETCH) == fetch_causes[i].bit)
				return fetch_causes[i].text;
	}
	return "cause unknown";
}

void machine_check_of_guest(struct vcpu *v)
{
	u64 srr1 = v->arch.regs.msr, dsisr = mfspr(SPR_DSISR), dar = mfspr(SPR_DAR);
	bool loadstore = srr1 & SRR1_MC_LOADSTORE;

	pr_err("machine check: %s, in %s at %llx; srr1 %llx dsisr %llx dar %llx\n",
	       machine_check_cause(srr1, dsisr),
	       loadstore ? "a load or store" : "a fetch", v->arch.regs.nip, srr1, dsisr,
	       dar);
	vcpu_crash(v, "machine check: %s", machine_check_cause(srr1, dsisr));
}

/* HMER, from the left: what asks for maintenance. */
static const struct cause maintenance_causes[] = {
	{ 1ULL << 63, "malfunction of another core" },
	{ 1ULL << 61, "an error was recovered from" },
	{ 1ULL << 60, "error in debugging registers" },
	{ 1ULL << 59, "the timer facility failed" },
	{ 1ULL << 57, "errors were recovered from too often" },
	{ 1ULL << 55, "error in the system's interconnect" },
};

void maintenance_interrupt(void)
{
	u64 hmer = mfspr(SPR_HMER);
	s64 status;

	pr_warn("maintenance interrupt, hmer %llx\n", hmer);
	for (size_t i = 0; i < ARRAY_SIZE(maintenance_causes); i++)
		if (hmer & maintenance_causes[i].bit)
			pr_warn("  %s\n", maintenance_causes[i].text);
	status = opal_handle_hmi();
	if (status != OPAL_SUCCESS)
		panic("maintenance interrupt: the firmware cannot mend it (%lld)",
		      status);
}
