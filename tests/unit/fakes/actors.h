/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Domains that do nothing but use time, for tests of the schedulers: the real run loop
 * over hours of the fake machine's time.
 */
#ifndef TESTS_UNIT_ACTORS_H
#define TESTS_UNIT_ACTORS_H

#include <xen/boot_info.h>
#include <xen/domain.h>

#define MAX_ACTORS 6

/* In ticks of the timebase. */
#define TICKS_US(n)    ((u64)(n)*512)
#define TICKS_MS(n)    ((u64)(n)*512000)
#define TICKS_S(n)     ((u64)(n)*512000000)
#define TICKS_HOURS(n) TICKS_S((n)*3600)

struct actor {
	struct domain *d;
	/* Runs so long, then waits so long; 0: it runs for ever. */
	u64 burst, wait;
	/* Yields at the end of its burst, instead. */
	bool yields;
	/* It is stopped so much too late at the end of a turn. */
	u64 overrun;

	u64 left;      /* of its burst */
	u64 ready;     /* timebase since when it could run */
	u64 run_since; /* timebase when it was given the CPU after another */

	/* What has come of it since actors_run() began. */
	u64 ran;	  /* for so long */
	u64 turns;	  /* so often, each after another */
	u64 longest_wait; /* after it could have run */
	u64 longest_run;  /* without another between */
};

extern struct actor actor[MAX_ACTORS];
extern u32 nr_actors;
/* How long nobody ran, and how often the run loop was asked. */
extern u64 idle_time, choices;
/* If set, called after each turn. */
extern void (*after_turn)(void);

/* Setup and teardown: a dom0 that does not run, under the scheduler of that name. */
void actors_start(const char *cmdline);
void actors_stop(void);
/* A domain more, busy for ever. */
struct actor *actor_add(void);
/* As the tools do, but its clock goes on: what it waits for comes when it would have. */
void pause_or_unpause(struct domain *d);
/* All of them are gone. */
void actors_remove(void);
/* Whether it could run. */
bool actor_ready(const struct actor *a);
/* Lets time go by, that long. The figures begin at 0. */
void actors_run(u64 ticks);
/* The share of that time that it has had, in thousandths. */
u64 actor_share(const struct actor *a, u64 ticks);

/* ADJUSTDOM, PUT; SCHEDCTL, PUT. They succeed. */
void adjust_bvt(const struct actor *a, struct bvt_adjdom params);
void adjust_sedf(const struct actor *a, struct sedf_adjdom params);
void control_bvt(u32 ctx_allow);

#endif /* TESTS_UNIT_ACTORS_H */
