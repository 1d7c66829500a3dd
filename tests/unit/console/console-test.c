// SPDX-License-Identifier: GPL-2.0-or-later
/* The console and its ring (xen/common/console/console.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/lib.h>
#include <xen/sched/timer.h>

#include "console-ring.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static void messages(void)
{
	pr_err("first %d\n", 1);
	pr_info("second, ");
	pr_info("which goes on\nand has another line\n");
	CU_ASSERT_STRING_EQUAL(machine.console,
			       "(XEN) first 1\r\n(XEN) second, which goes on\r\n"
			       "(XEN) and has another line\r\n");
	check_ring("(XEN) first 1\n(XEN) second, which goes on\n"
		   "(XEN) and has another line\n");
}

static void levels(void)
{
	static const struct {
		const char *cmdline;
		const char *printed;
	} cases[] = {
		{ "loglvl=error", "e" },
		{ "loglvl=warning", "ew" },
		{ "foo loglvl=info bar", "ewi" },
		{ "loglvl=debug", "ewid" },
		{ "loglvl=all", "ewid" },
		{ "loglvl=error x", "e" },
		{ "", "e" }, /* as it was */
		{ "xloglvl=debug", "e" },
		{ "loglvl=info", "ewi" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char wanted[64] = "";

		console_init(cases[i].cmdline);
		text_ring_clear(console_ring(), console_ring()->end);
		pr_err("e\n");
		pr_warn("w\n");
		pr_info("i\n");
		pr_debug("d\n");
		for (const char *p = cases[i].printed; *p; p++)
			sprintf(wanted + strlen(wanted), "(XEN) %c\n", *p);
		check_ring(wanted);
	}
	text_ring_clear(console_ring(), console_ring()->end);
	console_init("loglvl=loud");
	CU_ASSERT_NOT_EQUAL(console_ring()->end, console_ring()->start);
}

/* More than the ring holds: the newest bytes are kept, under their positions. */
static void wrapping(void)
{
	u64 first = console_ring()->end;
	char *text;

	for (int i = 0; i < 3000; i++)
		pr_info("line %04d\n", i); /* 16 bytes each */
	CU_ASSERT_EQUAL(console_ring()->end, first + 3000 * 16);
	CU_ASSERT_EQUAL(console_ring()->end - console_ring()->start, RING_SIZE);
	text = ring_text();
	CU_ASSERT_EQUAL(strncmp(text, "(XEN) line 1976\n", 16), 0);
	CU_ASSERT_EQUAL(strcmp(text + RING_SIZE - 16, "(XEN) line 2999\n"), 0);
	free(text);
}

static void clearing(void)
{
	u64 middle;

	pr_info("one\n");
	middle = console_ring()->end;
	pr_info("two\n");
	text_ring_clear(console_ring(), middle);
	check_ring("(XEN) two\n");
	/* Never back, nor beyond the end. */
	text_ring_clear(console_ring(), middle - 1);
	text_ring_clear(console_ring(), 0);
	text_ring_clear(console_ring(), console_ring()->end + 1);
	text_ring_clear(console_ring(), TOP);
	check_ring("(XEN) two\n");
	text_ring_clear(console_ring(), console_ring()->end);
	check_ring("");
}

/* That time goes by, and timers of then expire. */
static void pass_ms(u64 ms)
{
	machine.timebase += ms * boot_info.cpu.timebase_frequency / 1000;
	timers_expire(machine.timebase);
}

/* A message waits while dom0 is in the middle of a line, but not for ever. */
static void beside_dom0(void)
{
	CU_ASSERT_TRUE(console_guest_put("login: ", 7));
	pr_info("waits\n");
	CU_ASSERT_STRING_EQUAL(machine.console, "login: ");
	CU_ASSERT_TRUE(console_guest_put("root\r\n", 6));
	CU_ASSERT_STRING_EQUAL(machine.console, "login: root\r\n(XEN) waits\r\n");

	machine.console_len = 0;
	CU_ASSERT_TRUE(console_guest_put("# ", 2));
	pr_info("waits\n");
	pass_ms(1);
	CU_ASSERT_STRING_EQUAL(machine.console, "# ");
	pass_ms(1000);
	CU_ASSERT_STRING_EQUAL(machine.console, "# \r\n(XEN) waits\r\n");
	/* dom0's characters are not messages. */
	check_ring("(XEN) waits\n(XEN) waits\n");
}

/* Who empties the ring takes nothing away from who reads the console. */
static void cleared_while_held_back(void)
{
	CU_ASSERT_TRUE(console_guest_put("# ", 2));
	pr_info("waits\n");
	text_ring_clear(console_ring(), console_ring()->end);
	check_ring("");
	CU_ASSERT_TRUE(console_guest_put("ls\n", 3));
	CU_ASSERT_STRING_EQUAL(machine.console, "# ls\n(XEN) waits\r\n");
}

/* More held back than the ring holds: the newest, once, and nothing else. */
static void held_back_too_long(void)
{
	char *text, *p = machine.console;

	CU_ASSERT_TRUE(console_guest_put("...", 3));
	for (int i = 0; i < 2000; i++)
		pr_info("line %05d\n", i);
	CU_ASSERT_STRING_EQUAL(machine.console, "...");
	CU_ASSERT_TRUE(console_guest_put("\n", 1));
	CU_ASSERT_EQUAL(strncmp(p, "...\n", 4), 0);
	text = ring_text();
	CU_ASSERT_EQUAL(strlen(text), RING_SIZE);
	p += 4;
	for (const char *q = text; *q; q++) {
		if (*q == '\n')
			CU_ASSERT_EQUAL(*p++, '\r');
		CU_ASSERT_EQUAL_FATAL(*p++, *q);
	}
	CU_ASSERT_EQUAL(*p, '\0');
	free(text);
}

#define LINES 300

/* A slow console: what is sent in one go takes little time, and dom0's output waits. */
static void slow(void)
{
	char *text, line[64];
	size_t before;

	machine.console_takes = boot_info.cpu.timebase_frequency / 1000000 * 20; /* us */
	CU_ASSERT_FALSE(console_is_behind());
	for (int i = 0; i < LINES; i++)
		pr_info("line %05d of more than 32 characters\n", i);
	CU_ASSERT_TRUE(console_is_behind());
	/* One attempt for all of them: two times what the console takes at once. */
	CU_ASSERT(machine.console_len <= 32);
	do {
		before = machine.console_len;
		pass_ms(1);
		CU_ASSERT(machine.console_len > before);
		CU_ASSERT(machine.console_len <= before + 32);
	} while (!console_guest_put("abc\n", 4));
	CU_ASSERT_FALSE(console_is_behind());
	text = machine.console;
	for (int i = 0; i < LINES; i++) {
		sprintf(line, "(XEN) line %05d of more than 32 characters\r\n", i);
		CU_ASSERT_EQUAL(strncmp(text, line, strlen(line)), 0);
		text += strlen(line);
	}
	CU_ASSERT_STRING_EQUAL(text, "abc\n");
	machine.console_takes = 0;
}

/* A console that takes nothing: who prints much waits for it, but not for ever. */
static void stuck(void)
{
	CU_ASSERT_TRUE(console_guest_put("...", 3));
	for (int i = 0; i < 600; i++)
		pr_info("line %05d\n", i);
	CU_ASSERT_TRUE(console_is_behind());
	machine.console_busy = ~0U;
	pass_ms(999);
	CU_ASSERT_TRUE(console_is_behind());
	pass_ms(1);
	CU_ASSERT_FALSE(console_is_behind());
	machine.console_busy = 0;
}

#define LONG_MESSAGE "a message of more than sixteen characters"

/* Before there are guests nothing is gained by not waiting. */
static void busy_at_boot(void)
{
	machine.console_busy = 3;
	pr_info(LONG_MESSAGE "\n");
	CU_ASSERT_STRING_EQUAL(machine.console, "(XEN) " LONG_MESSAGE "\r\n");
	CU_ASSERT_EQUAL(machine.console_busy, 0);
}

/* Busy below: nothing waits for it, and neither splits the other's line. */
static void busy(void)
{
	machine.console_busy = 1;
	CU_ASSERT_FALSE(console_guest_put("abc\n", 4));
	CU_ASSERT_STRING_EQUAL(machine.console, "");
	pr_info("first\n");
	machine.console_busy = 3;
	pr_info(LONG_MESSAGE "\n");
	CU_ASSERT_STRING_EQUAL(machine.console, "(XEN) first\r\n");
	CU_ASSERT_EQUAL(machine.console_busy, 2);
	CU_ASSERT_FALSE(console_guest_put("abc\n", 4));
	CU_ASSERT_EQUAL(machine.console_busy, 1);
	pass_ms(1);
	CU_ASSERT_EQUAL(machine.console_busy, 0);
	pass_ms(1);
	CU_ASSERT_STRING_EQUAL(machine.console,
			       "(XEN) first\r\n(XEN) " LONG_MESSAGE "\r\n");
	CU_ASSERT_EQUAL(timers_next(), TIMER_NEVER);
	CU_ASSERT_TRUE(console_guest_put("abc\n", 4));
	CU_ASSERT_TRUE(console_guest_put("", 0));
}

/* It takes a part of what it gets: nothing is lost, doubled or mixed, dom0's included. */
static void in_parts(void)
{
	machine.console_room = 5;
	pr_info("first\n");
	CU_ASSERT_STRING_EQUAL(machine.console, "(XEN) first\r\n");
	machine.console[0] = '\0';
	machine.console_len = 0;
	CU_ASSERT_TRUE(console_guest_put("dom0's line is", 14));
	pr_info("waits\n");
	CU_ASSERT_TRUE(console_guest_put(" longer than th", 15));
	CU_ASSERT_TRUE(console_guest_put("is\n", 3));
	CU_ASSERT_STRING_EQUAL(machine.console,
			       "dom0's line is longer than this\n(XEN) waits\r\n");
	machine.console_room = 0;
}

/* dom0's line is to be ended, and the console is busy: that waits, too. */
static void busy_behind_a_line(void)
{
	CU_ASSERT_TRUE(console_guest_put("# ", 2));
	pr_info("waits\n");
	machine.console_busy = 1;
	pass_ms(1000);
	CU_ASSERT_STRING_EQUAL(machine.console, "# ");
	pass_ms(1);
	CU_ASSERT_STRING_EQUAL(machine.console, "# \r\n(XEN) waits\r\n");
}

/* The machine is about to stop: what waits goes out, however busy the console is. */
static void busy_at_the_end(void)
{
	machine.console_busy = 5;
	pr_info("waits\n");
	CU_ASSERT_EQUAL(machine.console_busy, 4);
	console_force_sync();
	CU_ASSERT_STRING_EQUAL(machine.console, "(XEN) waits\r\n");
	machine.console_busy = 5;
	pr_info(LONG_MESSAGE "\n");
	CU_ASSERT_STRING_EQUAL(machine.console,
			       "(XEN) waits\r\n(XEN) " LONG_MESSAGE "\r\n");
	CU_ASSERT_EQUAL(machine.console_busy, 0);
	console_serve_guests();
}

static void ring_size(void)
{
	char *text;

	pr_info("before\n");
	console_init("console_ring=40000");
	check_ring("(XEN) before\n");
	for (int i = 0; i < 5000; i++)
		pr_info("line %04d\n", i);
	CU_ASSERT_EQUAL(console_ring()->end - console_ring()->start, KB(64));
	console_init("console_ring=1");
	text = ring_text();
	CU_ASSERT_EQUAL(strlen(text), KB(1));
	CU_ASSERT_EQUAL(strcmp(text + KB(1) - 16, "(XEN) line 4999\n"), 0);
	free(text);
	console_init("console_ring=16K"); /* as other tests expect it */
}

static void boot_arguments(void)
{
	CU_ASSERT_PTR_NULL(cmdline_find("", "a"));
	CU_ASSERT_PTR_NULL(cmdline_find("a", "a"));
	CU_ASSERT_PTR_NULL(cmdline_find("aa=1 b=a=2", "a"));
	CU_ASSERT_STRING_EQUAL(cmdline_find("a=", "a"), "");
	CU_ASSERT_STRING_EQUAL(cmdline_find("b=1   a=2 c", "a"), "2 c");
	CU_ASSERT_STRING_EQUAL(cmdline_find("  a=7", "a"), "7");
	CU_ASSERT_STRING_EQUAL(cmdline_find("a=1 a=2", "a"), "1 a=2");
}

int main(void)
{
	CU_TestInfo boot[] = {
		{ "busy at boot", busy_at_boot },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo console[] = {
		{ "messages", messages },
		{ "wrapping", wrapping },
		{ "clearing", clearing },
		{ "beside dom0", beside_dom0 },
		{ "cleared while held back", cleared_while_held_back },
		{ "held back too long", held_back_too_long },
		{ "slow", slow },
		{ "stuck", stuck },
		{ "busy", busy },
		{ "in parts", in_parts },
		{ "busy behind a line", busy_behind_a_line },
		{ "busy at the end", busy_at_the_end },
		CU_TEST_INFO_NULL,
	};
	/* A ring is for ever: these may take memory. */
	CU_TestInfo settings[] = {
		{ "levels", levels },
		{ "size of the ring", ring_size },
		{ "boot arguments", boot_arguments },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		/* First, since it ends for good. */
		{ .pName = "console at boot",
		  .pSetUpFunc = console_start_alone,
		  .pTests = boot },
		{ .pName = "console",
		  .pSetUpFunc = console_start_with_dom0,
		  .pTearDownFunc = dom0_stop,
		  .pTests = console },
		{ .pName = "console settings",
		  .pSetUpFunc = console_start_alone,
		  .pTests = settings },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-console", suites);
}
