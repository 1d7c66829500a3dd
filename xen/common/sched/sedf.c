// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Simple earliest deadline first (docs/scheduling.md). A domain has a slice of each of
 * its periods; of the domains with some of it left, the one whose period ends first runs.
 * The rest is extra time, shared by weight among the domains that may have it.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/policy.h>
#include <asm/time.h>

#define MILLISECONDS(n) ((u64)(n)*1000000)

/* dom0 may use 15 ms of each 20; others share what is left. */
#define DOM0_PERIOD_MS 20
#define DOM0_SLICE_MS  15
#define PERIOD_MS      100

/* Length of a turn of extra time. */
#define EXTRA_TURN_NS 5000000
/*
 * Periods outside of this are halved, or doubled, with their slices. Below, the machine
 * would do little but switch; above, ticks times ticks would not fit into 64 bits.
 */
#define PERIOD_MIN_NS	 1000000
#define PERIOD_MAX_TICKS (1ULL << 31)
/* The advance of weight 1, for a tick: exact enough for the greatest, 65535. */
#define ADVANCE_ONE (1ULL << 32)

/* Periods and slices in ticks, within bounds. */
static void set_period(struct sedf_state *sedf, const struct sedf_adjdom *params)
{
	u64 shortest = ns_to_timebase(PERIOD_MIN_NS);

	sedf->period = ns_to_timebase(params->period);
	sedf->slice = ns_to_timebase(params->slice);
	/* Less than a tick is not the same as no slice. */
	if (params->slice && !sedf->slice)
		sedf->slice = 1;
	sedf->period = max(sedf->period, max(sedf->slice, 1ULL));
	for (; sedf->period > PERIOD_MAX_TICKS; sedf->period >>= 1)
		sedf->slice = (sedf->slice + 1) >> 1;
	for (; sedf->period < shortest; sedf->period <<= 1)
		sedf->slice <<= 1;
	sedf->slice = min(sedf->slice, sedf->period);
}

static void set_latency(struct sedf_state *sedf, u64 latency_ns)
{
	u64 latency = max(ns_to_timebase(latency_ns), ns_to_timebase(PERIOD_MIN_NS));

	sedf->latency = sedf->period;
	sedf->latency_slice = sedf->slice;
	if (!latency_ns || sedf->period <= latency)
		return;
	sedf->latency = latency;
	/* The longer period is not 0. NOLINTNEXTLINE(clang-analyzer-core.DivideZero) */
	sedf->latency_slice = sedf->slice * latency / sedf->period;
}

static void sedf_adjust(struct domain *d)
{
	const struct sedf_adjdom *params = &d->sched_params.sedf;
	struct sedf_state *sedf = &d->sched.sedf;

	*sedf = (struct sedf_state){ .advance = ADVANCE_ONE / max(params->weight, 1) };
	set_period(sedf, params);
	set_latency(sedf, params->latency);
	/* A domain without a slice lives on extra time, whatever the parameters say. */
	d->sched.capped = sedf->slice && !params->extratime;
}

/*
 * Whether what is left of the slice can be had in what is left of the period without
 * more of the CPU than slice and period say.
 */
static bool period_lasts(const struct sedf_state *sedf, u64 now)
{
	if (now >= sedf->deadline)
		return false;
	return sedf->left <= 0 ||
	       (u64)sedf->left * sedf->period <= (sedf->deadline - now) * sedf->slice;
}

/* Begins a new period, or goes on with the old one, but not beyond the latency. */
static void sedf_wake(struct domain *d, u64 now)
{
	struct sedf_state *sedf = &d->sched.sedf;

	share_wake(d);
	if (!period_lasts(sedf, now)) {
		sedf->deadline = now + sedf->latency;
		sedf->left = min(sedf->left, 0) + (s64)sedf->latency_slice;
	} else if (sedf->left > 0 && sedf->deadline - now > sedf->latency) {
		sedf->deadline = now + sedf->latency;
		sedf->left = min(sedf->left, (s64)sedf->latency_slice);
	}
}

/* Begins the next period if this one is over. What was not used of it is lost. */
static void begin_period(struct sedf_state *sedf, u64 now)
{
	if (now < sedf->deadline)
		return;
	if (now - sedf->deadline < sedf->period)
		sedf->deadline += sedf->period;
	else
		sedf->deadline = now + sedf->period;
	sedf->left = min(sedf->left, 0) + (s64)sedf->slice;
}

/* A domain that may not have more than its slice pays back what it has had too much. */
static void charge_capped(struct sedf_state *sedf, u64 ran)
{
	s64 most = sedf->left + (s64)sedf->slice;

	sedf->left = ran < (u64)most ? sedf->left - (s64)ran : -(s64)sedf->slice;
}

static void sedf_charge(struct domain *d, u64 ran, u64 now)
{
	struct sedf_state *sedf = &d->sched.sedf;
	u64 guaranteed;

	if (d->sched.capped) {
		charge_capped(sedf, ran);
		return;
	}
	guaranteed = min(ran, (u64)max(sedf->left, 0));
	sedf->left -= (s64)guaranteed;
	share_charge(d, ran - guaranteed, sedf->advance);
}

struct sedf_rivals {
	struct domain *urgent; /* some of its slice is left; its deadline is the first */
	struct domain *extra;  /* no slice is left; it has had the least extra time */
	u32 extras;	       /* domains that compete for extra time */
	u32 runnable;	       /* domains that can run */
	struct domain *woken;  /* of the extras that woke, the one that has had least */
	u64 release;	       /* start of the first period that a domain waits for */
};

static bool had_less(const struct domain *d, const struct domain *other)
{
	return !other || d->sched.lead < other->sched.lead;
}

/* Returns whether d competes for extra time. */
static bool add_rival(struct sedf_rivals *c, struct domain *d, u64 now)
{
	struct sedf_state *sedf = &d->sched.sedf;

	if (sedf->slice) {
		begin_period(sedf, now);
		if (sedf->left > 0) {
			if (!c->urgent || sedf->deadline < c->urgent->sched.sedf.deadline)
				c->urgent = d;
			return false;
		}
		c->release = min(c->release, sedf->deadline);
	}
	if (d->sched.capped)
		return false;
	c->extras++;
	if (had_less(d, c->extra))
		c->extra = d;
	return true;
}

static void add_other(struct sedf_rivals *c, struct domain *d, u64 now)
{
	bool woke = d->sched.woke;

	d->sched.woke = false;
	if (add_rival(c, d, now) && woke && had_less(d, c->woken))
		c->woken = d;
}

/*
 * Begins behind last in the list, so that equals take turns. If the turn of last is open,
 * equals do not end it; if last yields, it does not compete.
 */
static void find_rivals(struct sedf_rivals *c, const struct turn *turn, u64 now)
{
	struct domain *last = turn->domain, *start = domain_after(last), *d = start;

	*c = (struct sedf_rivals){ .release = TURN_WITHOUT_END };
	if (turn->open)
		add_rival(c, last, now);
	do {
		c->runnable += d->sched.runnable != 0;
		if (d != last && d->sched.runnable)
			add_other(c, d, now);
		d = domain_after(d);
	} while (d != start);
	if (!last || turn->open || !last->sched.runnable)
		return;
	if (last->sched.yields && (c->urgent || c->extra))
		c->extras++; /* next time */
	else
		add_rival(c, last, now);
}

/* Until the slice is used up, or a period begins: its own, or one that is waited for. */
static u64 urgent_end(const struct sedf_rivals *c, const struct sedf_state *sedf, u64 now)
{
	return min(min(now + (u64)sedf->left, sedf->deadline), c->release);
}

static u64 extra_end(const struct sedf_rivals *c, const struct turn *turn, bool goes_on,
		     u64 now)
{
	u64 end = goes_on ? turn->end : TURN_WITHOUT_END;

	if (c->extras > 1)
		end = min(end, now + ns_to_timebase(EXTRA_TURN_NS));
	return min(end, c->release);
}

/* With no guarantee to keep: whether last goes on with extra time. */
static bool goes_on(const struct sedf_rivals *c, const struct turn *turn)
{
	const struct domain *last = turn->domain;

	if (!turn->open || c->urgent || last->sched.capped)
		return false;
	return !c->woken || last->sched.lead < c->woken->sched.lead;
}

static struct domain *next_domain(const struct sedf_rivals *c, const struct turn *turn)
{
	if (c->urgent)
		return c->urgent;
	if (goes_on(c, turn))
		return turn->domain;
	/* Of equals, a domain that woke is first. */
	return c->woken && !had_less(c->extra, c->woken) ? c->woken : c->extra;
}

static void sedf_choose(struct turn *turn, u64 now)
{
	struct domain *last = turn->domain, *next;
	struct sedf_rivals c;
	bool same;

	find_rivals(&c, turn, now);
	next = next_domain(&c, turn);
	same = goes_on(&c, turn);
	if (last && last->sched.yields && next && next != last)
		share_yield(last, next);
	turn->domain = next;
	if (!next)
		turn->end = c.release;
	else if (c.runnable == 1 && !next->sched.capped)
		turn->end = TURN_WITHOUT_END;
	else if (next == c.urgent)
		turn->end = urgent_end(&c, &next->sched.sedf, now);
	else
		turn->end = extra_end(&c, turn, same, now);
}

static void sedf_defaults(struct sched_params *params, bool privileged)
{
	params->sedf = (struct sedf_adjdom){
		.period = MILLISECONDS(privileged ? DOM0_PERIOD_MS : PERIOD_MS),
		.slice = MILLISECONDS(privileged ? DOM0_SLICE_MS : 0),
		.extratime = 1,
	};
}

static long sedf_put(struct sched_params *params, const dom0_adjustdom_t *arg)
{
	const struct sedf_adjdom *wanted = &arg->u.sedf;

	if (!wanted->period && !wanted->weight)
		return -EINVAL;
	if (wanted->slice > wanted->period)
		return -EINVAL;
	params->sedf = *wanted;
	return 0;
}

static void sedf_get(const struct sched_params *params, dom0_adjustdom_t *reply)
{
	reply->u.sedf = params->sedf;
}

const struct scheduler sedf_scheduler = {
	.id = SCHED_SEDF,
	.adjust = sedf_adjust,
	.wake = sedf_wake,
	.charge = sedf_charge,
	.choose = sedf_choose,
	.defaults = sedf_defaults,
	.put = sedf_put,
	.get = sedf_get,
};
