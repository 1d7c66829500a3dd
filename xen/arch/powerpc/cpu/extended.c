// SPDX-License-Identifier: GPL-2.0-or-later
/* Moving the extended state of vCPUs in and out of the CPU (asm/cpu/extended.h). */
#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu/extended.h>
#include <asm/instructions.h>
#include <asm/platform.h>
#include <asm/processor.h>

/* All but the vector registers. */
static void state_save(struct vcpu *v)
{
	struct extended_state *state = &v->arch.extended;

#define SAVE(field, public, number) state->field = mfspr(number);
	EXTENDED_SPRS(SAVE)
#define SAVE_OPTIONAL(field, public, number) state->field = mfspr_optional(number);
	EXTENDED_SPRS_OPTIONAL(SAVE_OPTIONAL)
	if (unlikely(boot_info.cpu.isa_v31)) {
		EXTENDED_SPRS_V31(SAVE_OPTIONAL)
	}
	platform->state_save(v);
}

static void state_load(const struct vcpu *v)
{
	const struct extended_state *state = &v->arch.extended;

#define LOAD(field, public, number) mtspr(SPR_TO_WRITE(number), state->field);
	EXTENDED_SPRS(LOAD)
	EXTENDED_SPRS_OPTIONAL(LOAD)
	if (unlikely(boot_info.cpu.isa_v31)) {
		EXTENDED_SPRS_V31(LOAD)
	}
	platform->state_load(v);
}

/*
 * Leaves nothing for the next domain in what no vCPU's state includes. The guests use
 * radix trees, but nothing keeps them from writing entries for segments.
 */
static void leftovers_clear(void)
{
#define CLEAR(number) mtspr(number, 0UL);
	CLEARED_SPRS(CLEAR)
	clear_slb();
}

void extended_load(struct vcpu *v)
{
	struct arch_cpu *cpu = &this_cpu()->arch;
	struct vcpu *owner = cpu->extended_owner;

	if (owner == v)
		return;
	if (owner)
		state_save(owner);
	/* A `copy` is pasted by the vCPU that made it, or not at all (book II, 4.4). */
	abort_copy();
	if (!owner || owner->domain != v->domain)
		leftovers_clear();
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
