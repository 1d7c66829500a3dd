// SPDX-License-Identifier: GPL-2.0-or-later
/* xm sched-bvt, sched-bvt-ctxallow, sched-sedf: parameters of the schedulers. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xm.h"

#define NS_PER_MS 1000000ULL

/* Print why a parameter cannot be read or set, and exit. */
static void __attribute__((noreturn)) refused(const char *what)
{
	error(EXIT_FAILURE, 0, "%s: %s", what,
	      errno == EINVAL ? "another scheduler is in use, or a value is out of range"
			      : strerror(errno));
	abort();
}

static long long signed_number(const char *word, const char *what, long long min,
			       long long max)
{
	long long value;
	char *end;

	errno = 0;
	value = strtoll(word, &end, 0);
	if (end == word || *end || errno || value < min || value > max)
		error(EXIT_USAGE, 0, "%s: '%s' is not a number from %lld to %lld", what,
		      word, min, max);
	return value;
}

static void show_bvt(int handle, uint32_t domid, const char *name)
{
	long long warpl, warpu;
	u32 mcuadv;
	int warpback;
	s32 warpvalue;

	if (xc_bvtsched_domain_get(handle, domid, &mcuadv, &warpback, &warpvalue, &warpl,
				   &warpu) < 0)
		refused(name);
	printf("mcuadv    : %u\nwarpback  : %d\nwarpvalue : %d\nwarpl     : %lld\n"
	       "warpu     : %lld\n",
	       mcuadv, warpback, warpvalue, warpl, warpu);
}

int xm_sched_bvt(int argc, char **argv)
{
	struct words words = only_words(
		argc, argv, "DOMAIN [MCUADV WARPBACK WARPVALUE WARPL WARPU]",
		"Print the BVT scheduler's parameters for a domain, or set all "
		"of them. Negative numbers must follow `--`.",
		1, 6);
	int handle = open_interface();
	xc_dominfo_t info;
	char **word = words.word;

	if (words.count != 1 && words.count != 6)
		error(EXIT_USAGE, 0, "sched-bvt: give all five values or none");
	domain_wanted(handle, word[0], &info);
	if (words.count == 1)
		show_bvt(handle, info.domid, word[0]);
	else if (xc_bvtsched_domain_set(
			 handle, info.domid,
			 (u32)word_number(word[1], "MCUADV", 1, UINT32_MAX),
			 (int)word_number(word[2], "WARPBACK", 0, 1),
			 (s32)signed_number(word[3], "WARPVALUE", INT32_MIN, INT32_MAX),
			 signed_number(word[4], "WARPL", 0, INT64_MAX),
			 signed_number(word[5], "WARPU", 0, INT64_MAX)) < 0)
		refused(word[0]);
	xc_interface_close(handle);
	return end_output();
}

int xm_sched_bvt_ctxallow(int argc, char **argv)
{
	struct words words = only_words(
		argc, argv, "[US]",
		"Print or set the BVT scheduler's least time between two switches, in "
		"microseconds.",
		0, 1);
	int handle = open_interface();
	unsigned long us;

	if (words.count) {
		us = word_number(words.word[0], "US", 0, UINT32_MAX);
		if (xc_bvtsched_global_set(handle, us) < 0)
			refused("ctxallow");
	} else {
		if (xc_bvtsched_global_get(handle, &us) < 0)
			refused("ctxallow");
		printf("%lu\n", us);
	}
	xc_interface_close(handle);
	return end_output();
}

struct sedf {
	struct words words;
	u64 period, slice, latency;
	u16 extra, weight;
	bool given[5]; /* period, slice, latency, extra, weight */
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct sedf *sedf = state->input;
	unsigned long max_ms = UINT64_MAX / NS_PER_MS;

	switch (key) {
	case 'p':
		sedf->period = parse_number(state, arg, "period", 0, max_ms) * NS_PER_MS;
		sedf->given[0] = true;
		return 0;
	case 's':
		sedf->slice = parse_number(state, arg, "slice", 0, max_ms) * NS_PER_MS;
		sedf->given[1] = true;
		return 0;
	case 'l':
		sedf->latency =
			parse_number(state, arg, "latency", 0, max_ms) * NS_PER_MS;
		sedf->given[2] = true;
		return 0;
	case 'e':
		sedf->extra = (u16)parse_number(state, arg, "extra", 0, 1);
		sedf->given[3] = true;
		return 0;
	case 'w':
		sedf->weight = (u16)parse_number(state, arg, "weight", 0, UINT16_MAX);
		sedf->given[4] = true;
		return 0;
	default:
		return parse_words(key, arg, state, &sedf->words);
	}
}

static void show_sedf(const struct sedf *sedf)
{
	printf("period    : %g ms\nslice     : %g ms\nlatency   : %g ms\nextra     : %u\n"
	       "weight    : %u\n",
	       (double)sedf->period / NS_PER_MS, (double)sedf->slice / NS_PER_MS,
	       (double)sedf->latency / NS_PER_MS, sedf->extra, sedf->weight);
}

/* Keep old values that were not given. A weight replaces period and slice. */
static void merge(struct sedf *sedf, const struct sedf *old)
{
	if (!sedf->given[0])
		sedf->period = sedf->given[4] ? 0 : old->period;
	if (!sedf->given[1])
		sedf->slice = sedf->given[4] ? 0 : old->slice;
	if (!sedf->given[2])
		sedf->latency = old->latency;
	if (!sedf->given[3])
		sedf->extra = old->extra;
	if (!sedf->given[4])
		sedf->weight = sedf->given[0] || sedf->given[1] ? 0 : old->weight;
}

int xm_sched_sedf(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "period", 'p', "MS", 0, "Period in milliseconds", 0 },
		{ "slice", 's', "MS", 0,
		  "Time that it runs in each period, in milliseconds", 0 },
		{ "latency", 'l', "MS", 0, "Longest wait after waking, in milliseconds",
		  0 },
		{ "extra", 'e', "0|1", 0, "Whether it may use idle time", 0 },
		{ "weight", 'w', "NUMBER", 0, "Its share, instead of period and slice",
		  0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMAIN",
		.doc = "Print the SEDF scheduler's parameters for a domain, or set those that "
		       "are given.",
	};
	static const bool none[5];
	struct sedf sedf = { .words = { .min = 1, .max = 1 } }, old = { 0 };
	xc_dominfo_t info;
	int handle;

	parse_arguments(&argp, argc, argv, &sedf);
	handle = open_interface();
	domain_wanted(handle, sedf.words.word[0], &info);
	if (xc_sedf_domain_get(handle, info.domid, &old.period, &old.slice, &old.latency,
			       &old.extra, &old.weight) < 0)
		refused(sedf.words.word[0]);
	if (!memcmp(sedf.given, none, sizeof(none))) {
		show_sedf(&old);
	} else {
		merge(&sedf, &old);
		if (xc_sedf_domain_set(handle, info.domid, sedf.period, sedf.slice,
				       sedf.latency, sedf.extra, sedf.weight) < 0)
			refused(sedf.words.word[0]);
	}
	xc_interface_close(handle);
	return end_output();
}
