// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bench: the benchmark's dom0 side. It executes the measured operations between
 * markers (marker.h) and checks that every answer is right: a fast wrong answer is
 * not a result. The figures come from QEMU's plugin.
 *
 *   bench --bare        system calls only, on a machine without hypervisor
 *   bench NULLCALL.KO   everything; the argument is the null-call module
 *
 * Each operation is first done a few times unmarked, to warm up libxc's page, caches of
 * the C library and translations. Of the marked repetitions the least counts, since the
 * others may contain a timer interrupt.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define GUEST_KB (GUEST_FRAMES * (XC_PAGE_SIZE >> 10))

/* The lower bounds: the cost of any system call and any ioctl in this kernel. */
static void measure_system_calls(void)
{
	volatile long result;
	int null = open("/dev/null", O_RDWR);

	if (null < 0)
		fail("/dev/null: %s", strerror(errno));
	MEASURE(BENCH_NULL_SYSCALL, result = syscall(SYS_getppid));
	if (result < 0)
		fail("getppid: %s", strerror(errno));
	MEASURE(BENCH_NULL_IOCTL, result = ioctl(null, _IO('P', 0), 0));
	if (result != -1 || errno != ENOTTY)
		fail("/dev/null took an ioctl");
	close(null);
}

/* The module measures when it is loaded. */
static void measure_null_hypercall(const char *module)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		fail("%s: %s", module, strerror(errno));
	if (syscall(SYS_finit_module, fd, "", 0))
		fail("loading %s: %s", module, strerror(errno));
	close(fd);
	if (syscall(SYS_delete_module, "nullcall", O_NONBLOCK))
		fail("unloading nullcall: %s", strerror(errno));
}

static void check_getinfo(int found, const xc_dominfo_t *info)
{
	if (found != 1 || info->domid != 0 || info->nr_pages == 0)
		fail("getinfo of domain 0: %d domains, domain %u of %lu pages", found,
		     info->domid, info->nr_pages);
}

static void measure_getinfo(int xc)
{
	xc_dominfo_t info = { 0 };
	int found = 0;

	MEASURE(BENCH_GETINFO, found = xc_domain_getinfo(xc, 0, 1, &info));
	check_getinfo(found, &info);
}

/* Create a domain whose list has GUEST_FRAMES entries. */
static u32 create_guest(int xc)
{
	u32 domid = 0;
	long frames;

	if (xc_domain_create(xc, 0, &domid))
		fail("creating a domain: %s", strerror(errno));
	if (xc_domain_setmaxmem(xc, domid, GUEST_KB))
		fail("setting its memory limit: %s", strerror(errno));
	if (xc_domain_memory_increase_reservation(xc, domid, GUEST_KB))
		fail("giving it %lu MiB: %s", GUEST_KB >> 10, strerror(errno));
	frames = xc_get_tot_pages(xc, domid);
	if (frames != GUEST_FRAMES)
		fail("domain %u has %ld frames instead of %d", domid, frames,
		     GUEST_FRAMES);
	return domid;
}

static int compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

/* Check that a list has as many entries as asked for, all different. */
static void check_list(unsigned long *list, int entries, int got)
{
	if (got != entries)
		fail("a list of %d instead of %d frames: %s", got, entries,
		     strerror(errno));
	qsort(list, entries, sizeof(*list), compare);
	for (int i = 1; i < entries; i++)
		if (list[i] == list[i - 1])
			fail("frame %#lx twice in a list of %d", list[i], entries);
	if (list[entries - 1] == ~0UL)
		fail("a list of %d frames was not filled", entries);
}

static void measure_lists(int xc, u32 domid)
{
	static unsigned long list[GUEST_FRAMES];
	int got = -1;

	memset(list, 0xff, sizeof(list));
	MEASURE(BENCH_PFN_1, got = xc_get_pfn_list(xc, domid, list, 1));
	check_list(list, 1, got);

	memset(list, 0xff, sizeof(list));
	MEASURE(BENCH_PFN_8136, got = xc_get_pfn_list(xc, domid, list, 8136));
	check_list(list, 8136, got);

	memset(list, 0xff, sizeof(list));
	MEASURE(BENCH_PFN_16384, got = xc_get_pfn_list(xc, domid, list, GUEST_FRAMES));
	check_list(list, GUEST_FRAMES, got);
}

/* Measure in a child, which reads the mode of its calls again (docs/libxc.md). */
static void measure_by_offsets(int xc, u32 domid)
{
	static unsigned long list[GUEST_FRAMES];
	xc_dominfo_t info = { 0 };
	int found = 0, got = -1, status;
	pid_t child = fork();

	if (child) {
		if (waitpid(child, &status, 0) != child || status)
			fail("measuring by offsets: status %#x", status);
		return;
	}
	setenv("XC_HYPERCALL_MODE", "offset", 1);
	MEASURE(BENCH_GETINFO_OFFSET, found = xc_domain_getinfo(xc, 0, 1, &info));
	check_getinfo(found, &info);
	memset(list, 0xff, sizeof(list));
	MEASURE(BENCH_PFN_OFFSET, got = xc_get_pfn_list(xc, domid, list, GUEST_FRAMES));
	check_list(list, GUEST_FRAMES, got);
	_exit(EXIT_SUCCESS);
}

int main(int argc, char **argv)
{
	int xc;
	u32 guest;

	if (argc != 2) {
		fprintf(stderr, "usage: bench --bare | NULLCALL.KO\n");
		return EXIT_FAILURE;
	}
	measure_system_calls();
	if (!strcmp(argv[1], "--bare"))
		return EXIT_SUCCESS;

	measure_null_hypercall(argv[1]);
	xc = xc_interface_open();
	if (xc < 0)
		fail("no access to the hypervisor: %s", strerror(errno));
	measure_getinfo(xc);
	guest = create_guest(xc);
	measure_lists(xc, guest);
	measure_in_place(xc, guest);
	measure_two_domains(xc);
	measure_many_domains(xc);
	measure_console(xc);
	measure_by_offsets(xc, guest);
	if (xc_domain_destroy(xc, guest))
		fail("destroying domain %u: %s", guest, strerror(errno));
	measure_switch(xc);
	measure_save(xc);
	measure_create(xc);
	xc_interface_close(xc);
	return EXIT_SUCCESS;
}
