/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random numbers that are the same in every run, so that a failure can be repeated: the
 * xorshift64* generator (S. Vigna, "An experimental exploration of
 * Marsaglia's xorshift generators, scrambled", 2016).
 */
#ifndef TESTS_UNIT_RANDOM_H
#define TESTS_UNIT_RANDOM_H

#include <stdint.h>

static uint64_t random_state = 0x9e3779b97f4a7c15;

static inline uint64_t random_u64(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * 0x2545f4914f6cdd1d;
}

/* A number from 0 to n - 1. */
static inline uint64_t random_below(uint64_t n)
{
	return random_u64() % n;
}

#endif /* TESTS_UNIT_RANDOM_H */
