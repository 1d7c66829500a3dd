// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages of failures, on every architecture. */
#include "libxc-fake.h"
#include "libxc-ops.h"
#include "xc_fault.h"

static void words(void)
{
	ASSERT_FAILS(xc_fault(EXDEV, "domain %u: %s", 7, "so"), EXDEV);
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "domain 7: so");
	/* errno stays, and its text is appended. */
	errno = ENOENT;
	CU_ASSERT_EQUAL(xc_fault(0, "a file"), -1);
	CU_ASSERT_EQUAL(errno, ENOENT);
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "a file: No such file or directory");
}

/* Names of files may contain anything. */
static void hostile_names(void)
{
	char name[2000];

	xc_fault(EXDEV, "%s", "a\nb\033c\tumlaut \303\274");
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "a?b?c?umlaut \303\274");
	for (size_t size = 480; size < sizeof(name); size++) {
		memset(name, 'n', size);
		name[size] = '\0';
		errno = EISDIR;
		CU_ASSERT_EQUAL(xc_fault(0, "%s", name), -1);
		CU_ASSERT_EQUAL(errno, EISDIR);
		CU_ASSERT(strlen(xc_ppc_fault()) > 470 && strlen(xc_ppc_fault()) < 512);
	}
}

static void *other_thread(void *unused)
{
	(void)unused;
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "");
	xc_fault(EXDEV, "theirs");
	return NULL;
}

static void threads(void)
{
	pthread_t thread;

	xc_fault(EXDEV, "ours");
	CU_ASSERT_EQUAL(pthread_create(&thread, NULL, other_thread, NULL), 0);
	CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "ours");
}

CU_TestInfo libxc_fault_tests[] = {
	{ "words", words },
	{ "hostile names", hostile_names },
	{ "threads", threads },
	CU_TEST_INFO_NULL,
};
