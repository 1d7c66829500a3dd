// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A domain's interrupt controller, as PAPR's XICS describes it: sources with a server
 * and a priority, and for each vCPU a presentation controller, which shows the vCPU the
 * most favoured (lowest) pending priority below the one it works at.
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>

#define XIRR_CPPR_SHIFT 24
#define XIRR_SOURCE	0xffffffU

struct presented {
	u32 number; /* 0: nothing */
	u8 priority;
};

void xics_vcpu_init(struct xics_vcpu *x)
{
	*x = (struct xics_vcpu){ .cppr = 0, .mfrr = XICS_MASKED };
}

void xics_domain_init(struct xics_domain *x)
{
	for (u32 i = 0; i < XICS_SOURCES; i++)
		x->source[i] = (struct xics_source){
			.priority = XICS_MASKED,
			.saved_priority = XICS_MASKED,
		};
}

struct xics_source *xics_source(struct domain *d, u32 number)
{
	u32 i = number - XICS_FIRST_SOURCE;

	return i < XICS_SOURCES ? &d->arch.xics.source[i] : NULL;
}

/* What the presentation controller of v would show now. */
static struct presented most_favoured(const struct vcpu *v)
{
	const struct xics_domain *x = &v->domain->arch.xics;
	struct presented best = { 0, v->arch.xics.cppr };

	if (v->arch.xics.mfrr < best.priority)
		best = (struct presented){ XICS_IPI, v->arch.xics.mfrr };
	for (u32 i = 0; i < XICS_SOURCES; i++) {
		const struct xics_source *s = &x->source[i];

		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): it lies in *x */
		if (s->pending && !s->presented && s->server == v->id &&
		    s->priority < best.priority)
			best = (struct presented){ XICS_FIRST_SOURCE + i, s->priority };
	}
	return best;
}

void xics_update(struct vcpu *v)
{
	v->arch.interrupt_pending = most_favoured(v).number != 0;
	if (v->arch.interrupt_pending)
		vcpu_wake(v);
}

void xics_raise(struct domain *d, u32 number)
{
	struct xics_source *s = xics_source(d, number);

	BUG_ON(!s);
	s->pending = true;
	if (s->server < d->nr_vcpus)
		xics_update(d->vcpu[s->server]);
}

long h_cppr(struct vcpu *v, u64 *gpr)
{
	v->arch.xics.cppr = (u8)gpr[4];
	xics_update(v);
	return H_SUCCESS;
}

long h_ipi(struct vcpu *v, u64 *gpr)
{
	struct vcpu *target;

	if (gpr[4] >= v->domain->nr_vcpus)
		return H_PARAMETER;
	target = v->domain->vcpu[gpr[4]];
	target->arch.xics.mfrr = (u8)gpr[5];
	xics_update(target);
	return H_SUCCESS;
}

long h_ipoll(struct vcpu *v, u64 *gpr)
{
	const struct vcpu *target;

	if (gpr[4] >= v->domain->nr_vcpus)
		return H_PARAMETER;
	target = v->domain->vcpu[gpr[4]];
	gpr[4] = (u64)target->arch.xics.cppr << XIRR_CPPR_SHIFT |
		 most_favoured(target).number;
	gpr[5] = target->arch.xics.mfrr;
	return H_SUCCESS;
}

/* Takes the most favoured interrupt: from now on the vCPU works at its priority. */
long h_xirr(struct vcpu *v, u64 *gpr)
{
	struct presented p = most_favoured(v);
	struct xics_source *s = xics_source(v->domain, p.number);

	gpr[4] = (u64)v->arch.xics.cppr << XIRR_CPPR_SHIFT | p.number;
	if (s) {
		s->pending = false;
		s->presented = true;
	}
	if (p.number)
		v->arch.xics.cppr = p.priority;
	xics_update(v);
	return H_SUCCESS;
}

/* Ends the interrupt and goes back to the priority that H_XIRR handed out with it. */
long h_eoi(struct vcpu *v, u64 *gpr)
{
	struct xics_source *s = xics_source(v->domain, gpr[4] & XIRR_SOURCE);

	v->arch.xics.cppr = (u8)(gpr[4] >> XIRR_CPPR_SHIFT);
	if (s)
		s->presented = false;
	xics_update(v);
	return H_SUCCESS;
}
