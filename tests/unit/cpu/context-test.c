// SPDX-License-Identifier: GPL-2.0-or-later
/* A vCPU's state in the public form, both ways (xen/arch/powerpc/cpu/context.c). */
#include <string.h>

#include <xen/boot_info.h>
#include <xen/byteorder.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/extended.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/papr/vpa.h>

#include "context-random.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"
#include "walk.h"

#define VPA_GPA	 0x20000
#define TABLE	 (1ULL << 63 | 0x10000 | 4) /* a process table of 64 KiB at 64 KiB */
#define CAPACITY 4096

static struct domain *d;
static struct vcpu *v;
static vcpu_guest_context_t wanted, got;

static void start(void)
{
	dom0_start();
	d = make_domain(2);
	v = d->vcpu[0];
	machine.timebase = 1000000;
	vcpu_make_runnable(v);
	domain_force(d, DOMAIN_PAUSED, 0);
	domain_unpause(d); /* so early that its time is the machine's */
}

static void set_vpa_length(u64 gpa, u16 length)
{
	*domain_byte(d, gpa + 4) = (u8)(length >> 8);
	*domain_byte(d, gpa + 5) = (u8)length;
}

/* The places of 2006, for debuggers; and it all goes through one 4 KiB page. */
static void layout(void)
{
	CU_ASSERT_EQUAL(sizeof(cpu_user_regs_t), 352);
	CU_ASSERT_EQUAL(offsetof(vcpu_guest_context_t, sdr1), 352);
	CU_ASSERT_EQUAL(offsetof(vcpu_guest_context_t, process_table), 360);
	CU_ASSERT(sizeof(vcpu_guest_context_t) + sizeof(dom0_op_t) <= CAPACITY);
}

/* All that is put in comes out, whether the vCPU has been in the CPU since or not. */
static void round_trip(void)
{
	for (u32 i = 0; i < 200; i++) {
		random_context(&wanted);
		if (i % 3 == 0)
			wanted.process_table = TABLE;
		if (i % 3 == 1) {
			wanted.vpa = VPA_GPA;
			set_vpa_length(VPA_GPA, 640);
		}
		machine.timebase = random_u64();
		CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
		if (i % 2) {
			extended_load(v);
			extended_load(dom0->vcpu[0]);
		}
		memset(&got, 0xee, sizeof(got));
		arch_vcpu_get_context(v, &got);
		CU_ASSERT_EQUAL(memcmp(&got, &wanted, sizeof(got)), 0);
		CU_ASSERT_EQUAL(d->arch.process_table, wanted.process_table);
		CU_ASSERT_EQUAL(partition_dword(d->arch.lpid, 1), wanted.process_table);
	}
}

/* What goes where: what is kept in memory, ... */
static void places(void)
{
	const struct cpu_regs *regs = &v->arch.regs;
	const struct hv_guest_state *hv = &v->arch.hv;
	const cpu_user_regs_t *user = &wanted.user_regs;

	random_context(&wanted);
	wanted.process_table = TABLE;
	wanted.decrementer = 12345;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	CU_ASSERT_EQUAL(memcmp(regs->gpr, user->gprs, sizeof(regs->gpr)), 0);
	CU_ASSERT_EQUAL(regs->link, user->lr);
	CU_ASSERT_EQUAL(regs->ctr, user->ctr);
	CU_ASSERT_EQUAL(regs->nip, user->pc);
	CU_ASSERT_EQUAL(regs->msr, user->msr);
	CU_ASSERT_EQUAL(regs->xer, user->xer);
	CU_ASSERT_EQUAL(regs->ccr, user->cr);
	CU_ASSERT_EQUAL(hv->srr0, user->srr0);
	CU_ASSERT_EQUAL(hv->srr1, user->srr1);
	CU_ASSERT_EQUAL(memcmp(hv->sprg, wanted.sprg, sizeof(hv->sprg)), 0);
	CU_ASSERT_EQUAL(hv->pidr, wanted.pid);
	CU_ASSERT_EQUAL(hv->ppr, wanted.ppr);
	CU_ASSERT_EQUAL(hv->cfar, wanted.cfar);
	CU_ASSERT_EQUAL(hv->purr, wanted.purr);
	CU_ASSERT_EQUAL(hv->spurr, wanted.spurr);
	CU_ASSERT_EQUAL(hv->vtb, wanted.vtb);
	CU_ASSERT_EQUAL(hv->ic, wanted.ic);
	CU_ASSERT_EQUAL(hv->lpcr, wanted.lpcr);
	CU_ASSERT_EQUAL(v->arch.dec_expiry, machine.timebase + 12345);
}

/* ... and in the CPU's registers, by the numbers of the ISA. */
static void places_in_the_cpu(void)
{
	const cpu_user_regs_t *user = &wanted.user_regs;

	random_context(&wanted);
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	boot_info.cpu.isa_v31 = true;
	extended_load(v);
	boot_info.cpu.isa_v31 = false;
	CU_ASSERT_EQUAL(machine.spr[17], wanted.dscr);
	CU_ASSERT_EQUAL(machine.spr[18], user->dsisr);
	CU_ASSERT_EQUAL(machine.spr[19], user->dar);
	CU_ASSERT_EQUAL(machine.spr[29], wanted.amr);
	CU_ASSERT_EQUAL(machine.spr[61], wanted.iamr);
	CU_ASSERT_EQUAL(machine.spr[136], wanted.ctrl);
	CU_ASSERT_EQUAL(machine.spr[144], wanted.tidr);
	CU_ASSERT_EQUAL(machine.spr[153], wanted.fscr);
	CU_ASSERT_EQUAL(machine.spr[157], wanted.uamor);
	CU_ASSERT_EQUAL(machine.spr[159], wanted.pspb);
	CU_ASSERT_EQUAL(machine.spr[256], wanted.vrsave);
	CU_ASSERT_EQUAL(machine.spr[468], wanted.hashkeyr);
	CU_ASSERT_EQUAL(machine.spr[752], wanted.sier2);
	CU_ASSERT_EQUAL(machine.spr[753], wanted.sier3);
	CU_ASSERT_EQUAL(machine.spr[754], wanted.mmcr3);
	CU_ASSERT_EQUAL(machine.spr[784], wanted.sier);
	CU_ASSERT_EQUAL(machine.spr[785], wanted.mmcr2);
	CU_ASSERT_EQUAL(machine.spr[786], wanted.mmcra);
	for (u32 i = 0; i < 6; i++)
		CU_ASSERT_EQUAL(machine.spr[787 + i], wanted.pmc[i]);
	CU_ASSERT_EQUAL(machine.spr[795], wanted.mmcr0);
	CU_ASSERT_EQUAL(machine.spr[796], wanted.siar);
	CU_ASSERT_EQUAL(machine.spr[797], wanted.sdar);
	CU_ASSERT_EQUAL(machine.spr[798], wanted.mmcr1);
	CU_ASSERT_EQUAL(machine.spr[804], wanted.ebbhr);
	CU_ASSERT_EQUAL(machine.spr[805], wanted.ebbrr);
	CU_ASSERT_EQUAL(machine.spr[806], wanted.bescr);
	CU_ASSERT_EQUAL(machine.spr[815], wanted.tar);
	CU_ASSERT_EQUAL(machine.spr[828], wanted.dexcr);
	CU_ASSERT_EQUAL(machine.vectors.fpscr, user->fpscr);
	CU_ASSERT_EQUAL(memcmp(machine.vectors.vsr, wanted.vsr, sizeof(wanted.vsr)), 0);
	CU_ASSERT_EQUAL(memcmp(machine.vectors.vscr, wanted.vscr, sizeof(wanted.vscr)),
			0);
}

/* A context that comes while the old one's registers are in the CPU replaces them. */
static void replaces_what_is_in_the_cpu(void)
{
	random_context(&wanted);
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	extended_load(v);
	random_context(&wanted);
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	CU_ASSERT_PTR_NULL(boot_cpu.arch.extended_owner);
	extended_load(dom0->vcpu[0]);
	extended_load(v);
	CU_ASSERT_EQUAL(memcmp(machine.vectors.vsr, wanted.vsr, sizeof(wanted.vsr)), 0);
	CU_ASSERT_EQUAL(machine.spr[815], wanted.tar);
	arch_vcpu_get_context(v, &got);
	CU_ASSERT_EQUAL(memcmp(&got, &wanted, sizeof(got)), 0);
}

/* What the vCPU has in the CPU is its state, not what was put away long ago. */
static void live_registers(void)
{
	random_context(&wanted);
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	extended_load(v);
	machine.spr[815] = 0x7a7;
	machine.spr[19] = 0xda7;
	machine.vectors.vsr[63][1] = 0x63;
	machine.vectors.fpscr = 0xf9;
	machine.spr[SPR_DEC] = (u32)-77;
	vcpu_force(v, VCPU_RUNNING, 0);
	v->arch.last_exit = 0xc00;
	arch_vcpu_get_context(v, &got);
	vcpu_force(v, 0, VCPU_RUNNING);
	CU_ASSERT_EQUAL(got.tar, 0x7a7);
	CU_ASSERT_EQUAL(got.user_regs.dar, 0xda7);
	CU_ASSERT_EQUAL(got.vsr[63][1], 0x63);
	CU_ASSERT_EQUAL(got.user_regs.fpscr, 0xf9);
	CU_ASSERT_EQUAL(got.decrementer, (u64)-77);
	CU_ASSERT_EQUAL(got.user_regs.entry_vector, 0xc00);
	/* To be looked at is not to be put away. */
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, v);
	machine.spr[815] = 0x7a8;
	arch_vcpu_get_context(v, &got);
	CU_ASSERT_EQUAL(got.tar, 0x7a8);
}

static void timer(void)
{
	random_context(&wanted);
	wanted.decrementer = 5000;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	CU_ASSERT_EQUAL(arch_vcpu_timer(v), machine.timebase + 5000);
	machine.timebase += 1000;
	arch_vcpu_get_context(v, &got);
	CU_ASSERT_EQUAL(got.decrementer, 4000);
	machine.timebase += 5000;
	arch_vcpu_get_context(v, &got);
	CU_ASSERT_EQUAL(got.decrementer, (u64)-1000);
	arch_vcpu_load(v, TOP);
	CU_ASSERT_EQUAL(machine.spr[SPR_DEC], (u64)-1000);
}

/* Hypervisor state is not to be had, nor bits that are none. */
static void bits_stripped(void)
{
	const struct hv_guest_state before = v->arch.hv;
	static const u64 not_its_own[] = { MSR_HV,     1ULL << 62, 1ULL << 34 /* TM */,
					   1ULL << 22, 0x8,	   0x40,
					   1ULL << 41 };

	CU_ASSERT_EQUAL(before.hfscr, 0x5cf);
	for (size_t i = 0; i < ARRAY_SIZE(not_its_own); i++) {
		random_context(&wanted);
		wanted.user_regs.msr = not_its_own[i] | MSR_SF;
		CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
		CU_ASSERT_EQUAL(v->arch.regs.msr, MSR_SF);
	}
	wanted.user_regs.msr = TOP;
	wanted.lpcr = TOP;
	wanted.sdr1 = wanted.user_regs.hid4 = TOP;
	wanted.user_regs.__pad = wanted.user_regs.entry_vector = ~0U;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	CU_ASSERT_EQUAL(v->arch.regs.msr, CONTEXT_MSR);
	CU_ASSERT_EQUAL(v->arch.hv.lpcr, LPCR_ILE | LPCR_AIL);
	CU_ASSERT_EQUAL(v->arch.hv.lpid, before.lpid);
	CU_ASSERT_EQUAL(v->arch.hv.hfscr, before.hfscr);
	CU_ASSERT_EQUAL(v->arch.hv.pcr, before.pcr);
	CU_ASSERT_EQUAL(v->arch.hv.amor, before.amor);
	CU_ASSERT_EQUAL(v->arch.hv.tb_offset, before.tb_offset);
	CU_ASSERT_EQUAL(v->arch.hv.vcpu_token, before.vcpu_token);
	CU_ASSERT_EQUAL(v->arch.hv.version, before.version);
	arch_vcpu_get_context(v, &got);
	CU_ASSERT_EQUAL(got.sdr1, 0);
	CU_ASSERT_EQUAL(got.user_regs.hid4, 0);
	CU_ASSERT_EQUAL(got.user_regs.__pad, 0);
	CU_ASSERT_EQUAL(got.user_regs.entry_vector, 0);
	/* Of PAPR's own, what AIL cannot be, it cannot be here. */
	wanted.lpcr = 1ULL << LPCR_AIL_SHIFT;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), -EINVAL);
	wanted.lpcr = 2ULL << LPCR_AIL_SHIFT;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), -EINVAL);
	CU_ASSERT_EQUAL(v->arch.hv.lpcr, LPCR_ILE | LPCR_AIL);
	/* Nor where the hypervisor's own interrupts depend on it. */
	without_guest_ail(true);
	wanted.lpcr = LPCR_AIL;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), -EINVAL);
	wanted.lpcr = LPCR_ILE;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	CU_ASSERT_EQUAL(v->arch.hv.lpcr, LPCR_ILE);
	without_guest_ail(false);
}

/* That the context is refused, and nothing at all has changed by it. */
static void refused(const vcpu_guest_context_t *c)
{
	static struct arch_vcpu arch;
	struct arch_domain domain = d->arch;
	u64 entry = partition_dword(d->arch.lpid, 1);

	arch = v->arch;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, c), -EINVAL);
	CU_ASSERT_EQUAL(memcmp(&v->arch, &arch, sizeof(arch)), 0);
	CU_ASSERT_EQUAL(memcmp(&d->arch, &domain, sizeof(domain)), 0);
	CU_ASSERT_EQUAL(partition_dword(d->arch.lpid, 1), entry);
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, v);
}

static void memory_it_has_not(void)
{
	const u64 valid = 1ULL << 63, end = 2 * CHUNK_SIZE;
	const u64 tables[] = {
		1,
		TABLE & ~valid,
		valid | end,
		valid | 0x10000 | 5, /* not aligned */
		valid | 24,
		valid | 25,
		valid | 31,
		valid | 16 /* 256 MiB */,
		valid | (end - 0x10000) | 5,
		TABLE | 1ULL << 62,
		TABLE | 1ULL << 60,
		TABLE | 0x20,
		TABLE | 0x800,
		valid | 1ULL << 59,
		TOP,
		valid | 0x0ffffffffffff000,
	};
	const u64 areas[] = {
		1,	   VPA_GPA + 64, end,	  end + 128,	 TOP,
		TOP - 127, 1ULL << 63,	 NOWHERE, VPA_GPA + 128, VPA_GPA + 4096 - 512
	};

	set_vpa_length(VPA_GPA, 640);
	set_vpa_length(VPA_GPA + 4096 - 512, 640);
	random_context(&wanted);
	wanted.process_table = TABLE;
	wanted.vpa = VPA_GPA;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	extended_load(v);
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		random_context(&wanted);
		wanted.process_table = tables[i];
		refused(&wanted);
		wanted.vpa = VPA_GPA;
		refused(&wanted);
	}
	for (size_t i = 0; i < ARRAY_SIZE(areas); i++) {
		random_context(&wanted);
		wanted.vpa = areas[i];
		refused(&wanted);
		/* Nor is a good table put in force beside a bad area. */
		wanted.process_table = valid | 0x20000 | 4;
		refused(&wanted);
	}
	wanted.vpa = 0;
	wanted.lpcr = 1ULL << LPCR_AIL_SHIFT;
	refused(&wanted);
	/* The last byte counts. */
	wanted.lpcr = 0;
	wanted.process_table = valid | (end - 0x10000) | 4;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
}

/* None is none: the old ones are gone. */
static void neither_table_nor_area(void)
{
	set_vpa_length(VPA_GPA, 640);
	random_context(&wanted);
	wanted.process_table = TABLE;
	wanted.vpa = VPA_GPA;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	wanted.process_table = wanted.vpa = 0;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	CU_ASSERT_EQUAL(d->arch.process_table, 0);
	CU_ASSERT_EQUAL(partition_dword(d->arch.lpid, 1), 0);
	CU_ASSERT_NOT_EQUAL(partition_dword(d->arch.lpid, 0), 0);
	vpa_count_yield(v);
	CU_ASSERT_EQUAL(*domain_byte(d, VPA_GPA + 0x103), 0);
}

/* The count is even while the vCPU runs: also the first time after a context. */
static void yield_count(void)
{
	set_vpa_length(VPA_GPA, 640);
	random_context(&wanted);
	wanted.vpa = VPA_GPA;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	for (u32 i = 0; i < 3; i++) {
		arch_vcpu_load(v, TOP);
		CU_ASSERT_EQUAL(*domain_byte(d, VPA_GPA + 0x103) % 2, 0);
		arch_vcpu_save(v);
		CU_ASSERT_EQUAL(*domain_byte(d, VPA_GPA + 0x103) % 2, 1);
	}
}

/* A fault where the old state had one is the new state's first. */
static void faults_start_anew(void)
{
	random_context(&wanted);
	wanted.user_regs.pc = 0x300;
	wanted.user_regs.msr = MSR_SF | MSR_ME;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	v->arch.reflected_nip = 0x300;
	CU_ASSERT_EQUAL(arch_vcpu_set_context(v, &wanted), 0);
	guest_exits(v, EXIT_H_DATA);
	CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
	guest_exits(v, EXIT_H_DATA);
	CU_ASSERT_TRUE(d->run_state & DOMAIN_SHUT_DOWN);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "layout", layout },
		{ "round trip", round_trip },
		{ "places", places },
		{ "places in the CPU", places_in_the_cpu },
		{ "replaces what is in the CPU", replaces_what_is_in_the_cpu },
		{ "live registers", live_registers },
		{ "timer", timer },
		{ "bits stripped", bits_stripped },
		{ "memory it has not", memory_it_has_not },
		{ "neither table nor area", neither_table_nor_area },
		{ "yield count", yield_count },
		{ "faults start anew", faults_start_anew },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "context",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-context", suites);
}
