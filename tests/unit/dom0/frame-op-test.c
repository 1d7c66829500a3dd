// SPDX-License-Identifier: GPL-2.0-or-later
/* GETPAGEFRAMEINFO and its batched form (frames.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

#define BAD ((u64)0xf << 28) /* XTAB, in an element of 64 bits */
#define MAX 1024

static u64 frame_of(const struct domain *d, u32 index, u64 offset)
{
	return (u64)d->p2m.chunk[index] * CHUNK_FRAMES + offset;
}

static long info(u64 frame, domid_t domain, u32 *type)
{
	dom0_op_t op = { .u.getpageframeinfo = {
				 .pfn = frame, .domain = domain, .type = 4711 } };
	long ret = op_call(DOM0_GETPAGEFRAMEINFO, &op);

	*type = op.u.getpageframeinfo.type;
	return ret;
}

static void one_frame(void)
{
	static const u64 offsets[] = { 0, 1, 500, CHUNK_FRAMES - 1 };
	struct domain *d = make_domain(2);
	u32 type;

	for (u32 c = 0; c < 2; c++)
		for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
			CU_ASSERT_EQUAL(info(frame_of(d, c, offsets[i]), d->id, &type),
					0);
			CU_ASSERT_EQUAL(type, NOTAB);
			/* It is that domain's and nobody else's. */
			CU_ASSERT_EQUAL(info(frame_of(d, c, offsets[i]), 0, &type),
					-EINVAL);
			CU_ASSERT_EQUAL(type, 4711);
		}
	CU_ASSERT_EQUAL(info(frame_of(dom0, 3, 7), 0, &type), 0);
	CU_ASSERT_EQUAL(type, NOTAB);
	CU_ASSERT_EQUAL(info(frame_of(dom0, 3, 7), d->id, &type), -EINVAL);
}

static void bad_frames(void)
{
	struct domain *d = make_domain(1);
	u64 good = frame_of(d, 0, 0);
	const u64 bad[] = { 0 /* the hypervisor's */,
			    chunk_count() * CHUNK_FRAMES,
			    good | 1ULL << 32,
			    good | 1ULL << 42,
			    good | 1ULL << 63,
			    good + CHUNK_FRAMES * (1ULL << 32),
			    1ULL << 63,
			    TOP };
	static const domid_t unknown[] = { 1000,     DOMID_SELF, DOMID_XEN,
					   DOMID_IO, CHUNK_FREE, 0xffff };
	u32 type;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(info(bad[i], d->id, &type), -EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		CU_ASSERT_EQUAL(info(good, unknown[i], &type), -EINVAL);
		CU_ASSERT_EQUAL(info(0, unknown[i], &type), -EINVAL);
	}
	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[0]), 0);
	CU_ASSERT_EQUAL(info(good, d->id, &type), -EINVAL);
	CU_ASSERT_EQUAL(type, 4711);
}

static long batch(domid_t domain, u64 num, u64 gpa)
{
	dom0_op_t op = { .u.getpageframeinfo2 = { .domain = domain,
						  .num = num,
						  .array = guest_pointer(gpa) } };
	long ret = op_call(DOM0_GETPAGEFRAMEINFO2, &op);

	CU_ASSERT_EQUAL(op.u.getpageframeinfo2.num, num);
	return ret;
}

/* A frame that may be anybody's or nobody's. */
static u64 any_frame(const struct domain *d)
{
	switch (random_below(4)) {
	case 0:
		return frame_of(d, (u32)random_below(2), random_below(CHUNK_FRAMES));
	case 1:
		return random_below(24 * CHUNK_FRAMES);
	case 2: /* with a type from an earlier call */
		return frame_of(d, 1, random_below(CHUNK_FRAMES)) | random_below(16)
									    << 28;
	default:
		return random_u64();
	}
}

static u64 expected(const struct domain *d, u64 frame)
{
	u64 bare = frame & ~BAD;

	for (u32 i = 0; i < d->p2m.nr; i++)
		if (bare >= frame_of(d, i, 0) && bare <= frame_of(d, i, CHUNK_FRAMES - 1))
			return bare;
	return bare | BAD;
}

static void batches(void)
{
	static const u64 counts[] = { 1, 2, 63, 64, 65, 127, 128, 129, 1000, 1023, MAX };
	static u64 frame[MAX + 1], got[MAX + 1];
	struct domain *d = make_domain(2);

	for (size_t c = 0; c < ARRAY_SIZE(counts); c++) {
		u64 n = counts[c], size = n * sizeof(u64);
		const u64 places[] = { BUF_GPA, BUF_GPA + 3, CHUNK_SIZE - size / 2,
				       CHUNK_SIZE - 5, DOM0_END - size };

		for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
			bool at_end = places[p] + size == DOM0_END;

			for (u64 i = 0; i <= n; i++)
				frame[i] = any_frame(d);
			dom0_write(places[p], frame, size + (at_end ? 0 : sizeof(u64)));
			CU_ASSERT_EQUAL(batch(d->id, n, places[p]), 0);
			got[n] = frame[n];
			dom0_read(places[p], got, size + (at_end ? 0 : sizeof(u64)));
			for (u64 i = 0; i < n; i++)
				CU_ASSERT_EQUAL(got[i], expected(d, frame[i]));
			/* What lies behind is not touched. */
			CU_ASSERT_EQUAL(got[n], frame[n]);
		}
	}
}

static void batch_counts(void)
{
	static const u64 too_many[] = { MAX + 1, 1ULL << 32, 1ULL << 61, 1ULL << 63,
					TOP };

	CU_ASSERT_EQUAL(batch(0, 0, BUF_GPA), 0);
	CU_ASSERT_EQUAL(batch(0, 0, 0), 0);
	dom0_fill(BUF_GPA, 0xee, 64);
	for (size_t i = 0; i < ARRAY_SIZE(too_many); i++) {
		CU_ASSERT_EQUAL(batch(0, too_many[i], BUF_GPA), -E2BIG);
		CU_ASSERT_EQUAL(batch(0, too_many[i], NOWHERE), -E2BIG);
		CU_ASSERT_EQUAL(batch(1000, too_many[i], BUF_GPA), -ESRCH);
	}
	CU_ASSERT_EQUAL(batch(1000, 4, BUF_GPA), -ESRCH);
	CU_ASSERT_EQUAL(batch(DOMID_SELF, 4, BUF_GPA), -ESRCH);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA, 0xee, 64));
}

/* All of the array must be there, or nothing of it is written. */
static void batch_nowhere(void)
{
	static const u64 bad[] = {
		0,	     DOM0_END, DOM0_END - 8 * MAX + 1, NOWHERE,
		TOP,	     TOP - 7,  TOP - 8 * MAX + 1,      1ULL << 63,
		DOM0_END - 8
	};

	dom0_fill(DOM0_END - 8 * MAX, 0xee, 8 * MAX);
	dom0_fill(8, 0xee, 64);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(batch(0, MAX, bad[i]), -EINVAL);
	CU_ASSERT_TRUE(dom0_is_filled(DOM0_END - 8 * MAX, 0xee, 8 * MAX));
	CU_ASSERT_TRUE(dom0_is_filled(8, 0xee, 64));
	/* A hole in the middle of it. */
	CU_ASSERT_EQUAL(p2m_remove(dom0, dom0->p2m.chunk[2]), 0);
	dom0_fill(2 * CHUNK_SIZE - 4096, 0xee, 4096);
	CU_ASSERT_EQUAL(batch(0, MAX, 2 * CHUNK_SIZE - 4096), -EINVAL);
	CU_ASSERT_TRUE(dom0_is_filled(2 * CHUNK_SIZE - 4096, 0xee, 4096));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "one frame", one_frame },
		{ "bad frames", bad_frames },
		{ "batches", batches },
		{ "counts of a batch", batch_counts },
		{ "batch nowhere", batch_nowhere },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "frame ops",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-frame-op", suites);
}
