// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The privcmd driver: bad arguments, rights to open it, lifetime of pins, and nothing is
 * left when a process dies.
 */
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
		/* It unloads the driver, so no file must be open before. */
		{ "module", NULL, NULL, NULL, NULL, module_tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("privcmd-test", suites);
}
