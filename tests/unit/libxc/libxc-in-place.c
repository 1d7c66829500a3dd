// SPDX-License-Identifier: GPL-2.0-or-later
/* A list of frames read where the hypervisor writes it: pages, windows, fork. */
#include <pthread.h>

#include "libxc-fake.h"
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "xc_magic.h"

static unsigned long window(void)
{
	return (fake.page_size - sizeof(dom0_op_t)) / sizeof(unsigned long);
}

static void parts(void)
{
	unsigned long w = window();
	const unsigned long *part, *first;
	xc_pfn_list_t list;

	fake_domain(1, 2 * w, 0);
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&list, handle, 1), 0);
	CU_ASSERT_EQUAL(HYPERCALLS({
				CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), (long)w);
				CU_ASSERT_EQUAL(part[w - 1], FAKE_MFN(1, w - 1));
				first = part;
				CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), (long)w);
				CU_ASSERT_EQUAL(part[0], FAKE_MFN(1, w));
				CU_ASSERT_PTR_EQUAL(part, first); /* in place */
				CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), 0);
			}),
			3);
	xc_pfn_list_end(&list);
	/* The last part is not full, so the end is known without another call. */
	fake_domain(1, w + 1, 0);
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&list, handle, 1), 0);
	CU_ASSERT_EQUAL(HYPERCALLS(while (xc_pfn_list_next(&list, &part) > 0)), 2);
	xc_pfn_list_end(&list);
}

static void failures(void)
{
	unsigned long w = window();
	const unsigned long *part;
	xc_pfn_list_t list;

	fake_domain(1, 2 * w, 0);
	xen.fail_cmd = DOM0_PPC_GETMEMLIST;
	xen.fail_in = 1;
	xen.fail_errno = EPERM;
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&list, handle, 1), 0);
	CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), (long)w);
	ASSERT_FAILS(xc_pfn_list_next(&list, &part), EPERM);
	xen.fail_errno = 0;
	/* The part that failed is read again, not the next one. */
	CU_ASSERT_EQUAL(xc_pfn_list_next(&list, &part), (long)w);
	CU_ASSERT_EQUAL(part[0], FAKE_MFN(1, w));
	xc_pfn_list_end(&list);
	xen.lie = true;
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&list, handle, 1), 0);
	ASSERT_FAILS(xc_pfn_list_next(&list, &part), EIO);
	xc_pfn_list_end(&list);
}

/* ---- fork: the child does not have the parent's page ---- */

static xc_pfn_list_t inherited;

static void use_inherited(void)
{
	const unsigned long *part;
	xc_pfn_list_t own;
	struct xc_call call;
	unsigned char *page;

	errno = 0;
	CHECK(xc_pfn_list_next(&inherited, &part) == -1 && errno == ESTALE);
	/* Even if the child has a page of its own in the same slot. */
	CHECK(xc_pfn_list_begin(&own, handle, 0) == 0);
	errno = 0;
	CHECK(xc_pfn_list_next(&inherited, &part) == -1 && errno == ESTALE);
	CHECK(xc_pfn_list_next(&own, &part) == 64 && part[63] == FAKE_MFN(0, 63));
	/* Ending it does not free the child's page. */
	xc_pfn_list_end(&inherited);
	CHECK(xc_call_begin(&call, handle) == 0);
	page = call.page;
	CHECK(page > (unsigned char *)part ||
	      page + fake.page_size <= (unsigned char *)part);
	xc_call_end(&call);
	errno = 0;
	CHECK(xc_pfn_list_next(&inherited, &part) == -1 && errno == EINVAL);
	xc_pfn_list_end(&own);
}

static void fork_in_the_middle(void)
{
	unsigned long w = window();
	const unsigned long *part;

	fake_domain(1, 2 * w, 0);
	CU_ASSERT_EQUAL(xc_pfn_list_begin(&inherited, handle, 1), 0);
	CU_ASSERT_EQUAL(xc_pfn_list_next(&inherited, &part), (long)w);
	CU_ASSERT_TRUE(in_child(use_inherited));
	CU_ASSERT_EQUAL(part[1], FAKE_MFN(1, 1));
	CU_ASSERT_EQUAL(xc_pfn_list_next(&inherited, &part), (long)w);
	CU_ASSERT_EQUAL(part[1], FAKE_MFN(1, w + 1));
	xc_pfn_list_end(&inherited);
}

/* ---- threads ---- */

static _Atomic unsigned int wrong;

static void *read_own(void *arg)
{
	unsigned int d = (unsigned long)arg;
	const unsigned long *part;
	xc_pfn_list_t list;

	for (int i = 0; i < 50; i++) {
		unsigned long nr = 0;
		long n;

		wrong += xc_pfn_list_begin(&list, handle, d) != 0;
		while ((n = xc_pfn_list_next(&list, &part)) > 0)
			for (long k = 0; k < n; k++, nr++)
				wrong += part[k] != FAKE_MFN(d, nr);
		wrong += nr != 1000 + d;
		xc_pfn_list_end(&list);
	}
	return NULL;
}

static void threads(void)
{
	pthread_t thread[8];

	wrong = 0;
	for (unsigned long d = 0; d < 8; d++) {
		fake_domain(d, 1000 + d, 0);
	}
	for (unsigned long d = 0; d < 8; d++)
		CU_ASSERT_EQUAL_FATAL(
			pthread_create(&thread[d], NULL, read_own, (void *)d), 0);
	for (int d = 0; d < 8; d++)
		pthread_join(thread[d], NULL);
	CU_ASSERT_EQUAL(wrong, 0);
}

CU_TestInfo libxc_in_place_tests[] = {
	{ "as few hypercalls as there are parts", parts },
	{ "failures", failures },
	{ "fork in the middle", fork_in_the_middle },
	{ "threads", threads },
	CU_TEST_INFO_NULL,
};
