/* SPDX-License-Identifier: GPL-2.0-or-later */
/* domu-check: what its workers, each a process, have in common. */
#ifndef TESTS_DOMU_CHECK_H
#define TESTS_DOMU_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t u32;
typedef uint64_t u64;

#define NSEC_PER_SEC  1000000000ULL
#define NSEC_PER_MSEC 1000000ULL

/* What is counted, for the last line. */
enum counter {
	COUNT_ROUNDS,	 /* computations with the same result */
	COUNT_HOLDS,	 /* registers that held their values */
	COUNT_SLEEPS,	 /* sleeps that were as long as they should be */
	COUNT_PASSES,	 /* of the memory, written and read */
	COUNT_FORKS,	 /* processes that ended as they should */
	COUNT_LATE_USEC, /* the latest awakening; not a sum */
	COUNTERS
};

struct options {
	u64 seconds;	/* how long, in the domain's time */
	u64 seed;	/* of everything that is computed, and of the memory's contents */
	u64 memory_mib; /* of memory, written and read again and again */
	u64 units;	/* of a computation */
	u64 late_msec;	/* how late an awakening may be */
	bool work;	/* one computation, however long it takes */
};
extern struct options options;

/* Whether workers are to go on. */
bool running(void);
/* The first failure is what is said; ends the process, main() ends the others. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void count(enum counter counter, u64 n);
/* For COUNT_LATE_USEC: the largest of all. */
void count_most(enum counter counter, u64 n);

/* splitmix64: the next of a sequence, and a number of its own for each n of a seed. */
u64 random_next(u64 *state);
u64 random_at(u64 seed, u64 n);
/* A clock, in nanoseconds; clk as for clock_gettime(). */
u64 clock_nsec(int clk);
void sleep_nsec(u64 nsec);

/* Unit n of the computation of a seed: depends on both, and on nothing else. */
u64 compute_unit(u64 seed, u64 n);

/* The workers: they return when running() says so, or fail(). */
void work_compute(unsigned int worker);
void work_registers(unsigned int worker);
void work_time(unsigned int worker);
void work_memory(unsigned int worker);
void work_kernel(unsigned int worker);

#endif /* TESTS_DOMU_CHECK_H */
