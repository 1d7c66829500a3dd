// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Read every number of a list once: the least that a reader of a list does.
 */
#include "bench.h"

/* Two numbers in a vector register. */
typedef unsigned long pair __attribute__((vector_size(16), aligned(8), may_alias));

unsigned long sum_of(const unsigned long *list, size_t nr)
{
	enum { BLOCK = 32 };
	pair sums = { 0, 0 };
	unsigned long sum;

	for (; nr >= 2 * BLOCK; nr -= 2 * BLOCK, list += 2 * BLOCK)
#pragma GCC unroll 32
		for (size_t i = 0; i < BLOCK; i++)
			sums += ((const pair *)list)[i];
	sum = sums[0] + sums[1];
	while (nr--)
		sum += *list++;
	return sum;
}
