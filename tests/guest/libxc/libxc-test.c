// SPDX-License-Identifier: GPL-2.0-or-later
/* Test the library with the real driver and the real hypervisor. */
#include <stdio.h>

#include "libxc-test.h"

int xc = -1;
static unsigned long free_before;

unsigned long xc_free_frames(void)
{
	xc_physinfo_t info;

	return xc_physinfo(xc, &info) ? ~0UL : info.free_pages;
}

u32 make_domain(unsigned int chunks)
{
	u32 id = 0;

	CU_ASSERT_EQUAL_FATAL(xc_domain_create(xc, 0, &id), 0);
	if (chunks)
		CU_ASSERT_EQUAL(
			xc_domain_memory_increase_reservation(xc, id, chunks * CHUNK_KIB),
			0);
	return id;
}

static int start(void)
{
	xc = xc_interface_open();
	return xc < 0 ? -1 : 0;
}

static int stop(void)
{
	return xc_interface_close(xc);
}

static void setup(void)
{
	free_before = xc_free_frames();
}

static void teardown(void)
{
	xc_dominfo_t info;

	CU_ASSERT_EQUAL(xc_free_frames(), free_before);
	CU_ASSERT_EQUAL(xc_domain_getinfo(xc, 1, 1, &info), -1);
	while (xc_domain_getinfo(xc, 1, 1, &info) == 1)
		xc_domain_destroy(xc, info.domid);
}

/* The environment selects the library's mode; the title names it. */
static const char *title(void)
{
	static char text[64] = "libxc-test";
	const char *size = getenv("XC_MAGIC_PAGE_SIZE");
	const char *mode = getenv("XC_HYPERCALL_MODE");

	if (mode)
		snprintf(text, sizeof(text), "libxc-test, by %s", mode);
	else if (size)
		snprintf(text, sizeof(text), "libxc-test, %s bytes of a page", size);
	return text;
}

int main(void)
{
	CU_SuiteInfo suites[] = {
		{ "calls", start, stop, setup, teardown, calls_tests },
		{ "frames", start, stop, setup, teardown, frames_tests },
		{ "control", start, stop, setup, teardown, control_tests },
		{ "event channels", start, stop, setup, teardown, evtchn_tests },
		{ "map", start, stop, setup, teardown, map_tests },
		{ "grant tables", start, stop, setup, teardown, grant_tests },
		{ "core", start, stop, setup, teardown, core_tests },
		{ "rest", start, stop, setup, teardown, rest_tests },
		{ "trace", start, stop, setup, teardown, trace_tests },
		{ "large", start, stop, setup, teardown, large_tests },
		{ "process", start, stop, setup, teardown, process_tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites(title(), suites);
}
