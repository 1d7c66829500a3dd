// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's time: the machine's timebase and an offset, which stands still in a pause.
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/time.h>

u64 arch_domain_time(const struct domain *d)
{
	return domain_is_paused(d) ? d->arch.stopped_at
				   : get_timebase() + d->arch.tb_offset;
}

void arch_domain_stop_time(struct domain *d)
{
	d->arch.stopped_at = arch_domain_time(d);
}

/*
 * Only the upper 40 bits of the timebase can be set without losing ticks (book III,
 * TBU40), so the offset is a multiple of 2^24: the domain misses up to that less of a
 * pause.
 */
void arch_domain_start_time(struct domain *d)
{
	u64 before = d->arch.tb_offset;

	/* dom0's time is the machine's: it was never paused but to be built. */
	if (d->id == 0)
		return;
	d->arch.tb_offset =
		ROUND_UP(d->arch.stopped_at - get_timebase(), (u64)XEN_PPC_TIMEBASE_STEP);
	/* TIMER_NEVER stays what it is, and nothing goes beyond it. */
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		struct timer *timer = &d->vcpu[i]->virq_timer;

		timer->expiry +=
			min(before - d->arch.tb_offset, TIMER_NEVER - timer->expiry);
	}
}
