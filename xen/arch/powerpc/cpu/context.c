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

/*
 * The registers that are only copied: GET to the context at c, SET from there. The lists
 * stand beside the structures of v->arch that the fields belong to.
 */
#define GET(field, public)		 c->public = (__typeof__(c->public))v->arch.field;
#define GET_REG(field, public)		 GET(regs.field, public)
#define GET_STATE(field, public, ...)	 GET(hv.field, public)
#define GET_EXTENDED(field, public, ...) GET(extended.field, public)
#define GET_VECTORS(field, public, ...) \
	memcpy(&c->public, &v->arch.extended.field, sizeof(c->public));

#define SET(field, public)		 v->arch.field = c->public;
#define SET_REG(field, public)		 SET(regs.field, public)
#define SET_STATE(field, public, ...)	 SET(hv.field, public)
#define SET_EXTENDED(field, public, ...) SET(extended.field, public)
#define SET_VECTORS(field, public, ...) \
	memcpy(&v->arch.extended.field, &c->public, sizeof(c->public));

#define NOT_PUBLIC(...)

/* MSR bits that a vCPU may be started with; HV is not among them and never will be. */
#define GUEST_MSR                                                                   \
	(MSR_SF | MSR_EE | MSR_PR | MSR_FP | MSR_VEC | MSR_VSX | MSR_ME | MSR_FE0 | \
	 MSR_SE | MSR_BE | MSR_FE1 | MSR_IR | MSR_DR | MSR_PMM | MSR_RI | MSR_LE)

/* What is left until the vCPU's decrementer expires, in ticks; as far as 2^63. */
static u64 timer_left(const struct vcpu *v)
{
	return vcpu_is_running(v) ? (u64)get_decrementer()
				  : v->arch.dec_expiry - arch_domain_time(v->domain);
}

void arch_vcpu_get_context(struct vcpu *v, vcpu_guest_context_t *c)
{
	extended_sync(v);
	memset(c, 0, sizeof(*c));
	memcpy(c->user_regs.gprs, v->arch.regs.gpr, sizeof(c->user_regs.gprs));
	c->user_regs.msr = v->arch.regs.msr;
	c->user_regs.entry_vector = v->arch.last_exit;
	CPU_REGS(GET_REG)
	GUEST_STATE_REGS(GET_STATE)
	GUEST_STATE_SPRS(GET_STATE, NOT_PUBLIC)
	EXTENDED_SPRS(GET_EXTENDED)
	EXTENDED_SPRS_OPTIONAL(GET_EXTENDED)
	EXTENDED_SPRS_V31(GET_EXTENDED)
	EXTENDED_VECTORS(GET_VECTORS)
	c->lpcr = v->arch.hv.lpcr & (LPCR_ILE | LPCR_AIL);
	c->process_table = v->domain->arch.process_table;
	c->decrementer = timer_left(v);
	c->vpa = v->arch.vpa;
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
	if (!context_ok(v->domain, c))
		return -EINVAL;
	v->domain->arch.process_table = c->process_table;
	arch_domain_update(v->domain);
	vpa_set(v, c->vpa);
	extended_forget(v);
	memcpy(v->arch.regs.gpr, c->user_regs.gprs, sizeof(v->arch.regs.gpr));
	v->arch.regs.msr = c->user_regs.msr & GUEST_MSR;
	CPU_REGS(SET_REG)
	GUEST_STATE_REGS(SET_STATE)
	GUEST_STATE_SPRS(SET_STATE, NOT_PUBLIC)
	EXTENDED_SPRS(SET_EXTENDED)
	EXTENDED_SPRS_OPTIONAL(SET_EXTENDED)
	EXTENDED_SPRS_V31(SET_EXTENDED)
	EXTENDED_VECTORS(SET_VECTORS)
	v->arch.hv.lpcr = c->lpcr & (LPCR_ILE | LPCR_AIL);
	v->arch.dec_expiry = arch_domain_time(v->domain) + c->decrementer;
	v->arch.reflected_nip = 0;
	return 0;
}
