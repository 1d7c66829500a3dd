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

/* A file that names a kernel of somebody else's choice; "x", of 128 MiB. */
static void restore_foreign(const char *config, const char *more)
{
	char settings[256], image[512];

	snprintf(settings, sizeof(settings),
		 "{\"name\":\"x\",\"kernel\":\"/foreign\",\"ramdisk\":\"/foreign\"%s}",
		 more);
	snprintf(image, sizeof(image), "xm saved domain 1\n%zu\n%sstream of a domain0",
		 strlen(settings), settings);
	if (config)
		fake_xm(image, "restore", "--config", config, "-", (char *)NULL);
	else
		fake_xm(image, "restore", "-", (char *)NULL);
}

/* As root, xm loads no file whose name is in a saved domain's file. */
static void no_foreign_kernel(void)
{
	static const struct {
		const char *settings;
		unsigned int reason;
		bool kept;
	} ends[] = {
		{ "", SHUTDOWN_reboot, false },
		{ "", SHUTDOWN_crash, false },
		{ ",\"on_poweroff\":\"restart\"", SHUTDOWN_poweroff, false },
		{ ",\"on_poweroff\":\"restart\"", SHUTDOWN_suspend, false },
		{ ",\"on_crash\":\"coredump-restart\"", SHUTDOWN_crash, false },
		{ ",\"on_reboot\":\"rename-restart\"", SHUTDOWN_reboot, true },
		{ ",\"on_reboot\":\"preserve\"", SHUTDOWN_reboot, true },
	};

	for (u32 i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		u32 domid = xen->next_domid;

		restore_foreign(NULL, ends[i].settings);
		fake_check_output("");
		fake_stop_for_good(fake_find(domid), ends[i].reason);
		CU_ASSERT_EQUAL(fake_find(domid) != NULL, ends[i].kept);
		CU_ASSERT_EQUAL(xen->next_domid, domid + 1);
		if (ends[i].kept) {
			CU_ASSERT(fake_is_called(domid, "x"));
			CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
		}
	}
	CU_ASSERT_EQUAL(xen->dumps, 1);
	/* A reboot would be its end, so it is not asked for. */
	restore_foreign(NULL, "");
	XM("reboot", "x");
	fake_check_failure(1,
			   "x: was restored without --config: it could not be started");
	CU_ASSERT_EQUAL(fake_find(8)->buttons, 0);
	CU_ASSERT_EQUAL(XM("shutdown", "-w", "x"), 0);
	EVENTUALLY(!fake_find(8));
	EVENTUALLY(!xen->watched);
	/* Unless on_reboot does not start it again. */
	restore_foreign(NULL, ",\"on_reboot\":\"preserve\"");
	CU_ASSERT_EQUAL(XM("reboot", "-w", "x"), 0);
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NOT_NULL(fake_find(9));
}

/* What the administrator names is used instead, for all settings. */
static void own_kernel(void)
{
	char config[256];

	strcpy(config, fake_path("config"));
	fake_write_file("config", "kernel = '/own'\nmemory = 64\non_crash = 'destroy'\n");
	restore_foreign(config, ",\"on_crash\":\"restart\",\"on_reboot\":\"destroy\"");
	fake_check_output("");
	CU_ASSERT_EQUAL(XM("rename", "x", "y"), 0);
	fake_stop(fake_find(1), SHUTDOWN_reboot);
	EVENTUALLY(fake_runs(2));
	EVENTUALLY(xen->watched == 1);
	CU_ASSERT(fake_is_called(2, "y"));
	CU_ASSERT_STRING_EQUAL(fake_find(2)->kernel, "/own");
	CU_ASSERT_STRING_EQUAL(fake_find(2)->ramdisk, "none");
	CU_ASSERT_EQUAL(fake_find(2)->max_kb, 64 * 1024);
	/* The new one is like any other: it can be started again. */
	fake_stop(fake_find(2), SHUTDOWN_reboot);
	EVENTUALLY(fake_runs(3));
	EVENTUALLY(xen->watched == 1);
	fake_stop_for_good(fake_find(3), SHUTDOWN_crash);
	CU_ASSERT_PTR_NULL(fake_find(3));
	CU_ASSERT_EQUAL(xen->next_domid, 4);
	/* A configuration that cannot be used is noticed before there is a domain. */
	restore_foreign(fake_path("nothing"), "");
	fake_check_failure(1, "nothing: No such file");
	fake_write_file("config", "memory = 64\n");
	restore_foreign(config, "");
	fake_check_failure(1, "the domain has no kernel");
	CU_ASSERT_EQUAL(xen->next_domid, 4);
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
		{ "no foreign kernel is started", no_foreign_kernel },
		{ "restore with a configuration", own_kernel },
		{ "progress", bars },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "save", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm save", suites);
}
