/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Domains that only use time, for tests of the schedulers: the real run loop runs for
 * hours of the fake machine's time.
 */
#ifndef TESTS_UNIT_ACTORS_H
#define TESTS_UNIT_ACTORS_H

#include <xen/boot_info.h>
#include <xen/domain.h>

#define MAX_ACTORS 6

/* Convert to ticks of the timebase. */
#define TICKS_US(n)    ((u64)(n)*512)
#define TICKS_MS(n)    ((u64)(n)*512000)
#define TICKS_S(n)     ((u64)(n)*512000000)
#define TICKS_HOURS(n) TICKS_S((n)*3600)

struct actor {
	struct domain *d;
	/* It runs for `burst`, then waits for `wait`; burst 0: it runs for ever. */
	u64 burst, wait;
	/* It yields at the end of its burst instead of waiting. */
	bool yields;
	/* Delay with which it is stopped at the end of a turn. */
	u64 overrun;

	u64 left;      /* of its burst */
	u64 ready;     /* timebase when it became ready */
	u64 run_since; /* timebase when it was given the CPU after another */

	/* Results since actors_run() began. */
	u64 ran;	  /* ticks that it has run */
	u64 turns;	  /* number of turns, each after another domain's */
	u64 longest_wait; /* longest time that it was ready and did not run */
	u64 longest_run;  /* longest time without another domain */
};

extern struct actor actor[MAX_ACTORS];
extern u32 nr_actors;
/* Idle time, and number of decisions of the run loop. */
extern u64 idle_time, choices;
/* If set, called after each turn. */
extern void (*after_turn)(void);

/* Setup and teardown: a dom0 that does not run, with the named scheduler. */
void actors_start(const char *cmdline);
void actors_stop(void);
/* Add a domain that is always busy. */
struct actor *actor_add(void);
/* Like the tools, but its clock goes on: its waits end at the same time. */
void pause_or_unpause(struct domain *d);
/* Destroy all of them. */
void actors_remove(void);
/* Whether it could run. */
bool actor_ready(const struct actor *a);
/* Let this much time pass. The results begin at 0. */
void actors_run(u64 ticks);
/* Its share of this time, in thousandths. */
u64 actor_share(const struct actor *a, u64 ticks);

/* ADJUSTDOM, PUT; SCHEDCTL, PUT. They succeed. */
void adjust_bvt(const struct actor *a, struct bvt_adjdom params);
void adjust_sedf(const struct actor *a, struct sedf_adjdom params);
void control_bvt(u32 ctx_allow);

#endif /* TESTS_UNIT_ACTORS_H */
