// SPDX-License-Identifier: GPL-2.0-or-later
/* The magic page: getting it, and allocation in it. */
#include "cunit-main.h"
#include "libxc-fake.h"
#include "libxc-image.h"
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "xc_call.h"

static bool is_all(const void *ptr, size_t size, unsigned char byte)
{
	const unsigned char *p = ptr;

	while (size && *p == byte)
		p++, size--;
	return size == 0;
}

/* Dirty the page that the next call gets. */
static void dirty_page(void)
{
	struct xc_call call;
	struct xc_magic magic;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	magic = magicalloc_raw(&call, xc_call_room(&call));
	CU_ASSERT_PTR_NOT_NULL_FATAL(magic.ptr);
	memset(magic.ptr, 0xa5, fake.page_size);
	xc_call_end(&call);
}

static void allocations(void)
{
	static const size_t size[] = { 1, 0, 448, 15, 16, 17, 3, 100 };
	unsigned long end = 0, delta = 0;
	struct xc_call call;

	dirty_page();
	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	for (size_t i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		struct xc_magic magic = magicalloc(&call, size[i]);
		unsigned long ptr = (unsigned long)magic.ptr;

		CU_ASSERT_PTR_NOT_NULL_FATAL(magic.ptr);
		CU_ASSERT_EQUAL(ptr % 16, 0);
		CU_ASSERT_EQUAL(magic.addr % 16, 0);
		CU_ASSERT_TRUE(is_all(magic.ptr, size[i], 0));
		CU_ASSERT_TRUE(ptr >= end); /* no overlap */
		end = ptr + size[i];
		if (i == 0)
			delta = magic.addr - ptr;
		CU_ASSERT_EQUAL(magic.addr - ptr, delta);
		CU_ASSERT_PTR_EQUAL(fake_guest(magic.addr, size[i]), magic.ptr);
		memset(magic.ptr, 0xff, size[i]);
	}
	xc_call_end(&call);
}

static void exhaustion(void)
{
	struct xc_call call;
	size_t room;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	room = xc_call_room(&call);
	CU_ASSERT_EQUAL(room, fake.page_size);
	errno = 0;
	CU_ASSERT_PTR_NULL(magicalloc(&call, room + 1).ptr);
	CU_ASSERT_EQUAL(errno, ENOSPC);
	CU_ASSERT_PTR_NULL(magicalloc(&call, SIZE_MAX).ptr);
	CU_ASSERT_PTR_NULL(magicalloc_raw(&call, SIZE_MAX - 15).ptr);
	CU_ASSERT_PTR_NOT_NULL(magicalloc(&call, 1).ptr);
	CU_ASSERT_EQUAL(xc_call_room(&call), room - 16);
	/* A refused allocation uses nothing, and the rest can be allocated completely. */
	CU_ASSERT_PTR_NOT_NULL(magicalloc(&call, room - 16).ptr);
	CU_ASSERT_EQUAL(xc_call_room(&call), 0);
	CU_ASSERT_PTR_NULL(magicalloc(&call, 1).ptr);
	xc_call_end(&call);
	/* All of it is free again. */
	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	CU_ASSERT_EQUAL(xc_call_room(&call), room);
	xc_call_end(&call);
}

/* A call begun inside another has its own page; they may end in any order. */
static void nested_calls(void)
{
	struct xc_call outer, inner;
	xc_dominfo_t info;
	struct xc_magic a, b;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&outer, handle), 0);
	a = magicalloc(&outer, fake.page_size);
	memset(a.ptr, 0x11, fake.page_size);
	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&inner, handle), 0);
	b = magicalloc(&inner, fake.page_size);
	CU_ASSERT_PTR_NOT_EQUAL(a.ptr, b.ptr);
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 1, &info), 1);
	xc_call_end(&outer);
	memset(b.ptr, 0x22, fake.page_size);
	CU_ASSERT_EQUAL(xc_domain_getinfo(handle, 0, 1, &info), 1);
	CU_ASSERT_TRUE(is_all(b.ptr, fake.page_size, 0x22));
	xc_call_end(&inner);
}

/* In whatever order pages were freed, each goes to one call only. */
static void pages_are_not_shared(void)
{
	struct xc_call call[10];
	unsigned int pins = 0;

	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 10; i++) {
			CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call[i], handle), 0);
			for (int k = 0; k < i; k++) {
				CU_ASSERT_PTR_NOT_EQUAL(call[i].page, call[k].page);
				CU_ASSERT_NOT_EQUAL(call[i].gpa, call[k].gpa);
			}
		}
		for (int i = 0; i < 10; i++)
			xc_call_end(&call[round % 2 ? i : (i * 7 + 3) % 10]);
		if (round == 0)
			pins = fake_pins();
	}
	CU_ASSERT_EQUAL(fake_pins(), pins);
}

static void null_stays_null(void)
{
	struct xc_call call;
	unsigned long addr = 1;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	CU_ASSERT_EQUAL(xc_bounce(&call, NULL, 100, XC_INOUT, &addr), 0);
	CU_ASSERT_EQUAL(addr, 0);
	CU_ASSERT_EQUAL(xc_call_room(&call), fake.page_size);
	xc_call_return(&call, false);
	xc_call_end(&call);
}

/* A buffer of each direction; the hypervisor writes to all of them. */
static void directions(void)
{
	unsigned char in[20], out[20], inout[20];
	unsigned char *buffer[3] = { in, out, inout };
	static const enum xc_dir dir[3] = { XC_IN, XC_OUT, XC_INOUT };
	unsigned long addr[3];
	struct xc_call call;

	for (int failed = 0; failed <= 1; failed++) {
		dirty_page();
		memset(in, 1, 20);
		memset(out, 2, 20);
		memset(inout, 3, 20);
		CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
		for (int i = 0; i < 3; i++)
			CU_ASSERT_EQUAL(xc_bounce(&call, buffer[i], 20, dir[i], &addr[i]),
					0);
		/* The hypervisor sees the caller's bytes or zeros, no old data. */
		CU_ASSERT_TRUE(is_all(fake_guest(addr[0], 20), 20, 1));
		CU_ASSERT_TRUE(is_all(fake_guest(addr[1], 20), 20, 0));
		CU_ASSERT_TRUE(is_all(fake_guest(addr[2], 20), 20, 3));
		memset(fake_guest(addr[0], 20), 7, 20);
		memset(fake_guest(addr[1], 20), 8, 20);
		memset(fake_guest(addr[2], 20), 9, 10);
		xc_call_return(&call, failed);
		xc_call_end(&call);
		CU_ASSERT_TRUE(is_all(in, 20, 1));
		CU_ASSERT_TRUE(is_all(out, 20, failed ? 2 : 8));
		CU_ASSERT_TRUE(is_all(inout, 10, 9));
		CU_ASSERT_TRUE(is_all(inout + 10, 10, 3));
	}
}

static void too_many_buffers(void)
{
	unsigned long addr;
	struct xc_call call;
	char byte[XC_CALL_BUFFERS + 1];

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	for (int i = 0; i < XC_CALL_BUFFERS; i++)
		CU_ASSERT_EQUAL(xc_bounce(&call, &byte[i], 1, XC_IN, &addr), 0);
	ASSERT_FAILS(xc_bounce(&call, byte, 1, XC_IN, &addr), ENOSPC);
	xc_call_end(&call);
}

static void errno_is_kept(void)
{
	struct xc_call call;

	CU_ASSERT_EQUAL_FATAL(xc_call_begin(&call, handle), 0);
	errno = EXDEV;
	xc_call_end(&call);
	CU_ASSERT_EQUAL(errno, EXDEV);
}

/*
 * ---- Getting the page: each test in a new process without one. Its parent must not have
 * made a call either, or the page of state would exist. ----
 */

static void one_page_for_all(void)
{
	xc_dominfo_t info;
	int second = fake_open();

	fake.translates = fake.mapped = 0;
	for (int i = 0; i < 10; i++)
		CHECK(xc_domain_getinfo(i % 2 ? handle : second, 0, 1, &info) == 1);
	/* One page of state, one magic page. */
	CHECK(fake.translates == 1);
	CHECK(fake.mapped == 2);
	CHECK(fake_pins() == 1);
}

static void page_is_got_once(void)
{
	CU_ASSERT_TRUE(in_child(one_page_for_all));
}

static const struct {
	enum fake_call call;
	int with, expect;
} failing[] = {
	{ FAKE_MMAP, ENOMEM, ENOMEM },	   { FAKE_WIPEONFORK, EINVAL, ENOTSUP },
	{ FAKE_DONTFORK, ENOMEM, ENOMEM }, { FAKE_TRANSLATE, ENOSPC, ENOSPC },
	{ FAKE_TRANSLATE, EPERM, EPERM },  { FAKE_ANCHOR, ENODEV, ENODEV },
	{ FAKE_ANCHOR, ENOMEM, ENOMEM },
};
static unsigned int failing_now;

static void one_failure(void)
{
	xc_dominfo_t info;

	fake.mapped = 0;
	fake.fail = failing[failing_now].call;
	fake.fail_errno = failing[failing_now].with;
	for (int i = 0; i < 100; i++) { /* more often than there are pages */
		errno = 0;
		CHECK(xc_domain_getinfo(handle, 0, 1, &info) == -1);
		CHECK(errno == failing[failing_now].expect);
	}
	/* At most the page of state is left. */
	CHECK(fake_pins() == 0);
	CHECK(fake.mapped <= 1);
	/* It works as soon as it is possible again. */
	fake.fail = FAKE_NONE;
	CHECK(xc_domain_getinfo(handle, 0, 1, &info) == 1);
	CHECK(fake.mapped == 2);
}

static void failures(void)
{
	for (failing_now = 0; failing_now < sizeof(failing) / sizeof(failing[0]);
	     failing_now++)
		CU_ASSERT_TRUE(in_child(one_failure));
}

static void odd_address(void)
{
	xc_dominfo_t info;

	fake.odd_gpa = true;
	errno = 0;
	CHECK(xc_domain_getinfo(handle, 0, 1, &info) == -1);
	CHECK(errno == EIO);
	CHECK(fake_pins() == 0);
}

static void address_that_is_no_page(void)
{
	CU_ASSERT_TRUE(in_child(odd_address));
}

static void use_no_handle(void)
{
	int null = open("/dev/null", O_RDWR);
	xc_dominfo_t info;

	errno = 0;
	CHECK(xc_domain_getinfo(null, 0, 1, &info) == -1 && errno == ENOTTY);
	errno = 0;
	CHECK(xc_domain_getinfo(-1, 0, 1, &info) == -1 && errno == EBADF);
	errno = 0;
	CHECK(xc_domain_getinfo(99, 0, 1, &info) == -1 && errno == EBADF);
	CHECK(xc_domain_getinfo(handle, 0, 1, &info) == 1);
}

static void first_call_without_a_handle(void)
{
	CU_ASSERT_TRUE(in_child(use_no_handle));
}

CU_TestInfo libxc_magic_tests[] = {
	{ "allocations are aligned, zeroed, apart", allocations },
	{ "what does not fit is ENOSPC", exhaustion },
	{ "calls inside calls", nested_calls },
	{ "pages are not shared, and not lost", pages_are_not_shared },
	{ "NULL stays NULL", null_stays_null },
	{ "IN, OUT, INOUT", directions },
	{ "too many buffers", too_many_buffers },
	{ "errno is kept", errno_is_kept },
	CU_TEST_INFO_NULL,
};

static CU_TestInfo first_tests[] = {
	{ "one page serves all handles", page_is_got_once },
	{ "each step that can fail", failures },
	{ "an address that is no page's", address_that_is_no_page },
	{ "the first call has no handle", first_call_without_a_handle },
	CU_TEST_INFO_NULL,
};

int libxc_ppc64_main(int argc, char **argv, const char *name, unsigned long page_size)
{
	CU_SuiteInfo suites[] = {
		{ "settings", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_settings_tests },
		{ "first call", NULL, NULL, libxc_set_up, libxc_tear_down, first_tests },
		{ "magic", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_magic_tests },
		{ "bounce", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_bounce_tests },
		{ "hypercalls", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_hypercall_tests },
		{ "event channels", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_evtchn_tests },
		{ "grant tables", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_grant_tests },
		{ "frames", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_map_tests },
		{ "shadow", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_shadow_tests },
		{ "core", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_core_tests },
		{ "errno", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_errno_tests },
		{ "fault", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_fault_tests },
		{ "build", NULL, NULL, image_set_up, image_tear_down, libxc_build_tests },
		{ "refused", NULL, NULL, image_set_up, image_tear_down,
		  libxc_refused_tests },
		{ "console", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_console_tests },
		{ "window", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_window_tests },
		{ "print", NULL, NULL, libxc_set_up, libxc_tear_down, libxc_print_tests },
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
		{ "stream", NULL, NULL, libxc_set_up, libxc_tear_down,
		  libxc_stream_tests },
		CU_SUITE_INFO_NULL,
	};

	fake.addressing = FAKE_TRANSLATED;
	fake.page_size = page_size;
	if (argc == 3 && strcmp(argv[1], "--after-exec") == 0)
		return libxc_after_exec(argv[2]);
	return run_suites(name, suites);
}
