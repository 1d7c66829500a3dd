// SPDX-License-Identifier: GPL-2.0-or-later
/* Virtual time, by which both policies share out the CPU (xen/sched/policy.h). */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/policy.h>

/* Maximum lead of one domain over another. Twice as much still fits into 63 bits. */
#define LEAD_MAX (1ULL << 61)
/* Lead at which all leads are reduced. */
#define LEAD_MANY (1ULL << 50)

/* The least of those that want to run, but for one; UINT64_MAX: there is no other. */
static u64 least_lead(const struct domain *except)
{
	u64 least = UINT64_MAX;
	const struct domain *d;

	for_each_domain (d)
		if (d != except && d->share.runnable && !d->share.capped)
			least = min(least, d->share.lead);
	return least;
}

/* What all have had is taken off, from those as well that do not want to run now. */
static __attribute__((noinline)) void take_off(void)
{
	struct sched_cpu *cpu = &this_cpu()->sched;
	u64 least = least_lead(NULL);
	struct domain *d;

	if (least < LEAD_MANY || least == UINT64_MAX)
		return;
	for_each_domain (d)
		d->share.lead -= min(d->share.lead, least);
	cpu->latest_lead -= min(cpu->latest_lead, least);
}

void share_charge(struct domain *d, u64 ticks, u64 advance)
{
	u64 more;

	if (__builtin_mul_overflow(ticks, advance, &more))
		more = LEAD_MAX;
	d->share.lead = min(d->share.lead + min(more, LEAD_MAX), LEAD_MAX);
	this_cpu()->sched.latest_lead = d->share.lead;
	if (unlikely(d->share.lead >= LEAD_MANY))
		take_off();
}

void share_wake(struct domain *d)
{
	u64 least = least_lead(d);

	/* While nobody runs no time goes by. */
	if (least == UINT64_MAX)
		least = this_cpu()->sched.latest_lead;
	d->share.lead = max(d->share.lead, least);
}

void share_yield(struct domain *d, const struct domain *next)
{
	d->share.lead = max(d->share.lead, next->share.lead);
}
