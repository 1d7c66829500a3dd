// SPDX-License-Identifier: GPL-2.0-or-later
/* Virtual time, by which both policies share a CPU out (xen/sched/policy.h). */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/policy.h>

/* Maximum lead of one share over another. Twice as much still fits into 63 bits. */
#define LEAD_MAX (1ULL << 61)
/* Lead at which all leads are reduced. */
#define LEAD_MANY (1ULL << 50)

/* The least lead of those that can run, except of one; UINT64_MAX: there is no other. */
static u64 least_lead(const struct sched_cpu *cpu, const struct share *except)
{
	u64 least = UINT64_MAX;

	for (const struct share *s = cpu->shares; s; s = s->next)
		if (s != except && !s->capped)
			least = min(least, s->lead);
	return least;
}

/* Subtracts what all that can run have had, from the others on the CPU as well. */
static __attribute__((noinline)) void subtract_least(struct cpu *cpu)
{
	u64 least = least_lead(&cpu->sched, NULL);
	struct domain *d;

	if (least < LEAD_MANY || least == UINT64_MAX)
		return;
	for_each_domain (d)
		for (struct share *s = d->shares; s; s = s->sibling)
			if (s->cpu == cpu)
				s->lead -= min(s->lead, least);
	cpu->sched.latest_lead -= min(cpu->sched.latest_lead, least);
}

void share_charge(struct share *s, u64 ticks, u64 advance)
{
	u64 more;

	if (__builtin_mul_overflow(ticks, advance, &more))
		more = LEAD_MAX;
	s->lead = min(s->lead + min(more, LEAD_MAX), LEAD_MAX);
	s->cpu->sched.latest_lead = s->lead;
	if (unlikely(s->lead >= LEAD_MANY))
		subtract_least(s->cpu);
}

void share_wake(struct share *s)
{
	u64 least = least_lead(&s->cpu->sched, s);

	/* While no domain runs, virtual time stands still. */
	if (least == UINT64_MAX)
		least = s->cpu->sched.latest_lead;
	s->lead = max(s->lead, least);
}

void share_yield(struct share *s, const struct share *next)
{
	s->lead = max(s->lead, next->lead);
}
