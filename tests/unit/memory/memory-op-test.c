// SPDX-License-Identifier: GPL-2.0-or-later
/* dom_mem_op: memory given and taken (xen/common/memory/memory_op.c). */
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

#define CHUNK_ORDER 10 /* a chunk is 2^10 frames */
#define NO_LIST	    0
#define LIST	    BUF_GPA

static long increase(u64 skip, u64 list, u64 count, u64 order, domid_t id)
{
	return call(__HYPERVISOR_dom_mem_op, MEMOP_increase_reservation | skip << 4, list,
		    count, order, id);
}

static long decrease(u64 skip, u64 list, u64 count, u64 order, domid_t id)
{
	return call(__HYPERVISOR_dom_mem_op, MEMOP_decrease_reservation | skip << 4, list,
		    count, order, id);
}

static u64 entry(u64 i)
{
	u64 value;

	dom0_read(LIST + i * sizeof(value), &value, sizeof(value));
	return value;
}

static void set_entry(u64 i, u64 value)
{
	dom0_write(LIST + i * sizeof(value), &value, sizeof(value));
}

static void growing(void)
{
	struct domain *d = make_domain(0);

	CU_ASSERT_EQUAL(increase(0, NO_LIST, 3, CHUNK_ORDER, d->id), 3);
	CU_ASSERT_EQUAL(p2m_frames(&d->p2m), 3 * 1024);
	/* Smaller extents share chunks, and what is asked for is rounded up. */
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1024, 0, d->id), 1024);
	CU_ASSERT_EQUAL(p2m_frames(&d->p2m), 4 * 1024);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1025, 0, d->id), 1025);
	CU_ASSERT_EQUAL(p2m_frames(&d->p2m), 6 * 1024);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 3, 9, d->id), 3);
	CU_ASSERT_EQUAL(p2m_frames(&d->p2m), 8 * 1024);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 0, CHUNK_ORDER, d->id), 0);
	CU_ASSERT_EQUAL(p2m_frames(&d->p2m), 8 * 1024);
}

static void growing_by_itself(void)
{
	struct domain *d = make_domain(1);

	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom_mem_op, MEMOP_increase_reservation, 0,
				1, CHUNK_ORDER, DOMID_SELF),
			1);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(dom0->p2m.populated, DOM0_CHUNKS + 1);
}

/* The frames that an extent got, in the order of the extents. */
static void reported_frames(void)
{
	struct domain *d = make_domain(0);

	dom0_fill(LIST, 0xee, 64);
	CU_ASSERT_EQUAL(increase(0, LIST, 2, CHUNK_ORDER, d->id), 2);
	CU_ASSERT_EQUAL(entry(0), d->p2m.chunk[0] * 1024ULL);
	CU_ASSERT_EQUAL(entry(1), d->p2m.chunk[1] * 1024ULL);
	CU_ASSERT_TRUE(dom0_is_filled(LIST + 16, 0xee, 48));
	CU_ASSERT_EQUAL(increase(0, LIST, 5, 8, d->id), 5);
	for (u64 i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(entry(i),
				d->p2m.chunk[2 + i / 4] * 1024ULL + i % 4 * 256);
	CU_ASSERT_TRUE(dom0_is_filled(LIST + 40, 0xee, 24));
}

/* A call that goes on where another one ended. */
static void skipping(void)
{
	struct domain *d = make_domain(0);

	dom0_fill(LIST, 0xee, 64);
	CU_ASSERT_EQUAL(increase(2, LIST, 4, CHUNK_ORDER, d->id), 4);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_TRUE(dom0_is_filled(LIST, 0xee, 16));
	CU_ASSERT_EQUAL(entry(2), d->p2m.chunk[0] * 1024ULL);
	CU_ASSERT_EQUAL(entry(3), d->p2m.chunk[1] * 1024ULL);
	CU_ASSERT_EQUAL(increase(4, LIST, 4, CHUNK_ORDER, d->id), 4);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(decrease(3, LIST, 4, CHUNK_ORDER, d->id), 4);
	CU_ASSERT_EQUAL(d->p2m.populated, 1);
}

static void shrinking(void)
{
	struct domain *d = make_domain(4);
	u32 first = d->p2m.chunk[0], second = d->p2m.chunk[1], last = d->p2m.chunk[3];

	set_entry(0, second * 1024ULL);
	set_entry(1, last * 1024ULL);
	CU_ASSERT_EQUAL(decrease(0, LIST, 2, CHUNK_ORDER, d->id), 2);
	CU_ASSERT_EQUAL(chunk_owner(second), CHUNK_FREE);
	CU_ASSERT_EQUAL(chunk_owner(last), CHUNK_FREE);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(d->p2m.nr, 3);
	CU_ASSERT_EQUAL(d->p2m.chunk[0], first);
	CU_ASSERT_EQUAL(d->p2m.chunk[1], CHUNK_NONE);
}

/* It ends at the first extent that is not to be had, and says how far it got. */
static void shrinking_partly(void)
{
	struct domain *d = make_domain(3), *other = make_domain(1);
	const u64 bad[] = {
		other->p2m.chunk[0] * 1024ULL, /* another's */
		d->p2m.chunk[1] * 1024ULL + 1, /* not whole chunks */
		d->p2m.chunk[0] * 1024ULL,     /* given back already */
		0,			       /* the hypervisor's */
		chunk_count() * 1024ULL,       /* none */
		(1ULL << 42) * 1024 + d->p2m.chunk[1] * 1024ULL,
		TOP,
		1ULL << 63,
	};

	set_entry(0, d->p2m.chunk[0] * 1024ULL);
	set_entry(1, bad[0]);
	CU_ASSERT_EQUAL(decrease(0, LIST, 2, CHUNK_ORDER, d->id), 1);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		set_entry(0, bad[i]);
		CU_ASSERT_EQUAL(decrease(0, LIST, 1, CHUNK_ORDER, d->id), 0);
	}
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(other->p2m.populated, 1);
	/* Without a list there is nothing to take, nor in pieces of a chunk. */
	CU_ASSERT_EQUAL(decrease(0, NO_LIST, 1, CHUNK_ORDER, d->id), 0);
	set_entry(0, d->p2m.chunk[1] * 1024ULL);
	CU_ASSERT_EQUAL(decrease(0, LIST, 1, 0, d->id), 0);
	CU_ASSERT_EQUAL(decrease(0, LIST, 1, CHUNK_ORDER + 1, d->id), 0);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
}

static void limit(void)
{
	struct domain *d = make_domain(1);
	dom0_op_t op = { .u.setdomainmaxmem = { .domain = d->id, .max_memkb = 3 << 16 } };

	CU_ASSERT_EQUAL(op_call(DOM0_SETDOMAINMAXMEM, &op), 0);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 10, CHUNK_ORDER, d->id), 2);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER, d->id), 0);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, 0, d->id), 0);
	CU_ASSERT_EQUAL(d->p2m.populated, 3);
}

/* A limit that is no whole number of chunks is rounded up to one, and that is all. */
static void odd_limits(void)
{
	for (u64 order = 0; order < CHUNK_ORDER; order++) {
		struct domain *d = make_domain(0);
		dom0_op_t op = { .u.setdomainmaxmem = { .domain = d->id,
							.max_memkb = 1500 * 64 } };

		CU_ASSERT_EQUAL(op_call(DOM0_SETDOMAINMAXMEM, &op), 0);
		CU_ASSERT_EQUAL(increase(0, NO_LIST, 5000, order, d->id), 1500 >> order);
		CU_ASSERT(p2m_frames(&d->p2m) <= 2048);
		for (int again = 0; again < 3; again++)
			increase(0, NO_LIST, 1, order, d->id);
		CU_ASSERT(p2m_frames(&d->p2m) <= 2048);
		destroy_domain(d);
	}
}

static void no_memory_left(void)
{
	struct domain *d = make_domain(0);
	u32 before = chunk_free_count();
	long done = increase(0, NO_LIST, before + 10, CHUNK_ORDER, d->id);

	CU_ASSERT_EQUAL(done, d->p2m.populated);
	/* Some may have become hardware's tables, one may be where its number says. */
	CU_ASSERT(done <= before && done + 3 >= before);
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER, d->id), 0);
}

static void large_extents(void)
{
	static const u64 orders[] = {
		CHUNK_ORDER + 1, 20, 52, 63, 64, 65, 127, 128, 255
	};
	struct domain *d = make_domain(0);

	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, orders[i], d->id), 0);
		CU_ASSERT_EQUAL(increase(0, LIST, 100, orders[i], d->id), 0);
	}
	CU_ASSERT_EQUAL(d->p2m.populated, 0);
	/* The upper bits say how many address bits the domain's devices have. */
	CU_ASSERT_EQUAL(increase(0, NO_LIST, 1, CHUNK_ORDER | 32 << 8, d->id), 1);
}

static void counts(void)
{
	static const u64 bad[] = { 1ULL << 31, 1ULL << 32, 1ULL << 63, TOP };
	struct domain *d = make_domain(0);

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		long ret = increase(0, LIST, bad[i], CHUNK_ORDER, d->id);

		/* Refused, or nothing done: never some of 2^63. */
		CU_ASSERT(ret == -EINVAL || ret == 0);
		ret = decrease(0, LIST, bad[i], CHUNK_ORDER, d->id);
		CU_ASSERT(ret == -EINVAL || ret == 0);
	}
	CU_ASSERT_EQUAL(increase(2, NO_LIST, 1, CHUNK_ORDER, d->id), -EINVAL);
	CU_ASSERT_EQUAL(increase(1ULL << 59, NO_LIST, 1, CHUNK_ORDER, d->id), -EINVAL);
	CU_ASSERT_EQUAL(d->p2m.populated, 0);
}

/* Checked in this order: count, privilege, domain, operation. */
static void refusals(void)
{
	struct domain *d = make_domain(1);

	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom_mem_op, 2 << 4, 0, 1, 0, 0), -EINVAL);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom_mem_op, 0, 0, 1, CHUNK_ORDER, 0),
			-EPERM);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom_mem_op, 0, 0, 1, CHUNK_ORDER, d->id),
			-EPERM);
	CU_ASSERT_EQUAL(call_by(d, __HYPERVISOR_dom_mem_op, 7, 0, 1, CHUNK_ORDER, 999),
			-EPERM);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, 7, 0, 1, CHUNK_ORDER, 999), -ESRCH);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, 0, 0, 1, CHUNK_ORDER, DOMID_IO),
			-ESRCH);
	for (u64 op = 2; op < 16; op++)
		CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, op, 0, 1, 0, d->id),
				-ENOSYS);
	CU_ASSERT_EQUAL(d->p2m.populated, 1);
}

/* A list that is not there: nothing is done, and no chunk is lost. */
static void bad_lists(void)
{
	struct domain *d = make_domain(2);
	const u64 bad[] = { DOM0_END, NOWHERE, TOP, TOP - 7, DOM0_END - 15, 1ULL << 63 };
	u32 before = chunk_free_count();

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT(increase(0, bad[i], 2, CHUNK_ORDER, d->id) <= 0);
		CU_ASSERT(decrease(0, bad[i], 2, CHUNK_ORDER, d->id) <= 0);
	}
	/* One that would begin elsewhere if its address could wrap. */
	CU_ASSERT(increase(0x2000, TOP - 0xffff, 0x2002, CHUNK_ORDER, d->id) <= 0x2000);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(chunk_free_count(), before);
}

static void lists_across_a_border(void)
{
	static const u64 places[] = { CHUNK_SIZE - 8, CHUNK_SIZE - 4, 3, DOM0_END - 16,
				      DOM0_END - 17 };
	struct domain *d = make_domain(0);

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		u64 frame[2];

		CU_ASSERT_EQUAL(increase(0, places[i], 2, CHUNK_ORDER, d->id), 2);
		dom0_read(places[i], frame, sizeof(frame));
		CU_ASSERT_EQUAL(frame[0], d->p2m.chunk[0] * 1024ULL);
		CU_ASSERT_EQUAL(frame[1], d->p2m.chunk[1] * 1024ULL);
		CU_ASSERT_EQUAL(decrease(0, places[i], 2, CHUNK_ORDER, d->id), 2);
	}
}

/* Random calls; a domain's frames are what went in less what came out. */
static void model(void)
{
	struct domain *d = make_domain(0);
	u32 have = 0;

	for (int round = 0; round < 500; round++) {
		u64 n = random_below(4);
		long done;

		if (random_below(2)) {
			done = increase(0, LIST, n, CHUNK_ORDER, d->id);
			CU_ASSERT_FATAL(done >= 0 && done <= (long)n);
			have += (u32)done;
		} else {
			for (u64 i = 0; i < n; i++)
				set_entry(i, 1024 * random_below(chunk_count() + 2));
			done = decrease(0, LIST, n, CHUNK_ORDER, d->id);
			CU_ASSERT_FATAL(done >= 0 && done <= (long)n);
			have -= (u32)done;
		}
		CU_ASSERT_EQUAL(d->p2m.populated, have);
		CU_ASSERT_EQUAL(p2m_frames(&d->p2m), have * 1024ULL);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "growing", growing },
		{ "growing by itself", growing_by_itself },
		{ "reported frames", reported_frames },
		{ "skipping", skipping },
		{ "shrinking", shrinking },
		{ "shrinking partly", shrinking_partly },
		{ "limit", limit },
		{ "odd limits", odd_limits },
		{ "no memory left", no_memory_left },
		{ "large extents", large_extents },
		{ "counts", counts },
		{ "refusals", refusals },
		{ "bad lists", bad_lists },
		{ "lists across a border", lists_across_a_border },
		{ "model", model },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "memory op",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(32);
	return run_suites("unit-memory-op", suites);
}
