// SPDX-License-Identifier: GPL-2.0-or-later
/* Virtual time, by which both policies share out the CPU (xen/scheduler.h). */
#include <xen/lib.h>
#include <xen/scheduler.h>

/* As far as anybody is before the others. Twice as much still fits into 63 bits. */
#define LEAD_MAX (1ULL << 61)
/* When everybody's is made less. */
#define LEAD_MANY (1ULL << 50)

/* That of the domain which has run least for its share, of those that want to. */
static u64 least_lead;

static u64 find_least(void)
{
	u64 least = UINT64_MAX;
	const struct domain *d;

	for_each_domain (d)
		if (d->share.runnable && !d->share.capped)
			least = min(least, d->share.lead);
	return least;
}

static void take_off(u64 least)
{
	struct domain *d;

	for_each_domain (d)
		d->share.lead -= min(d->share.lead, least);
}

void share_charge(struct domain *d, u64 ticks, u64 advance)
{
	struct sched_state *share = &d->share;
	u64 more;

	if (__builtin_mul_overflow(ticks, advance, &more))
		more = LEAD_MAX;
	share->lead = min(share->lead + min(more, LEAD_MAX), LEAD_MAX);
	least_lead = find_least();
	if (unlikely(least_lead > LEAD_MANY)) {
		take_off(least_lead);
		least_lead = 0;
	}
}

void share_wake(struct domain *d)
{
	d->share.lead = max(d->share.lead, least_lead);
}

void share_yield(struct domain *d, const struct domain *next)
{
	d->share.lead = max(d->share.lead, next->share.lead);
}
