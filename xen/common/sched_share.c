// SPDX-License-Identifier: GPL-2.0-or-later
/* Virtual time, by which both policies share out the CPU (xen/scheduler.h). */
#include <xen/lib.h>
#include <xen/scheduler.h>

/* As far as anybody is before the others. Twice as much still fits into 63 bits. */
#define LEAD_MAX (1ULL << 61)

static void advance_lead(struct sched_state *s, u64 ticks, u64 advance)
{
	u64 more;

	if (__builtin_mul_overflow(ticks, advance, &more))
		more = LEAD_MAX;
	s->lead = min(s->lead + min(more, LEAD_MAX), LEAD_MAX);
}

/* Of those that take part. */
static u64 least_lead(void)
{
	u64 least = UINT64_MAX;
	const struct domain *d;

	for_each_domain (d)
		if (d->share.runnable && !d->share.capped)
			least = min(least, d->share.lead);
	return least;
}

void share_charge(struct domain *d, u64 ticks, u64 advance)
{
	u64 least;

	advance_lead(&d->share, ticks, advance);
	least = least_lead();
	if (!least)
		return;
	for_each_domain (d)
		d->share.lead -= min(d->share.lead, least);
}

void share_yield(struct domain *d, const struct domain *next)
{
	d->share.lead = max(d->share.lead, next->share.lead);
}
