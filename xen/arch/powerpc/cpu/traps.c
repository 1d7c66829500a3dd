// SPDX-License-Identifier: GPL-2.0-or-later
/* Why a vCPU came out, and what the hypervisor does about it. */
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/trace/perfc.h>
#include <xen/trace/buffer.h>
#include <xen/cpu.h>
#include <asm/mmu/guest_walk.h>
#include <asm/cpu/inject.h>
#include <asm/papr/papr.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <public/arch-powerpc.h>

#define INSTRUCTION_SIZE 4

/*
 * sc 1. PAPR calls and Xen calls part here: a Xen number carries the mark (public/
 * arch-powerpc.h). Problem state gets a program interrupt: it must not execute sc 1.
 */
static void exit_hypercall(struct vcpu *v)
{
	struct cpu_regs *regs = &v->arch.regs;

	if (unlikely(regs->msr & MSR_PR)) {
		perfc_incr(exit_user_sc1);
		regs->nip -= INSTRUCTION_SIZE;
		inject_interrupt(v, VECTOR_PROGRAM, SRR1_PRIVILEGED);
	} else if (likely(regs->gpr[3] >= XEN_MARK(0))) {
		regs->gpr[3] =
			(u64)hypercall(&v->caller, regs->gpr[3] & 0xffff, &regs->gpr[4]);
	} else {
		papr_hypercall(v);
	}
}

long arch_hypercall_again(struct vcpu *v, u64 progress)
{
	struct cpu_regs *regs = &v->arch.regs;

	regs->nip -= INSTRUCTION_SIZE;
	regs->gpr[9] = progress;
	return (long)(regs->gpr[3] | XEN_PPC_CONTINUED);
}

/* ASDR: of an access in real mode the upper four bits are the effective address's. */
#define ASDR_ADDRESS 0x0fffffffffffffffULL

/*
 * Whether the guest was refused a write to a clean frame of its memory
 * (xen/memory/log_dirty.h), which it may go on with now. ASDR has the address to which
 * the write would have gone: a store's own, or that of an entry of the guest's page
 * tables whose reference and change bits the CPU wanted to set. That happens on behalf of
 * loads and of instruction fetches too, so neither the store bit nor the kind of
 * interrupt says anything; but since frames are readable and executable always, there is
 * nothing else that could be refused.
 */
static bool first_write(struct vcpu *v, u64 vector)
{
	const struct hv_guest_state *hv = &v->arch.hv;

	if (likely(!v->domain->log_dirty))
		return false;
	if (vector == VECTOR_DATA_STORAGE &&
	    !(hv->hdsisr & (DSISR_PROTECTED | DSISR_SET_RC)))
		return false;
	if (!log_dirty_fault(v->domain, hv->asdr & ASDR_ADDRESS))
		return false;
	/* After an instruction fetch it has the interrupt's reason in it. */
	if (vector == VECTOR_INSTRUCTION_STORAGE)
		v->arch.regs.msr &= ~(u64)SRR1_MASK;
	return true;
}

/*
 * The guest has used a real address that is not its memory. It gets a storage interrupt,
 * as from hardware. If the interrupt's vector leads to the same fault, there is nothing
 * that it could run: the domain crashes.
 */
static void exit_storage(struct vcpu *v, u64 vector)
{
	const struct hv_guest_state *hv = &v->arch.hv;
	struct cpu_regs *regs = &v->arch.regs;

	if (first_write(v, vector))
		return;
	perfc_incr(exit_storage);
	if (regs->nip == v->arch.reflected_nip) {
		vcpu_crash(v, "real address %llx is not its memory (nip %llx)", hv->asdr,
			   regs->nip);
		return;
	}
	pr_debug("domain %u: real address %llx is not its memory, ea %llx nip %llx\n",
		 v->domain->id, hv->asdr, hv->hdar, regs->nip);
	if (vector == VECTOR_DATA_STORAGE) {
		/* Not switched by the platform below: the vCPU's own, live in the CPU. */
		mtspr(SPR_DAR, hv->hdar);
		mtspr(SPR_DSISR, DSISR_NOHPTE | (hv->hdsisr & DSISR_STORE));
		inject_interrupt(v, vector, 0);
	} else {
		inject_interrupt(v, vector, DSISR_NOHPTE);
	}
	v->arch.reflected_nip = regs->nip;
}

/*
 * Prints the instruction for those who look for the reason. Not every CPU keeps it in
 * HEIR (QEMU 7.2's do not).
 */
static void exit_illegal(struct vcpu *v)
{
	u32 instruction = (u32)v->arch.hv.heir;
	u64 nip = v->arch.regs.nip;

	perfc_incr(exit_illegal);
	if (instruction || guest_instruction(v, &instruction))
		pr_debug("domain %u: illegal instruction %08x at %llx\n", v->domain->id,
			 instruction, nip);
	else
		pr_debug("domain %u: illegal instruction at %llx\n", v->domain->id, nip);
	inject_interrupt(v, VECTOR_PROGRAM, SRR1_ILLEGAL);
}

static void exit_timer(struct vcpu *v)
{
	TRACE(TRC_SCHED_S_TIMER_FN);
	/* The turn may be over: the choice also sets the end of the next one. */
	request_choice(this_cpu());
}

/* All exits but hypercalls. Not inline: row null_hypercall must not pay for its stack. */
static __attribute__((noinline)) void handle_exit(struct vcpu *v, u64 reason)
{
	/*
	 * Not an exit: the platform would not enter the vCPU at all. On pseries that is
	 * H_PARAMETER from a hypervisor below whose byte order is not ours.
	 */
	if ((s64)reason < 0)
		panic("the platform refuses to run a vCPU: %lld", (s64)reason);
	switch (reason) {
	case EXIT_HDECREMENTER:
		perfc_incr(exit_timer);
		exit_timer(v);
		break;
	case EXIT_H_EXTERNAL:
		perfc_incr(exit_external);
		platform->irq->handle();
		break;
	case EXIT_H_EMULATION:
	case EXIT_H_FACILITY:
		/* HFSCR allows all facilities that the CPU has. */
		exit_illegal(v);
		break;
	case EXIT_H_DATA:
		exit_storage(v, VECTOR_DATA_STORAGE);
		break;
	case EXIT_H_INSTRUCTION:
		exit_storage(v, VECTOR_INSTRUCTION_STORAGE);
		break;
	default:
		vcpu_crash(v, "exit %llx, which is not handled", reason);
		break;
	}
}

bool vcpu_exit(struct vcpu *v, u64 reason)
{
	v->arch.last_exit = (u16)reason;
	if (likely(reason == EXIT_HYPERCALL))
		exit_hypercall(v);
	else
		handle_exit(v, reason);
	if (need_resched())
		return false;
	if (unlikely(v->arch.interrupt_pending))
		deliver_external(v);
	return true;
}

void arch_vcpu_run(struct vcpu *v)
{
	if (v->arch.interrupt_pending)
		deliver_external(v);
	platform->run(v);
}
