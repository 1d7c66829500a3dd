// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks around each test (fixture.h). */
#include "fixture.h"
#include "hcall.h"

static unsigned long free_before;
static unsigned int domains_before;

int suite_start(void)
{
	return hcall_start() ? 0 : -1;
}

int suite_stop(void)
{
	hcall_stop();
	return 0;
}

void check_alive(void)
{
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_version), XEN_3_0);
}

void test_setup(void)
{
	free_before = free_frames();
	domains_before = count_domains();
}

void test_teardown(void)
{
	check_alive();
	CU_ASSERT_EQUAL(count_domains(), domains_before);
	CU_ASSERT_EQUAL(free_frames(), free_before);
	destroy_all();
}
