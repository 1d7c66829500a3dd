// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: shadow_control. */
#include <limits.h>

#include "libxc-fake.h"
#include "libxc-ops.h"

#define CLEAN DOM0_SHADOW_CONTROL_OP_CLEAN
#define PEEK  DOM0_SHADOW_CONTROL_OP_PEEK

static unsigned long bitmap[FAKE_PFNS / 64 + 1];

/* Set nr frames, with a pattern of written ones. */
static void track(u64 nr)
{
	xen.shadow_pages = nr;
	xen.counted_writes = (dom0_shadow_control_stats_t){ 1, 2, 3, 4 };
	for (size_t i = 0; i < FAKE_PFNS / 64; i++)
		xen.dirty[i] = 0x9e3779b97f4a7c15 * (i + 1);
	memset(bitmap, 0x77, sizeof(bitmap));
}

static void check_bitmap(u64 nr)
{
	for (size_t i = 0; i < (nr + 63) / 64; i++)
		CU_ASSERT_EQUAL(bitmap[i], 0x9e3779b97f4a7c15 * (i + 1));
	CU_ASSERT_EQUAL(bitmap[(nr + 63) / 64], 0x7777777777777777);
}

static void peek_and_clean(void)
{
	static const int sizes[] = { 0,	    1,	   63,	  64,	 65,   29183,
				     29184, 29185, 29248, 29249, 39999 };
	xc_shadow_control_stats_t stats;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int nr = sizes[i];

		track(nr);
		memset(&stats, 0, sizeof(stats));
		CU_ASSERT_EQUAL(xc_shadow_control(handle, 0, PEEK, bitmap, nr, &stats),
				nr);
		check_bitmap(nr);
		CU_ASSERT_EQUAL(stats.fault_count, 1);
		CU_ASSERT_EQUAL(stats.dirty_block_count, 4);
		memset(bitmap, 0x77, sizeof(bitmap));
		CU_ASSERT_EQUAL(xc_shadow_control(handle, 0, CLEAN, bitmap, nr, NULL),
				nr);
		check_bitmap(nr);
		/* More room than frames. */
		CU_ASSERT_EQUAL(
			xc_shadow_control(handle, 0, PEEK, bitmap, FAKE_PFNS, NULL), nr);
		for (int w = 0; w < (nr + 63) / 64; w++)
			CU_ASSERT_EQUAL(bitmap[w], 0);
	}
}

/* Too little room is an error before anything is cleaned. */
static void too_small(void)
{
	xc_shadow_control_stats_t stats = { .fault_count = 77 };

	track(1000);
	ASSERT_FAILS(xc_shadow_control(handle, 0, CLEAN, bitmap, 999, &stats), EINVAL);
	ASSERT_FAILS(xc_shadow_control(handle, 0, PEEK, bitmap, 999, &stats), EINVAL);
	ASSERT_FAILS(xc_shadow_control(handle, 0, CLEAN, bitmap, 0, &stats), EINVAL);
	ASSERT_FAILS(xc_shadow_control(handle, 0, CLEAN, NULL, 1000, &stats), EINVAL);
	CU_ASSERT_EQUAL(stats.fault_count, 77);
	CU_ASSERT_EQUAL(bitmap[999 / 64 + 1], 0x7777777777777777);
	memset(bitmap, 0x77, sizeof(bitmap));
	CU_ASSERT_EQUAL(xc_shadow_control(handle, 0, CLEAN, bitmap, 1000, &stats), 1000);
	check_bitmap(1000);
}

static void without_bitmap(void)
{
	xc_shadow_control_stats_t stats = { 0 };

	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(
				xc_shadow_control(handle, 0,
						  DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY,
						  NULL, 5, &stats),
				5)),
			1);
	CU_ASSERT_EQUAL(stats.dirty_count, 9);
	CU_ASSERT_EQUAL(
		xc_shadow_control(handle, 0, DOM0_SHADOW_CONTROL_OP_OFF, NULL, 0, NULL),
		0);
	/* The count does not become negative. */
	CU_ASSERT_EQUAL(xc_shadow_control(handle, 0, DOM0_SHADOW_CONTROL_OP_OFF, NULL,
					  ~0UL, NULL),
			INT_MAX);
}

static void failures(void)
{
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(
				xc_shadow_control(handle, 65536, PEEK, bitmap, 64, NULL),
				ESRCH);
			ASSERT_FAILS(xc_shadow_control(handle, 65536, 0, NULL, 0, NULL),
				     ESRCH);
		}),
		0);
	ASSERT_FAILS(xc_shadow_control(handle, 3, PEEK, bitmap, 64, NULL), ESRCH);
	ASSERT_FAILS(xc_shadow_control(handle, 3, CLEAN, bitmap, 64, NULL), ESRCH);
	ASSERT_FAILS(xc_shadow_control(handle, 3, 0, NULL, 0, NULL), ESRCH);
	ASSERT_FAILS(xc_shadow_control(-1, 0, PEEK, bitmap, 64, NULL), EBADF);
}

CU_TestInfo libxc_shadow_tests[] = {
	{ "shadow_control: bitmaps, at and around the windows", peek_and_clean },
	{ "shadow_control: too little room", too_small },
	{ "shadow_control without a bitmap", without_bitmap },
	{ "shadow_control: failures", failures },
	CU_TEST_INFO_NULL,
};
