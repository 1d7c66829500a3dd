// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The privcmd driver: bad arguments, who may open it, how long pages stay pinned,
 * and that nothing is left whatever becomes of the process.
 */
#include <stdio.h>

#include "privcmd-foreign.h"
#include "privcmd-test.h"

static unsigned long pins_before, own_before;

int open_privcmd(void)
{
	int fd = open(PRIVCMD_DEV, O_RDWR | O_CLOEXEC);

	CU_ASSERT_FATAL(fd >= 0);
	return fd;
}

char *map_pages(size_t count, int prot)
{
	char *va = mmap(NULL, count * (size_t)getpagesize(), prot,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
	return va;
}

void unmap_pages(char *va, size_t count)
{
	munmap(va, count * (size_t)getpagesize());
}

/* The number behind `name` in a file of lines "name number ...", or ~0UL. */
static unsigned long number_in(const char *path, const char *name)
{
	unsigned long value = ~0UL;
	char line[256], format[64];
	FILE *file = fopen(path, "r");

	if (!file)
		return ~0UL;
	snprintf(format, sizeof(format), "%s %%lu", name);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, format, &value) == 1)
			break;
	fclose(file);
	return value;
}

unsigned long pinned_pages(void)
{
	unsigned long kib = number_in("/proc/self/status", "VmPin:");

	return kib == ~0UL ? kib : kib * 1024 / (unsigned long)getpagesize();
}

unsigned long system_pins(void)
{
	/* The counters are kept per CPU and summed up now and then: now. */
	int fd = open("/proc/sys/vm/stat_refresh", O_WRONLY | O_CLOEXEC);

	if (fd >= 0) {
		ssize_t n = write(fd, "1", 1);

		(void)n;
		close(fd);
	}
	return number_in("/proc/vmstat", "nr_foll_pin_acquired") -
	       number_in("/proc/vmstat", "nr_foll_pin_released");
}

void pin_setup(void)
{
	test_setup();
	own_before = pinned_pages();
	pins_before = system_pins();
}

void pin_teardown(void)
{
	CU_ASSERT_EQUAL(pinned_pages(), own_before);
	CU_ASSERT_EQUAL(system_pins(), pins_before);
	test_teardown();
}

void check_child(int (*function)(void))
{
	int status = 0;
	pid_t pid = fork();

	CU_ASSERT_FATAL(pid >= 0);
	if (!pid)
		_exit(function());
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		printf("\n    the child's status is %#x", status);
	CU_ASSERT(WIFEXITED(status));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 0);
}

int main(void)
{
	CU_SuiteInfo suites[] = {
		PIN_SUITE("ioctl", ioctl_tests),
		PIN_SUITE("offset", offset_tests),
		PIN_SUITE("pin", pin_tests),
		PIN_SUITE("anchor", anchor_tests),
		PIN_SUITE("process", process_tests),
		PIN_SUITE("threads", threads_tests),
		FOREIGN_SUITE("foreign", foreign_tests),
		FOREIGN_SUITE("foreign-bad", foreign_bad_tests),
		FOREIGN_SUITE("area", area_tests),
		PIN_SUITE("evtchn", evtchn_tests),
		PIN_SUITE("evtchn-file", evtchn_file_tests),
		FOREIGN_SUITE("grant", grant_tests),
		FOREIGN_SUITE("store", store_tests),
		/* It unloads the driver, so it opens no file before. */
		{ "module", NULL, NULL, NULL, NULL, module_tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("privcmd-test", suites);
}
