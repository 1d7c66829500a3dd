// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's state apart from memory and registers, in its public form, both ways. */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>

_Static_assert(XICS_SOURCES == XEN_PPC_INTERRUPT_SOURCES, "sources of the public form");

static void get_source(const struct domain *d, u32 number, xen_ppc_source_t *out)
{
	struct xics_source s = { 0 };

	xics_get_source(d, number, &s);
	*out = (xen_ppc_source_t){
		.server = s.server,
		.priority = s.priority,
		.saved_priority = s.saved_priority,
		.flags = (u8)((s.pending ? XEN_PPC_SOURCE_PENDING : 0) |
			      (s.presented ? XEN_PPC_SOURCE_PRESENTED : 0)),
	};
}

static void get_vcpu(const struct vcpu *v, xen_ppc_vcpu_state_t *out)
{
	*out = (xen_ppc_vcpu_state_t){
		.cppr = v->arch.xics.cppr,
		.mfrr = v->arch.xics.mfrr,
		.flags =
			(u8)((v->run_state & VCPU_NO_CONTEXT ? 0
							     : XEN_PPC_VCPU_INITIALISED) |
			     (v->run_state & VCPU_DOWN ? XEN_PPC_VCPU_STOPPED : 0)),
	};
}

void arch_domain_get_state(const struct domain *d, xen_ppc_domain_state_t *state)
{
	memset(state, 0, sizeof(*state));
	state->timebase = arch_domain_time(d);
	state->nr_vcpus = d->nr_vcpus;
	for (u32 i = 0; i < XICS_SOURCES; i++)
		get_source(d, XICS_FIRST_SOURCE + i, &state->source[i]);
	for (u32 i = 0; i < d->nr_vcpus; i++)
		get_vcpu(d->vcpu[i], &state->vcpu[i]);
}

#define SOURCE_FLAGS (XEN_PPC_SOURCE_PENDING | XEN_PPC_SOURCE_PRESENTED)
#define VCPU_FLAGS   (XEN_PPC_VCPU_INITIALISED | XEN_PPC_VCPU_STOPPED)

bool arch_domain_state_ok(const xen_ppc_domain_state_t *state)
{
	if (!state->nr_vcpus || state->nr_vcpus > MAX_VIRT_CPUS || state->__pad)
		return false;
	for (u32 i = 0; i < XICS_SOURCES; i++)
		if (state->source[i].server >= state->nr_vcpus ||
		    state->source[i].flags & ~SOURCE_FLAGS)
			return false;
	for (u32 i = 0; i < MAX_VIRT_CPUS; i++)
		if (state->vcpu[i].flags & ~VCPU_FLAGS || state->vcpu[i].__pad)
			return false;
	return true;
}

/* A vCPU is initialised by its context, which comes later. */
void arch_domain_set_state(struct domain *d, const xen_ppc_domain_state_t *state)
{
	const xen_ppc_source_t *epow = &state->source[PAPR_EPOW_IRQ - XICS_FIRST_SOURCE];

	d->arch.stopped_at = state->timebase;
	/* Pressed, and the domain about to ask what its interrupt was for. */
	d->arch.power_button = epow->flags != 0;
	for (u32 i = 0; i < XICS_SOURCES; i++) {
		const xen_ppc_source_t *in = &state->source[i];
		const struct xics_source source = {
			.server = in->server,
			.priority = in->priority,
			.saved_priority = in->saved_priority,
			.pending = in->flags & XEN_PPC_SOURCE_PENDING,
			.presented = in->flags & XEN_PPC_SOURCE_PRESENTED,
		};

		xics_set_source(d, XICS_FIRST_SOURCE + i, &source);
	}
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		struct vcpu *v = d->vcpu[i];

		v->arch.xics =
			(struct xics_vcpu){ state->vcpu[i].cppr, state->vcpu[i].mfrr };
		state->vcpu[i].flags &XEN_PPC_VCPU_STOPPED ? vcpu_stop(v) : vcpu_start(v);
		xics_update(v);
	}
}
