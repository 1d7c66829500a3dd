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

static void sedf_adjust(struct share *s)
{
	const struct sedf_adjdom *params = &s->domain->sched_params.sedf;
	struct sedf_state *sedf = &s->sedf;

	*sedf = (struct sedf_state){ .advance = ADVANCE_ONE / max(params->weight, 1) };
	set_period(sedf, params);
	set_latency(sedf, params->latency);
	/* A domain without a slice lives on extra time, whatever the parameters say. */
	s->capped = sedf->slice && !params->extratime;
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
static void sedf_wake(struct share *s, u64 now)
{
	struct sedf_state *sedf = &s->sedf;

	share_wake(s);
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

static void sedf_charge(struct share *s, u64 ran, u64 now)
{
	struct sedf_state *sedf = &s->sedf;
	u64 guaranteed;

	if (s->capped) {
		charge_capped(sedf, ran);
		return;
	}
	guaranteed = min(ran, (u64)max(sedf->left, 0));
	sedf->left -= (s64)guaranteed;
	share_charge(s, ran - guaranteed, sedf->advance);
}

struct sedf_rivals {
	struct share *urgent; /* some of its slice is left; its deadline is the first */
	struct share *extra;  /* no slice is left; it has had the least extra time */
	u32 extras;	      /* how many compete for extra time */
	u32 runnable;	      /* how many can run */
	struct share *woken;  /* of the extras that woke, the one that has had least */
	u64 release;	      /* start of the first period that one waits for */
};

static bool had_less(const struct share *s, const struct share *other)
{
	return !other || s->lead < other->lead;
}

/* Returns whether s competes for extra time. */
static bool add_rival(struct sedf_rivals *c, struct share *s, u64 now)
{
	struct sedf_state *sedf = &s->sedf;

	if (sedf->slice) {
		begin_period(sedf, now);
		if (sedf->left > 0) {
			if (!c->urgent || sedf->deadline < c->urgent->sedf.deadline)
				c->urgent = s;
			return false;
		}
		c->release = min(c->release, sedf->deadline);
	}
	if (s->capped)
		return false;
	c->extras++;
	if (had_less(s, c->extra))
		c->extra = s;
	return true;
}

static void add_other(struct sedf_rivals *c, struct share *s, u64 now)
{
	bool woke = s->woke;

	s->woke = false;
	if (add_rival(c, s, now) && woke && had_less(s, c->woken))
		c->woken = s;
}

/*
 * Begins behind last in the list, so that equals take turns. If the turn of last is open,
 * equals do not end it; if last yields, it does not compete.
 */
static void find_rivals(struct sedf_rivals *c, const struct sched_cpu *cpu, u64 now)
{
	const struct turn *turn = &cpu->turn;
	struct share *last = turn->share, *start = share_after(cpu, last), *s = start;

	*c = (struct sedf_rivals){ .release = TURN_WITHOUT_END };
	if (turn->open)
		add_rival(c, last, now);
	while (s) {
		c->runnable++;
		if (s != last)
			add_other(c, s, now);
		s = s->next ? s->next : cpu->shares;
		if (s == start)
			break;
	}
	if (!last || turn->open || !last->runnable)
		return;
	if (last->yields && (c->urgent || c->extra))
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
	const struct share *last = turn->share;

	if (!turn->open || c->urgent || last->capped)
		return false;
	return !c->woken || last->lead < c->woken->lead;
}

static struct share *next_share(const struct sedf_rivals *c, const struct turn *turn)
{
	if (c->urgent)
		return c->urgent;
	if (goes_on(c, turn))
		return turn->share;
	/* Of equals, a domain that woke is first. */
	return c->woken && !had_less(c->extra, c->woken) ? c->woken : c->extra;
}

static void sedf_choose(struct sched_cpu *cpu, u64 now)
{
	struct turn *turn = &cpu->turn;
	struct share *last = turn->share, *next;
	struct sedf_rivals c;
	bool same;

	find_rivals(&c, cpu, now);
	next = next_share(&c, turn);
	same = goes_on(&c, turn);
	if (last && last->yields && next && next != last)
		share_yield(last, next);
	turn->share = next;
	if (!next)
		turn->end = c.release;
	else if (c.runnable == 1 && !next->capped)
		turn->end = TURN_WITHOUT_END;
	else if (next == c.urgent)
		turn->end = urgent_end(&c, &next->sedf, now);
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
