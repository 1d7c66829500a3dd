// SPDX-License-Identifier: GPL-2.0-or-later
/* A list of frames part by part, on every architecture. */
#include "libxc-fake.h"
#include "libxc-ops.h"

static unsigned long frames[FAKE_PFNS];

/* Read the rest of a list into frames; -1 if reading fails. */
static long read_rest(xc_pfn_list_t *list)
{
	const unsigned long *part;
	long n, nr = 0;

	while ((n = xc_pfn_list_next(list, &part)) > 0) {
		CU_ASSERT_FATAL(nr + n <= FAKE_PFNS);
		memcpy(frames + nr, part, n * sizeof(*part));
		nr += n;
	}
	return n < 0 ? n : nr;
}

static void all_sizes(void)
{
	static const unsigned long sizes[] = { 0,   1,	  63,	455,  456,
					       457, 8135, 8136, 8137, 20000 };
	static unsigned long wanted[FAKE_PFNS];
	const unsigned long *part;
	xc_pfn_list_t list;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		fake_domain(1, sizes[i], 9);
		CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, wanted, FAKE_PFNS),
				(int)sizes[i]);
		memset(&list, 0xff, sizeof(list));
		CU_ASSERT_EQUAL_FATAL(xc_pfn_list_begin(&list, handle, 1), 0);
		CU_ASSERT_EQUAL(read_rest(&list), (long)sizes[i]);
		CU_ASSERT_EQUAL(memcmp(frames, wanted, sizes[i] * sizeof(*frames)), 0);
		/* The list stays at its end. */
		CU_ASSERT_EQUAL(
			HYPERCALLS(CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), 0)),
			0);
		xc_pfn_list_end(&list);
	}
}

static void several_at_once(void)
{
	const unsigned long *part[3];
	xc_pfn_list_t list[3];

	for (int d = 1; d <= 2; d++)
		fake_domain(d, 10 * d, 0);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL_FATAL(xc_pfn_list_begin(&list[i], handle, i), 0);
	for (int i = 2; i >= 0; i--)
		CU_ASSERT_EQUAL(xc_pfn_list_next(&list[i], &part[i]), i ? 10 * i : 64);
	/* Other calls in between do not disturb what has been read. */
	CU_ASSERT_EQUAL(xc_get_tot_pages(handle, 1), 10);
	for (int i = 0; i < 3; i++)
		for (int f = 0; f < 10; f++)
			CU_ASSERT_EQUAL(part[i][f], FAKE_MFN(i, f));
	xc_pfn_list_end(&list[1]);
	CU_ASSERT_EQUAL(xc_pfn_list_next(&list[0], &part[0]), 0);
	xc_pfn_list_end(&list[0]);
	xc_pfn_list_end(&list[2]);
}

static void errors(void)
{
	const unsigned long *part;
	xc_pfn_list_t list;

	memset(&list, 0xff, sizeof(list));
	ASSERT_FAILS(xc_pfn_list_begin(&list, handle, 0x10000), ESRCH);
	ASSERT_FAILS(xc_pfn_list_next(&list, &part), EINVAL);
	errno = EXDEV;
	xc_pfn_list_end(&list);
	CU_ASSERT_EQUAL(errno, EXDEV);

	CU_ASSERT_EQUAL(xc_pfn_list_begin(&list, handle, 300), 0);
	ASSERT_FAILS(xc_pfn_list_next(&list, &part), ESRCH);
	/* The domain is created. */
	fake_domain(300, 7, 0);
	CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), 7);
	errno = EXDEV;
	xc_pfn_list_end(&list);
	CU_ASSERT_EQUAL(errno, EXDEV);
	ASSERT_FAILS(xc_pfn_list_next(&list, &part), EINVAL);
	xc_pfn_list_end(&list);

	fake_domain(1, 5, 0);
	xen.fail_cmd = DOM0_GETDOMAININFO; /* x86 asks how long the list is */
	xen.fail_errno = fake.addressing == FAKE_IDENTITY ? EPERM : 0;
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&list, handle, 1), 0);
	if (xen.fail_errno)
		ASSERT_FAILS(xc_pfn_list_next(&list, &part), EPERM);
	xen.fail_errno = 0;
	CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), 5);
	xc_pfn_list_end(&list);
}

/* More often than there are pages. */
static void nothing_is_lost(void)
{
	const unsigned long *part;
	xc_pfn_list_t list;

	for (int i = 0; i < 200; i++) {
		CU_ASSERT_EQUAL_FATAL(xc_pfn_list_begin(&list, handle, 0), 0);
		if (i % 2)
			CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), 64);
		xc_pfn_list_end(&list);
	}
}

CU_TestInfo libxc_pfn_list_tests[] = {
	{ "all sizes, with holes", all_sizes },
	{ "several lists at once", several_at_once },
	{ "errors, and going on after them", errors },
	{ "nothing is lost", nothing_is_lost },
	CU_TEST_INFO_NULL,
};
