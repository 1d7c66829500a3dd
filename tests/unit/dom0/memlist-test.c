// SPDX-License-Identifier: GPL-2.0-or-later
/* The list of a domain's frames, in both forms (xen/common/dom0/memlist.c). */
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

/* The list that a domain should have, from the owner table: a way of the test's own. */
static u64 wanted_list(const struct domain *d, u64 **list)
{
	u32 place[256];
	u64 n = 0, highest = 0;

	memset(place, 0xff, sizeof(place));
	for (u32 c = 0; c < chunk_count(); c++)
		if (chunk_owner(c) == d->id) {
			place[chunk_get(c)->index] = c;
			highest = max(highest, (u64)chunk_get(c)->index + 1);
		}
	*list = malloc(sizeof(u64) * 1024 * highest + 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(*list);
	for (u64 i = 0; i < highest; i++)
		for (u64 f = 0; f < 1024 && place[i] != CHUNK_NONE; f++)
			(*list)[n++] = place[i] * 1024ULL + f;
	return n;
}

static long get_list(domid_t id, u64 max, u64 gpa, u64 *num)
{
	dom0_op_t op = { .u.getmemlist = { .domain = id,
					   .max_pfns = max,
					   .buffer = guest_pointer(gpa),
					   .num_pfns = 4711 } };
	long ret = op_call(DOM0_GETMEMLIST, &op);

	*num = op.u.getmemlist.num_pfns;
	CU_ASSERT_EQUAL(op.u.getmemlist.buffer, guest_pointer(gpa));
	CU_ASSERT_EQUAL(op.u.getmemlist.max_pfns, max);
	return ret;
}

static long get_window(domid_t id, u64 start, u64 max, u64 gpa, u64 *num, u64 *next)
{
	dom0_op_t op = { .u.ppc_getmemlist = { .domain = id,
					       .start_pfn = start,
					       .max_pfns = max,
					       .buffer = guest_pointer(gpa),
					       .num_pfns = 4711,
					       .next_pfn = 4712 } };
	long ret = op_call(DOM0_PPC_GETMEMLIST, &op);

	*num = op.u.ppc_getmemlist.num_pfns;
	*next = op.u.ppc_getmemlist.next_pfn;
	return ret;
}

static void check_list(u64 gpa, const u64 *list, u64 n)
{
	u64 *got = malloc(n * sizeof(u64) + 1);

	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	dom0_read(gpa, got, n * sizeof(u64));
	CU_ASSERT_EQUAL(memcmp(got, list, n * sizeof(u64)), 0);
	free(got);
}

/* Buffers in one chunk, in two, not aligned, at the last bytes, at zero. */
static void whole_list(void)
{
	struct domain *d = make_domain(3);
	const u64 bytes = 3 * 1024 * sizeof(u64);
	const u64 places[] = { BUF_GPA,		  CHUNK_SIZE - 5000, BUF_GPA + 1,
			       CHUNK_SIZE - 4003, DOM0_END - bytes,  DOM0_END - bytes - 5,
			       OP_GPA + 4096 };
	u64 *list, n = wanted_list(d, &list), num;

	CU_ASSERT_EQUAL_FATAL(n, 3 * 1024);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		u64 end = places[i] + bytes;

		dom0_fill(places[i] - 8, 0xee, 8);
		if (end + 8 < DOM0_END)
			dom0_fill(end, 0xee, 8);
		CU_ASSERT_EQUAL(get_list(d->id, n, places[i], &num), 0);
		CU_ASSERT_EQUAL(num, n);
		check_list(places[i], list, n);
		CU_ASSERT_TRUE(dom0_is_filled(places[i] - 8, 0xee, 8));
		CU_ASSERT(end + 8 >= DOM0_END || dom0_is_filled(end, 0xee, 8));
	}
	free(list);
}

static void own_list(void)
{
	u64 *list, n = wanted_list(dom0, &list), num;

	CU_ASSERT_EQUAL(get_list(0, n, BUF_GPA, &num), 0);
	CU_ASSERT_EQUAL(num, DOM0_CHUNKS * 1024);
	check_list(BUF_GPA, list, n);
	for (u64 i = 0; i < n; i++)
		CU_ASSERT_NOT_EQUAL(list[i], i);
	free(list);
}

static void counts(void)
{
	static const u64 many[] = {
		2048, 2049, 1ULL << 32, 1ULL << 61, (1ULL << 61) + 1, 1ULL << 63, TOP
	};
	struct domain *d = make_domain(2);
	u64 *list, n = wanted_list(d, &list), num;

	for (u64 max = 0; max < 20; max++) {
		dom0_fill(BUF_GPA, 0xee, 20 * 8);
		CU_ASSERT_EQUAL(get_list(d->id, max, BUF_GPA, &num), 0);
		CU_ASSERT_EQUAL(num, max);
		check_list(BUF_GPA, list, max);
		CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + max * 8, 0xee, (20 - max) * 8));
	}
	CU_ASSERT_EQUAL(get_list(d->id, 1025, BUF_GPA, &num), 0);
	check_list(BUF_GPA, list, 1025);
	for (size_t i = 0; i < ARRAY_SIZE(many); i++) {
		dom0_fill(BUF_GPA + 8 * n, 0xee, 8);
		CU_ASSERT_EQUAL(get_list(d->id, many[i], BUF_GPA, &num), 0);
		CU_ASSERT_EQUAL(num, n);
		CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + 8 * n, 0xee, 8));
	}
	CU_ASSERT_EQUAL(get_list(d->id, 0, NOWHERE, &num), 0);
	CU_ASSERT_EQUAL(num, 0);
	free(list);
}

static void no_memory(void)
{
	struct domain *d = make_domain(0);
	u64 num, next;

	CU_ASSERT_EQUAL(get_list(d->id, 100, BUF_GPA, &num), 0);
	CU_ASSERT_EQUAL(num, 0);
	CU_ASSERT_EQUAL(get_list(d->id, 100, NOWHERE, &num), 0);
	CU_ASSERT_EQUAL(get_window(d->id, 0, 100, BUF_GPA, &num, &next), 0);
	CU_ASSERT_EQUAL(num, 0);
}

static void unknown_domains(void)
{
	static const domid_t unknown[] = { 1,	      DOMID_SELF, DOMID_IO,
					   DOMID_XEN, 0x7fff,	  0xffff };
	u64 num, next;

	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		/* Not -ESRCH: that is how it was. The window is ours. */
		CU_ASSERT_EQUAL(get_list(unknown[i], 10, BUF_GPA, &num), -EINVAL);
		CU_ASSERT_EQUAL(get_window(unknown[i], 0, 10, BUF_GPA, &num, &next),
				-ESRCH);
	}
}

/* What can be written is, and the answer says how much. */
static void bad_buffers(void)
{
	struct domain *d = make_domain(1);
	const u64 bad[] = { 0,	     NOWHERE,	 DOM0_END,     TOP,
			    TOP - 7, 1ULL << 63, DOM0_END - 1, DOM0_END - 7 };
	u64 *list, n = wanted_list(d, &list), num, next;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(get_list(d->id, n, bad[i], &num), -EFAULT);
		CU_ASSERT_EQUAL(num, 0);
		CU_ASSERT_EQUAL(get_window(d->id, 7, n, bad[i], &num, &next), -EFAULT);
		CU_ASSERT_EQUAL(num, 0);
		CU_ASSERT_EQUAL(next, 7);
	}
	CU_ASSERT_EQUAL(get_list(d->id, n, DOM0_END - 80, &num), -EFAULT);
	CU_ASSERT_EQUAL(num, 10);
	check_list(DOM0_END - 80, list, 10);
	CU_ASSERT_EQUAL(get_list(d->id, 11, DOM0_END - 85, &num), -EFAULT);
	CU_ASSERT_EQUAL(num, 10);
	check_list(DOM0_END - 85, list, 10);
	CU_ASSERT_EQUAL(get_list(d->id, TOP, DOM0_END - 80, &num), -EFAULT);
	CU_ASSERT_EQUAL(num, 10);
	CU_ASSERT_EQUAL(get_window(d->id, 100, 50, DOM0_END - 80, &num, &next), -EFAULT);
	CU_ASSERT_EQUAL(num, 10);
	CU_ASSERT_EQUAL(next, 110);
	/* Just enough is no error. */
	CU_ASSERT_EQUAL(get_window(d->id, 1024 - 10, TOP, DOM0_END - 80, &num, &next), 0);
	CU_ASSERT_EQUAL(num, 10);
	free(list);
}

/* A buffer that crosses into a hole of the caller's memory ends there. */
static void buffer_before_a_hole(void)
{
	struct domain *d = make_domain(1);
	u64 num;

	CU_ASSERT_EQUAL(p2m_remove(dom0, dom0->p2m.chunk[2]), 0);
	CU_ASSERT_EQUAL(get_list(d->id, 100, 2 * CHUNK_SIZE - 40, &num), -EFAULT);
	CU_ASSERT_EQUAL(num, 5);
	CU_ASSERT_EQUAL(get_list(d->id, 100, 2 * CHUNK_SIZE, &num), -EFAULT);
	CU_ASSERT_EQUAL(num, 0);
}

/* The windows of any width, put together, are the list. */
static void check_windows(const struct domain *d, const u64 *list, u64 n, u64 width)
{
	u64 done = 0, start = 0, num, next;

	do {
		CU_ASSERT_EQUAL_FATAL(
			get_window(d->id, start, width, BUF_GPA, &num, &next), 0);
		CU_ASSERT_FATAL(num <= width && done + num <= n);
		check_list(BUF_GPA, list + done, num);
		CU_ASSERT_FATAL(next > start || num < width);
		done += num;
		start = next;
	} while (num == width);
	CU_ASSERT_EQUAL(done, n);
}

static void windows(void)
{
	static const u64 widths[] = { 1, 7, 1000, 1023, 1024, 1025, 3072, 4096, 8136 };
	struct domain *d = make_domain(3);
	u64 *list, n = wanted_list(d, &list);

	for (size_t i = 0; i < ARRAY_SIZE(widths); i++)
		check_windows(d, list, n, widths[i]);
	free(list);
}

/* Holes are left out, wherever they are. */
static void windows_over_holes(void)
{
	static const u64 widths[] = { 100, 1024, 1500, 8192 };
	u64 *list, n, num;
	struct domain *d;

	for (int round = 0; round < 20; round++) {
		d = make_domain(7);
		for (int i = 0; i < 4; i++) {
			u32 chunk = d->p2m.chunk[random_below(d->p2m.nr)];

			if (chunk != CHUNK_NONE && d->p2m.populated > 1)
				CU_ASSERT_EQUAL(p2m_remove(d, chunk), 0);
		}
		n = wanted_list(d, &list);
		for (size_t i = 0; i < ARRAY_SIZE(widths); i++)
			check_windows(d, list, n, widths[i]);
		CU_ASSERT_EQUAL(get_list(d->id, TOP, BUF_GPA, &num), 0);
		CU_ASSERT_EQUAL(num, n);
		check_list(BUF_GPA, list, n);
		free(list);
		destroy_domain(d);
	}
}

/* The list from any frame on: what is left of it, whether the frame is there or not. */
static void windows_from_anywhere(void)
{
	struct domain *d = make_domain(5);
	u64 *list, n, num, next;

	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[1]), 0);
	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[2]), 0);
	n = wanted_list(d, &list);
	CU_ASSERT_EQUAL_FATAL(n, 3 * 1024);
	for (u64 start = 0; start < 5 * 1024; start += 1 + random_below(100)) {
		/* Frames before start that are there. */
		u64 before = start < 1024	? start
			     : start < 3 * 1024 ? 1024
						: start - 2 * 1024;

		CU_ASSERT_EQUAL(get_window(d->id, start, n, BUF_GPA, &num, &next), 0);
		CU_ASSERT_EQUAL_FATAL(num, n - before);
		check_list(BUF_GPA, list + before, num);
		CU_ASSERT_EQUAL(next, 5 * 1024);
	}
	free(list);
}

static void windows_behind_the_end(void)
{
	static const u64 starts[] = {
		2048, 2049, 1ULL << 32, 1ULL << 48, 1ULL << 63, TOP
	};
	struct domain *d = make_domain(2);
	u64 num, next;

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		CU_ASSERT_EQUAL(get_window(d->id, starts[i], 10, BUF_GPA, &num, &next),
				0);
		CU_ASSERT_EQUAL(num, 0);
		CU_ASSERT_EQUAL(get_window(d->id, starts[i], TOP, NOWHERE, &num, &next),
				0);
		CU_ASSERT_EQUAL(num, 0);
	}
	CU_ASSERT_EQUAL(get_window(d->id, 2047, 10, BUF_GPA, &num, &next), 0);
	CU_ASSERT_EQUAL(num, 1);
	CU_ASSERT_EQUAL(next, 2048);
}

/* The copy of the op counts: a list that is written over it changes nothing. */
static void list_over_the_op(void)
{
	struct domain *d = make_domain(1);
	u64 *list, n = wanted_list(d, &list), num;

	CU_ASSERT_EQUAL(get_list(d->id, n, OP_GPA + 1024, &num), 0);
	for (u64 gpa = OP_GPA - 800; gpa < OP_GPA + 448; gpa += 104) {
		dom0_op_t op = { .u.getmemlist = { .domain = d->id,
						   .max_pfns = n,
						   .buffer = guest_pointer(gpa) } };

		op_call(DOM0_GETMEMLIST, &op);
		/* The answer is written last. */
		CU_ASSERT_EQUAL(op.u.getmemlist.num_pfns, n);
	}
	free(list);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "whole list", whole_list },
		{ "own list", own_list },
		{ "counts", counts },
		{ "no memory", no_memory },
		{ "unknown domains", unknown_domains },
		{ "bad buffers", bad_buffers },
		{ "buffer before a hole", buffer_before_a_hole },
		{ "windows", windows },
		{ "windows over holes", windows_over_holes },
		{ "windows from anywhere", windows_from_anywhere },
		{ "windows behind the end", windows_behind_the_end },
		{ "list over the op", list_over_the_op },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "memory list",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(32);
	return run_suites("unit-memlist", suites);
}
