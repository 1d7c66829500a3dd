// SPDX-License-Identifier: GPL-2.0-or-later
/* SHADOW_CONTROL and PPC_SHADOW_CONTROL (xen/common/dom0/shadow.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"
#include "shadow.h"

#define ENABLE	  DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY
#define TEST	  DOM0_SHADOW_CONTROL_OP_ENABLE_TEST
#define TRANSLATE DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE
#define OFF	  DOM0_SHADOW_CONTROL_OP_OFF
#define FLUSH	  DOM0_SHADOW_CONTROL_OP_FLUSH
#define CLEAN	  DOM0_SHADOW_CONTROL_OP_CLEAN
#define PEEK	  DOM0_SHADOW_CONTROL_OP_PEEK
#define NO_DOMAIN 0x7abc

static u64 bitmap[MAX_WORDS];
static const u32 all_ops[] = { OFF, TEST, ENABLE, TRANSLATE, FLUSH, CLEAN, PEEK };

/* A domain whose writes are logged and that has written to every third frame. */
static struct domain *busy_domain(u32 chunks)
{
	struct domain *d = make_domain(chunks);

	CU_ASSERT_EQUAL_FATAL(shadow_control(d, ENABLE), 0);
	for (u64 frame = 0; frame < chunks * CHUNK_FRAMES; frame += 3)
		domain_stores(d, FRAME(frame));
	return d;
}

static bool every_third(u64 frame)
{
	return frame % 3 == 0;
}

/* Whether PEEK says what busy_domain() has left, but for frames that are clean. */
static void check_dirty_but(const struct domain *d, u64 first, u64 end)
{
	dirty_frames(d, PEEK, bitmap);
	for (u64 frame = 0; frame < (u64)d->p2m.nr * CHUNK_FRAMES; frame++) {
		bool clean = frame >= first && frame < end;

		CU_ASSERT_EQUAL(bitmap[frame / 64] >> frame % 64 & 1,
				every_third(frame) && !clean);
		if (!can_store(d, FRAME(frame)))
			CU_ASSERT(clean || !every_third(frame));
	}
}

static void whose(void)
{
	dom0_ppc_shadow_control_t window;
	dom0_shadow_control_t result;

	for (size_t i = 0; i < ARRAY_SIZE(all_ops); i++) {
		CU_ASSERT_EQUAL(shadow_op(NO_DOMAIN, all_ops[i], 0, 0, &result), -ESRCH);
		CU_ASSERT_EQUAL(shadow_op(DOMID_SELF, all_ops[i], 0, 0, &result), -ESRCH);
		CU_ASSERT_EQUAL(shadow_op(0, all_ops[i], 0, 0, &result), -EINVAL);
		CU_ASSERT_EQUAL(shadow_window(NO_DOMAIN, all_ops[i], 0, 0, 0, &window),
				-ESRCH);
		CU_ASSERT_EQUAL(shadow_window(0, all_ops[i], 0, 0, 0, &window), -EINVAL);
	}
	CU_ASSERT_PTR_NULL(dom0->log_dirty);
}

static void modes(void)
{
	static const u32 unknown[] = { 4, 5, 9, 13, 14, 0x80000002, 0xffffffff };
	struct domain *d = make_domain(1);
	dom0_ppc_shadow_control_t window;

	for (int on = 0; on < 2; on++) {
		for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
			CU_ASSERT_EQUAL(shadow_control(d, unknown[i]), -EINVAL);
			CU_ASSERT_EQUAL(
				shadow_window(d->id, unknown[i], 0, 0, 0, &window),
				-EINVAL);
		}
		for (u32 op = OFF; op <= FLUSH; op++)
			CU_ASSERT_EQUAL(shadow_window(d->id, op, 0, 0, 0, &window),
					-EINVAL);
		CU_ASSERT_EQUAL(shadow_control(d, TEST), -ENOSYS);
		CU_ASSERT_EQUAL(shadow_control(d, TRANSLATE), -ENOSYS);
		CU_ASSERT_EQUAL(d->log_dirty != NULL, on);
		if (on)
			break;
		CU_ASSERT_EQUAL(shadow_control(d, OFF), 0);
		CU_ASSERT_EQUAL(shadow_control(d, FLUSH), -EINVAL);
		CU_ASSERT_EQUAL(shadow_control(d, CLEAN), -EINVAL);
		CU_ASSERT_EQUAL(shadow_control(d, PEEK), -EINVAL);
		CU_ASSERT_EQUAL(shadow_window(d->id, CLEAN, 0, 64, BUF_GPA, &window),
				-EINVAL);
		CU_ASSERT_EQUAL(shadow_window(d->id, PEEK, 0, 64, BUF_GPA, &window),
				-EINVAL);
		CU_ASSERT_EQUAL(shadow_control(d, ENABLE), 0);
	}
	/* What is dirty stays so when it is to be enabled again. */
	domain_stores(d, FRAME(3));
	CU_ASSERT_EQUAL(shadow_control(d, ENABLE), -EINVAL);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 1);
	CU_ASSERT_EQUAL(shadow_control(d, OFF), 0);
	CU_ASSERT_EQUAL(shadow_control(d, OFF), 0);
}

/* As many bits as were asked for and there are, in whole bytes. */
static void lengths(void)
{
	static const u64 pages[] = { 0,	   1,	 7,	     8,		 9,
				     63,   64,	 65,	     1000,	 2047,
				     2048, 2049, 1ULL << 32, 1ULL << 63, TOP };
	dom0_shadow_control_t result;

	for (size_t i = 0; i < ARRAY_SIZE(pages); i++) {
		struct domain *d = busy_domain(2);
		u64 told = min(pages[i], 2048ULL), bytes = (told + 7) / 8;

		for (u32 op = CLEAN; op <= PEEK; op++) {
			if (op == CLEAN)
				shadow_op(d->id, PEEK, BUF_GPA + 4096, TOP, &result);
			dom0_fill(BUF_GPA, 0xee, 512);
			CU_ASSERT_EQUAL(shadow_op(d->id, op, BUF_GPA, pages[i], &result),
					0);
			CU_ASSERT_EQUAL(result.pages, told);
			CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + bytes, 0xee, 8));
			dom0_read(BUF_GPA, bitmap, bytes);
			for (u64 frame = 0; op == CLEAN && frame < bytes * 8; frame++)
				CU_ASSERT_EQUAL(((u8 *)bitmap)[frame / 8] >> frame % 8 &
							1,
						every_third(frame));
			check_dirty_but(d, 0, bytes * 8);
		}
		destroy_domain(d);
	}
}

/* Any place in the caller's memory is good; any other leaves all as it was. */
static void places(void)
{
	const u64 size = 2 * CHUNK_FRAMES / 8;
	const u64 good[] = { BUF_GPA, BUF_GPA + 3, CHUNK_SIZE - 100, DOM0_END - size };
	const u64 bad[] = { DOM0_END, DOM0_END - size + 1, NOWHERE,
			    TOP,      TOP - size + 1,	   1ULL << 63 };
	struct domain *d = busy_domain(2);
	dom0_ppc_shadow_control_t window;
	dom0_shadow_control_t result;

	dom0_fill(DOM0_END - size, 0xee, size);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(shadow_op(d->id, CLEAN, bad[i], TOP, &result), -EINVAL);
		CU_ASSERT_EQUAL(result.pages, TOP);
		CU_ASSERT_EQUAL(result.stats.dirty_count, 0x77777777);
		CU_ASSERT_EQUAL(shadow_window(d->id, CLEAN, 0, TOP, bad[i], &window),
				-EINVAL);
		CU_ASSERT(window.count == TOP && window.pages == 4711);
	}
	CU_ASSERT_TRUE(dom0_is_filled(DOM0_END - size, 0xee, size));
	check_dirty_but(d, 0, 0);
	CU_ASSERT_EQUAL(d->log_dirty->stats.dirty_count, 683);
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, good[i], TOP, &result), 0);
		dom0_read(good[i], bitmap, size);
		CU_ASSERT_EQUAL(memcmp(bitmap, d->log_dirty->dirty, size), 0);
		dom0_fill(good[i], 0xee, size);
		CU_ASSERT_EQUAL(shadow_window(d->id, PEEK, 0, TOP, good[i], &window), 0);
		dom0_read(good[i], bitmap, size);
		CU_ASSERT_EQUAL(memcmp(bitmap, d->log_dirty->dirty, size), 0);
	}
}

/* No buffer: the rest of the answer, and what CLEAN does. */
static void no_buffer(void)
{
	struct domain *d = busy_domain(1);
	dom0_ppc_shadow_control_t window;
	dom0_shadow_control_t result;

	CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, TOP, &result), 0);
	CU_ASSERT_EQUAL(result.pages, 1024);
	CU_ASSERT_EQUAL(result.stats.dirty_count, 342);
	CU_ASSERT_EQUAL(shadow_window(d->id, CLEAN, 0, 64, 0, &window), 0);
	check_dirty_but(d, 0, 64);
	CU_ASSERT_EQUAL(shadow_op(d->id, CLEAN, 0, 128, &result), 0);
	CU_ASSERT_EQUAL(result.pages, 128);
	check_dirty_but(d, 0, 128);
}

static void counters(void)
{
	struct domain *d = busy_domain(1);
	dom0_shadow_control_t result;

	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, 0, &result), 0);
		CU_ASSERT_EQUAL(result.stats.fault_count, 342);
		CU_ASSERT_EQUAL(result.stats.dirty_count, 342);
		CU_ASSERT_EQUAL(result.stats.dirty_net_count, 0);
		CU_ASSERT_EQUAL(result.stats.dirty_block_count, 0);
	}
	/* They are of the past, even if nothing is cleaned. */
	CU_ASSERT_EQUAL(shadow_op(d->id, CLEAN, 0, 0, &result), 0);
	CU_ASSERT_EQUAL(result.stats.fault_count, 342);
	CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, 0, &result), 0);
	CU_ASSERT(!result.stats.fault_count && !result.stats.dirty_count);
	domain_stores(d, FRAME(1));
	CU_ASSERT_EQUAL(shadow_control(d, FLUSH), 0);
	CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, 0, &result), 0);
	CU_ASSERT(!result.stats.fault_count && !result.stats.dirty_count);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 343);
}

/* A bitmap of any length through a buffer of any length. */
static void windows(void)
{
	static const u64 sizes[] = { 64, 128, 192, 1024, 4096, TOP };
	dom0_ppc_shadow_control_t window;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct domain *d = busy_domain(3);
		u64 first = 0, total = 3 * CHUNK_FRAMES;

		while (first < total) {
			CU_ASSERT_EQUAL(d->log_dirty->stats.dirty_count, 1024);
			dom0_fill(BUF_GPA, 0xee, 1024);
			CU_ASSERT_EQUAL_FATAL(shadow_window(d->id, CLEAN, first, sizes[i],
							    BUF_GPA, &window),
					      0);
			CU_ASSERT_EQUAL(window.count, min(sizes[i], total - first));
			CU_ASSERT_EQUAL(window.pages, total);
			CU_ASSERT_EQUAL(window.stats.dirty_count, 1024);
			dom0_read(BUF_GPA, bitmap, window.count / 8);
			CU_ASSERT_TRUE(
				dom0_is_filled(BUF_GPA + window.count / 8, 0xee, 8));
			for (u64 n = 0; n < window.count; n++)
				CU_ASSERT_EQUAL(bitmap[n / 64] >> n % 64 & 1,
						every_third(first + n));
			first += window.count;
			check_dirty_but(d, 0, first);
		}
		CU_ASSERT_EQUAL(d->log_dirty->stats.dirty_count, 0);
		destroy_domain(d);
	}
}

/* Frames of the last word that the window has not are neither told nor cleaned. */
static void odd_windows(void)
{
	static const u64 counts[] = { 1, 2, 63, 65, 100 };
	dom0_ppc_shadow_control_t window;

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		struct domain *d = busy_domain(1);
		u64 words = (counts[i] + 63) / 64;

		for (u32 op = PEEK; op >= CLEAN; op--) {
			dom0_fill(BUF_GPA, 0xee, 64);
			CU_ASSERT_EQUAL(shadow_window(d->id, op, 192, counts[i], BUF_GPA,
						      &window),
					0);
			CU_ASSERT_EQUAL(window.count, counts[i]);
			CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + words * 8, 0xee, 8));
			dom0_read(BUF_GPA, bitmap, words * 8);
			for (u64 n = 0; n < words * 64; n++)
				CU_ASSERT_EQUAL(bitmap[n / 64] >> n % 64 & 1,
						every_third(192 + n) && n < counts[i]);
		}
		check_dirty_but(d, 192, 192 + counts[i]);
		destroy_domain(d);
	}
}

static void windows_beside(void)
{
	static const u64 unaligned[] = { 1, 8, 63, 65, TOP };
	static const u64 beyond[] = { 1024, 1088, 1ULL << 32, TOP - 63 };
	struct domain *d = busy_domain(1);
	dom0_ppc_shadow_control_t window;

	for (size_t i = 0; i < ARRAY_SIZE(unaligned); i++)
		CU_ASSERT_EQUAL(
			shadow_window(d->id, CLEAN, unaligned[i], 64, BUF_GPA, &window),
			-EINVAL);
	dom0_fill(BUF_GPA, 0xee, 64);
	for (size_t i = 0; i < ARRAY_SIZE(beyond); i++) {
		CU_ASSERT_EQUAL(
			shadow_window(d->id, CLEAN, beyond[i], TOP, BUF_GPA, &window), 0);
		CU_ASSERT(window.count == 0 && window.pages == 1024);
		/* Nothing to write: nowhere to write it is good. */
		CU_ASSERT_EQUAL(
			shadow_window(d->id, CLEAN, beyond[i], 64, NOWHERE, &window), 0);
	}
	CU_ASSERT_EQUAL(shadow_window(d->id, CLEAN, 0, 0, NOWHERE, &window), 0);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA, 0xee, 64));
	CU_ASSERT_EQUAL(d->log_dirty->stats.dirty_count, 342);
	check_dirty_but(d, 0, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "whose", whose },
		{ "modes", modes },
		{ "lengths", lengths },
		{ "places", places },
		{ "no buffer", no_buffer },
		{ "counters", counters },
		{ "windows", windows },
		{ "odd windows", odd_windows },
		{ "windows beside", windows_beside },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "shadow ops",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-shadow-op", suites);
}
