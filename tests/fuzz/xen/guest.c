// SPDX-License-Identifier: GPL-2.0-or-later
/* What guests do: which action is next, and the addresses and numbers that it names. */
#include <string.h>

#include <xen/hypercall.h>
#include <xen/lib.h>
#include <asm/cpu/inject.h>
#include <asm/memory.h>
#include <asm/mmu/partition.h>
#include <asm/processor.h>

#include "fakes.h"
#include "fuzz.h"

#define NOWHERE	 0x7000000000000000ULL
#define FIRST_PC 0x10000000ULL
/* Longer than any call goes on, however little of it is done each time. */
#define MOST_AGAIN 5000000

/* The call that a vCPU has made: a continuation lets the guest execute it again. */
static struct made_call {
	u64 pc; /* of the sc instruction; 0: none */
	u32 again;
} made_call[NR_LPIDS][MAX_VIRT_CPUS];
static u64 next_pc = FIRST_PC;

struct domain *some_domain(void)
{
	struct domain *d;
	u64 count = 0;

	for_each_domain (d)
		count++;
	count = draw(count);
	for (d = domain_list; count--; d = d->next)
		;
	return d;
}

domid_t some_id(void)
{
	switch (draw(12)) {
	case 0:
		return DOMID_SELF;
	case 1:
		return one_in(3) ? (domid_t)draw_u64() : 0;
	default:
		return some_domain()->id;
	}
}

u64 some_frame(const struct domain *d)
{
	switch (draw(10)) {
	case 0:
		return one_in(4) ? draw_u64() >> draw(64)
				 : draw((u64)chunk_count() * CHUNK_FRAMES + 2);
	case 1:
		if (d->grants.nr_frames)
			return ptr_to_maddr(d->grants.entry[draw(d->grants.nr_frames)]) >>
			       FRAME_SHIFT;
		/* fallthrough */
	default:
		if (!d->p2m.nr)
			return draw(CHUNK_FRAMES);
		return (u64)d->p2m.chunk[draw(d->p2m.nr)] * CHUNK_FRAMES + draw(3);
	}
}

u64 some_address(const struct domain *d, u64 size)
{
	u64 chunk = 0;

	for (u32 tries = 0; d->p2m.nr && tries < 4; tries++) {
		chunk = draw(d->p2m.nr) << CHUNK_SHIFT;
		if (d->p2m.chunk[chunk >> CHUNK_SHIFT] != CHUNK_NONE)
			break;
	}
	switch (draw(40)) {
	case 0:
		return 0;
	case 1:
		return one_in(2) ? NOWHERE : UINT64_MAX - draw(2 * size + 1);
	case 2: /* across the end of a chunk */
		return chunk + CHUNK_SIZE - draw(size + 8);
	case 3:
		return WINDOW_BASE + draw(CHUNK_SIZE);
	case 4:
		return chunk + KB(64) + draw(KB(64));
	case 5:
		return (u64)d->p2m.nr << CHUNK_SHIFT;
	default:
		return chunk + KB(64) + draw(64) * KB(16);
	}
}

void guest_write(const struct domain *d, u64 gpa, const void *data, u64 size)
{
	const u8 *from = data;

	for (u64 run; size; size -= run, gpa += run, from += run) {
		u64 index = gpa >> CHUNK_SHIFT;

		run = min(size, CHUNK_SIZE - (gpa & CHUNK_MASK));
		if (index < d->p2m.nr && d->p2m.chunk[index] != CHUNK_NONE)
			memcpy(maddr_to_ptr(((u64)d->p2m.chunk[index] << CHUNK_SHIFT) +
					    (gpa & CHUNK_MASK)),
			       from, run);
	}
}

static struct made_call *call_of(const struct vcpu *v)
{
	return &made_call[v->domain->arch.lpid][v->id];
}

/* The guest executes sc 1 at a place of its own. */
static u64 execute_call(struct vcpu *v)
{
	struct made_call *c = call_of(v);

	*c = (struct made_call){ .pc = next_pc };
	next_pc += 16;
	v->arch.regs.nip = c->pc + 4;
	if (one_in(200))
		v->arch.regs.msr |= MSR_PR;
	return EXIT_HYPERCALL;
}

u64 guest_call(struct vcpu *v, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4)
{
	u64 *gpr = v->arch.regs.gpr;

	gpr[3] = XEN_MARK(nr) | (one_in(30) ? XEN_PPC_OFFSETS : 0);
	gpr[4] = a0;
	gpr[5] = a1;
	gpr[6] = a2;
	gpr[7] = a3;
	gpr[8] = a4;
	return execute_call(v);
}

u64 guest_papr_call(struct vcpu *v, u64 nr)
{
	v->arch.regs.gpr[3] = nr;
	return execute_call(v);
}

/* Registers of a guest between two actions: it returns from interrupts. */
static void settle(struct vcpu *v)
{
	struct cpu_regs *regs = &v->arch.regs;
	const struct made_call *c = call_of(v);

	if (c->pc && regs->nip != c->pc && regs->nip != c->pc + 4) {
		regs->nip = v->arch.hv.srr0;
		regs->msr = v->arch.hv.srr1;
	}
	regs->msr &= ~(u64)MSR_PR;
	if (one_in(4))
		regs->msr ^= MSR_EE;
	/* It sets its decrementer when it has expired. */
	if ((s32)machine.spr[SPR_DEC] < 0 || one_in(20))
		machine.spr[SPR_DEC] = draw(one_in(10) ? INT32_MAX : 3000000);
}

struct action {
	u64 (*make)(struct vcpu *v);
	u32 weight;
};

static u64 choose(struct vcpu *v, const struct action *action, u32 count)
{
	u64 sum = 0, at;

	for (u32 i = 0; i < count; i++)
		sum += action[i].weight;
	at = draw(sum);
	while (at >= action->weight)
		at -= (action++)->weight;
	return action->make(v);
}

u64 guest_turn(struct vcpu *v)
{
	static const struct action of_dom0[] = {
		{ do_dom0, 45 },  { do_foster, 20 }, { do_memory, 10 }, { do_window, 12 },
		{ do_grant, 12 }, { do_event, 12 },  { do_sched, 15 },	{ do_other, 5 },
		{ do_many, 6 },	  { do_papr, 10 },   { do_rtas, 5 }
	};
	static const struct action of_others[] = { { do_memory, 8 }, { do_window, 8 },
						   { do_grant, 30 }, { do_event, 20 },
						   { do_sched, 12 }, { do_other, 4 },
						   { do_many, 6 },   { do_papr, 16 },
						   { do_rtas, 10 },  { do_fault, 8 } };
	struct made_call *c = call_of(v);
	const struct domain *d = v->domain;

	settle(v);
	if (c->pc && v->arch.regs.nip == c->pc) {
		if (++c->again == MOST_AGAIN)
			found("domain %u vCPU %u: a call does not end", d->id, v->id);
		v->arch.regs.nip += 4;
		return EXIT_HYPERCALL;
	}
	if (one_in(3) && d->p2m.nr)
		tlb_touch(d, one_in(2) ? draw((u64)d->p2m.nr << CHUNK_SHIFT)
				       : WINDOW_BASE + (draw(8) << FRAME_SHIFT));
	if (d->privileged)
		return one_in(2000) ? do_fault(v)
				    : choose(v, of_dom0, ARRAY_SIZE(of_dom0));
	return choose(v, of_others, ARRAY_SIZE(of_others));
}
