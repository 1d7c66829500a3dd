// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts of instructions by their address (count-hits.h). */
#include <inttypes.h>
#include <stdlib.h>

#include "count-hits.h"

#define HIT_BUCKETS 65536

static struct hit *hits[HIT_BUCKETS];

struct hit *hit_at(uint64_t ea, const char *who)
{
	struct hit **bucket = &hits[(ea >> 2) % HIT_BUCKETS];

	for (struct hit *h = *bucket; h; h = h->next)
		if (h->ea == ea && h->who == who)
			return h;

	struct hit *hit = calloc(1, sizeof(*hit));

	if (!hit)
		abort();
	*hit = (struct hit){ .next = *bucket, .ea = ea, .who = who };
	*bucket = hit;
	return hit;
}

void hits_print(FILE *out)
{
	for (unsigned int i = 0; i < HIT_BUCKETS; i++)
		for (const struct hit *h = hits[i]; h; h = h->next)
			if (h->count)
				fprintf(out,
					"{\"event\":\"hit\",\"ea\":\"%016" PRIx64
					"\",\"who\":\"%s\",\"count\":%" PRIu64 "}\n",
					h->ea, h->who, h->count);
}
