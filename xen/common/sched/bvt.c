// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Borrowed virtual time (K. J. Duda, D. R. Cheriton, SOSP 1999; docs/scheduling.md). A
 * domain's virtual time advances while it runs, the slower the greater its weight; the
 * domain with the lowest runs. A domain that may warp counts as if it had run less.
 */
#include <xen/boot_info.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched/policy.h>
#include <asm/time.h>

#define MILLISECONDS(n) ((u64)(n)*1000000)

/* The values that Xen's BVT started with in 2005. */
#define CTX_ALLOW_US 5000
#define MCU_ADVANCE  10
#define WARPL_MS     2000
#define WARPU_MS     1000

/* The unit of time whose advance of virtual time is mcu_adv. */
#define MCU_US 100
/* Shortest time between two switches: with less, the machine would do little else. */
#define TURN_MIN_US 100U
/* Longest turn: dom0 must be able to set parameters right again. */
#define TURN_MAX_US 1000000U

/* Effective time of no domain. */
#define NO_TIME INT64_MAX

/* Set by SCHEDCTL, and the same in ticks, within bounds. */
static struct bvt_ctl control = { .ctx_allow = CTX_ALLOW_US };
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

static void bvt_adjust(struct share *s)
{
	const struct bvt_adjdom *params = &s->domain->sched_params.bvt;

	set_times();
	s->bvt = (struct bvt_state){
		.warp = params->warpback
				? (s64)params->warpvalue * (s64)us_to_ticks(MCU_US)
				: 0,
		.warp_limit = ns_limit(params->warpl),
		.warp_pause = ns_limit(params->warpu),
	};
	s->capped = false;
}

/* Virtual time, less what the domain borrows. The lowest runs. */
static s64 effective_time(const struct share *s)
{
	const struct bvt_state *bvt = &s->bvt;

	return (s64)s->lead - (bvt->unwarped ? 0 : bvt->warp);
}

/* A domain that has slept may borrow as if it never had borrowed. */
static void bvt_wake(struct share *s, u64 now)
{
	share_wake(s);
	s->bvt.warped = 0;
}

static void bvt_charge(struct share *s, u64 ran, u64 now)
{
	struct bvt_state *bvt = &s->bvt;

	share_charge(s, ran, s->domain->sched_params.bvt.mcu_adv);
	if (!bvt->warp || !bvt->warp_limit || bvt->unwarped)
		return;
	bvt->warped += ran;
	if (bvt->warped < bvt->warp_limit)
		return;
	bvt->warped = 0;
	bvt->unwarped = true;
	bvt->warp_again = now + bvt->warp_pause;
}

/* Those that can run, other than the one that has run, by effective time. */
struct bvt_rivals {
	struct share *first;
	bool first_woke;
	s64 lowest, second; /* the first one's time, and the next higher */
	s64 woken;	    /* the lowest time of a domain that woke */
	u64 warp_again;	    /* when a domain may warp again */
};

/*
 * When s may warp again, if it had to stop. A domain that may warp again counts as one
 * that woke.
 */
static u64 warp_again(struct share *s, u64 now)
{
	struct bvt_state *bvt = &s->bvt;

	if (likely(!bvt->unwarped))
		return TURN_WITHOUT_END;
	if (now < bvt->warp_again)
		return bvt->warp_again;
	bvt->unwarped = false;
	s->woke = true;
	return TURN_WITHOUT_END;
}

static void add_rival(struct bvt_rivals *c, struct share *s, u64 now)
{
	s64 time;
	bool woke;

	c->warp_again = min(c->warp_again, warp_again(s, now));
	time = effective_time(s);
	woke = s->woke;
	s->woke = false;
	if (woke)
		c->woken = min(c->woken, time);
	/* Of equals, a domain that woke is first. */
	if (time < c->lowest || (time == c->lowest && woke && !c->first_woke)) {
		c->second = c->lowest;
		c->lowest = time;
		c->first_woke = woke;
		c->first = s;
	} else {
		c->second = min(c->second, time);
	}
}

/* Begins behind last in the list, so that equals take turns. */
static void find_rivals(struct bvt_rivals *c, const struct sched_cpu *cpu, u64 now)
{
	struct share *last = cpu->turn.share, *start = share_after(cpu, last), *s = start;

	*c =
		(struct bvt_rivals){ NULL,    false,   NO_TIME,
				     NO_TIME, NO_TIME, TURN_WITHOUT_END };
	if (!s)
		return;
	do {
		if (s != last)
			add_rival(c, s, now);
		s = s->next ? s->next : cpu->shares;
	} while (s != start);
}

/* Until s, at time own, leads the rival by the allowance. */
static u64 turn_end(const struct share *s, s64 own, s64 rival, u64 now)
{
	u64 length = allowance;

	if (rival == NO_TIME)
		return TURN_WITHOUT_END;
	if (rival > own)
		length += (u64)(rival - own) / s->domain->sched_params.bvt.mcu_adv;
	return now + min(length, turn_max);
}

/* A turn on borrowed time ends with that. */
static u64 warp_end(const struct share *s, u64 now)
{
	const struct bvt_state *bvt = &s->bvt;

	if (!bvt->warp || !bvt->warp_limit || bvt->unwarped)
		return TURN_WITHOUT_END;
	return now + max(bvt->warp_limit - bvt->warped, turn_min);
}

static void begin_turn(struct turn *turn, const struct bvt_rivals *c, u64 now)
{
	struct share *last = turn->share, *next = last;
	s64 own = last && last->runnable ? effective_time(last) : NO_TIME;
	s64 rival = c->lowest;

	if (c->first && (own >= c->lowest || last->yields)) {
		next = c->first;
		rival = min(own, c->second);
		own = c->lowest;
		if (last && last->yields)
			share_yield(last, next);
	} else if (own == NO_TIME) {
		next = NULL;
	}
	turn->share = next;
	turn->end = next ? turn_end(next, own, rival, now) : TURN_WITHOUT_END;
	if (turn->end != TURN_WITHOUT_END)
		turn->end = min(turn->end, warp_end(next, now));
}

static void bvt_choose(struct sched_cpu *cpu, u64 now)
{
	struct turn *turn = &cpu->turn;
	struct share *last = turn->share;
	struct bvt_rivals c;

	find_rivals(&c, cpu, now);
	if (last && last->runnable) {
		c.warp_again = min(c.warp_again, warp_again(last, now));
		last->woke = false;
	}
	if (!last || !turn->open || c.woken <= effective_time(last))
		begin_turn(turn, &c, now);
	else if (c.woken != NO_TIME)
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
