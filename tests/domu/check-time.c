// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Check time: the clock never goes back and agrees with the timebase, no sleep is too
 * short or much too long, no period of a timer is lost.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#define SLEEPS_MOST (20 * NSEC_PER_MSEC)
#define PERIOD	    (7 * NSEC_PER_MSEC)
/*
 * Largest difference of clock and timebase: the clock's factor is rounded, and in a long
 * run that adds up (1 of 2^20).
 */
#define PARTED_NSEC 100000
#define PARTED_PART 20

/* The clock is read between two reads of the timebase. */
struct moment {
	u64 before, clock, after; /* ticks, ns, ticks */
};

static u64 timebase(void)
{
	u64 ticks;

	__asm__ __volatile__("mfspr %0,268" : "=r"(ticks) : : "memory");
	return ticks;
}

static u64 timebase_frequency(void)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	unsigned long long hz = 0;
	char line[256];

	if (!file)
		fail("/proc/cpuinfo: %s", strerror(errno));
	while (!hz && fgets(line, sizeof(line), file)) {
		/* NOLINTNEXTLINE(cert-err34-c): what is too large would not be a
		 * frequency */
		if (sscanf(line, "timebase : %llu", &hz) != 1)
			hz = 0;
	}
	fclose(file);
	if (!hz)
		fail("/proc/cpuinfo has no timebase");
	return hz;
}

static struct moment now(void)
{
	struct moment m;

	m.before = timebase();
	m.clock = clock_nsec(CLOCK_MONOTONIC_RAW);
	m.after = timebase();
	return m;
}

static u64 to_nsec(u64 ticks, u64 hz)
{
	return ticks / hz * NSEC_PER_SEC + ticks % hz * NSEC_PER_SEC / hz;
}

/*
 * The time by the clock is at least the ticks between the inner readings of the two
 * moments, and at most the ticks between the outer ones.
 */
static void check_clock(const struct moment *first, u64 *last, u64 hz)
{
	struct moment m = now();
	u64 clock = m.clock - first->clock;
	u64 least = to_nsec(m.before - first->after, hz);
	u64 most = to_nsec(m.after - first->before, hz);
	u64 may = PARTED_NSEC + (clock >> PARTED_PART);

	if (m.after < m.before)
		fail("timebase: %llu after %llu", (unsigned long long)m.after,
		     (unsigned long long)m.before);
	if (m.clock < *last)
		fail("clock: %llu after %llu", (unsigned long long)m.clock,
		     (unsigned long long)*last);
	*last = m.clock;
	if (clock + may < least || clock > most + may)
		fail("clock: %llu ns, by the timebase %llu to %llu",
		     (unsigned long long)clock, (unsigned long long)least,
		     (unsigned long long)most);
}

static void check_slept(const char *how, u64 asked, u64 slept)
{
	u64 late = slept - asked;

	if (slept < asked)
		fail("%s: %llu ns instead of %llu", how, (unsigned long long)slept,
		     (unsigned long long)asked);
	if (late > options.late_msec * NSEC_PER_MSEC)
		fail("%s: %llu ns late", how, (unsigned long long)late);
	count_most(COUNT_LATE_USEC, late / 1000);
	count(COUNT_SLEEPS, 1);
}

static void sleep_relative(u64 nsec)
{
	u64 start = clock_nsec(CLOCK_MONOTONIC);

	sleep_nsec(nsec);
	check_slept("nanosleep", nsec, clock_nsec(CLOCK_MONOTONIC) - start);
}

static void sleep_absolute(u64 nsec)
{
	u64 start = clock_nsec(CLOCK_MONOTONIC), end = start + nsec;
	struct timespec at = { .tv_sec = (time_t)(end / NSEC_PER_SEC),
			       .tv_nsec = (long)(end % NSEC_PER_SEC) };
	int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);

	if (error)
		fail("clock_nanosleep: %s", strerror(error));
	check_slept("clock_nanosleep", nsec, clock_nsec(CLOCK_MONOTONIC) - start);
}

struct periods {
	int fd;
	u64 before, after; /* around the timer's start */
	u64 count;
};

static void start_periods(struct periods *p)
{
	static const struct itimerspec every = {
		.it_value.tv_nsec = PERIOD,
		.it_interval.tv_nsec = PERIOD,
	};

	p->count = 0;
	p->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	p->before = clock_nsec(CLOCK_MONOTONIC);
	if (p->fd < 0 || timerfd_settime(p->fd, 0, &every, NULL))
		fail("timerfd: %s", strerror(errno));
	p->after = clock_nsec(CLOCK_MONOTONIC);
}

/* Wait for the end of a period, and check the number of periods that have ended. */
static void check_periods(struct periods *p)
{
	u64 before = clock_nsec(CLOCK_MONOTONIC), after, ended;

	if (read(p->fd, &ended, sizeof(ended)) != sizeof(ended))
		fail("timerfd: %s", strerror(errno));
	after = clock_nsec(CLOCK_MONOTONIC);
	p->count += ended;
	/* The interrupt of the last period may not have come yet. */
	if (p->count > (after - p->before) / PERIOD ||
	    p->count + 1 + options.late_msec * NSEC_PER_MSEC / PERIOD <
		    (before - p->after) / PERIOD)
		fail("timerfd: %llu periods in %llu to %llu ns",
		     (unsigned long long)p->count,
		     (unsigned long long)(before - p->after),
		     (unsigned long long)(after - p->before));
}

void work_time(unsigned int worker)
{
	u64 hz = timebase_frequency();
	u64 random = random_at(options.seed, 2000 + worker);
	struct moment first = now();
	u64 last = first.clock;
	struct periods periods;

	start_periods(&periods);
	while (running()) {
		u64 nsec = random_next(&random) % SLEEPS_MOST;

		if (random_next(&random) % 2)
			sleep_relative(nsec);
		else
			sleep_absolute(nsec);
		check_periods(&periods);
		for (int i = 0; i < 100; i++)
			check_clock(&first, &last, hz);
	}
	close(periods.fd);
}
