// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists and texts of any length through one page. */
#include "libxc-fake.h"
#include "libxc-magic.h"
#include "libxc-ops.h"

static unsigned long frames[FAKE_PFNS];

/* Number of frames that fit into the page beside the operation. */
static unsigned long window(void)
{
	return (fake.page_size - sizeof(dom0_op_t)) / sizeof(unsigned long);
}

static void number_of_calls(void)
{
	unsigned long w = window();
	const struct {
		unsigned long have, room, calls;
	} want[] = {
		{ 0, 0, 1 },	     { 0, 10, 1 },	  { 1, 1, 1 },
		{ w - 1, w, 1 },     { w, w, 1 },	  { w, w + 1, 2 },
		{ w + 1, w + 1, 2 }, { 2 * w, 2 * w, 2 }, { 2 * w, FAKE_PFNS, 3 },
	};

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		fake_domain(1, want[i].have, 5);
		CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(
					xc_get_pfn_list(handle, 1, frames, want[i].room),
					(int)want[i].have)),
				want[i].calls);
	}
}

static void failure_in_the_middle(void)
{
	fake_domain(1, 2 * window() + 5, 0);
	xen.fail_cmd = DOM0_PPC_GETMEMLIST;
	xen.fail_in = 2;
	xen.fail_errno = ESRCH;
	ASSERT_FAILS(xc_get_pfn_list(handle, 1, frames, FAKE_PFNS), ESRCH);
}

static void impossible_answers(void)
{
	char buffer[100], *text = buffer;
	unsigned int n = sizeof(buffer);

	fake_domain(1, 5, 0);
	xen.lie = true;
	ASSERT_FAILS(xc_get_pfn_list(handle, 1, frames, 10), EIO);
	fake_print(300);
	ASSERT_FAILS(xc_readconsolering(handle, &text, &n, 0), EIO);
	/* No buffer with a size: refused before any hypercall. */
	CU_ASSERT_EQUAL(HYPERCALLS({
				ASSERT_FAILS(xc_get_pfn_list(handle, 1, NULL, 1), EFAULT);
				text = NULL;
				ASSERT_FAILS(xc_readconsolering(handle, &text, &n, 0),
					     EFAULT);
			}),
			0);
}

static unsigned int hook_calls;

/* Between windows the domain gives back frames at the front, and gets others. */
static void change_list(const privcmd_hypercall_t *h)
{
	const dom0_op_t *op = fake_guest(h->arg[0], sizeof(*op));

	if (op->cmd != DOM0_PPC_GETMEMLIST || hook_calls++ != 1)
		return;
	for (int pfn = 0; pfn < 100; pfn++)
		xen.domain[1].p2m[pfn] = FAKE_HOLE;
	for (int i = 0; i < 50; i++)
		xen.domain[1].p2m[xen.domain[1].nr_pfns++] = 0x9000000 + i;
}

static void list_that_changes(void)
{
	unsigned long nr = 2 * window();
	int got;

	fake_domain(1, nr, 0);
	hook_calls = 0;
	fake.hook = change_list;
	/* No frame twice; all frames that stayed, and the new ones, are found. */
	got = xc_get_pfn_list(handle, 1, frames, FAKE_PFNS);
	CU_ASSERT_EQUAL(got, (int)nr + 50);
	for (unsigned long i = 0; i < nr; i++)
		CU_ASSERT_EQUAL(frames[i], FAKE_MFN(1, i));
	for (int i = 0; i < 50; i++)
		CU_ASSERT_EQUAL(frames[nr + i], 0x9000000U + i);
}

/* ---- the console ---- */

static char buffer[FAKE_CONSOLE + 100];

/* Read into n bytes; the text must be the last `want` bytes before position end. */
static void read_and_check(unsigned int n, int clear, unsigned int want, u64 end)
{
	char *text = buffer;
	unsigned int got = n;

	memset(buffer, 0, sizeof(buffer));
	CU_ASSERT_EQUAL_FATAL(xc_readconsolering(handle, &text, &got, clear), 0);
	CU_ASSERT_EQUAL(got, want);
	CU_ASSERT_TRUE_FATAL(text >= buffer && text + got <= buffer + n);
	for (unsigned int i = 0; i < got; i++)
		CU_ASSERT_EQUAL(text[i], FAKE_CHAR(end - got + i));
	CU_ASSERT_EQUAL(buffer[n], 0);
}

static void console_windows(void)
{
	unsigned int w = fake.page_size - sizeof(dom0_op_t);
	const size_t sizes[] = { 1, w - 1, w, w + 1, 2 * w, 2 * w + 1, 100000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned int have = sizes[i] < FAKE_CONSOLE ? sizes[i] : FAKE_CONSOLE;

		xen.console_start = xen.console_end;
		fake_print(sizes[i]);
		read_and_check(FAKE_CONSOLE, 0, have, xen.console_end);
		read_and_check(have, 0, have, xen.console_end);
		read_and_check(have - 1, 0, have - 1, xen.console_end);
		read_and_check(have / 3, 0, have / 3, xen.console_end);
		read_and_check(0, 0, 0, xen.console_end);
		CU_ASSERT_EQUAL(xen.console_end - xen.console_start, have);
		/* Clearing discards all, even if only a part was read. */
		read_and_check(have / 2, 1, have / 2, xen.console_end);
		CU_ASSERT_EQUAL(xen.console_start, xen.console_end);
		read_and_check(10, 1, 0, xen.console_end);
		fake_print(sizes[i]);
		read_and_check(0, 1, 0, xen.console_end);
		CU_ASSERT_EQUAL(xen.console_start, xen.console_end);
	}
}

static void console_in_one_call(void)
{
	fake_print(fake.page_size - sizeof(dom0_op_t));
	CU_ASSERT_EQUAL(HYPERCALLS(read_and_check(FAKE_CONSOLE, 0,
						  fake.page_size - sizeof(dom0_op_t),
						  xen.console_end)),
			1);
}

static size_t print_in_hook;

static void print_meanwhile(const privcmd_hypercall_t *h)
{
	(void)h;
	if (hook_calls++)
		fake_print(print_in_hook);
}

/*
 * A hypervisor that goes on printing does not keep the reader for ever. What it printed
 * meanwhile is kept for the next reader, even after clear.
 */
static void console_that_grows(void)
{
	unsigned int w = fake.page_size - sizeof(dom0_op_t);
	unsigned int have = w + w / 2;
	u64 end;

	hook_calls = 0;
	print_in_hook = 10;
	fake_print(have);
	end = xen.console_end;
	fake.hook = print_meanwhile;
	read_and_check(sizeof(buffer) - 1, 1, have, end);
	fake.hook = NULL;
	CU_ASSERT_EQUAL(xen.console_start, end);
	CU_ASSERT_EQUAL(xen.console_end, end + 10);
}

/* The ring is overwritten between two windows: the text has no gap. */
static void console_overtaken(void)
{
	unsigned int w = fake.page_size - sizeof(dom0_op_t);
	char *text = buffer;
	unsigned int n = sizeof(buffer);

	xen.console_size = w + w / 2;
	fake_print(xen.console_size);
	hook_calls = 0;
	print_in_hook = w + w / 4;
	fake.hook = print_meanwhile;
	CU_ASSERT_EQUAL(xc_readconsolering(handle, &text, &n, 0), 0);
	fake.hook = NULL;
	CU_ASSERT_TRUE(n > 0 && n <= w);
	for (unsigned int i = 0; i < n; i++)
		CU_ASSERT_EQUAL(text[i], FAKE_CHAR(xen.console_start + i));
}

static void console_failure_in_the_middle(void)
{
	unsigned int w = fake.page_size - sizeof(dom0_op_t);
	char *text = buffer;
	unsigned int n = sizeof(buffer);

	fake_print(w + 100);
	xen.fail_cmd = DOM0_PPC_READCONSOLE;
	xen.fail_in = 1;
	xen.fail_errno = EPERM;
	/* The part that was read is not lost. */
	CU_ASSERT_EQUAL(xc_readconsolering(handle, &text, &n, 1), 0);
	CU_ASSERT_EQUAL(n, w);
	CU_ASSERT_EQUAL(text[0], FAKE_CHAR(0));
}

/* ---- counters and page types ---- */

enum { MANY_COUNTERS = 450 };
static xc_perfc_desc_t counters[MANY_COUNTERS + 1];

/* Read all; each is in its place, and nothing is written after them. */
static void read_counters(u32 op, u32 value)
{
	memset(counters, 0xff, sizeof(counters));
	CU_ASSERT_EQUAL(xc_perfc_control(handle, op, counters), (int)xen.nr_counters);
	for (u32 i = 0; i < xen.nr_counters; i++) {
		CU_ASSERT_EQUAL(counters[i].nr_vals, i);
		CU_ASSERT_EQUAL(counters[i].vals[0], op);
		CU_ASSERT_EQUAL(counters[i].vals[1], value);
	}
	CU_ASSERT_EQUAL(counters[xen.nr_counters].nr_vals, ~0U);
}

static void counter_windows(void)
{
	u32 w = (fake.page_size - sizeof(dom0_op_t)) / sizeof(counters[0]);
	const u32 sizes[] = { 1, w - 1, w, w + 1, 2 * w, 2 * w + 1 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		xen.nr_counters = sizes[i];
		xen.counted = 5;
		CU_ASSERT_EQUAL(HYPERCALLS(read_counters(DOM0_PERFCCONTROL_OP_QUERY, 5)),
				(sizes[i] + w - 1) / w);
		/* The reset is done last: every window has the old counts. */
		read_counters(DOM0_PERFCCONTROL_OP_RESET, 5);
		read_counters(DOM0_PERFCCONTROL_OP_QUERY, 0);
	}
	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(
			xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, NULL),
			(int)xen.nr_counters)),
		1);
}

static void counter_failures(void)
{
	xen.nr_counters = MANY_COUNTERS;
	xen.fail_cmd = DOM0_PPC_PERFCCONTROL;
	xen.fail_in = 1;
	xen.fail_errno = EFAULT;
	ASSERT_FAILS(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, counters),
		     EFAULT);
	xen.fail_errno = 0;
	ASSERT_FAILS(xc_perfc_control(handle, 0, counters), EINVAL);
	/* More than fit, or than exist; and always empty windows. */
	xen.lie = true;
	CU_ASSERT_EQUAL(
		HYPERCALLS(ASSERT_FAILS(
			xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, counters),
			EIO)),
		1);
	xen.nr_counters = 1;
	ASSERT_FAILS(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, counters), EIO);
	xen.nr_counters = MANY_COUNTERS;
	xen.lie = false;
	xen.silent = true;
	ASSERT_FAILS(xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, counters), EIO);
}

/* At most 1024 at a time, the hypervisor's limit, and no more than fit. */
static void page_type_windows(void)
{
	unsigned int w = window() < 1024 ? window() : 1024;
	const struct {
		int num;
		unsigned int calls;
	} want[] = { { 0, 1 }, { 1, 1 }, { w, 1 }, { w + 1, 2 }, { 3 * w, 3 } };

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		for (unsigned long f = 0; f <= 3 * w; f++)
			frames[f] = f;
		CU_ASSERT_EQUAL(
			HYPERCALLS(CU_ASSERT_EQUAL(
				get_pfn_type_batch(handle, 0, want[i].num, frames), 0)),
			want[i].calls);
		for (int f = 0; f < want[i].num; f++)
			CU_ASSERT_EQUAL(frames[f], (unsigned)f | (f % 2 ? 0 : L1TAB));
		CU_ASSERT_EQUAL(frames[want[i].num], (unsigned)want[i].num);
	}
	xen.fail_cmd = DOM0_GETPAGEFRAMEINFO2;
	xen.fail_in = 1;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(get_pfn_type_batch(handle, 0, 3 * w, frames), EPERM);
}

/* ---- frames that a domain writes ---- */

static unsigned long dirty_map[FAKE_PFNS / 64];

/* CLEAN makes one more call than PEEK: it first checks the size of the bitmap. */
static void shadow_windows(void)
{
	int w = (fake.page_size - sizeof(dom0_op_t)) * 8;
	const int sizes[] = { 1, w - 1, w, w + 1 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (sizes[i] > FAKE_PFNS)
			continue;
		xen.shadow_pages = sizes[i];
		CU_ASSERT_EQUAL(HYPERCALLS(xc_shadow_control(handle, 0,
							     DOM0_SHADOW_CONTROL_OP_PEEK,
							     dirty_map, FAKE_PFNS, NULL)),
				i == 3 ? 2 : 1);
		CU_ASSERT_EQUAL(HYPERCALLS(xc_shadow_control(handle, 0,
							     DOM0_SHADOW_CONTROL_OP_CLEAN,
							     dirty_map, FAKE_PFNS, NULL)),
				i == 3 ? 3 : 2);
	}
}

static void shadow_failures(void)
{
	const u32 ops[] = { DOM0_SHADOW_CONTROL_OP_PEEK, DOM0_SHADOW_CONTROL_OP_CLEAN };

	for (size_t i = 0; i < 2; i++) {
		xen.shadow_pages = 1000;
		xen.lie = true; /* reports more frames than exist */
		CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(
					xc_shadow_control(handle, 0, ops[i], dirty_map,
							  FAKE_PFNS, NULL),
					EIO)),
				1);
		xen.lie = false;
		xen.silent = true; /* always empty windows */
		ASSERT_FAILS(
			xc_shadow_control(handle, 0, ops[i], dirty_map, FAKE_PFNS, NULL),
			EIO);
		xen.silent = false;
	}
	xen.fail_cmd = DOM0_PPC_SHADOW_CONTROL;
	xen.fail_in = 1;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_shadow_control(handle, 0, ops[1], dirty_map, FAKE_PFNS, NULL),
		     EPERM);
}

/* Between windows the domain gets more memory than the bitmap can hold. */
static void more_memory(const privcmd_hypercall_t *h)
{
	(void)h;
	if (hook_calls++ == 1)
		xen.shadow_pages = FAKE_PFNS;
}

static void shadow_of_a_growing_domain(void)
{
	dirty_map[1000 / 64 + 1] = 0x7777;
	xen.shadow_pages = 1000;
	hook_calls = 0;
	fake.hook = more_memory;
	ASSERT_FAILS(xc_shadow_control(handle, 0, DOM0_SHADOW_CONTROL_OP_CLEAN, dirty_map,
				       1000, NULL),
		     EINVAL);
	CU_ASSERT_EQUAL(dirty_map[1000 / 64 + 1], 0x7777);
}

/* ---- page tables ---- */

/* They exist on x86 only: here no hypercall is made. */
static void no_page_tables(void)
{
	static mmu_t mmu;
	struct mmuext_op op = { .cmd = 0 };

	CU_ASSERT_EQUAL(HYPERCALLS({
				ASSERT_FAILS(do_mmuext_op(handle, &op, 1, 0), ENOSYS);
				errno = 0;
				CU_ASSERT_PTR_NULL(init_mmu_updates(handle, 0));
				CU_ASSERT_EQUAL(errno, ENOSYS);
				errno = 0;
				CU_ASSERT_EQUAL(add_mmu_update(handle, &mmu, 0, 0), 1);
				CU_ASSERT_EQUAL(errno, ENOSYS);
				errno = 0;
				CU_ASSERT_EQUAL(finish_mmu_updates(handle, &mmu), 1);
				CU_ASSERT_EQUAL(errno, ENOSYS);
				errno = 0;
				CU_ASSERT_EQUAL(pin_table(handle, 0, 1, 0), 1);
				CU_ASSERT_EQUAL(errno, ENOSYS);
				errno = 0;
				CU_ASSERT_EQUAL(xc_get_m2p_start_mfn(handle), 0);
				CU_ASSERT_EQUAL(errno, ENOSYS);
			}),
			0);
}

CU_TestInfo libxc_window_tests[] = {
	{ "frames: as few hypercalls as there are windows", number_of_calls },
	{ "frames: failure in the middle", failure_in_the_middle },
	{ "impossible answers", impossible_answers },
	{ "frames: a list that changes", list_that_changes },
	{ "console: all sizes", console_windows },
	{ "console: one call if it fits", console_in_one_call },
	{ "console: it grows meanwhile", console_that_grows },
	{ "console: overtaken by the ring", console_overtaken },
	{ "console: failure in the middle", console_failure_in_the_middle },
	{ "counters: all sizes, and reset", counter_windows },
	{ "counters: failures", counter_failures },
	{ "shadow: as few hypercalls as there are windows", shadow_windows },
	{ "shadow: failures", shadow_failures },
	{ "shadow: a domain that grows", shadow_of_a_growing_domain },
	{ "page tables: not here", no_page_tables },
	{ "page types: as few hypercalls as there are windows", page_type_windows },
	CU_TEST_INFO_NULL,
};
