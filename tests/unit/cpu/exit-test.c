// SPDX-License-Identifier: GPL-2.0-or-later
/* Why a guest comes out, and how it goes on (xen/arch/powerpc/cpu/traps.c, inject.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/inject.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>
#include <public/version.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

#define NIP 0xc000000000012344ULL
#define MSR (MSR_SF | MSR_EE | MSR_ME | MSR_IR | MSR_DR | MSR_RI | MSR_LE)

static struct vcpu *v;

static void start(void)
{
	dom0_start();
	v = dom0->vcpu[0];
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	v->arch.regs.nip = NIP;
	v->arch.regs.msr = MSR;
}

static long xen_call(u64 r3)
{
	v->arch.regs.gpr[3] = r3;
	v->arch.regs.gpr[4] = XENVER_version;
	guest_exits(v, EXIT_HYPERCALL);
	return (long)v->arch.regs.gpr[3];
}

/* Two kinds of calls come the same way: the mark tells them apart. */
static void marks(void)
{
	CU_ASSERT_EQUAL(xen_call(XEN_MARK(__HYPERVISOR_xen_version)), 3 << 16);
	CU_ASSERT_EQUAL(v->arch.regs.nip, NIP);
	CU_ASSERT_EQUAL(v->arch.regs.msr, MSR);
	CU_ASSERT_EQUAL(xen_call(XEN_MARK(0)), -ENOSYS);
	CU_ASSERT_EQUAL(xen_call(XEN_MARK(32 + __HYPERVISOR_xen_version)), -ENOSYS);
	CU_ASSERT_EQUAL(xen_call(XEN_MARK(0xffff)), -ENOSYS);
	/* Without it, whole or in part, they are PAPR's, which knows no such number. */
	CU_ASSERT_EQUAL(xen_call(__HYPERVISOR_xen_version), H_FUNCTION);
	CU_ASSERT_EQUAL(xen_call(0xfffffffffffe0000 | __HYPERVISOR_xen_version),
			H_FUNCTION);
	CU_ASSERT_EQUAL(xen_call(0x7fffffffffff0000 | __HYPERVISOR_xen_version),
			H_FUNCTION);
	CU_ASSERT_EQUAL(xen_call(0xffff0000 | __HYPERVISOR_xen_version), H_FUNCTION);
}

/* A program in user space that tries it: its process gets a signal, and that is all. */
static void from_user_space(void)
{
	u32 chunks = chunk_free_count();

	v->arch.regs.msr = MSR | MSR_PR;
	CU_ASSERT_EQUAL(xen_call(XEN_MARK(__HYPERVISOR_xen_version)),
			(long)XEN_MARK(__HYPERVISOR_xen_version));
	CU_ASSERT_EQUAL(v->arch.hv.srr0, NIP - 4);
	CU_ASSERT_EQUAL(v->arch.hv.srr1 & SRR1_MASK, 0x40000);
	CU_ASSERT_EQUAL(v->arch.hv.srr1 & ~(u64)SRR1_MASK,
			(MSR | MSR_PR) & ~(u64)SRR1_MASK);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x700);
	CU_ASSERT_EQUAL(v->arch.regs.msr & (MSR_PR | MSR_EE | MSR_IR | MSR_DR), 0);
	CU_ASSERT_EQUAL(chunk_free_count(), chunks);
	v->arch.regs.nip = NIP;
	v->arch.regs.msr = MSR | MSR_PR;
	CU_ASSERT_EQUAL(xen_call(H_CEDE), H_CEDE);
	CU_ASSERT_FALSE(v->run_state & VCPU_BLOCKED);
}

static void illegal_instruction(void)
{
	guest_exits(v, EXIT_H_EMULATION);
	CU_ASSERT_EQUAL(v->arch.hv.srr0, NIP);
	CU_ASSERT_EQUAL(v->arch.hv.srr1 & SRR1_MASK, 0x80000);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x700);
	/* What it is not allowed to use there is not. */
	v->arch.regs.nip = NIP + 4;
	v->arch.regs.msr = MSR;
	guest_exits(v, EXIT_H_FACILITY);
	CU_ASSERT_EQUAL(v->arch.hv.srr0, NIP + 4);
	CU_ASSERT_EQUAL(v->arch.hv.srr1 & SRR1_MASK, 0x80000);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x700);
}

/* What the interrupted program was, and how the guest wants its interrupts. */
static void interrupt_modes(void)
{
	struct hv_guest_state *hv = &v->arch.hv;

	hv->lpcr = 0;
	inject_interrupt(v, 0x500, 0);
	CU_ASSERT_EQUAL(v->arch.regs.msr, MSR_SF | MSR_ME);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x500);
	CU_ASSERT_EQUAL(hv->srr1, MSR);

	v->arch.regs.msr = MSR;
	hv->lpcr = LPCR_ILE;
	inject_interrupt(v, 0x500, 0);
	CU_ASSERT_EQUAL(v->arch.regs.msr, MSR_SF | MSR_ME | MSR_LE);

	v->arch.regs.msr = MSR;
	hv->lpcr = LPCR_ILE | LPCR_AIL;
	inject_interrupt(v, 0x500, 0);
	CU_ASSERT_EQUAL(v->arch.regs.msr, MSR_SF | MSR_ME | MSR_LE | MSR_IR | MSR_DR);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0xc000000000004500);

	/* From real mode it stays in real mode. */
	v->arch.regs.msr = MSR & ~(u64)MSR_IR;
	inject_interrupt(v, 0x500, 0);
	CU_ASSERT_EQUAL(v->arch.regs.msr, MSR_SF | MSR_ME | MSR_LE);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x500);
}

/* A real address that is not its memory: a storage interrupt. */
static void storage(void)
{
	v->arch.hv.hdar = 0xc000000012345678;
	v->arch.hv.hdsisr = DSISR_STORE | 0x40000000;
	v->arch.hv.asdr = DOM0_END;
	guest_exits(v, EXIT_H_DATA);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x300);
	CU_ASSERT_EQUAL(v->arch.hv.srr0, NIP);
	CU_ASSERT_EQUAL(machine.spr[SPR_DAR], 0xc000000012345678);
	CU_ASSERT_EQUAL(machine.spr[SPR_DSISR], 0x42000000);

	v->arch.regs.nip = NIP;
	v->arch.regs.msr = MSR;
	guest_exits(v, EXIT_H_INSTRUCTION);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x400);
	CU_ASSERT_EQUAL(v->arch.hv.srr1 & SRR1_MASK, 0x40000000);
}

static struct vcpu *other_guest(void)
{
	struct domain *d = make_domain(1);

	domain_force(d, 0, DOMAIN_PAUSED);
	domain_force(d, 0, DOMAIN_NEW);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	d->vcpu[0]->arch.regs.nip = NIP;
	d->vcpu[0]->arch.regs.msr = MSR;
	return d->vcpu[0];
}

/* One that faults at its own interrupt vector is ended, it alone, and runs no more. */
static void hopeless_guest(void)
{
	struct vcpu *guest = other_guest();

	guest_exits(guest, EXIT_H_DATA);
	CU_ASSERT_FALSE(guest->domain->run_state & DOMAIN_SHUT_DOWN);
	guest_exits(guest, EXIT_H_DATA);
	CU_ASSERT_TRUE(guest->domain->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_EQUAL(guest->domain->shutdown_reason, SHUTDOWN_crash);
	CU_ASSERT_FALSE(vcpu_runnable(guest));
	CU_ASSERT_TRUE(vcpu_runnable(v));
}

static void unknown_exits(void)
{
	static const u64 vectors[] = { EXIT_MACHINE_CHECK, 0xf60, 0x100, 0x1800 };

	for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
		struct vcpu *guest = other_guest();

		guest_exits(guest, vectors[i]);
		CU_ASSERT_TRUE(guest->domain->run_state & DOMAIN_SHUT_DOWN);
		CU_ASSERT_FALSE(vcpu_runnable(guest));
	}
}

/* Without dom0 the machine is of no use any more. */
static void hopeless_dom0(void)
{
	machine.ended_by = NULL;
	EXPECT_END(guest_exits(v, EXIT_MACHINE_CHECK));
	CU_ASSERT_PTR_NOT_NULL_FATAL(machine.ended_by);
	CU_ASSERT_STRING_EQUAL(machine.ended_by, "power off");
}

static void slice(void)
{
	guest_exits(v, EXIT_HDECREMENTER);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_EQUAL(v->arch.regs.nip, NIP);
}

/* An interrupt is taken when the guest can, and looked at again soon when it cannot. */
static void external_interrupt(void)
{
	v->arch.interrupt_pending = true;
	v->arch.regs.msr = MSR & ~(u64)MSR_EE;
	v->arch.turn_end = TOP;
	machine.timebase = 1000000;
	deliver_external(v);
	CU_ASSERT_EQUAL(v->arch.regs.nip, NIP);
	CU_ASSERT(v->arch.hv.hdec_expiry > machine.timebase);
	CU_ASSERT(v->arch.hv.hdec_expiry <= machine.timebase + 512000); /* 1 ms */
	/* That does not make its turn longer. */
	v->arch.turn_end = machine.timebase + 1;
	deliver_external(v);
	CU_ASSERT_EQUAL(v->arch.hv.hdec_expiry, machine.timebase + 1);
	v->arch.regs.msr = MSR;
	deliver_external(v);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x500);
	CU_ASSERT_EQUAL(v->arch.hv.srr0, NIP);
	v->arch.interrupt_pending = false;
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "marks", marks },
		{ "from user space", from_user_space },
		{ "illegal instruction", illegal_instruction },
		{ "interrupt modes", interrupt_modes },
		{ "storage", storage },
		{ "hopeless guest", hopeless_guest },
		{ "unknown exits", unknown_exits },
		{ "hopeless dom0", hopeless_dom0 },
		{ "slice", slice },
		{ "external interrupt", external_interrupt },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "exits",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-exit", suites);
}
