// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Borrowed virtual time (K. J. Duda, D. R. Cheriton, SOSP 1999; docs/scheduling.md). A
 * domain's virtual time advances while it runs, the slower the greater its weight; the
 * one with the lowest runs. A domain that may warp counts as if it had run less.
 */
#include <xen/boot_info.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/policy.h>
#include <asm/time.h>

#define MILLISECONDS(n) ((u64)(n)*1000000)

/* What BVT has always started with. */
#define CTX_ALLOW_US 5000
#define MCU_ADVANCE  10
#define WARPL_MS     2000
#define WARPU_MS     1000

/* What virtual time is counted in: mcu_adv is what one of these advances it by. */
#define MCU_US 100
/* However little is allowed between two switches: the machine is to get somewhere. */
#define TURN_MIN_US 100U
/* However much: dom0 has to be able to set it right. */
#define TURN_MAX_US 1000000U

#define NOBODY	    INT64_MAX

static struct bvt_ctl control = { .ctx_allow = CTX_ALLOW_US };

/* The same in ticks, and within bounds. */
static u64 turn_min, turn_max, allowance;

/* us: at most a second, so that nothing overflows. */
static u64 us_to_ticks(u64 us)
{
	return us * boot_info.cpu.timebase_frequency / 1000000;
}

static void set_times(void)
{
	turn_min = us_to_ticks(TURN_MIN_US);
	turn_max = us_to_ticks(TURN_MAX_US);
	allowance = us_to_ticks(min(max(control.ctx_allow, TURN_MIN_US), TURN_MAX_US));
}

static u64 ns_limit(long long ns)
{
	return ns > 0 ? max(ns_to_timebase((u64)ns), 1ULL) : 0;
}

static void bvt_adjust(struct domain *d)
{
	const struct bvt_adjdom *params = &d->sched.bvt;

	set_times();
	d->share.bvt = (struct bvt_state){
		.warp = params->warpback
				? (s64)params->warpvalue * (s64)us_to_ticks(MCU_US)
				: 0,
		.warp_limit = ns_limit(params->warpl),
		.warp_pause = ns_limit(params->warpu),
	};
	d->share.capped = false;
}

/* What counts: lowest runs. */
static s64 effective_time(const struct domain *d)
{
	const struct bvt_state *bvt = &d->share.bvt;

	return (s64)d->share.lead - (bvt->unwarped ? 0 : bvt->warp);
}

/* A domain that has slept may borrow as if it never had. */
static void bvt_wake(struct domain *d, u64 now)
{
	share_wake(d);
	d->share.bvt.warped = 0;
}

static void charge_warp(struct bvt_state *bvt, u64 ran, u64 now)
{
	if (!bvt->warp_limit || bvt->unwarped)
		return;
	bvt->warped += ran;
	if (bvt->warped < bvt->warp_limit)
		return;
	bvt->warped = 0;
	bvt->unwarped = true;
	bvt->warp_again = now + bvt->warp_pause;
}

static void bvt_charge(struct domain *d, u64 ran, u64 now)
{
	share_charge(d, ran, d->sched.bvt.mcu_adv);
	if (d->share.bvt.warp)
		charge_warp(&d->share.bvt, ran, now);
}

/* Those that could run in the place of the one that has run, by effective time. */
struct contest {
	struct domain *first;
	bool first_woke;
	s64 lowest, second; /* the first one's, and the next higher */
	s64 woken;	    /* the lowest of those that woke */
	u64 warp_again;	    /* when one of them may warp again */
};

/*
 * When d may warp again, if it had to stop and may not yet. One that may now is as good
 * as one that woke.
 */
static u64 warp_again(struct domain *d, u64 now)
{
	struct bvt_state *bvt = &d->share.bvt;

	if (likely(!bvt->unwarped))
		return TURN_WITHOUT_END;
	if (now < bvt->warp_again)
		return bvt->warp_again;
	bvt->unwarped = false;
	d->share.woke = true;
	return TURN_WITHOUT_END;
}

static void enter_contest(struct contest *c, struct domain *d, u64 now)
{
	s64 time;
	bool woke;

	c->warp_again = min(c->warp_again, warp_again(d, now));
	time = effective_time(d);
	woke = d->share.woke;
	d->share.woke = false;
	if (woke)
		c->woken = min(c->woken, time);
	/* Of equals one that woke is first. */
	if (time < c->lowest || (time == c->lowest && woke && !c->first_woke)) {
		c->second = c->lowest;
		c->lowest = time;
		c->first_woke = woke;
		c->first = d;
	} else {
		c->second = min(c->second, time);
	}
}

/* In the order of the list, from the one after last on: so equals take turns. */
static void hold_contest(struct contest *c, struct domain *last, u64 now)
{
	struct domain *start = domain_after(last), *d = start;

	*c = (struct contest){ NULL, false, NOBODY, NOBODY, NOBODY, TURN_WITHOUT_END };
	do {
		if (d != last && d->share.runnable)
			enter_contest(c, d, now);
		d = domain_after(d);
	} while (d != start);
}

/* Until d, at time own, is before the rival by as much as is allowed. */
static u64 turn_end(const struct domain *d, s64 own, s64 rival, u64 now)
{
	u64 length = allowance;

	if (rival == NOBODY)
		return TURN_WITHOUT_END;
	if (rival > own)
		length += (u64)(rival - own) / d->sched.bvt.mcu_adv;
	return now + min(length, turn_max);
}

/* A turn on borrowed time ends with that. */
static u64 warp_end(const struct domain *d, u64 now)
{
	const struct bvt_state *bvt = &d->share.bvt;

	if (!bvt->warp || !bvt->warp_limit || bvt->unwarped)
		return TURN_WITHOUT_END;
	return now + max(bvt->warp_limit - bvt->warped, turn_min);
}

static void begin_turn(struct turn *turn, const struct contest *c, u64 now)
{
	struct domain *last = turn->domain, *next = last;
	s64 own = last && last->share.runnable ? effective_time(last) : NOBODY;
	s64 rival = c->lowest;

	if (c->first && (own >= c->lowest || last->share.yields)) {
		next = c->first;
		rival = min(own, c->second);
		own = c->lowest;
		if (last && last->share.yields)
			share_yield(last, next);
	} else if (own == NOBODY) {
		next = NULL;
	}
	turn->domain = next;
	turn->end = next ? turn_end(next, own, rival, now) : TURN_WITHOUT_END;
	if (turn->end != TURN_WITHOUT_END)
		turn->end = min(turn->end, warp_end(next, now));
}

static void bvt_choose(struct turn *turn, u64 now)
{
	struct domain *last = turn->domain;
	struct contest c;

	hold_contest(&c, last, now);
	if (last && last->share.runnable) {
		c.warp_again = min(c.warp_again, warp_again(last, now));
		last->share.woke = false;
	}
	if (!turn->open || c.woken <= effective_time(last))
		begin_turn(turn, &c, now);
	else if (c.woken != NOBODY)
		turn->end = min(turn->end,
				turn_end(last, effective_time(last), c.woken, now));
	if (c.warp_again != TURN_WITHOUT_END)
		turn->end = min(turn->end, max(c.warp_again, now + turn_min));
}

static void bvt_defaults(struct sched_params *params, bool privileged)
{
	params->bvt = (struct bvt_adjdom){
		.mcu_adv = MCU_ADVANCE,
		.warpl = MILLISECONDS(WARPL_MS),
		.warpu = MILLISECONDS(WARPU_MS),
	};
}

static long bvt_put(struct sched_params *params, const dom0_adjustdom_t *arg)
{
	/* Virtual time must go forward while the domain runs. */
	if (arg->u.bvt.mcu_adv == 0)
		return -EINVAL;
	params->bvt = arg->u.bvt;
	return 0;
}

static void bvt_get(const struct sched_params *params, dom0_adjustdom_t *reply)
{
	reply->u.bvt = params->bvt;
}

static void bvt_put_control(const dom0_schedctl_t *arg)
{
	control = arg->u.bvt;
	set_times();
}

static void bvt_get_control(dom0_schedctl_t *reply)
{
	reply->u.bvt = control;
}

const struct scheduler bvt_scheduler = {
	.id = SCHED_BVT,
	.adjust = bvt_adjust,
	.wake = bvt_wake,
	.charge = bvt_charge,
	.choose = bvt_choose,
	.defaults = bvt_defaults,
	.put = bvt_put,
	.get = bvt_get,
	.put_control = bvt_put_control,
	.get_control = bvt_get_control,
};
