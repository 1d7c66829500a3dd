// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's registry: names, stale entries, damaged files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "cunit-main.h"
#include "registry.h"
#include "xm-fake.h"
#include "xm.h"

static struct json_object *config;

static void set_up(void)
{
	fake_set_up();
	config = config_new();
}

static void tear_down(void)
{
	json_object_put(config);
	fake_tear_down();
}

/* Write an entry for a domain. */
static void enter(u32 domid, const char *name)
{
	int lock = registry_lock();
	struct json_object *entry = registry_new(0, domid, name, config);

	CU_ASSERT(lock >= 0);
	CU_ASSERT_EQUAL(registry_put(0, entry), 0);
	json_object_put(entry);
	registry_unlock(lock);
}

static bool has(u32 domid)
{
	struct json_object *entry = registry_get(0, domid);

	json_object_put(entry);
	return entry != NULL;
}

static bool has_file(const char *name)
{
	return access(fake_path(name), F_OK) == 0;
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(fake_path(name), "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
}

static void kept(void)
{
	struct json_object *entry;
	uint32_t domid;
	char name[REGISTRY_NAME_SIZE];

	fake_new(5);
	fake_new(6);
	enter(5, "five");
	enter(6, "six");
	CU_ASSERT(registry_find(0, "six", &domid));
	CU_ASSERT_EQUAL(domid, 6);
	CU_ASSERT(!registry_find(0, "seven", &domid));
	CU_ASSERT_STRING_EQUAL(registry_name(0, 5, name), "five");
	CU_ASSERT_STRING_EQUAL(registry_name(0, 7, name), "Domain-7");
	CU_ASSERT_STRING_EQUAL(registry_name(0, 0, name), "Domain-0");
	entry = registry_get(0, 5);
	CU_ASSERT_PTR_NOT_NULL_FATAL(entry);
	CU_ASSERT_EQUAL(entry_number(entry, "domid"), 5);
	CU_ASSERT_EQUAL(entry_number(entry, "monitor"), 0);
	CU_ASSERT_EQUAL(config_number(entry_config(entry), "memory"), 128);
	CU_ASSERT(*entry_string(entry, "token"));
	json_object_put(entry);
}

static void changed(void)
{
	struct json_object *entry;

	fake_new(5);
	enter(5, "five");
	CU_ASSERT_EQUAL(registry_change(0, 5, "monitor", json_object_new_int64(77)), 0);
	entry = registry_get(0, 5);
	CU_ASSERT_EQUAL(entry_number(entry, "monitor"), 77);
	CU_ASSERT_STRING_EQUAL(entry_string(entry, "name"), "five");
	json_object_put(entry);
	CU_ASSERT_EQUAL(registry_change(0, 5, "monitor", NULL), 0);
	entry = registry_get(0, 5);
	CU_ASSERT_EQUAL(entry_number(entry, "monitor"), 0);
	json_object_put(entry);
	CU_ASSERT_EQUAL(registry_change(0, 6, "monitor", NULL), -1);
}

static void of_domains_that_are_gone(void)
{
	uint32_t domid;

	fake_new(5);
	enter(5, "five");
	fake_find(5)->exists = false;
	CU_ASSERT(!has(5));
	CU_ASSERT(!registry_find(0, "five", &domid));
	CU_ASSERT(has_file("run/domains/5.json"));
	registry_sweep(0);
	CU_ASSERT(!has_file("run/domains/5.json"));
}

/* A later domain with the same number has run for less time. */
static void of_other_domains(void)
{
	struct fake_domain *domain = fake_new(5);

	domain->info.cpu_time = 1000;
	enter(5, "five");
	CU_ASSERT(has(5));
	domain->info.cpu_time = 1001;
	CU_ASSERT(has(5));
	domain->info.cpu_time = 999;
	CU_ASSERT(!has(5));
}

static void of_another_boot(void)
{
	int lock = registry_lock();
	struct json_object *entry;

	fake_new(5);
	entry = registry_new(0, 5, "five", config);
	json_object_object_add(entry, "boot", json_object_new_string("another"));
	CU_ASSERT_EQUAL(registry_put(0, entry), 0);
	CU_ASSERT(!has(5));
	json_object_put(entry);
	registry_unlock(lock);
}

/* If the hypervisor does not answer, no entry counts as stale. */
static void kept_if_in_doubt(void)
{
	fake_new(5);
	enter(5, "five");
	strcpy(xen->fail, "xc_domain_getinfo");
	xen->fail_errno = EPERM;
	CU_ASSERT(!has(5));
	registry_sweep(0);
	CU_ASSERT(has_file("run/domains/5.json"));
	xen->fail[0] = 0;
	CU_ASSERT(has(5));
}

static void damaged(void)
{
	static const char *const texts[] = { "",
					     "{",
					     "[]",
					     "null",
					     "{}",
					     "\"x\"",
					     "{\"name\":5,\"domid\":5}",
					     "{\"name\":\"five\",\"domid\":5}" };

	fake_new(5);
	enter(5, "five");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		write_file("run/domains/5.json", texts[i]);
		CU_ASSERT(!has(5));
	}
	write_file("run/domains/x.json", "{}");
	write_file("run/domains/05.json", "{}");
	registry_sweep(0);
	CU_ASSERT(!has_file("run/domains/5.json"));
	/* Files that are not the registry's stay. */
	CU_ASSERT(has_file("run/domains/x.json"));
	CU_ASSERT(has_file("run/domains/05.json"));
}

static void forgotten(void)
{
	struct json_object *entry;

	fake_new(5);
	enter(5, "five");
	entry = registry_get(0, 5);
	registry_forget(0, 5, "another token");
	CU_ASSERT(has(5));
	registry_forget(0, 5, entry_string(entry, "token"));
	CU_ASSERT(!has(5));
	json_object_put(entry);
}

static void renamed(void)
{
	fake_new(5);
	enter(5, "five");
	CU_ASSERT_EQUAL(XM("rename", "five", "one"), 0);
	CU_ASSERT_EQUAL(XM("domid", "one"), 0);
	CU_ASSERT_STRING_EQUAL(result.out, "5\n");
	CU_ASSERT(!has_file("run/domains/5.json.new"));
}

/* Two writers: the second waits until the first unlocks. */
static void one_at_a_time(void)
{
	int lock = registry_lock(), status;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		registry_unlock(lock); /* the parent still holds it */
		lock = registry_lock();
		_exit(lock < 0 || !xen->dumps ? 1 : 0);
	}
	usleep(50000);
	xen->dumps = 1;
	registry_unlock(lock);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_EQUAL(status, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "entries are kept", kept },
		{ "entries are changed", changed },
		{ "entries of domains that are gone", of_domains_that_are_gone },
		{ "entries of domains that had the number before", of_other_domains },
		{ "entries of another boot", of_another_boot },
		{ "entries stay if in doubt", kept_if_in_doubt },
		{ "damaged entries", damaged },
		{ "an entry is forgotten only with its token", forgotten },
		{ "renamed", renamed },
		{ "one writer at a time", one_at_a_time },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "registry", NULL, NULL, set_up, tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm registry", suites);
}
