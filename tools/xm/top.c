// SPDX-License-Identifier: GPL-2.0-or-later
/* xm top: show again and again what the domains use. */
#include <errno.h>
#include <error.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "registry.h"
#include "terminal.h"
#include "top.h"
#include "xm.h"

#define DELAY_DEFAULT 3

struct options {
	unsigned long delay, count; /* seconds; number of tables, 0: no end */
	bool batch;
};

struct sample {
	xc_dominfo_t *info;
	size_t count;
	double seconds; /* when it was taken */
};

double top_share(u64 ns, u64 ns_before, double seconds)
{
	if (ns < ns_before || seconds <= 0)
		return 0;
	return (double)(ns - ns_before) / 1e9 / seconds * 100;
}

static struct sample take(int handle)
{
	struct sample sample = { .seconds = clock_seconds() };

	sample.info = domain_all(handle, &sample.count);
	return sample;
}

/* CPU time of a domain in `before`; its present one if it did not exist then. */
static u64 used_before(const struct sample *before, const xc_dominfo_t *info)
{
	for (size_t i = 0; i < before->count; i++)
		if (before->info[i].domid == info->domid)
			return before->info[i].cpu_time;
	return info->cpu_time;
}

static void print_one(FILE *out, int handle, const xc_dominfo_t *info,
		      const struct sample *before, double seconds,
		      unsigned long total_frames)
{
	char name[REGISTRY_NAME_SIZE];

	fprintf(out, "%-20.20s %6s %10.1f %6.1f %10lu %6.1f %5u\n",
		registry_name(handle, info->domid, name), domain_flags(info).text,
		(double)info->cpu_time / 1e9,
		top_share(info->cpu_time, used_before(before, info), seconds),
		info->nr_pages * (XC_PAGE_SIZE / 1024),
		total_frames ? (double)info->nr_pages * 100 / (double)total_frames : 0.0,
		info->vcpus);
}

static void print(FILE *out, int handle, const struct sample *now,
		  const struct sample *before)
{
	double seconds = now->seconds - before->seconds;
	xc_physinfo_t machine;

	if (xc_physinfo(handle, &machine) < 0)
		error(EXIT_FAILURE, errno, "machine");
	fprintf(out, "domains: %zu; %lu MiB of memory, %lu MiB free\n\n", now->count,
		(unsigned long)FRAMES_TO_MB(machine.total_pages),
		(unsigned long)FRAMES_TO_MB(machine.free_pages));
	fputs("NAME                 STATE    CPU(sec) CPU(%)     MEM(k) MEM(%) VCPUS\n",
	      out);
	for (size_t i = 0; i < now->count; i++)
		print_one(out, handle, &now->info[i], before, seconds,
			  machine.total_pages);
}

/* Wait for the next table; false if the user has typed q. */
static bool rest(const struct options *options, bool keys)
{
	struct pollfd wait = { .fd = keys ? STDIN_FILENO : -1, .events = POLLIN };
	char key;

	if (poll(&wait, 1, (int)options->delay * 1000) <= 0)
		return true;
	return read(STDIN_FILENO, &key, 1) == 1 && key != 'q';
}

static void run(int handle, const struct options *options)
{
	bool screen = !options->batch && isatty(STDOUT_FILENO);
	bool keys = screen && terminal_switch(TERMINAL_KEYS);
	struct sample before = take(handle), now;
	FILE *out;

	for (unsigned long n = 1;; n++) {
		out = table_begin(handle);
		now = take(handle);
		if (screen)
			fputs("\033[H\033[J", out);
		print(out, handle, &now, &before);
		table_end();
		free(before.info);
		before = now;
		if (fflush(stdout) || n == options->count || !rest(options, keys))
			break;
		if (!screen)
			puts("");
	}
	free(before.info);
	terminal_restore();
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'd':
		options->delay = parse_number(state, arg, "delay", 0, 86400);
		return 0;
	case 'n':
		options->count = parse_number(state, arg, "count", 1, UINT32_MAX);
		return 0;
	case 'b':
		options->batch = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int xm_top(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "delay", 'd', "SECONDS", 0, "Time between two tables (default: 3)", 0 },
		{ "count", 'n', "COUNT", 0, "End after COUNT tables", 0 },
		{ "batch", 'b', NULL, 0,
		  "Print the tables one below the other, for a file", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.doc = "Show again and again how much of the machine the domains use. Type q "
		       "to end.",
	};
	struct options options = { .delay = DELAY_DEFAULT };
	int handle;

	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	run(handle, &options);
	xc_interface_close(handle);
	return end_output();
}
