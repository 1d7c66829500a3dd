// SPDX-License-Identifier: GPL-2.0-or-later
/* Run xm and check the result: see xm-fake.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

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
