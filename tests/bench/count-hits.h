/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often each instruction of a region was executed: the argument profile=. */
#ifndef TESTS_BENCH_COUNT_HITS_H
#define TESTS_BENCH_COUNT_HITS_H

#include <stdint.h>
#include <stdio.h>

struct hit {
	struct hit *next;
	uint64_t ea;
	const char *who;
	uint64_t count;
};

/* Code is translated repeatedly; all translations of an address share a count. */
struct hit *hit_at(uint64_t ea, const char *who);
void hits_print(FILE *out);

#endif /* TESTS_BENCH_COUNT_HITS_H */
