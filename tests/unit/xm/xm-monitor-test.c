// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's monitors: how they act on domains that stop by themselves. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cunit-main.h"
#include "xm-fake.h"

/* Create a domain "x" with a setting; the first one's number is 1. */
static struct fake_domain *create(const char *setting)
{
	u32 domid = xen->next_domid;

	CU_ASSERT_EQUAL_FATAL(XM("create", "-q", "name=x", "kernel=/k", setting), 0);
	CU_ASSERT_EQUAL(xen->watched, 1);
	return fake_find(domid);
}

static void poweroff_destroys(void)
{
	fake_stop(create("vcpus=1"), SHUTDOWN_poweroff);
	EVENTUALLY(!fake_find(1));
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NULL(fake_find(2));
	EVENTUALLY(access(fake_path("run/domains/1.json"), F_OK) < 0);
}

static void reboot_restarts(void)
{
	fake_stop(create("vcpus=2"), SHUTDOWN_reboot);
	EVENTUALLY(fake_runs(2));
	CU_ASSERT_PTR_NULL(fake_find(1));
	CU_ASSERT(fake_is_called(2, "x"));
	CU_ASSERT_STRING_EQUAL(fake_find(2)->kernel, "/k");
	CU_ASSERT_EQUAL(fake_find(2)->info.vcpus, 2);
	/* Once more: the new domain is watched too. */
	EVENTUALLY(xen->watched == 1);
	fake_stop(fake_find(2), SHUTDOWN_reboot);
	EVENTUALLY(fake_runs(3));
}

static void crash_preserves(void)
{
	fake_stop(create("on_crash=preserve"), SHUTDOWN_crash);
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NOT_NULL(fake_find(1));
	CU_ASSERT(fake_is_called(1, "x"));
	CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
}

static void crash_dumps(void)
{
	fake_stop(create("on_crash=coredump-destroy"), SHUTDOWN_crash);
	EVENTUALLY(!fake_find(1));
	CU_ASSERT_EQUAL(xen->dumps, 1);
	EVENTUALLY(!xen->watched);
	fake_stop(create("on_crash=coredump-restart"), SHUTDOWN_crash);
	EVENTUALLY(fake_runs(3));
	CU_ASSERT_EQUAL(xen->dumps, 2);
}

static void crash_renames(void)
{
	fake_stop(create("on_crash=rename-restart"), SHUTDOWN_crash);
	EVENTUALLY(fake_runs(2));
	CU_ASSERT_PTR_NOT_NULL(fake_find(1));
	CU_ASSERT(fake_is_called(1, "x-1"));
	CU_ASSERT(fake_is_called(2, "x"));
}

/* A domain that stops at once is not restarted for ever. */
static void not_for_ever(void)
{
	create("vcpus=1");
	for (u32 domid = 1; domid <= 6; domid++) {
		EVENTUALLY(fake_runs(domid));
		EVENTUALLY(xen->watched == 1);
		fake_stop(fake_find(domid), SHUTDOWN_crash);
	}
	EVENTUALLY(!xen->watched);
	EVENTUALLY(!fake_find(6));
	CU_ASSERT_PTR_NULL(fake_find(7));
}

/* A domain that cannot be built again leaves nothing. */
static void restart_fails(void)
{
	struct fake_domain *domain = create("vcpus=1");

	xen->fail_errno = ENOENT;
	strcpy(xen->fail, "xc_ppc_linux_build");
	fake_stop(domain, SHUTDOWN_reboot);
	EVENTUALLY(xen->next_domid == 3 && !fake_find(2));
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NULL(fake_find(1));
	EVENTUALLY(access(fake_path("run/domains/2.json"), F_OK) < 0);
}

static void destroyed_by_others(void)
{
	create("on_poweroff=restart");
	fake_find(1)->exists = false;
	xen->events++;
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NULL(fake_find(2));
	CU_ASSERT(access(fake_path("run/domains/1.json"), F_OK) < 0);
}

/* No tool asks a domain to suspend: doing so does not keep it. */
static void suspended(void)
{
	fake_stop(create("on_crash=preserve"), SHUTDOWN_suspend);
	EVENTUALLY(!fake_find(1));
	EVENTUALLY(!xen->watched);
	fake_stop(create("on_poweroff=restart"), SHUTDOWN_suspend);
	EVENTUALLY(fake_runs(3));
	EVENTUALLY(xen->watched == 1);
	/* So do reasons that do not exist. */
	fake_stop(fake_find(3), 200);
	EVENTUALLY(fake_runs(4));
	CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
	EVENTUALLY(!xen->watched);
	fake_stop(create("on_poweroff=preserve"), SHUTDOWN_suspend);
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NOT_NULL(fake_find(5));
}

/* A command may look for the name when the old domain is gone and the new one is not
 * there. */
static void named_throughout(void)
{
	create("vcpus=1");
	for (u32 domid = 1; domid <= 3; domid++) {
		fake_slow("xc_domain_destroy", 300);
		fake_stop(fake_find(domid), SHUTDOWN_reboot);
		EVENTUALLY(xen->slowed == 1);
		CU_ASSERT_PTR_NULL(fake_find(domid));
		if (domid == 1) {
			CU_ASSERT_EQUAL(XM("domid", "x"), 0);
			CU_ASSERT_STRING_EQUAL(result.out, "2\n");
		} else if (domid == 2) {
			CU_ASSERT_EQUAL(XM("list"), 0);
			CU_ASSERT_EQUAL(fake_lines(result.out), 3);
			CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\nx "));
		} else {
			CU_ASSERT_EQUAL(XM("vcpu-list", "x"), 0);
			CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\nx "));
		}
		EVENTUALLY(fake_runs(domid + 1));
		EVENTUALLY(xen->watched == 1);
	}
}

/* A name that is given while the old domain's core is dumped is the new domain's. */
static void renamed_meanwhile(void)
{
	struct fake_domain *domain = create("on_crash=coredump-restart");

	fake_slow("xc_ppc_dumpcore", 300);
	fake_stop(domain, SHUTDOWN_crash);
	EVENTUALLY(xen->slowed == 1);
	CU_ASSERT_EQUAL(XM("rename", "x", "y"), 0);
	EVENTUALLY(fake_runs(2));
	CU_ASSERT(fake_is_called(2, "y"));
	CU_ASSERT_EQUAL(XM("list", "--json", "y"), 0);
	CU_ASSERT_PTR_NULL(strstr(result.out, "\"name\":\"x\""));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "power-off destroys", poweroff_destroys },
		{ "reboot restarts", reboot_restarts },
		{ "crash: preserve", crash_preserves },
		{ "crash: coredump-*", crash_dumps },
		{ "crash: rename-restart", crash_renames },
		{ "not for ever", not_for_ever },
		{ "a restart that fails", restart_fails },
		{ "destroyed by others", destroyed_by_others },
		{ "suspended", suspended },
		{ "a restart keeps the name throughout", named_throughout },
		{ "renamed while it is started again", renamed_meanwhile },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "monitor", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm monitor", suites);
}
