// SPDX-License-Identifier: GPL-2.0-or-later
/* xm save and restore, run as processes on fake domains: xm-fake.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cunit-main.h"
#include "progress.h"
#include "xm-fake.h"

static void save_and_restore(void)
{
	char path[256];

	fake_create_x();
	strcpy(path, fake_path("image"));
	CU_ASSERT_EQUAL(XM("save", "--live", "x", path), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_PTR_NULL(fake_find(1));
	CU_ASSERT(!fake_file_exists("image.part"));
	EVENTUALLY(!xen->watched);
	CU_ASSERT_EQUAL(XM("restore", path), 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fake_find(2));
	CU_ASSERT(fake_find(2)->info.running);
	CU_ASSERT_EQUAL(fake_find(2)->max_kb, 128 * 1024);
	XM("domname", "2");
	fake_check_output("x\n");
	/* The name is taken now. */
	XM("restore", path);
	fake_check_failure(1, "x: domain 2 has this name");
	CU_ASSERT_EQUAL(XM("save", "-c", "x", path), 0);
	CU_ASSERT(fake_find(2)->info.running);
	CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
	CU_ASSERT_EQUAL(XM("restore", "-p", path), 0);
	CU_ASSERT(fake_find(3)->info.paused);
}

static void save_fails(void)
{
	char path[256];

	fake_create_x();
	strcpy(path, fake_path("image"));
	fake_fail("xc_ppc_linux_save", EIO);
	XM("save", "x", path);
	fake_check_failure(1, "x: cannot save it: Input/output error");
	CU_ASSERT(fake_find(1)->info.running);
	CU_ASSERT(!fake_file_exists("image"));
	CU_ASSERT(!fake_file_exists("image.part"));
	fake_fail("", 0);
	XM("save", "x", "/nowhere/image");
	fake_check_failure(1, "/nowhere/image: No such file");
	XM("save", "x", "/dev/full");
	fake_check_failure(1, "No space left on device");
	CU_ASSERT(fake_find(1)->info.running);
	fake_new(9);
	XM("save", "9", path);
	fake_check_failure(1, "9: was not created by xm");
}

/* Check that restore refuses this stdin with this message. */
static void refuse_image(const char *image, const char *message)
{
	fake_xm(image, "restore", "-", (char *)NULL);
	fake_check_failure(1, message);
	CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
	for (u32 domid = 1; domid < xen->next_domid; domid++)
		CU_ASSERT_PTR_NULL(fake_find(domid));
}

static void restore_hostile(void)
{
	refuse_image("", "standard input: not a saved domain");
	refuse_image("xm saved domain", "not a saved domain");
	refuse_image("xm saved domain 2\n", "not a saved domain");
	refuse_image("xm saved domain 1\n", "its settings are damaged");
	refuse_image("xm saved domain 1\n\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n-1\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n99999999\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n3\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n2\n{{", "its settings are damaged");
	refuse_image("xm saved domain 1\n4\n{}{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n2\n[]", "contains no settings");
	refuse_image("xm saved domain 1\n2\n{}",
		     "the path of kernel or ramdisk is not absolute");
	refuse_image("xm saved domain 1\n29\n{\"name\":\"../x\",\"kernel\":\"/k\"}",
		     "a name has");
	refuse_image(
		"xm saved domain 1\n26\n{\"name\":\"x\",\"kernel\":\"/k\"}what is this",
		"x: cannot restore it: Bad message");
	refuse_image("xm saved domain 1\n26\n{\"name\":\"x\",\"kernel\":\"/k\"}",
		     "x: cannot restore it: Bad message");
	fake_fail("xc_ppc_linux_restore", ENOMEM);
	refuse_image("xm saved domain 1\n26\n{\"name\":\"x\",\"kernel\":\"/k\"}",
		     "x: cannot restore it: Cannot allocate memory");
}

static void bars(void)
{
	char text[PROGRESS_SIZE];

	CU_ASSERT_EQUAL(progress_format(text, 1, 0, 64 << 20), 0);
	CU_ASSERT_STRING_EQUAL(text, "round 1 [                                        ]"
				     "   0 % of 64 MiB");
	CU_ASSERT_EQUAL(progress_format(text, 2, 32 << 20, 64 << 20), 50);
	CU_ASSERT_STRING_EQUAL(text, "round 2 [####################                    ]"
				     "  50 % of 64 MiB");
	CU_ASSERT_EQUAL(progress_format(text, 2, 65 << 20, 64 << 20), 100);
	CU_ASSERT_EQUAL(progress_format(text, 2, 0, 0), 100);
	CU_ASSERT_EQUAL(progress_format(text, -1U, 1, ~0ULL), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "save and restore", save_and_restore },
		{ "save fails and changes nothing", save_fails },
		{ "restore of hostile files", restore_hostile },
		{ "progress", bars },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "save", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm save", suites);
}
