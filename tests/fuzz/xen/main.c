// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz-xen [--seed N] [--steps N] [--runs N] [--seconds N]
 *
 * Makes runs of the hypervisor, each in a process of its own and with the next seed. A
 * fault ends the program with status 1; the last line says how to see it again.
 */
#include <errno.h>
#include <getopt.h>
#include <sanitizer/common_interface_defs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

static u64 seed = 1, steps = 20000, runs = 1, seconds;
static u64 state; /* of the random numbers: xorshift64* */

u64 draw_u64(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1d;
}

u64 draw(u64 n)
{
	return draw_u64() % n;
}

bool one_in(u64 n)
{
	return !draw(n);
}

void draw_bytes(void *to, size_t size)
{
	for (u8 *p = to; size--; p++)
		*p = (u8)draw_u64();
}

/* Also called by the sanitizers, when they have said what they found. */
static void say_how_again(void)
{
	fflush(stdout);
	fprintf(stderr, "fuzz-xen: FOUND: again with --seed %llu --steps %llu\n", seed,
		machine_step() + 1);
}

void found(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "fuzz-xen: seed %llu, step %llu: ", seed, machine_step());
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
	__sanitizer_print_stack_trace();
	say_how_again();
	_exit(1);
}

static int one_run(void)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0) {
		fprintf(stderr, "fuzz-xen: fork: %s\n", strerror(errno));
		exit(2);
	}
	if (!pid) {
		__sanitizer_set_death_callback(say_how_again);
		state = (seed + 1) * 0x9e3779b97f4a7c15;
		machine_run(seed, steps);
		fflush(stdout);
		_exit(0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static u64 number(const char *text)
{
	char *end;
	u64 value = strtoull(text, &end, 0);

	if (!*text || *end) {
		fprintf(stderr, "fuzz-xen: %s is not a number\n", text);
		exit(2);
	}
	return value;
}

static void read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "steps", required_argument, NULL, 'n' },
		{ "runs", required_argument, NULL, 'r' },
		{ "seconds", required_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 }
	};
	u64 *const value[] = { &seed, &steps, &runs, &seconds };
	int index = 0;

	while (getopt_long(argc, argv, "", options, &index) != -1) {
		if (!optarg)
			exit(2);
		*value[index] = number(optarg);
	}
	if (optind != argc) {
		fprintf(stderr, "usage: fuzz-xen [--seed N] [--steps N] [--runs N] "
				"[--seconds N]\n");
		exit(2);
	}
}

int main(int argc, char **argv)
{
	time_t end;

	read_options(argc, argv);
	end = time(NULL) + (time_t)seconds;
	for (u64 run = 0; seconds ? time(NULL) < end : run < runs; run++, seed++) {
		int status = one_run();

		if (WIFSIGNALED(status))
			fprintf(stderr,
				"fuzz-xen: signal %d: again with --seed %llu "
				"--steps %llu\n",
				WTERMSIG(status), seed, steps);
		if (status)
			return 1;
	}
	return 0;
}
