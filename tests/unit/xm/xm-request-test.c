// SPDX-License-Identifier: GPL-2.0-or-later
/* xm shutdown and reboot: the newest request counts, and only for its time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cunit-main.h"
#include "registry.h"
#include "xm-fake.h"
#include "xm.h"

/* A domain "x", number 1, that does not react to its power button. */
static struct fake_domain *create_unheeding(void)
{
	struct fake_domain *domain = fake_create_x();

	domain->button_ends = false;
	return domain;
}

/* The domain powers off by itself, and is not started again. */
static void ends_for_good(struct fake_domain *domain)
{
	u32 domid = domain->domid, next = xen->next_domid;

	fake_stop_for_good(domain, SHUTDOWN_poweroff);
	CU_ASSERT_PTR_NULL(fake_find(domid));
	CU_ASSERT_EQUAL(xen->next_domid, next);
}

/* The same, but it is started again. */
static void starts_again(struct fake_domain *domain)
{
	u32 next = xen->next_domid;

	fake_stop(domain, SHUTDOWN_poweroff);
	EVENTUALLY(fake_runs(next));
}

static void reboot_by_power_button(void)
{
	fake_create_x();
	CU_ASSERT_EQUAL(XM("reboot", "--wait", "x"), 0);
	EVENTUALLY(fake_runs(2));
	CU_ASSERT(fake_is_called(2, "x"));
	/* The request holds for one reboot only. */
	EVENTUALLY(xen->watched == 1);
	CU_ASSERT_EQUAL(XM("shutdown", "--wait", "x"), 0);
	EVENTUALLY(!fake_find(2));
	EVENTUALLY(!xen->watched);
	CU_ASSERT_PTR_NULL(fake_find(3));
}

/* A request that did not reach the domain has no effect. */
static void reboot_refused(void)
{
	struct fake_domain *domain = fake_create_x();

	domain->deaf = 1;
	CU_ASSERT_EQUAL(XM("reboot", "x"), 1);
	ends_for_good(domain);
}

static void timed_out(void)
{
	struct fake_domain *domain = create_unheeding();

	XM("reboot", "--wait", "--timeout=0", "x");
	fake_check_failure(1, "x: did not shut down in time");
	ends_for_good(domain);
}

/* While the caller waits, the domain stops: that is no timeout. */
static void in_time(void)
{
	create_unheeding()->button_ends = true;
	CU_ASSERT_EQUAL(XM("reboot", "-w", "-t", "0", "x"), 0);
	EVENTUALLY(fake_runs(2));
}

static void reboot_then_shutdown(void)
{
	struct fake_domain *domain = create_unheeding();

	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(XM("shutdown", "x"), 0);
	CU_ASSERT_EQUAL(domain->buttons, 2);
	ends_for_good(domain);
}

static void shutdown_then_reboot(void)
{
	struct fake_domain *domain = create_unheeding();

	CU_ASSERT_EQUAL(XM("shutdown", "x"), 0);
	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(XM("shutdown", "--reboot", "x"), 0);
	starts_again(domain);
}

/* The newest request times out; the one before it does not count again. */
static void newest_timed_out(void)
{
	struct fake_domain *domain = create_unheeding();

	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(XM("reboot", "-w", "-t", "0", "x"), 1);
	ends_for_good(domain);
}

/* A request that does not reach the domain changes nothing. */
static void unheard(void)
{
	struct fake_domain *domain = create_unheeding();

	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	domain->deaf = 1;
	CU_ASSERT_EQUAL(XM("shutdown", "x"), 1);
	domain->deaf = 1;
	CU_ASSERT_EQUAL(XM("reboot", "x"), 1);
	starts_again(domain);
}

/* Only its own request is withdrawn by a command that waits. */
static void replaced_while_waited_for(void)
{
	struct fake_domain *domain = create_unheeding();
	static char xm[] = "xm", command[] = "reboot", wait[] = "-w", timeout[] = "-t1",
		    name[] = "x";
	char *args[] = { xm, command, wait, timeout, name, NULL };
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child == 0)
		exit(freopen("/dev/null", "w", stderr) ? xm_main(5, args) : 0);
	EVENTUALLY(domain->buttons == 1);
	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	starts_again(domain);
}

/* Without a caller that waits the request counts for half an hour. */
static void forgotten(void)
{
	struct fake_domain *domain = create_unheeding();
	struct json_object *entry, *request, *until;
	int64_t now;

	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	now = (int64_t)clock_seconds();
	entry = registry_get(0, 1);
	CU_ASSERT_FATAL(json_object_object_get_ex(entry, "reboot_request", &request));
	CU_ASSERT_FATAL(json_object_object_get_ex(request, "until", &until));
	CU_ASSERT(json_object_get_int64(until) <= now + 1800);
	CU_ASSERT(json_object_get_int64(until) >= now + 1700);
	json_object_object_add(request, "until", json_object_new_int64(now - 1));
	CU_ASSERT_EQUAL(registry_change(0, 1, "reboot_request", json_object_get(request)),
			0);
	json_object_put(entry);
	ends_for_good(domain);
}

static void renamed(void)
{
	struct fake_domain *domain = create_unheeding();

	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(XM("rename", "x", "y"), 0);
	starts_again(domain);
	CU_ASSERT(fake_is_called(2, "y"));
}

/* A request is for the domain that was asked, not for what is restored from a file. */
static void saved_and_restored(void)
{
	struct fake_domain *domain = create_unheeding();
	char path[256], config[256];

	strcpy(path, fake_path("image"));
	strcpy(config, fake_path("config"));
	fake_write_file("config", "kernel = '/k'\n");
	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(XM("save", "-c", "x", path), 0);
	CU_ASSERT_EQUAL(XM("save", "x", path), 0);
	EVENTUALLY(!xen->watched);
	CU_ASSERT_EQUAL(XM("restore", "-c", config, path), 0);
	ends_for_good(fake_find(2));
	/* A checkpoint does not end the domain that was asked. */
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	domain = fake_find(3);
	domain->button_ends = false;
	CU_ASSERT_EQUAL(XM("reboot", "x"), 0);
	CU_ASSERT_EQUAL(XM("save", "-c", "x", path), 0);
	starts_again(domain);
}

/* The domain that is kept under another name has no request any more. */
static void kept(void)
{
	struct json_object *entry;
	u32 domid;

	CU_ASSERT_EQUAL(
		XM("create", "-q", "name=x", "kernel=/k", "on_reboot=rename-restart"), 0);
	CU_ASSERT_EQUAL(XM("reboot", "-w", "x"), 0);
	EVENTUALLY(fake_runs(2));
	for (domid = 1; domid <= 2; domid++) {
		entry = registry_get(0, domid);
		CU_ASSERT_PTR_NOT_NULL(entry);
		CU_ASSERT(!json_object_object_get_ex(entry, "reboot_request", NULL));
		json_object_put(entry);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "xm reboot", reboot_by_power_button },
		{ "xm reboot that is refused", reboot_refused },
		{ "a request that timed out", timed_out },
		{ "a request that is heeded in time", in_time },
		{ "reboot, then shutdown", reboot_then_shutdown },
		{ "shutdown, then reboot", shutdown_then_reboot },
		{ "the newest request timed out", newest_timed_out },
		{ "a request that is not heard", unheard },
		{ "a request that another one replaced", replaced_while_waited_for },
		{ "a request that was forgotten", forgotten },
		{ "renamed meanwhile", renamed },
		{ "saved and restored meanwhile", saved_and_restored },
		{ "rename-restart", kept },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "request", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm request", suites);
}
