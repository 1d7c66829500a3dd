// SPDX-License-Identifier: GPL-2.0-or-later
/* The cost of domains beside dom0: switching, saving, creating them (bench.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "guest.h"

#define NSEC_PER_MSEC 1000000L
#define SAVED_FILE    "/tmp/saved"
/* Repetitions of regions so long that interrupts do not matter. */
#define LONG_REPETITIONS 2
/* Time limit for a domain that is created and powers off. */
#define LIFE_SECONDS 60

/*
 * Two domains yield to each other for a millisecond while dom0 sleeps. They pass hundreds
 * of points.
 */
void measure_switch(int xc)
{
	const struct timespec while_they_run = { .tv_nsec = NSEC_PER_MSEC };
	u32 first = guest_create(xc, guest_yields_1, guest_yields_1_end);
	u32 second = guest_create(xc, guest_yields_2, guest_yields_2_end);

	guest_start(xc, first);
	guest_start(xc, second);
	BENCH_BEGIN(BENCH_SWITCHING);
	nanosleep(&while_they_run, NULL);
	BENCH_END(BENCH_SWITCHING);
	guest_destroy(xc, first);
	guest_destroy(xc, second);
}

static int saved_file(int flags)
{
	int fd = open(SAVED_FILE, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		fail("%s: %s", SAVED_FILE, strerror(errno));
	return fd;
}

#define MEASURE_SAVE(id, xc, domid, flags)                                \
	do {                                                              \
		int fd = saved_file(O_WRONLY | O_CREAT | O_TRUNC), rc;    \
		BENCH_BEGIN(id);                                          \
		rc = xc_ppc_linux_save(xc, fd, domid, flags, NULL, NULL); \
		BENCH_END(id);                                            \
		if (rc || lseek(fd, 0, SEEK_CUR) <= (off_t)GUEST_SIZE)    \
			fail("saving a domain: %s", xc_ppc_fault());      \
		close(fd);                                                \
	} while (0)

static void restore(int xc)
{
	int fd = saved_file(O_RDONLY), rc;
	xc_dominfo_t info;
	u32 domid = 0;

	if (xc_domain_create(xc, 0, &domid) ||
	    xc_domain_setmaxmem(xc, domid, GUEST_SIZE >> 10))
		fail("a domain to restore: %s", strerror(errno));
	BENCH_BEGIN(BENCH_RESTORE);
	rc = xc_ppc_linux_restore(xc, fd, domid, 0, NULL, NULL);
	BENCH_END(BENCH_RESTORE);
	close(fd);
	if (rc || xc_domain_getinfo(xc, domid, 1, &info) != 1 ||
	    info.nr_pages != GUEST_SIZE / XC_PAGE_SIZE)
		fail("restoring a domain: %s", xc_ppc_fault());
	guest_destroy(xc, domid);
}

/* Use a file in memory. The domain is paused, so that a live save has one round. */
void measure_save(int xc)
{
	u32 domid = guest_create(xc, guest_busy, guest_busy_end);

	for (int i = 0; i < LONG_REPETITIONS; i++)
		MEASURE_SAVE(BENCH_SAVE_LIVE, xc, domid, XC_PPC_SAVE_LIVE);
	for (int i = 0; i < LONG_REPETITIONS; i++)
		MEASURE_SAVE(BENCH_SAVE, xc, domid, 0);
	guest_destroy(xc, domid);
	for (int i = 0; i < LONG_REPETITIONS; i++)
		restore(xc);
	unlink(SAVED_FILE);
}

/* The region ends at the domain's first program (boot-init.S). Does not return. */
static void become_xm(void)
{
	BENCH_BEGIN(BENCH_CREATE);
	execl("/usr/sbin/xm", "xm", "create", "--quiet", "name=bench", "memory=256",
	      "kernel=/boot/vmlinux", "ramdisk=/boot/bench-domu.cpio",
	      "extra=console=hvc0 loglevel=6 panic=-1 oops=panic "
	      "rdinit=/bench-domu-init domu.run=true",
	      NULL);
	_exit(127);
}

static bool is_alone(int xc)
{
	xc_domaininfo_t info;

	return xc_domain_getinfolist(xc, 1, 1, &info) == 0;
}

/* The domain powers off when it is up, and xm's monitor destroys it then. */
void measure_create(int xc)
{
	const struct timespec second = { .tv_sec = 1 };
	int status = 0, left = LIFE_SECONDS;
	pid_t child;

	if (!is_alone(xc))
		fail("another domain exists already");
	child = fork();
	if (child == 0)
		become_xm();
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		fail("xm create: status %#x", status);
	do
		nanosleep(&second, NULL);
	while (!is_alone(xc) && --left);
	if (!left)
		fail("the new domain has not powered off within %d s", LIFE_SECONDS);
}
