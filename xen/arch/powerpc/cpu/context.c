// SPDX-License-Identifier: GPL-2.0-or-later
/* A vCPU's state in the public form (vcpu_guest_context_t), both ways. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/string.h>
#include <asm/papr/papr.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <asm/papr/vpa.h>

/* The registers that both structures name alike. */
#define COPY_EXTENDED(to, from)                                       \
	do {                                                          \
		(to)->ctrl = (from)->ctrl;                            \
		(to)->dscr = (from)->dscr;                            \
		(to)->tar = (from)->tar;                              \
		(to)->vrsave = (from)->vrsave;                        \
		(to)->amr = (from)->amr;                              \
		(to)->iamr = (from)->iamr;                            \
		(to)->uamor = (from)->uamor;                          \
		(to)->fscr = (from)->fscr;                            \
		(to)->pspb = (from)->pspb;                            \
		(to)->ebbhr = (from)->ebbhr;                          \
		(to)->ebbrr = (from)->ebbrr;                          \
		(to)->bescr = (from)->bescr;                          \
		(to)->tidr = (from)->tidr;                            \
		(to)->mmcr0 = (from)->mmcr0;                          \
		(to)->mmcr1 = (from)->mmcr1;                          \
		(to)->mmcr2 = (from)->mmcr2;                          \
		(to)->mmcra = (from)->mmcra;                          \
		memcpy((to)->pmc, (from)->pmc, sizeof((to)->pmc));    \
		(to)->siar = (from)->siar;                            \
		(to)->sdar = (from)->sdar;                            \
		(to)->sier = (from)->sier;                            \
		(to)->mmcr3 = (from)->mmcr3;                          \
		(to)->sier2 = (from)->sier2;                          \
		(to)->sier3 = (from)->sier3;                          \
		(to)->dexcr = (from)->dexcr;                          \
		(to)->hashkeyr = (from)->hashkeyr;                    \
		memcpy((to)->vscr, (from)->vscr, sizeof((to)->vscr)); \
		memcpy((to)->vsr, (from)->vsr, sizeof((to)->vsr));    \
	} while (0)

static void get_core(const struct vcpu *v, cpu_user_regs_t *user)
{
	const struct cpu_regs *regs = &v->arch.regs;
	const struct hv_guest_state *hv = &v->arch.hv;

	memcpy(user->gprs, regs->gpr, sizeof(user->gprs));
	user->lr = regs->link;
	user->ctr = regs->ctr;
	user->srr0 = hv->srr0;
	user->srr1 = hv->srr1;
	user->pc = regs->nip;
	user->msr = regs->msr;
	user->fpscr = v->arch.extended.fpscr;
	user->xer = regs->xer;
	user->dar = v->arch.extended.dar;
	user->dsisr = (u32)v->arch.extended.dsisr;
	user->cr = (u32)regs->ccr;
	user->entry_vector = v->arch.last_exit;
}

/* MSR bits that a vCPU may be started with; HV is not among them and never will be. */
#define GUEST_MSR                                                                   \
	(MSR_SF | MSR_EE | MSR_PR | MSR_FP | MSR_VEC | MSR_VSX | MSR_ME | MSR_FE0 | \
	 MSR_SE | MSR_BE | MSR_FE1 | MSR_IR | MSR_DR | MSR_PMM | MSR_RI | MSR_LE)

static void set_core(struct vcpu *v, const cpu_user_regs_t *user)
{
	struct cpu_regs *regs = &v->arch.regs;
	struct hv_guest_state *hv = &v->arch.hv;

	memcpy(regs->gpr, user->gprs, sizeof(regs->gpr));
	regs->link = user->lr;
	regs->ctr = user->ctr;
	hv->srr0 = user->srr0;
	hv->srr1 = user->srr1;
	regs->nip = user->pc;
	regs->msr = user->msr & GUEST_MSR;
	v->arch.extended.fpscr = user->fpscr;
	regs->xer = user->xer;
	v->arch.extended.dar = user->dar;
	v->arch.extended.dsisr = user->dsisr;
	regs->ccr = user->cr;
}

/* What is left until the vCPU's decrementer expires, in ticks; as far as 2^63. */
static u64 timer_left(const struct vcpu *v)
{
	return vcpu_is_running(v) ? (u64)get_decrementer()
				  : v->arch.dec_expiry - arch_domain_time(v->domain);
}

void arch_vcpu_get_context(struct vcpu *v, vcpu_guest_context_t *c)
{
	const struct hv_guest_state *hv = &v->arch.hv;
	const struct extended_state *x = &v->arch.extended;

	extended_sync(v);
	memset(c, 0, sizeof(*c));
	get_core(v, &c->user_regs);
	memcpy(c->sprg, hv->sprg, sizeof(c->sprg));
	c->lpcr = hv->lpcr & (LPCR_ILE | LPCR_AIL);
	c->pid = hv->pidr;
	c->ppr = hv->ppr;
	c->cfar = hv->cfar;
	c->purr = hv->purr;
	c->spurr = hv->spurr;
	c->vtb = hv->vtb;
	c->ic = hv->ic;
	c->process_table = v->domain->arch.process_table;
	c->decrementer = timer_left(v);
	c->vpa = v->arch.vpa;
	COPY_EXTENDED(c, x);
}

/*
 * What the hypervisor itself will act on is checked as if the guest had said it in a
 * PAPR call.
 */
static bool context_ok(const struct domain *d, const vcpu_guest_context_t *c)
{
	u64 ail = c->lpcr & LPCR_AIL;

	return (!c->process_table || papr_process_table_ok(d, c->process_table)) &&
	       (!c->vpa || vpa_ok(d, c->vpa)) &&
	       (ail == 0 || (ail == LPCR_AIL && platform->guest_ail));
}

void arch_vcpu_inherit(const struct domain *d, vcpu_guest_context_t *c)
{
	c->process_table = d->arch.process_table;
}

int arch_vcpu_set_context(struct vcpu *v, const vcpu_guest_context_t *c)
{
	struct hv_guest_state *hv = &v->arch.hv;
	struct extended_state *x = &v->arch.extended;

	if (!context_ok(v->domain, c))
		return -EINVAL;
	v->domain->arch.process_table = c->process_table;
	arch_domain_update(v->domain);
	vpa_set(v, c->vpa);
	extended_forget(v);
	set_core(v, &c->user_regs);
	memcpy(hv->sprg, c->sprg, sizeof(hv->sprg));
	hv->lpcr = c->lpcr & (LPCR_ILE | LPCR_AIL);
	hv->pidr = c->pid;
	hv->ppr = c->ppr;
	hv->cfar = c->cfar;
	hv->purr = c->purr;
	hv->spurr = c->spurr;
	hv->vtb = c->vtb;
	hv->ic = c->ic;
	v->arch.dec_expiry = arch_domain_time(v->domain) + c->decrementer;
	v->arch.reflected_nip = 0;
	COPY_EXTENDED(x, c);
	return 0;
}
