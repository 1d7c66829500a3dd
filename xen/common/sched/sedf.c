// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Simple earliest deadline first (docs/scheduling.md). A domain has a slice of each of
 * its periods; of those that have some of it left, the one whose period ends first runs.
 * What they leave is shared by weight among those that may have it.
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

/* How long a turn is of what nobody is guaranteed. */
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
	/* What is less than a tick is one: it is not the same as nothing. */
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
	const struct sedf_adjdom *params = &d->sched.sedf;
	struct sedf_state *sedf = &d->share.sedf;

	*sedf = (struct sedf_state){ .advance = ADVANCE_ONE / max(params->weight, 1) };
	set_period(sedf, params);
	set_latency(sedf, params->latency);
	/* Who has no slice has nothing else to live on. */
	d->share.capped = sedf->slice && !params->extratime;
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

/* A new period begins now, or the old one goes on, but not beyond the latency. */
static void sedf_wake(struct domain *d, u64 now)
{
	struct sedf_state *sedf = &d->share.sedf;

	share_wake(d);
	if (!period_lasts(sedf, now)) {
		sedf->deadline = now + sedf->latency;
		sedf->left = min(sedf->left, 0) + (s64)sedf->latency_slice;
	} else if (sedf->left > 0 && sedf->deadline - now > sedf->latency) {
		sedf->deadline = now + sedf->latency;
		sedf->left = min(sedf->left, (s64)sedf->latency_slice);
	}
}

/* The next period, if this one is over. What was not used of it is lost. */
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

/* Who may not have more than its slice pays back what it has had too much. */
static void charge_capped(struct sedf_state *sedf, u64 ran)
{
	s64 most = sedf->left + (s64)sedf->slice;

	sedf->left = ran < (u64)most ? sedf->left - (s64)ran : -(s64)sedf->slice;
}

static void sedf_charge(struct domain *d, u64 ran, u64 now)
{
	struct sedf_state *sedf = &d->share.sedf;
	u64 guaranteed;

	if (d->share.capped) {
		charge_capped(sedf, ran);
		return;
	}
	guaranteed = min(ran, (u64)max(sedf->left, 0));
	sedf->left -= (s64)guaranteed;
	share_charge(d, ran - guaranteed, sedf->advance);
}

struct contest {
	struct domain *urgent; /* has some of its slice left; its deadline is the first */
	struct domain *extra;  /* has not, but has had the least beyond it */
	u32 extras;	       /* so many compete for that */
	u32 runnable;	       /* so many can run at all */
	struct domain *woken;  /* of the extras that woke, the one that has had least */
	u64 release;	       /* when the first period begins of one that waits for it */
};

static bool had_less(const struct domain *d, const struct domain *other)
{
	return !other || d->share.lead < other->share.lead;
}

/* Whether it competes for extra time. */
static bool enter_contest(struct contest *c, struct domain *d, u64 now)
{
	struct sedf_state *sedf = &d->share.sedf;

	if (sedf->slice) {
		begin_period(sedf, now);
		if (sedf->left > 0) {
			if (!c->urgent || sedf->deadline < c->urgent->share.sedf.deadline)
				c->urgent = d;
			return false;
		}
		c->release = min(c->release, sedf->deadline);
	}
	if (d->share.capped)
		return false;
	c->extras++;
	if (had_less(d, c->extra))
		c->extra = d;
	return true;
}

static void enter_rival(struct contest *c, struct domain *d, u64 now)
{
	bool woke = d->share.woke;

	d->share.woke = false;
	if (enter_contest(c, d, now) && woke && had_less(d, c->woken))
		c->woken = d;
}

/*
 * In the order of the list, from the one after last on: so equals take turns. But if
 * last need not end its turn, equals do not end it; and if it yields, nobody does.
 */
static void hold_contest(struct contest *c, const struct turn *turn, u64 now)
{
	struct domain *last = turn->domain, *start = domain_after(last), *d = start;

	*c = (struct contest){ .release = TURN_WITHOUT_END };
	if (turn->open)
		enter_contest(c, last, now);
	do {
		c->runnable += d->share.runnable != 0;
		if (d != last && d->share.runnable)
			enter_rival(c, d, now);
		d = domain_after(d);
	} while (d != start);
	if (!last || turn->open || !last->share.runnable)
		return;
	if (last->share.yields && (c->urgent || c->extra))
		c->extras++; /* next time */
	else
		enter_contest(c, last, now);
}

/* Its slice is used up, or a period begins: its own, or of one that waits for it. */
static u64 urgent_end(const struct contest *c, const struct sedf_state *sedf, u64 now)
{
	return min(min(now + (u64)sedf->left, sedf->deadline), c->release);
}

static u64 extra_end(const struct contest *c, const struct turn *turn, bool goes_on,
		     u64 now)
{
	u64 end = goes_on ? turn->end : TURN_WITHOUT_END;

	if (c->extras > 1)
		end = min(end, now + ns_to_timebase(EXTRA_TURN_NS));
	return min(end, c->release);
}

/* Without a guarantee to be kept: whether last goes on with extra time. */
static bool goes_on(const struct contest *c, const struct turn *turn)
{
	const struct domain *last = turn->domain;

	if (!turn->open || c->urgent || last->share.capped)
		return false;
	return !c->woken || last->share.lead < c->woken->share.lead;
}

static struct domain *who_is_next(const struct contest *c, const struct turn *turn)
{
	if (c->urgent)
		return c->urgent;
	if (goes_on(c, turn))
		return turn->domain;
	/* Of equals one that woke is first. */
	return c->woken && !had_less(c->extra, c->woken) ? c->woken : c->extra;
}

static void sedf_choose(struct turn *turn, u64 now)
{
	struct domain *last = turn->domain, *next;
	struct contest c;
	bool same;

	hold_contest(&c, turn, now);
	next = who_is_next(&c, turn);
	same = goes_on(&c, turn);
	if (last && last->share.yields && next && next != last)
		share_yield(last, next);
	turn->domain = next;
	if (!next)
		turn->end = c.release;
	else if (c.runnable == 1 && !next->share.capped)
		turn->end = TURN_WITHOUT_END;
	else if (next == c.urgent)
		turn->end = urgent_end(&c, &next->share.sedf, now);
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
