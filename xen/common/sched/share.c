// SPDX-License-Identifier: GPL-2.0-or-later
/* Virtual time, by which both policies share the CPU out (xen/sched/policy.h). */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/policy.h>

/* Maximum lead of one domain over another. Twice as much still fits into 63 bits. */
#define LEAD_MAX (1ULL << 61)
/* Lead at which all leads are reduced. */
#define LEAD_MANY (1ULL << 50)

/* The least lead of a runnable domain, except of one; UINT64_MAX: there is no other. */
static u64 least_lead(const struct domain *except)
{
	u64 least = UINT64_MAX;
	const struct domain *d;

	for_each_domain (d)
		if (d != except && d->sched.runnable && !d->sched.capped)
			least = min(least, d->sched.lead);
	return least;
}

/* Subtracts what all runnable domains have had, from the others as well. */
static __attribute__((noinline)) void subtract_least(void)
{
	struct sched_cpu *cpu = &this_cpu()->sched;
	u64 least = least_lead(NULL);
	struct domain *d;

	if (least < LEAD_MANY || least == UINT64_MAX)
		return;
	for_each_domain (d)
		d->sched.lead -= min(d->sched.lead, least);
	cpu->latest_lead -= min(cpu->latest_lead, least);
}

void share_charge(struct domain *d, u64 ticks, u64 advance)
{
	u64 more;

	if (__builtin_mul_overflow(ticks, advance, &more))
		more = LEAD_MAX;
	d->sched.lead = min(d->sched.lead + min(more, LEAD_MAX), LEAD_MAX);
	this_cpu()->sched.latest_lead = d->sched.lead;
	if (unlikely(d->sched.lead >= LEAD_MANY))
		subtract_least();
}

void share_wake(struct domain *d)
{
	u64 least = least_lead(d);

	/* While no domain runs, virtual time stands still. */
	if (least == UINT64_MAX)
		least = this_cpu()->sched.latest_lead;
	d->sched.lead = max(d->sched.lead, least);
}

void share_yield(struct domain *d, const struct domain *next)
{
	d->sched.lead = max(d->sched.lead, next->sched.lead);
}
