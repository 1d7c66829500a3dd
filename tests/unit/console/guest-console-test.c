// SPDX-License-Identifier: GPL-2.0-or-later
/* Consoles of domains: CONSOLE_READ and CONSOLE_WRITE (xen/console/guest_console.h). */
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/papr/vty.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(1);
}

static long read_console(dom0_ppc_console_read_t *arg)
{
	dom0_op_t op = { .u.ppc_console_read = *arg };
	long ret = op_call(DOM0_PPC_CONSOLE_READ, &op);

	*arg = op.u.ppc_console_read;
	return ret;
}

/* From there on, into dom0's buffer. */
static dom0_ppc_console_read_t read_from(u64 position, u32 count)
{
	dom0_ppc_console_read_t arg = { .domain = d->id,
					.count = count,
					.position = position,
					.buffer = guest_pointer(BUF_GPA) };

	CU_ASSERT_EQUAL(read_console(&arg), 0);
	return arg;
}

static long type_at(domid_t id, u64 gpa, u32 *count)
{
	dom0_op_t op = { .u.ppc_console_write = { .domain = id,
						  .count = *count,
						  .buffer = guest_pointer(gpa) } };
	long ret = op_call(DOM0_PPC_CONSOLE_WRITE, &op);

	*count = op.u.ppc_console_write.count;
	return ret;
}

/* How many of so many characters it takes. */
static u32 type(const char *text, u32 count)
{
	dom0_write(BUF_GPA, text, count);
	CU_ASSERT_EQUAL(type_at(d->id, BUF_GPA, &count), 0);
	return count;
}

static void check_buffer(const char *wanted)
{
	char text[64] = { 0 };

	dom0_read(BUF_GPA, text, strlen(wanted));
	CU_ASSERT_STRING_EQUAL(text, wanted);
}

static void reading(void)
{
	dom0_ppc_console_read_t arg = read_from(0, 30);

	CU_ASSERT_EQUAL(arg.count, 0);
	CU_ASSERT_EQUAL(arg.end, 0);
	guest_console_put(d, "abcdef", 6);
	dom0_fill(BUF_GPA, 0xee, 64);
	arg = read_from(0, 4);
	CU_ASSERT_EQUAL(arg.count, 4);
	CU_ASSERT_EQUAL(arg.position, 4);
	CU_ASSERT_EQUAL(arg.start, 0);
	CU_ASSERT_EQUAL(arg.end, 6);
	CU_ASSERT_EQUAL((uintptr_t)arg.buffer, BUF_GPA);
	check_buffer("abcd");
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + 4, 0xee, 60));
	arg = read_from(arg.position, 0xffffffff);
	CU_ASSERT_EQUAL(arg.count, 2);
	CU_ASSERT_EQUAL(arg.position, 6);
	check_buffer("ef");
	arg = read_from(arg.position, 30);
	CU_ASSERT_EQUAL(arg.count, 0);
	CU_ASSERT_EQUAL(arg.position, 6);
	/* A position that has not been: as at the end. */
	arg = read_from(TOP, 30);
	CU_ASSERT_EQUAL(arg.count, 0);
	CU_ASSERT_EQUAL(arg.position, 6);
	/* No buffer is needed to ask. */
	arg = (dom0_ppc_console_read_t){ .domain = d->id };
	CU_ASSERT_EQUAL(read_console(&arg), 0);
	CU_ASSERT_EQUAL(arg.end, 6);
}

/* Of a long text the newest bytes are kept, in order, and read by pieces. */
static void reading_what_went_round(void)
{
	char *wanted = malloc(GUEST_CONSOLE_OUT), *got = malloc(GUEST_CONSOLE_OUT);
	const u64 total = 3 * GUEST_CONSOLE_OUT + 1000;
	dom0_ppc_console_read_t arg = { .position = 0 };
	u64 done = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(wanted);
	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	for (u64 i = 0; i < total; i++) {
		char c = (char)('!' + i % 89);

		guest_console_put(d, &c, 1);
		if (i >= total - GUEST_CONSOLE_OUT)
			wanted[i - (total - GUEST_CONSOLE_OUT)] = c;
	}
	do {
		arg = read_from(arg.position, 777);
		CU_ASSERT_FATAL(done + arg.count <= GUEST_CONSOLE_OUT);
		dom0_read(BUF_GPA, got + done, arg.count);
		done += arg.count;
	} while (arg.count);
	CU_ASSERT_EQUAL(done, GUEST_CONSOLE_OUT);
	CU_ASSERT_EQUAL(arg.start, total - GUEST_CONSOLE_OUT);
	CU_ASSERT_EQUAL(arg.end, total);
	CU_ASSERT_EQUAL(memcmp(got, wanted, GUEST_CONSOLE_OUT), 0);
	free(wanted);
	free(got);
}

static void reading_into_nowhere(void)
{
	static const u64 bad[] = { 0,	    DOM0_END,	NOWHERE,     TOP,
				   TOP - 9, 1ULL << 63, DOM0_END - 9 };

	guest_console_put(d, "0123456789", 10);
	dom0_fill(DOM0_END - 9, 0xee, 9);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		dom0_ppc_console_read_t arg = { .domain = d->id,
						.count = 10,
						.end = 77,
						.buffer = guest_pointer(bad[i]) };

		CU_ASSERT_EQUAL(read_console(&arg), -EFAULT);
		CU_ASSERT_EQUAL(arg.end, 77);
		CU_ASSERT_EQUAL(arg.count, 10);
	}
	CU_ASSERT_TRUE(dom0_is_filled(DOM0_END - 9, 0xee, 9));
}

/* Across a chunk border, in both directions. */
static void buffers_in_two_chunks(void)
{
	dom0_ppc_console_read_t arg = { .domain = d->id,
					.count = 10,
					.buffer = guest_pointer(CHUNK_SIZE - 4) };
	char text[11] = { 0 };
	u32 count = 10;

	guest_console_put(d, "0123456789", 10);
	CU_ASSERT_EQUAL(read_console(&arg), 0);
	dom0_read(CHUNK_SIZE - 4, text, 10);
	CU_ASSERT_STRING_EQUAL(text, "0123456789");
	CU_ASSERT_EQUAL(type_at(d->id, CHUNK_SIZE - 4, &count), 0);
	CU_ASSERT_EQUAL(count, 10);
	CU_ASSERT_EQUAL(guest_console_get(d, text, 10), 10);
	CU_ASSERT_STRING_EQUAL(text, "0123456789");
}

static bool interrupted(void)
{
	struct xics_source s;

	return xics_get_source(d, VTY_IRQ, &s) && s.pending;
}

static void typing(void)
{
	char text[8] = { 0 };

	CU_ASSERT_EQUAL(type("", 0), 0);
	CU_ASSERT_FALSE(interrupted());
	CU_ASSERT_EQUAL(type("hello", 5), 5);
	CU_ASSERT_TRUE(interrupted());
	CU_ASSERT_EQUAL(guest_console_get(d, text, 3), 3);
	CU_ASSERT_STRING_EQUAL(text, "hel");
	CU_ASSERT_EQUAL(type("!", 1), 1);
	CU_ASSERT_EQUAL(guest_console_get(d, text, sizeof(text)), 3);
	CU_ASSERT_STRING_EQUAL(text, "lo!");
	CU_ASSERT_EQUAL(guest_console_get(d, text, sizeof(text)), 0);
}

/* No more than there is room for, wherever in its buffer the domain has got to. */
static void typing_more_than_fits(void)
{
	char text[400], got[400];

	for (u32 i = 0; i < sizeof(text); i++)
		text[i] = (char)i;
	for (u32 round = 0; round < 5; round++) {
		CU_ASSERT_EQUAL(type(text, sizeof(text)), GUEST_CONSOLE_IN);
		CU_ASSERT_EQUAL(type(text, 1), 0);
		CU_ASSERT_EQUAL(guest_console_get(d, got, 100), 100);
		CU_ASSERT_EQUAL(type(text + GUEST_CONSOLE_IN, 144), 100);
		CU_ASSERT_EQUAL(guest_console_get(d, got + 100, 300), GUEST_CONSOLE_IN);
		CU_ASSERT_EQUAL(memcmp(got, text, 356), 0);
		/* So that it does not begin at the same place next time. */
		CU_ASSERT_EQUAL(type(text, 77), 77);
		CU_ASSERT_EQUAL(guest_console_get(d, got, 300), 77);
	}
}

static void typing_from_nowhere(void)
{
	static const u64 bad[] = { 0,	    DOM0_END,	NOWHERE,     TOP,
				   TOP - 9, 1ULL << 63, DOM0_END - 9 };
	u32 count;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		count = 10;
		CU_ASSERT_EQUAL(type_at(d->id, bad[i], &count), -EFAULT);
		count = 0xffffffff;
		CU_ASSERT_EQUAL(type_at(d->id, bad[i], &count), -EFAULT);
		count = 0;
		CU_ASSERT_EQUAL(type_at(d->id, bad[i], &count), 0);
	}
	CU_ASSERT_EQUAL(d->console.ring.in_count, 0);
	CU_ASSERT_FALSE(interrupted());
	/* What there is no room for is not read. */
	count = 100000;
	CU_ASSERT_EQUAL(type_at(d->id, DOM0_END - GUEST_CONSOLE_IN, &count), 0);
	CU_ASSERT_EQUAL(count, GUEST_CONSOLE_IN);
}

/* The machine's console has ops of its own. */
static void whose(void)
{
	static const struct {
		domid_t id;
		long ret;
	} cases[] = { { 0, -EINVAL },
		      { 999, -ESRCH },
		      { DOMID_SELF, -ESRCH },
		      { DOMID_XEN, -ESRCH } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		dom0_ppc_console_read_t arg = { .domain = cases[i].id };
		u32 count = 0;

		CU_ASSERT_EQUAL(read_console(&arg), cases[i].ret);
		CU_ASSERT_EQUAL(type_at(cases[i].id, 0, &count), cases[i].ret);
		/* Before anything is looked for in memory. */
		arg = (dom0_ppc_console_read_t){ .domain = cases[i].id,
						 .count = 9,
						 .buffer = guest_pointer(NOWHERE) };
		count = 9;
		CU_ASSERT_EQUAL(read_console(&arg), cases[i].ret);
		CU_ASSERT_EQUAL(type_at(cases[i].id, NOWHERE, &count), cases[i].ret);
	}
}

/* A domain that has crashed, or is kept by others' use of its memory, can be read. */
static void last_words(void)
{
	dom0_ppc_console_read_t arg;

	guest_console_put(d, "panic", 5);
	domain_shutdown(d, SHUTDOWN_crash);
	CU_ASSERT_EQUAL(read_from(0, 30).count, 5);
	check_buffer("panic");
	domain_get(d);
	end_domain(d);
	arg = read_from(0, 30);
	CU_ASSERT_EQUAL(arg.count, 5);
	CU_ASSERT_EQUAL(type("x", 1), 1);
	domain_put(d);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "reading", reading },
		{ "reading what went round", reading_what_went_round },
		{ "reading into nowhere", reading_into_nowhere },
		{ "buffers in two chunks", buffers_in_two_chunks },
		{ "typing", typing },
		{ "typing more than fits", typing_more_than_fits },
		{ "typing from nowhere", typing_from_nowhere },
		{ "whose console", whose },
		{ "last words", last_words },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "guest console",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-guest-console", suites);
}
