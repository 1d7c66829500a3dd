// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: memory. */
#include "libxc-fake.h"
#include "libxc-ops.h"

static void setmaxmem(void)
{
	CU_ASSERT_EQUAL(xc_domain_setmaxmem(handle, 0, 4000000000U), 0);
	CU_ASSERT_EQUAL(xen.domain[0].max_memkb, 4000000000U);
	ASSERT_FAILS(xc_domain_setmaxmem(handle, 1, 1), ESRCH);
}

static void increase_reservation(void)
{
	unsigned int frame_kb = XC_PAGE_SIZE / 1024;

	fake_domain(1, 0, 0);
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(handle, 1, 7 * frame_kb),
			0);
	CU_ASSERT_EQUAL(xen.domain[1].nr_pfns, 7);
	/* A size is rounded up to whole frames. */
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(handle, 1, frame_kb + 1),
			0);
	CU_ASSERT_EQUAL(xen.domain[1].nr_pfns, 9);
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(handle, 1, 0), 0);
	CU_ASSERT_EQUAL(xen.domain[1].nr_pfns, 9);
	ASSERT_FAILS(xc_domain_memory_increase_reservation(handle, 2, frame_kb), ESRCH);
	/* A partial success of the hypercall is a failure of the function. */
	xen.free_frames = 3;
	ASSERT_FAILS(xc_domain_memory_increase_reservation(handle, 1, 4 * frame_kb),
		     ENOMEM);
	CU_ASSERT_EQUAL(xen.domain[1].nr_pfns, 12);
}

static void tot_pages(void)
{
	fake_domain(5, 321, 7);
	CU_ASSERT_EQUAL(xc_get_tot_pages(handle, 5), 321);
	/* The hypervisor would answer with domain 5. */
	ASSERT_FAILS(xc_get_tot_pages(handle, 4), ESRCH);
	ASSERT_FAILS(xc_get_tot_pages(handle, 6), ESRCH);
}

static unsigned long frames[FAKE_PFNS + 2];

/* Check the fake domain's list, and that nothing after it is written. */
static void check_list(unsigned int d, int nr)
{
	const struct fake_domain *dom = &xen.domain[d];
	int n = 0;

	for (unsigned long pfn = 0; pfn < dom->nr_pfns && n < nr; pfn++)
		if (dom->p2m[pfn] != FAKE_HOLE)
			CU_ASSERT_EQUAL(frames[n++], dom->p2m[pfn]);
	CU_ASSERT_EQUAL(n, nr);
	CU_ASSERT_EQUAL(frames[nr], ~0UL);
}

static void pfn_list(void)
{
	static const int sizes[] = { 0,	   1,	 455,  456,  457,   912,   913,
				     8135, 8136, 8137, 8193, 16272, 16273, 19000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (unsigned long holes = 0; holes <= 21; holes += 21) {
			fake_domain(1, sizes[i], holes);
			memset(frames, 0xff, sizeof(frames));
			/* Exactly enough room, and more. */
			CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, frames, sizes[i]),
					sizes[i]);
			check_list(1, sizes[i]);
			memset(frames, 0xff, sizeof(frames));
			CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, frames, FAKE_PFNS),
					sizes[i]);
			check_list(1, sizes[i]);
		}
	}
}

static void pfn_list_cut_off(void)
{
	fake_domain(1, 10000, 3);
	memset(frames, 0xff, sizeof(frames));
	CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, frames, 0), 0);
	CU_ASSERT_EQUAL(frames[0], ~0UL);
	CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, frames, 9999), 9999);
	check_list(1, 9999);
}

static void pfn_list_failure(void)
{
	errno = 0;
	CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, frames, 10), -1);
	CU_ASSERT_TRUE(errno == ESRCH || errno == EINVAL);
	CU_ASSERT_EQUAL(xc_get_pfn_list(handle, 1, NULL, 0), -1);
}

static void mem_op(void)
{
	unsigned long list[4] = { 1, 2, 3, 4 };

	fake_domain(1, 2, 0);
	/* OUT: the frames given; a partial result is a count. */
	xen.free_frames = 3;
	CU_ASSERT_EQUAL(xc_dom_mem_op(handle, MEMOP_increase_reservation, list, 4, 0, 1),
			3);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(list[i], FAKE_MFN(1, 2 + i));
	CU_ASSERT_EQUAL(list[3], 4);
	/* IN: the frames to give back, last one first. */
	list[0] = FAKE_MFN(1, 4);
	list[1] = FAKE_MFN(1, 3);
	CU_ASSERT_EQUAL(xc_dom_mem_op(handle, MEMOP_decrease_reservation, list, 2, 0, 1),
			2);
	CU_ASSERT_EQUAL(xen.domain[1].nr_pfns, 3);
	/* Order and domain are passed on. */
	CU_ASSERT_EQUAL(xc_dom_mem_op(handle, MEMOP_increase_reservation, NULL, 0, 9, 1),
			0);
	CU_ASSERT_EQUAL(fake.last[2], 0);
	CU_ASSERT_EQUAL(fake.last[4], 9);
	CU_ASSERT_EQUAL(fake.last[5], 1);
	ASSERT_FAILS(xc_dom_mem_op(handle, 7, NULL, 1, 0, 1), ENOSYS);
}

static void mem_op_of_many(void)
{
	static unsigned long list[17000];

	fake_domain(1, 0, 0);
	xen.free_frames = 20000;
	CU_ASSERT_EQUAL(
		xc_dom_mem_op(handle, MEMOP_increase_reservation, list, 17000, 0, 1),
		17000);
	for (int i = 0; i < 17000; i++)
		CU_ASSERT_EQUAL(list[i], FAKE_MFN(1, i));
	/* If it stops in the middle, the count so far is returned. */
	fake_domain(1, 0, 0);
	xen.free_frames = 9000;
	CU_ASSERT_EQUAL(
		xc_dom_mem_op(handle, MEMOP_increase_reservation, list, 17000, 0, 1),
		9000);
}

static unsigned int mem_ops;

static void end_domain(const privcmd_hypercall_t *h)
{
	if (h->op == __HYPERVISOR_dom_mem_op && mem_ops++ == 1)
		xen.domain[1].exists = false;
}

static void mem_op_fails_later(void)
{
	static unsigned long list[29000];
	int done;

	/* The second window fails: the extents done are counted. */
	fake_domain(1, 0, 0);
	xen.free_frames = 30000;
	mem_ops = 0;
	fake.hook = end_domain;
	done = xc_dom_mem_op(handle, MEMOP_increase_reservation, list, 29000, 0, 1);
	fake.hook = NULL;
	if (fake.addressing == FAKE_TRANSLATED)
		CU_ASSERT_EQUAL(done, (int)(fake.page_size / sizeof(long)));
	ASSERT_FAILS(xc_dom_mem_op(handle, MEMOP_increase_reservation, list, 1, 0, 9),
		     ESRCH);
}

/* The declaration of 2005: a list of unsigned int. */
static void mem_op_of_2005(void)
{
	unsigned int list[3] = { 0, 0, 77 };

	fake_domain(1, 0, 0);
	CU_ASSERT_EQUAL(do_dom_mem_op(handle, MEMOP_increase_reservation, list, 2, 0, 1),
			2);
	CU_ASSERT_EQUAL(list[0], FAKE_MFN(1, 0));
	CU_ASSERT_EQUAL(list[1], FAKE_MFN(1, 1));
	CU_ASSERT_EQUAL(list[2], 77);
	list[0] = FAKE_MFN(1, 1);
	CU_ASSERT_EQUAL(do_dom_mem_op(handle, MEMOP_decrease_reservation, list, 1, 0, 1),
			1);
	CU_ASSERT_EQUAL(do_dom_mem_op(handle, MEMOP_increase_reservation, NULL, 5, 0, 1),
			5);
	CU_ASSERT_EQUAL(xen.domain[1].nr_pfns, 6);
	ASSERT_FAILS(do_dom_mem_op(handle, MEMOP_increase_reservation, list, 1, 0, 9),
		     ESRCH);
}

CU_TestInfo libxc_memory_tests[] = {
	{ "setmaxmem", setmaxmem },
	{ "increase_reservation", increase_reservation },
	{ "get_tot_pages looks at the domain asked for", tot_pages },
	{ "get_pfn_list: whole lists, at and around the windows", pfn_list },
	{ "get_pfn_list: less room than frames", pfn_list_cut_off },
	{ "get_pfn_list: no such domain", pfn_list_failure },
	{ "dom_mem_op in both directions", mem_op },
	{ "dom_mem_op through several windows", mem_op_of_many },
	{ "dom_mem_op that fails in the middle", mem_op_fails_later },
	{ "do_dom_mem_op with its 32-bit list", mem_op_of_2005 },
	CU_TEST_INFO_NULL,
};
