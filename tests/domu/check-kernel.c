// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Check the domain's kernel: processes, pipes and signals work, timer interrupts arrive,
 * and no interrupt arrives that was not requested.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static volatile sig_atomic_t signals;

static void on_signal(int number)
{
	signals++;
}

/* Sum all CPUs' counts in the first line of /proc/interrupts with this name; 0: none. */
static u64 interrupts(const char *name)
{
	FILE *file = fopen("/proc/interrupts", "re");
	char line[1024];
	u64 sum = 0;

	if (!file)
		fail("/proc/interrupts: %s", strerror(errno));
	while (fgets(line, sizeof(line), file)) {
		char *at = line + strspn(line, " "), *end;

		if (strncmp(at, name, strlen(name)) || at[strlen(name)] != ':')
			continue;
		at += strlen(name) + 1;
		for (;;) {
			u64 n = strtoull(at, &end, 10);

			if (end == at)
				break;
			sum += n;
			at = end;
		}
		break;
	}
	fclose(file);
	return sum;
}

static void check_interrupts(u64 *timer)
{
	static const char *const never[] = { "SPU", "MCE", "NMI", "BAD" };
	u64 now;

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		now = interrupts(never[i]);
		if (now)
			fail("/proc/interrupts: %s is %llu", never[i],
			     (unsigned long long)now);
	}
	/* Since the last check an interrupt has ended a sleep. */
	now = interrupts("LOC");
	if (now <= *timer)
		fail("/proc/interrupts: LOC is %llu after %llu", (unsigned long long)now,
		     (unsigned long long)*timer);
	*timer = now;
}

/* A child sends a number by a pipe, sends a signal, and ends with a status. */
static void check_fork(u64 *random)
{
	u64 number = random_next(random), got = 0;
	int ends[2], status, before = signals;
	pid_t parent = getpid(), child;

	if (pipe(ends))
		fail("pipe: %s", strerror(errno));
	child = fork();
	if (child < 0)
		fail("fork: %s", strerror(errno));
	if (child == 0) {
		bool sent = getppid() == parent &&
			    write(ends[1], &number, sizeof(number)) == sizeof(number) &&
			    !kill(parent, SIGUSR1);

		_exit(sent ? (int)(number & 127) : 255);
	}
	close(ends[1]);
	/* Its end of the pipe is closed when it has ended: this waits for no byte too
	 * few. */
	while (read(ends[0], &got, sizeof(got)) < 0 && errno == EINTR)
		;
	close(ends[0]);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (got != number || !WIFEXITED(status) ||
	    WEXITSTATUS(status) != (int)(number & 127) || signals != before + 1)
		fail("fork: %016llx by pipe, was %016llx, status %#x, %d signals",
		     (unsigned long long)got, (unsigned long long)number,
		     (unsigned int)status, (int)signals - before);
	count(COUNT_FORKS, 1);
}

void work_kernel(unsigned int worker)
{
	u64 random = random_at(options.seed, 4000 + worker);
	struct sigaction action = { .sa_handler = on_signal };
	u64 timer = interrupts("LOC");

	sigaction(SIGUSR1, &action, NULL);
	while (running()) {
		sleep_nsec(50 * NSEC_PER_MSEC);
		check_interrupts(&timer);
		for (int i = 0; i < 5; i++)
			check_fork(&random);
	}
}
