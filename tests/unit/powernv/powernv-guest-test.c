// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A guest's registers and exits on bare metal
 * (xen/arch/powerpc/platform/powernv/guest.c), but for what is assembly.
 */
#include <string.h>

#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/nested.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <powernv/guest.h>
#include <powernv/heartbeat.h>
#include <powernv/opal.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"

#define MS	    512000ULL /* of the timebase */
#define NIP	    0xc000000000012344ULL
#define MSR	    (MSR_SF | MSR_EE | MSR_ME | MSR_IR | MSR_DR | MSR_RI | MSR_LE)
#define NOT_WRITTEN 0x5a5a5a5a5a5a5a5aULL /* a value that the code does not write */
#define NR_SPRS	    ARRAY_SIZE(machine.spr)
#define TURN_END    (machine.timebase + 10 * MS)

/* Bits that are set for all guests (Power ISA 3.0B, book III, 2.2). */
#define LPCR_ANY                                            \
	((2ULL << 53)	 /* DPFD: 4, in bits 9 to 11 */     \
	 | (1ULL << 22)	 /* UPRT */                         \
	 | (1ULL << 20)	 /* HR */                           \
	 | (15ULL << 12) /* PECE: HD and the lower three */ \
	 | (1ULL << 10)	 /* GTSE */                         \
	 | (1ULL << 4)	 /* HEIC */                         \
	 | (1ULL << 0))	 /* HDICE; LPES, AIL, LD and all else are 0 */

static struct vcpu *a, *b;

static struct vcpu *make_vcpu(void)
{
	struct domain *d = make_domain(1);

	domain_force(d, 0, DOMAIN_PAUSED);
	domain_force(d, 0, DOMAIN_NEW);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	d->vcpu[0]->arch.regs.nip = NIP;
	d->vcpu[0]->arch.regs.msr = MSR;
	return d->vcpu[0];
}

/* The firmware has just been called; the next call is due in 32 ms. */
static void start(void)
{
	dom0_start();
	a = make_vcpu();
	b = make_vcpu();
	fake_opal_start();
	opal.ticks = 0;
	do {
		machine.timebase += 1000 * MS;
		heartbeat();
	} while (heartbeat_due() != machine.timebase + 32 * MS);
	fake_opal_start();
	instructions_forget();
	boot_cpu.need_resched = false;
	machine.external_interrupts = 0;
	for (size_t i = 0; i < NR_SPRS; i++)
		machine.spr[i] = NOT_WRITTEN;
	a->arch.hv.hdec_expiry = a->arch.turn_end = TURN_END;
	b->arch.hv.hdec_expiry = b->arch.turn_end = TURN_END;
	guest_state_load(a);
	guest_prepare(a);
}

/* ---- registers ---- */

/* The registers that a guest may change, and where their values are kept. */
static const struct switched {
	u16 spr;
	size_t offset;
} switched[] = {
	{ 272, offsetof(struct hv_guest_state, sprg[0]) },
	{ 273, offsetof(struct hv_guest_state, sprg[1]) },
	{ 274, offsetof(struct hv_guest_state, sprg[2]) },
	{ 275, offsetof(struct hv_guest_state, sprg[3]) },
	{ 48, offsetof(struct hv_guest_state, pidr) },
	{ 896, offsetof(struct hv_guest_state, ppr) },
	{ 176, offsetof(struct hv_guest_state, dpdes) },
	{ 309, offsetof(struct hv_guest_state, purr) },
	{ 308, offsetof(struct hv_guest_state, spurr) },
	{ 849, offsetof(struct hv_guest_state, vtb) },
	{ 848, offsetof(struct hv_guest_state, ic) },
};

static u64 *field(struct vcpu *v, size_t offset)
{
	return (u64 *)((u8 *)&v->arch.hv + offset);
}

static void save(void)
{
	struct hv_guest_state before = a->arch.hv, after;

	for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
		machine.spr[switched[i].spr] = 0x1000 + i;
	guest_state_save(a);
	after = a->arch.hv;
	for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
		CU_ASSERT_EQUAL(*field(a, switched[i].offset), 0x1000 + i);
	/* Values that are not the guest's are not saved. */
	for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
		*field(a, switched[i].offset) =
			*(u64 *)((u8 *)&before + switched[i].offset);
	CU_ASSERT_EQUAL(memcmp(&a->arch.hv, &before, sizeof(before)), 0);
	a->arch.hv = after;
}

static bool is_switched(u32 spr)
{
	for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
		if (switched[i].spr == spr)
			return true;
	return spr == SPR_HFSCR || spr == SPR_LPIDR || spr == SPR_MMCR0 ||
	       spr == SPR_PSSCR;
}

static void load(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
		*field(b, switched[i].offset) = 0x2000 + i;
	b->arch.hv.hfscr = 0x5cf;
	b->arch.extended.mmcr0 = 0x84000000;
	for (size_t i = 0; i < NR_SPRS; i++)
		machine.spr[i] = NOT_WRITTEN;
	instructions_forget();
	guest_state_load(b);
	for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
		CU_ASSERT_EQUAL(machine.spr[switched[i].spr], 0x2000 + i);
	CU_ASSERT_EQUAL(machine.spr[SPR_HFSCR], 0x5cf);
	/* Its counters do not count the hypervisor, and it must not execute `stop`. */
	CU_ASSERT_EQUAL(machine.spr[795], 0x84000001);
	CU_ASSERT_EQUAL(machine.spr[855], 1 << 20);
	CU_ASSERT_EQUAL(machine.spr[SPR_LPIDR], b->domain->arch.lpid);
	CU_ASSERT_NOT_EQUAL(machine.spr[SPR_LPIDR], 0);
	for (u32 i = 0; i < NR_SPRS; i++)
		CU_ASSERT(is_switched(i) || machine.spr[i] == NOT_WRITTEN);
	/*
	 * From then on it uses its partition's translations, and it does not inherit a
	 * reservation of another.
	 */
	CU_ASSERT_STRING_EQUAL(instructions, "isync; clear reservation; ");
}

/* A vCPU's values are not lost, and not visible to the other. */
static void switching(void)
{
	for (u64 round = 1; round < 4; round++) {
		for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
			machine.spr[switched[i].spr] = round << 8 | i;
		guest_state_save(a);
		guest_state_load(b);
		for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
			CU_ASSERT_NOT_EQUAL(machine.spr[switched[i].spr], round << 8 | i);
		guest_state_save(b);
		guest_state_load(a);
		for (size_t i = 0; i < ARRAY_SIZE(switched); i++)
			CU_ASSERT_EQUAL(machine.spr[switched[i].spr], round << 8 | i);
	}
}

/* ---- before an entry ---- */

/* AIL would move the hypervisor's own interrupts on POWER9. */
static void lpcr(void)
{
	static const struct {
		u64 guest, cpu;
	} cases[] = {
		{ 0, LPCR_ANY },
		{ LPCR_ILE, LPCR_ANY | LPCR_ILE },
		{ LPCR_ILE | LPCR_AIL, LPCR_ANY | LPCR_ILE },
		{ LPCR_AIL, LPCR_ANY },
		{ UINT64_MAX >> 1, LPCR_ANY | LPCR_ILE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		a->arch.hv.lpcr = cases[i].guest;
		guest_prepare(a);
		CU_ASSERT_EQUAL(machine.spr[SPR_LPCR], cases[i].cpu);
	}
}

/* Both are expensive to write, and few entries need it. */
static void only_when_needed(void)
{
	machine.spr[SPR_LPCR] = machine.spr[SPR_HDEC] = NOT_WRITTEN;
	guest_prepare(a);
	CU_ASSERT_EQUAL(machine.spr[SPR_LPCR], NOT_WRITTEN);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], NOT_WRITTEN);

	a->arch.hv.lpcr ^= LPCR_ILE;
	guest_prepare(a);
	CU_ASSERT_NOT_EQUAL(machine.spr[SPR_LPCR], NOT_WRITTEN);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], NOT_WRITTEN);

	machine.spr[SPR_LPCR] = NOT_WRITTEN;
	a->arch.hv.hdec_expiry += 1;
	guest_prepare(a);
	CU_ASSERT_EQUAL(machine.spr[SPR_LPCR], NOT_WRITTEN);
	CU_ASSERT_NOT_EQUAL(machine.spr[SPR_HDEC], NOT_WRITTEN);
}

/* enter.S compares these values, and calls guest_prepare() if they differ. */
static void what_is_loaded(void)
{
	CU_ASSERT_EQUAL(boot_cpu.arch.loaded_lpcr, a->arch.hv.lpcr);
	CU_ASSERT_EQUAL(boot_cpu.arch.loaded_hdec_expiry, a->arch.hv.hdec_expiry);
	guest_state_load(b);
	CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_lpcr, b->arch.hv.lpcr);
	CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_hdec_expiry, b->arch.hv.hdec_expiry);
	guest_prepare(b);
	CU_ASSERT_EQUAL(machine.spr[SPR_LPCR], LPCR_ANY);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], 10 * MS);
	guest_hdec_stop();
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], HDEC_FAR);
	CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_hdec_expiry, b->arch.hv.hdec_expiry);
	CU_ASSERT_EQUAL(boot_cpu.arch.loaded_lpcr, b->arch.hv.lpcr);
}

/* A turn ends on time, but the firmware must be called in between. */
static void hdec(void)
{
	u64 now = machine.timebase, due = heartbeat_due();
	const struct {
		u64 expiry, hdec;
	} cases[] = {
		{ now + 1, 1 },
		{ due - 1, due - 1 - now },
		{ due, due - now },
		{ due + 1, due - now },
		{ UINT64_MAX - 1, due - now },
		{ now, 0 },
		{ now - 1, 0 },
		{ 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		a->arch.hv.hdec_expiry = cases[i].expiry;
		guest_prepare(a);
		CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], cases[i].hdec);
	}
	machine.timebase = due + 1;
	a->arch.hv.hdec_expiry = due + 10 * MS;
	guest_prepare(a);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], 0);
}

/* ---- exits ---- */

static void the_turn_is_over(void)
{
	machine.timebase = a->arch.hv.hdec_expiry;
	CU_ASSERT_FALSE(guest_exit(a, EXIT_HDECREMENTER));
	CU_ASSERT_EQUAL(a->arch.last_exit, EXIT_HDECREMENTER);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_EQUAL(machine.external_interrupts, 0);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], HDEC_FAR);
}

/* Its turn goes on, with a new value in HDEC. */
static void the_firmware_wants_to_be_called(void)
{
	machine.timebase = a->arch.hv.hdec_expiry - 1;
	CU_ASSERT_TRUE(guest_exit(a, EXIT_HDECREMENTER));
	CU_ASSERT_EQUAL(a->arch.last_exit, EXIT_H_EXTERNAL);
	CU_ASSERT_FALSE(need_resched());
	CU_ASSERT_EQUAL(machine.external_interrupts, 1);
	CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_hdec_expiry, a->arch.hv.hdec_expiry);
	guest_prepare(a);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], 1);
}

static void interrupts_that_are_not_the_guests(void)
{
	static const u64 reasons[] = { EXIT_EXTERNAL, EXIT_H_DOORBELL, EXIT_H_EXTERNAL };

	for (u32 i = 0; i < ARRAY_SIZE(reasons); i++) {
		CU_ASSERT_TRUE(guest_exit(a, reasons[i]));
		CU_ASSERT_EQUAL(machine.external_interrupts, i + 1);
		CU_ASSERT_EQUAL(a->arch.last_exit, EXIT_H_EXTERNAL);
		CU_ASSERT_EQUAL(a->arch.regs.nip, NIP);
	}
	/* None of this disables the end of its turn. */
	CU_ASSERT_EQUAL(boot_cpu.arch.loaded_hdec_expiry, a->arch.hv.hdec_expiry);
}

static void storage(u64 reason, u64 vector)
{
	struct hv_guest_state *hv = &a->arch.hv;

	a->arch.regs.nip = NIP;
	a->arch.regs.msr = MSR;
	a->arch.reflected_nip = 0;
	machine.spr[SPR_HDAR] = reason | 1ULL << 32;
	machine.spr[SPR_HDSISR] = DSISR_STORE | reason;
	machine.spr[SPR_ASDR] = reason | 1ULL << 44;
	CU_ASSERT_TRUE(guest_exit(a, reason));
	CU_ASSERT_EQUAL(a->arch.last_exit, reason);
	CU_ASSERT_EQUAL(hv->hdar, reason | 1ULL << 32);
	CU_ASSERT_EQUAL(hv->hdsisr, DSISR_STORE | reason);
	CU_ASSERT_EQUAL(hv->asdr, reason | 1ULL << 44);
	CU_ASSERT_EQUAL(a->arch.regs.nip, vector);
	CU_ASSERT_EQUAL(hv->srr0, NIP);
}

static void storage_interrupts(void)
{
	storage(EXIT_H_DATA, 0x300);
	storage(EXIT_H_INSTRUCTION, 0x400);
}

static void illegal_instruction(void)
{
	machine.spr[SPR_HEIR] = 0x12345678;
	CU_ASSERT_TRUE(guest_exit(a, EXIT_H_EMULATION));
	CU_ASSERT_EQUAL(a->arch.hv.heir, 0x12345678);
	CU_ASSERT_EQUAL(a->arch.regs.nip, 0x700);
}

/* HEIR has an older instruction then, which must not be used. */
static void instruction_that_is_not_allowed(void)
{
	machine.spr[SPR_HEIR] = a->arch.hv.heir = 0x12345678;
	CU_ASSERT_TRUE(guest_exit(a, EXIT_H_FACILITY));
	CU_ASSERT_EQUAL(a->arch.hv.heir, 0);
	CU_ASSERT_EQUAL(a->arch.regs.nip, 0x700);
}

/* Passed on unchanged. */
static void unknown(void)
{
	CU_ASSERT_FALSE(guest_exit(a, 0xf60));
	CU_ASSERT_EQUAL(a->arch.last_exit, 0xf60);
	CU_ASSERT_TRUE(a->domain->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_FALSE(guest_exit(b, 0x1800));
	CU_ASSERT_TRUE(b->domain->run_state & DOMAIN_SHUT_DOWN);
}

static void system_reset(void)
{
	EXPECT_END(guest_exit(a, EXIT_SYSTEM_RESET));
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.panic, "system reset"));
}

int main(void)
{
	CU_TestInfo registers[] = {
		{ "save", save },
		{ "load", load },
		{ "switching", switching },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo entries[] = {
		{ "LPCR: interrupts' byte order, never AIL", lpcr },
		{ "only when needed", only_when_needed },
		{ "what is loaded", what_is_loaded },
		{ "HDEC: the turn's end or the firmware's time", hdec },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo exits[] = {
		{ "the turn is over", the_turn_is_over },
		{ "the firmware wants to be called", the_firmware_wants_to_be_called },
		{ "interrupts that are not the guest's",
		  interrupts_that_are_not_the_guests },
		{ "storage interrupts", storage_interrupts },
		{ "illegal instruction", illegal_instruction },
		{ "instruction that is not allowed", instruction_that_is_not_allowed },
		{ "unknown", unknown },
		{ "system reset", system_reset },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "registers",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = registers },
		{ .pName = "entries",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = entries },
		{ .pName = "exits",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = exits },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-powernv-guest", suites);
}
