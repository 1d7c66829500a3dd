// SPDX-License-Identifier: GPL-2.0-or-later
/* Run xm and check the result: see xm-fake.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "monitor.h"
#include "registry.h"
#include "xm-fake.h"

unsigned int fake_lines(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

void fake_check_failure(int status, const char *message)
{
	CU_ASSERT_EQUAL(result.status, status);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	CU_ASSERT_EQUAL(fake_lines(result.err), 1);
	CU_ASSERT_EQUAL(strncmp(result.err, "xm: ", 4), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.err, message));
	if (fake_lines(result.err) != 1 || !strstr(result.err, message))
		printf("    stderr: %s", result.err);
}

void fake_check_output(const char *text)
{
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_STRING_EQUAL(result.out, text);
	if (strcmp(result.out, text) != 0)
		printf("    stdout: %s", result.out);
}

void fake_fail(const char *function, int number)
{
	strcpy(xen->fail, function);
	xen->fail_errno = number;
}

void fake_slow(const char *function, unsigned int ms)
{
	strcpy(xen->slow, function ? function : "");
	xen->slow_ms = ms;
	xen->slowed = 0;
}

void fake_write_file(const char *name, const char *text)
{
	FILE *file = fopen(fake_path(name), "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
}

bool fake_runs(u32 domid)
{
	const struct fake_domain *domain = fake_find(domid);

	return domain && domain->info.running;
}

bool fake_is_called(u32 domid, const char *expected)
{
	char name[REGISTRY_NAME_SIZE];

	return !strcmp(registry_name(0, domid, name), expected);
}

bool fake_file_exists(const char *name)
{
	return access(fake_path(name), F_OK) == 0;
}

struct fake_domain *fake_create_x(void)
{
	CU_ASSERT_EQUAL_FATAL(XM("create", "-q", "name=x", "kernel=/k", "memory=100"), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	return fake_find(1);
}

void fake_stop_for_good(struct fake_domain *domain, unsigned int reason)
{
	struct json_object *entry = registry_get(0, domain->domid);

	CU_ASSERT_FATAL(entry && monitor_lives(entry));
	fake_stop(domain, reason);
	EVENTUALLY(!monitor_lives(entry));
	json_object_put(entry);
}
