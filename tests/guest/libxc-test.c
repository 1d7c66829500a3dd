// SPDX-License-Identifier: GPL-2.0-or-later
/* The library against the real driver and the real hypervisor. */
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
		{ "trace", start, stop, setup, teardown, trace_tests },
		{ "process", start, stop, setup, teardown, process_tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("libxc-test", suites);
}
