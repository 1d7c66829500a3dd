// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The PowerPC half of libxc in offset mode (xc_offset_ppc64.c): all tests with a pinned
 * page, except those of getting the page.
 */
#include <stdlib.h>
#include <string.h>

#include "cunit-main.h"
#include "libxc-fake.h"
#include "libxc-image.h"
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "xc_magic.h"

/* Only the page itself and the state are allocated; nothing is translated or kept. */
static void use_nothing(void)
{
	xc_dominfo_t info;

	fake.translates = fake.mapped = fake.by_offset = fake.system_calls = 0;
	for (int i = 0; i < 5; i++)
		CHECK(xc_domain_getinfo(handle, 0, 1, &info) == 1);
	CHECK(fake.translates == 0);
	CHECK(fake.by_offset == 5);
	CHECK(fake.mapped == 2);
	fake.system_calls = 0;
	CHECK(xc_domain_getinfo(handle, 0, 1, &info) == 1);
	CHECK(fake.system_calls == 1);
	CHECK(fake_pins() == 0);
}

static void nothing_is_kept(void)
{
	CU_ASSERT_TRUE(in_child(use_nothing));
}

/* The argument that is an address, and a hypercall that has none. */
static void arguments(void)
{
	xen_extraversion_t extra;
	privcmd_hypercall_t h = { __HYPERVISOR_xen_version, { XENVER_version } };

	fake.by_offset = 0;
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0x30000);
	CU_ASSERT_EQUAL(fake.by_offset, 0); /* NULL: there is nothing to translate */
	h = (privcmd_hypercall_t){ __HYPERVISOR_xen_version,
				   { XENVER_extraversion, (unsigned long)extra } };
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 0);
	CU_ASSERT_EQUAL(fake.by_offset, 1);
	CU_ASSERT_STRING_EQUAL(extra, "-ppc");
	h = (privcmd_hypercall_t){ __HYPERVISOR_sched_op, { 5 } };
	CU_ASSERT_EQUAL(do_xen_hypercall(handle, &h), 5);
	CU_ASSERT_EQUAL(fake.by_offset, 1);
}

/* The library does not know which argument is an address: no hypercall is made. */
static void unknown_number(void)
{
	privcmd_hypercall_t h = { __HYPERVISOR_mmu_update, { 1, 2, 3, 4, 5 } };
	struct xc_call call;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_call_issue(&call, &h), ENOSYS)), 0);
	h.op = 0x8007;
	CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(xc_call_issue(&call, &h), ENOSYS)), 0);
	xc_call_end(&call);
}

/* Addresses are offsets from the start of the page, where the structure is. */
static void addresses(void)
{
	struct xc_magic first, second;
	struct xc_call call;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	first = magicalloc(&call, 20);
	second = magicalloc(&call, fake.page_size - 32);
	CU_ASSERT_EQUAL(first.addr, 0);
	CU_ASSERT_EQUAL(second.addr, 32);
	CU_ASSERT_PTR_EQUAL(second.ptr, (char *)first.ptr + 32);
	CU_ASSERT_EQUAL((unsigned long)first.ptr % fake.page_size, 0);
	xc_call_end(&call);
}

int main(int argc, char **argv)
{
	CU_TestInfo offset_tests[] = {
		{ "nothing is translated, and nothing kept", nothing_is_kept },
		{ "arguments", arguments },
		{ "a number that is not known", unknown_number },
		{ "addresses", addresses },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "offset", NULL, NULL, libxc_set_up, libxc_tear_down, offset_tests },
		{ "bounce", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_bounce_tests },
		{ "errno", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_errno_tests },
		{ "build", NULL, NULL, image_set_up, image_tear_down, libxc_build_tests },
		{ "console", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_console_tests },
		{ "event channels", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_evtchn_tests },
		{ "grant tables", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_grant_tests },
		{ "hypercalls", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_hypercall_tests },
		{ "shadow", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_shadow_tests },
		{ "window", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_window_tests },
		{ "process", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_process_tests },
		{ "domain", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_domain_tests },
		{ "memory", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_memory_tests },
		{ "misc", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_misc_tests },
		{ "sched", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_sched_tests },
		{ "vcpu", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_vcpu_tests },
		{ "pfn list", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_pfn_list_tests },
		{ "pfn list in place", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_in_place_tests },
		{ "state", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_state_tests },
		{ "2005", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_2005_tests },
		{ "save", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_save_tests },
		{ "restore", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_restore_tests },
		CU_SUITE_INFO_NULL,
	};

	setenv("XC_HYPERCALL_MODE", "offset", 1);
	fake.addressing = FAKE_TRANSLATED;
	fake.page_size = 65536;
	fake.by_offsets = true;
	if (argc == 3 && strcmp(argv[1], "--after-exec") == 0)
		return libxc_after_exec(argv[2]);
	return run_suites("libxc ppc64 offset", suites);
}
