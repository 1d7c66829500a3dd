// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bench-share: measures whether dom0 gets the share of the CPU that its weight promises,
 * while dom0 and two other domains use all the time they get. It prints a line of JSON
 * for each setting: dom0's share of the time, and its error in per cent of the share that
 * was due.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "guest.h"

#define NSEC_PER_SEC  1000000000ULL
#define NSEC_PER_MSEC 1000000ULL
/* Time until the schedule is regular, and time measured then. */
#define SETTLE_NSEC  (NSEC_PER_SEC / 2)
#define MEASURE_NSEC (3 * NSEC_PER_SEC)
#define OTHERS	     2
/* mcu_adv is the advance of virtual time: the inverse of a weight. */
#define BVT_ADVANCE 20
#define SEDF_PERIOD (20 * NSEC_PER_MSEC)

struct setting {
	const char *name;
	unsigned int weight[1 + OTHERS]; /* dom0's first */
	u64 slice;			 /* dom0's, of SEDF_PERIOD; 0: use the weight */
	double expected;
};

static const struct setting bvt_settings[] = {
	{ "weights 1:1:1", { 1, 1, 1 }, 0, 1.0 / 3 },
	{ "weights 2:1:1", { 2, 1, 1 }, 0, 1.0 / 2 },
	{ "weights 1:2:2", { 1, 2, 2 }, 0, 1.0 / 5 },
};
static const struct setting sedf_settings[] = {
	{ "weights 1:1:1", { 1, 1, 1 }, 0, 1.0 / 3 },
	{ "weights 2:1:1", { 2, 1, 1 }, 0, 1.0 / 2 },
	{ "8 of 20 ms", { 1, 1, 1 }, 8 * NSEC_PER_MSEC, 8.0 / 20 },
};
#define SETTINGS 3

static u64 now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (u64)time.tv_sec * NSEC_PER_SEC + (u64)time.tv_nsec;
}

static void compute(u64 nsec)
{
	u64 end = now() + nsec;

	while (now() < end)
		for (int i = 0; i < 10000; i++)
			__asm__ volatile("");
}

static u64 cpu_time(int xc)
{
	xc_dominfo_t info;

	if (xc_domain_getinfo(xc, 0, 1, &info) != 1 || info.domid != 0)
		fail("getinfo of domain 0: %s", strerror(errno));
	return info.cpu_time;
}

static void set_bvt(int xc, u32 domid, unsigned int weight)
{
	if (xc_bvtsched_domain_set(xc, domid, BVT_ADVANCE / weight, 0, 0, 0, 0))
		fail("domain %u's weight: %s", domid, strerror(errno));
}

/* A domain with a slice gets no extra time. */
static void set_sedf(int xc, u32 domid, unsigned int weight, u64 slice)
{
	if (xc_sedf_domain_set(xc, domid, slice ? SEDF_PERIOD : 0, slice, 0, !slice,
			       slice ? 0 : (u16)weight))
		fail("domain %u's weight or slice: %s", domid, strerror(errno));
}

static void apply(int xc, bool bvt, const struct setting *s, const u32 *domid)
{
	for (int i = 0; i <= OTHERS; i++)
		if (bvt)
			set_bvt(xc, domid[i], s->weight[i]);
		else
			set_sedf(xc, domid[i], s->weight[i], i ? 0 : s->slice);
}

static void measure(int xc, bool bvt, const struct setting *s, const u32 *domid)
{
	u64 time, used;
	double share;

	apply(xc, bvt, s, domid);
	compute(SETTLE_NSEC);
	time = now();
	used = cpu_time(xc);
	compute(MEASURE_NSEC);
	used = cpu_time(xc) - used;
	time = now() - time;
	share = (double)used / (double)time;
	printf("{\"event\":\"share\",\"scheduler\":\"%s\",\"setting\":\"%s\","
	       "\"expected\":%.6f,\"share\":%.6f,\"error\":%.4f}\n",
	       bvt ? "bvt" : "sedf", s->name, s->expected, share,
	       100 * fabs(share / s->expected - 1));
}

/* The scheduler in use is the one whose parameters can be read. */
static bool is_bvt(int xc)
{
	int warpback;
	u32 mcu_adv;
	s32 warp;
	long long limit, pause;

	return !xc_bvtsched_domain_get(xc, 0, &mcu_adv, &warpback, &warp, &limit, &pause);
}

int main(void)
{
	int xc = xc_interface_open();
	u32 domid[1 + OTHERS] = { 0 };
	bool bvt;

	if (xc < 0)
		fail("no access to the hypervisor: %s", strerror(errno));
	bvt = is_bvt(xc);
	for (int i = 1; i <= OTHERS; i++) {
		domid[i] = guest_create(xc, guest_busy, guest_busy_end);
		guest_start(xc, domid[i]);
	}
	for (int i = 0; i < SETTINGS; i++)
		measure(xc, bvt, bvt ? &bvt_settings[i] : &sedf_settings[i], domid);
	for (int i = 1; i <= OTHERS; i++)
		guest_destroy(xc, domid[i]);
	xc_interface_close(xc);
	return EXIT_SUCCESS;
}
