// SPDX-License-Identifier: GPL-2.0-or-later
/* Moving the extended state of vCPUs in and out of the CPU (asm/cpu/extended.h). */
#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu/extended.h>
#include <asm/platform.h>
#include <asm/processor.h>

#define SPR_CTRL_READ  136
#define SPR_CTRL_WRITE 152

/* All but the vector registers. */
static void state_save(struct vcpu *v)
{
	struct extended_state *state = &v->arch.extended;

#define SAVE(name, number) state->name = mfspr(number);
	EXTENDED_SPRS(SAVE)
#define SAVE_OPTIONAL(name, number) state->name = mfspr_optional(number);
	if (unlikely(boot_info.cpu.isa_v31)) {
		EXTENDED_SPRS_V31(SAVE_OPTIONAL)
	}
	state->ctrl = mfspr(SPR_CTRL_READ);
	platform->state_save(v);
}

static void state_load(const struct vcpu *v)
{
	const struct extended_state *state = &v->arch.extended;

#define LOAD(name, number) mtspr(number, state->name);
	EXTENDED_SPRS(LOAD)
	if (unlikely(boot_info.cpu.isa_v31)) {
		EXTENDED_SPRS_V31(LOAD)
	}
	mtspr(SPR_CTRL_WRITE, state->ctrl);
	platform->state_load(v);
}

void extended_load(struct vcpu *v)
{
	struct arch_cpu *cpu = &this_cpu()->arch;
	struct vcpu *owner = cpu->extended_owner;

	if (owner == v)
		return;
	if (owner)
		state_save(owner);
	vector_state_switch(owner ? &owner->arch.extended : NULL, &v->arch.extended);
	state_load(v);
	cpu->extended_owner = v;
}

void extended_sync(struct vcpu *v)
{
	if (this_cpu()->arch.extended_owner != v)
		return;
	state_save(v);
	vector_state_switch(&v->arch.extended, NULL);
}

void extended_forget(const struct vcpu *v)
{
	if (this_cpu()->arch.extended_owner == v)
		this_cpu()->arch.extended_owner = NULL;
}
