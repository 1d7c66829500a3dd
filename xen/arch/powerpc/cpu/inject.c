// SPDX-License-Identifier: GPL-2.0-or-later
/* Making a vCPU take an interrupt (Power ISA book III, 7.4 and 7.5). */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <asm/cpu/inject.h>
#include <asm/processor.h>
#include <asm/time.h>

/* With LPCR[AIL] = 3 and translation on, a vector stands here. */
#define AIL_BASE 0xc000000000004000

/* How soon to try again when MSR[EE] is 0. */
#define RETRY_US 50

void inject_interrupt(struct vcpu *v, u64 vector, u64 flags)
{
	struct cpu_regs *regs = &v->arch.regs;
	struct hv_guest_state *hv = &v->arch.hv;
	u64 msr = MSR_SF | MSR_ME;

	hv->srr0 = regs->nip;
	hv->srr1 = (regs->msr & ~(u64)SRR1_MASK) | flags;
	if (hv->lpcr & LPCR_ILE)
		msr |= MSR_LE;
	if ((hv->lpcr & LPCR_AIL) == LPCR_AIL &&
	    (regs->msr & (MSR_IR | MSR_DR)) == (MSR_IR | MSR_DR)) {
		msr |= MSR_IR | MSR_DR;
		vector += AIL_BASE;
	}
	regs->msr = msr;
	regs->nip = vector;
}

void deliver_external(struct vcpu *v)
{
	u64 soon = get_timebase() +
		   (u64)boot_info.cpu.timebase_frequency / 1000000 * RETRY_US;

	if (v->arch.regs.msr & MSR_EE) {
		perfc_incr(interrupts);
		inject_interrupt(v, VECTOR_EXTERNAL, 0);
	} else {
		v->arch.hv.hdec_expiry = min(soon, v->arch.turn_end);
	}
}
