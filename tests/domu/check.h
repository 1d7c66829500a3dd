/* SPDX-License-Identifier: GPL-2.0-or-later */
/* domu-check: declarations that its workers share; each is a process. */
#ifndef TESTS_DOMU_CHECK_H
#define TESTS_DOMU_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t u32;
typedef uint64_t u64;

#define NSEC_PER_SEC  1000000000ULL
#define NSEC_PER_MSEC 1000000ULL

/* Counters for the last line. */
enum counter {
	COUNT_ROUNDS,	 /* computations with the same result */
	COUNT_HOLDS,	 /* rounds in which registers kept their values */
	COUNT_SLEEPS,	 /* sleeps of the right length */
	COUNT_PASSES,	 /* passes over the memory */
	COUNT_FORKS,	 /* processes that ended correctly */
	COUNT_LATE_USEC, /* the latest awakening; not a sum */
	COUNTERS
};

struct options {
	u64 seconds;	/* run time, by the domain's clock */
	u64 seed;	/* for the computations and the memory's contents */
	u64 memory_mib; /* memory that is written and read repeatedly */
	u64 units;	/* of a computation */
	u64 late_msec;	/* largest allowed delay of an awakening */
	bool work;	/* do one computation, without a time limit */
};
extern struct options options;

/* Whether workers must go on. */
bool running(void);
/* Record the first failure and end the process; main() ends the others. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void count(enum counter counter, u64 n);
/* Keep the largest value, for COUNT_LATE_USEC. */
void count_most(enum counter counter, u64 n);

/* splitmix64: the next number of a sequence, and a number for each n of a seed. */
u64 random_next(u64 *state);
u64 random_at(u64 seed, u64 n);
/* Read a clock, in nanoseconds; clk as for clock_gettime(). */
u64 clock_nsec(int clk);
void sleep_nsec(u64 nsec);

/* Compute unit n for a seed; the result depends only on both. */
u64 compute_unit(u64 seed, u64 n);

/* The workers: they return when running() is false, or fail(). */
void work_compute(unsigned int worker);
void work_registers(unsigned int worker);
void work_time(unsigned int worker);
void work_memory(unsigned int worker);
void work_kernel(unsigned int worker);

#endif /* TESTS_DOMU_CHECK_H */
