// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domu-check: checks from inside a domain that others do not disturb it. See README.md.
 * Its last line, and in most modes its only one, is
 *
 *   domu-check: SEED ok SUM rounds=N ...    SUM depends on SEED and units alone
 *   domu-check: FAILED what
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

/* Time for workers to end when asked to, in seconds of the domain; a busy host makes a
 * round long. */
#define END_SECONDS	1800
#define FAILURE_MAX	160
#define COMPUTE_WORKERS 2

struct options options = {
	.seconds = 10, .seed = 1, .memory_mib = 32, .units = 8, .late_msec = 5000
};

static struct shared {
	atomic_bool stop;
	atomic_bool failing;
	atomic_bool failed; /* failure[] is complete */
	char failure[FAILURE_MAX];
	_Atomic u64 count[COUNTERS];
	_Atomic u64 sum[COMPUTE_WORKERS];
	atomic_bool has_sum[COMPUTE_WORKERS];
} * shared;

static const struct worker {
	const char *name;
	void (*work)(unsigned int worker);
	unsigned int number;
} workers[] = {
	{ "computation", work_compute, 0 }, { "computation", work_compute, 1 },
	{ "registers", work_registers, 0 }, { "registers", work_registers, 1 },
	{ "time", work_time, 0 },	    { "memory", work_memory, 0 },
	{ "kernel", work_kernel, 0 },
};
#define WORKERS (sizeof(workers) / sizeof(workers[0]))

static pid_t pids[WORKERS];

bool running(void)
{
	return !atomic_load_explicit(&shared->stop, memory_order_relaxed);
}

void fail(const char *format, ...)
{
	va_list args;

	if (!atomic_exchange(&shared->failing, true)) {
		va_start(args, format);
		vsnprintf(shared->failure, FAILURE_MAX, format, args);
		va_end(args);
		atomic_store(&shared->failed, true);
	}
	/* Another thread of this process may be about to report a failure. */
	for (int i = 0; i < 1000 && !atomic_load(&shared->failed); i++)
		nanosleep(&(struct timespec){ .tv_nsec = NSEC_PER_MSEC }, NULL);
	_exit(EXIT_FAILURE);
}

void count(enum counter counter, u64 n)
{
	atomic_fetch_add(&shared->count[counter], n);
}

void count_most(enum counter counter, u64 n)
{
	u64 most = atomic_load(&shared->count[counter]);

	while (n > most &&
	       !atomic_compare_exchange_weak(&shared->count[counter], &most, n))
		;
}

u64 random_at(u64 seed, u64 n)
{
	u64 x = seed + n * 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

u64 random_next(u64 *state)
{
	*state += 0x9e3779b97f4a7c15;
	return random_at(*state, 0);
}

u64 clock_nsec(int clk)
{
	struct timespec now;

	if (clock_gettime(clk, &now))
		fail("clock_gettime: %s", strerror(errno));
	return (u64)now.tv_sec * NSEC_PER_SEC + (u64)now.tv_nsec;
}

void sleep_nsec(u64 nsec)
{
	struct timespec left = { .tv_sec = (time_t)(nsec / NSEC_PER_SEC),
				 .tv_nsec = (long)(nsec % NSEC_PER_SEC) };

	while (nanosleep(&left, &left)) {
		if (errno != EINTR)
			fail("nanosleep: %s", strerror(errno));
	}
}

/* The sum depends on every unit's result and on its place. */
static u64 compute(bool progress)
{
	u64 step = options.units < 16 ? 1 : options.units / 16;
	u64 sum = options.seed;

	for (u64 n = 0; n < options.units; n++) {
		sum = random_at(sum ^ compute_unit(options.seed, n), n);
		if (progress && (n + 1) % step == 0) {
			printf("domu-check: unit %llu of %llu\n",
			       (unsigned long long)n + 1,
			       (unsigned long long)options.units);
			fflush(stdout);
		}
	}
	return sum;
}

void work_compute(unsigned int worker)
{
	do {
		u64 sum = compute(options.work && worker == 0);

		if (shared->has_sum[worker] && sum != shared->sum[worker])
			fail("computation: %016llx after %016llx",
			     (unsigned long long)sum,
			     (unsigned long long)shared->sum[worker]);
		shared->sum[worker] = sum;
		shared->has_sum[worker] = true;
		count(COUNT_ROUNDS, 1);
	} while (!options.work && running());
}

/* The common sum of all computations; they must agree. */
static u64 computed_sum(void)
{
	for (unsigned int i = 0; i < COMPUTE_WORKERS; i++) {
		if (!shared->has_sum[i])
			fail("computation %u has no result", i);
		if (shared->sum[i] != shared->sum[0])
			fail("computations: %016llx here, %016llx there",
			     (unsigned long long)shared->sum[0],
			     (unsigned long long)shared->sum[i]);
	}
	return shared->sum[0];
}

static void start(void)
{
	for (size_t i = 0; i < WORKERS; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			fail("fork: %s", strerror(errno));
		if (pids[i] == 0) {
			workers[i].work(workers[i].number);
			_exit(EXIT_SUCCESS);
		}
	}
}

/* Reap workers that have ended; fail() if one failed. Returns the number left. */
static size_t reap(void)
{
	size_t left = 0;

	for (size_t i = 0; i < WORKERS; i++) {
		int status;

		if (pids[i] == 0)
			continue;
		if (waitpid(pids[i], &status, WNOHANG) != pids[i]) {
			left++;
			continue;
		}
		pids[i] = 0;
		if (WIFSIGNALED(status))
			fail("%s: signal %d", workers[i].name, WTERMSIG(status));
		if (status)
			fail("%s: status %d", workers[i].name, WEXITSTATUS(status));
	}
	return left;
}

static bool done(u64 deadline)
{
	if (options.work)
		return shared->has_sum[0] && shared->has_sum[1];
	return clock_nsec(CLOCK_MONOTONIC) >= deadline;
}

/* Runs in a process of its own, so that it can call fail() too. */
static void supervise(void)
{
	u64 deadline = clock_nsec(CLOCK_MONOTONIC) + options.seconds * NSEC_PER_SEC;

	start();
	while (!done(deadline)) {
		sleep_nsec(20 * NSEC_PER_MSEC);
		reap();
	}
	shared->stop = true;
	deadline = clock_nsec(CLOCK_MONOTONIC) + END_SECONDS * NSEC_PER_SEC;
	while (reap()) {
		if (clock_nsec(CLOCK_MONOTONIC) > deadline)
			fail("a worker does not end");
		sleep_nsec(5 * NSEC_PER_MSEC);
	}
	computed_sum();
}

static int report(int status)
{
	const _Atomic u64 *n = shared->count;

	if (shared->failed || status) {
		printf("domu-check: FAILED %s\n",
		       shared->failed ? shared->failure : "it ended");
		return EXIT_FAILURE;
	}
	printf("domu-check: %llu ok %016llx units=%llu rounds=%llu holds=%llu sleeps=%llu "
	       "passes=%llu forks=%llu late=%lluus\n",
	       (unsigned long long)options.seed, (unsigned long long)shared->sum[0],
	       (unsigned long long)options.units, (unsigned long long)n[COUNT_ROUNDS],
	       (unsigned long long)n[COUNT_HOLDS], (unsigned long long)n[COUNT_SLEEPS],
	       (unsigned long long)n[COUNT_PASSES], (unsigned long long)n[COUNT_FORKS],
	       (unsigned long long)n[COUNT_LATE_USEC]);
	return EXIT_SUCCESS;
}

static u64 number(const char *text, u64 min, u64 max)
{
	char *end;
	u64 value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text || *end || value < min || value > max) {
		fprintf(stderr, "domu-check: '%s' is not a number from %llu to %llu\n",
			text, (unsigned long long)min, (unsigned long long)max);
		exit(2);
	}
	return value;
}

static const struct option long_options[] = {
	{ "time", required_argument, NULL, 't' },
	{ "seed", required_argument, NULL, 's' },
	{ "memory", required_argument, NULL, 'm' },
	{ "units", required_argument, NULL, 'u' },
	{ "work", required_argument, NULL, 'w' },
	{ "late", required_argument, NULL, 'l' },
	{ "busy", no_argument, NULL, 'b' },
	{ 0 },
};

static void parse(int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		switch (option) {
		case 't':
			options.seconds = number(optarg, 0, 1000000);
			break;
		case 's':
			options.seed = number(optarg, 0, UINT64_MAX);
			break;
		case 'm':
			options.memory_mib = number(optarg, 1, 1 << 20);
			break;
		case 'w':
			options.work = true;
			/* fallthrough */
		case 'u':
			options.units = number(optarg, 1, 1ULL << 40);
			break;
		case 'l':
			options.late_msec = number(optarg, 1, 1000000);
			break;
		case 'b':
			for (;;)
				__asm__ __volatile__("" : : : "memory");
		default:
			exit(2);
		}
	}
	if (optind != argc) {
		fprintf(stderr, "domu-check: %s: takes options only\n", argv[optind]);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int status = 0;
	pid_t child;

	parse(argc, argv);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		printf("domu-check: FAILED mmap: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	child = fork();
	if (child == 0) {
		/* Its own process group: all its processes are killed with it. */
		setpgid(0, 0);
		supervise();
		_exit(EXIT_SUCCESS);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		status = -1;
	if (child > 0)
		kill(-child, SIGKILL);
	return report(status);
}
