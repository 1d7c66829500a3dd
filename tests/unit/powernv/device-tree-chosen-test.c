// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Boot arguments, the bundle, the firmware and its terminal in the device tree of bare
 * metal (xen/arch/powerpc/platform/powernv/device_tree.c).
 */
#include <string.h>

#include <xen/lib.h>
#include <asm/processor.h>
#include <powernv/device_tree.h>

#include "cunit-main.h"
#include "fakes.h"
#include "tree.h"

#define INITRD_START "linux,initrd-start"
#define INITRD_END   "linux,initrd-end"
#define CONSOLES     "/ibm,opal/consoles"

static struct boot_info info;

static void start(void)
{
	machine.spr[SPR_PVR] = 0x4e1202;
	machine.message[0] = '\0';
	tree_usual();
}

static const char *read_tree(void)
{
	info = (struct boot_info){ .image = { MB(4), MB(5) } };
	memset(info.cmdline, 'x', sizeof(info.cmdline));
	info.cmdline[0] = '\0';
	return device_tree_read(tree_finish(), TREE_PIR, &info);
}

/* ---- the bundle ---- */

static void check_bundle(u64 bundle_start, u64 bundle_end)
{
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_EQUAL(info.bundle.start, bundle_start);
	CU_ASSERT_EQUAL(info.bundle.end, bundle_end);
}

static void bundle_in_four_or_eight_bytes(void)
{
	tree_u32("/chosen", INITRD_START, MB(100));
	tree_u32("/chosen", INITRD_END, MB(200));
	check_bundle(MB(100), MB(200));
	tree_u64("/chosen", INITRD_END, GB(3));
	check_bundle(MB(100), GB(3));
	tree_u64("/chosen", INITRD_START, GB(2));
	check_bundle(GB(2), GB(3));
	tree_u64("/chosen", INITRD_END, 1ULL << 32);
	check_bundle(GB(2), GB(4));
}

static void bundle_at_an_odd_place(void)
{
	tree_u64("/chosen", INITRD_START, MB(100) + 1);
	tree_u64("/chosen", INITRD_END, MB(100) + 4);
	check_bundle(MB(100) + 1, MB(100) + 4);
	tree_u64("/chosen", INITRD_START, TREE_MEMORY - 1);
	tree_u64("/chosen", INITRD_END, TREE_MEMORY);
	check_bundle(TREE_MEMORY - 1, TREE_MEMORY);
}

static void no_bundle(void)
{
	check_bundle(0, 0);
	tree_u64("/chosen", INITRD_START, MB(100));
	check_bundle(0, 0);
	tree_u64("/chosen", INITRD_END, MB(100)); /* empty */
	check_bundle(0, 0);
	tree_u64("/chosen", INITRD_END, MB(100) - 1);
	check_bundle(0, 0);
	tree_u64("/chosen", INITRD_START, UINT64_MAX);
	check_bundle(0, 0);
	tree_remove("/chosen", INITRD_START);
	check_bundle(0, 0);
}

static void bundle_of_any_length(void)
{
	static const u8 bytes[12] = { 0, 0, 0, 0, 0x10 };

	tree_u64("/chosen", INITRD_END, MB(300));
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		tree_set("/chosen", INITRD_START, bytes, len);
		if (len == 4)
			check_bundle(0, MB(300));
		else if (len == 8)
			check_bundle(MB(256), MB(300));
		else
			check_bundle(0, 0);
		tree_remove("/chosen", INITRD_START);
	}
}

static void check_not_in_memory(u64 bundle_start, u64 bundle_end)
{
	const char *fault;

	tree_u64("/chosen", INITRD_START, bundle_start);
	tree_u64("/chosen", INITRD_END, bundle_end);
	fault = read_tree();
	CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault, "initrd"));
}

static void bundle_that_is_not_in_memory(void)
{
	static const struct tree_range behind_a_hole = { GB(5), GB(1) };
	static const struct tree_range in_the_hole = { GB(4), GB(1) };

	check_not_in_memory(TREE_MEMORY, TREE_MEMORY + 1);
	check_not_in_memory(TREE_MEMORY - 1, TREE_MEMORY + 1);
	check_not_in_memory(1ULL << 50, 1ULL << 51);
	check_not_in_memory(1, UINT64_MAX);
	tree_memory("/memory@140000000", &behind_a_hole, 1);
	check_not_in_memory(GB(4) - 1, GB(5) + 1);
	tree_memory("/memory@100000000", &in_the_hole, 1);
	check_bundle(GB(4) - 1, GB(5) + 1);
}

/* ---- arguments ---- */

static void check_cmdline(const char *wanted)
{
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_STRING_EQUAL(info.cmdline, wanted);
}

static void arguments(void)
{
	check_cmdline("");
	tree_string("/chosen", "bootargs", "");
	check_cmdline("");
	tree_string("/chosen", "bootargs", "dom0_mem=1G loglvl=debug");
	check_cmdline("dom0_mem=1G loglvl=debug");
	tree_set("/chosen", "bootargs", "", 0);
	check_cmdline("");
	/* Text after a NUL is ignored. */
	tree_set("/chosen", "bootargs", "a=1\0b=2", 8);
	check_cmdline("a=1");
	CU_ASSERT_STRING_EQUAL(machine.message, "");
}

static void arguments_without_an_end(void)
{
	tree_set("/chosen", "bootargs", "a=1 b=2 c=3 d=4", 15);
	check_cmdline("a=1 b=2 c=3 d=4");
	tree_set("/chosen", "bootargs", "a=1 b=2", 4);
	check_cmdline("a=1 ");
}

/* Set len characters without a NUL: words of nine, each followed by a blank. */
static void set_long(size_t len)
{
	char text[2 * BOOT_CMDLINE_MAX];

	for (size_t i = 0; i < len; i++)
		text[i] = i % 10 == 9 ? ' ' : 'w';
	tree_set("/chosen", "bootargs", text, len);
}

static void long_arguments(void)
{
	set_long(BOOT_CMDLINE_MAX - 1);
	CU_ASSERT_PTR_NULL(read_tree());
	CU_ASSERT_EQUAL(strlen(info.cmdline), BOOT_CMDLINE_MAX - 1);
	CU_ASSERT_STRING_EQUAL(machine.message, "");
	for (size_t len = BOOT_CMDLINE_MAX; len < BOOT_CMDLINE_MAX + 10; len++) {
		set_long(len);
		CU_ASSERT_PTR_NULL(read_tree());
		CU_ASSERT_EQUAL(strlen(info.cmdline), BOOT_CMDLINE_MAX / 10 * 10);
		CU_ASSERT_PTR_NOT_NULL(strstr(machine.message, "longer than 1023"));
	}
}

static void one_long_word(void)
{
	char text[BOOT_CMDLINE_MAX + 1];

	memset(text, 'w', BOOT_CMDLINE_MAX);
	text[BOOT_CMDLINE_MAX] = '\0';
	tree_string("/chosen", "bootargs", text);
	check_cmdline("");
}

static void nothing_chosen(void)
{
	tree_remove_node("/chosen");
	check_cmdline("");
	check_bundle(0, 0);
}

/* ---- the firmware and its terminal ---- */

static void check_opal(u64 wanted_base, u64 wanted_entry)
{
	u64 base = 1, entry = 1;

	device_tree_opal(tree_finish(), &base, &entry);
	CU_ASSERT_EQUAL(base, wanted_base);
	CU_ASSERT_EQUAL(entry, wanted_entry);
}

static void firmware(void)
{
	check_opal(0, 0);
	tree_node("/ibm,opal");
	check_opal(0, 0);
	tree_u64("/ibm,opal", "opal-base-address", 0x30000000);
	check_opal(0, 0);
	tree_u64("/ibm,opal", "opal-entry-address", 0x2000030005000);
	check_opal(0x30000000, 0x2000030005000);
	tree_u32("/ibm,opal", "opal-entry-address", 0x30005000);
	check_opal(0x30000000, 0x30005000);
	tree_set("/ibm,opal", "opal-entry-address", "abc", 3);
	check_opal(0, 0);
	tree_u64("/ibm,opal", "opal-entry-address", 0x30005000);
	tree_remove("/ibm,opal", "opal-base-address");
	check_opal(0, 0);
}

static void firmware_without_a_tree(void)
{
	u64 garbage[16], base = 1, entry = 1;

	device_tree_opal(NULL, &base, &entry);
	CU_ASSERT(!base && !entry);
	memset(garbage, 0xa5, sizeof(garbage));
	base = entry = 1;
	device_tree_opal(garbage, &base, &entry);
	CU_ASSERT(!base && !entry);
}

static void check_terminal(u32 wanted)
{
	CU_ASSERT_EQUAL(device_tree_terminal(tree_finish()), wanted);
}

static void terminal(void)
{
	check_terminal(0);
	tree_node("/ibm,opal");
	tree_node(CONSOLES);
	tree_node(CONSOLES "/serial@0");
	tree_u32(CONSOLES "/serial@0", "reg", 0);
	tree_node(CONSOLES "/serial@1");
	tree_u32(CONSOLES "/serial@1", "reg", 1);
	check_terminal(0);
	tree_string("/chosen", "linux,stdout-path", CONSOLES "/serial@1");
	check_terminal(1);
	tree_string("/chosen", "linux,stdout-path", CONSOLES "/serial@2");
	check_terminal(0);
	tree_string("/chosen", "linux,stdout-path", CONSOLES);
	check_terminal(0);
	tree_string("/chosen", "linux,stdout-path", "");
	check_terminal(0);
	tree_remove_node("/chosen");
	check_terminal(0);
}

/* Bytes after the property are not part of the path. */
static void terminal_without_an_end(void)
{
	static const char path[] = "/consoles/serial@2";

	tree_node("/consoles");
	tree_node(path);
	tree_u32(path, "reg", 2);
	tree_string("/chosen", "linux,stdout-path", path);
	check_terminal(2);
	tree_set("/chosen", "linux,stdout-path", path, sizeof(path) - 1);
	check_terminal(0);
	tree_set("/chosen", "linux,stdout-path", path, 0);
	check_terminal(0);
}

int main(void)
{
	CU_TestInfo bundle[] = {
		{ "four or eight bytes", bundle_in_four_or_eight_bytes },
		{ "at an odd place", bundle_at_an_odd_place },
		{ "none", no_bundle },
		{ "properties of any length", bundle_of_any_length },
		{ "not in memory", bundle_that_is_not_in_memory },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo cmdline[] = {
		{ "arguments", arguments },
		{ "without an end", arguments_without_an_end },
		{ "too long: cut at a word", long_arguments },
		{ "one word that is too long", one_long_word },
		{ "nothing chosen", nothing_chosen },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo opal[] = {
		{ "where it is", firmware },
		{ "no tree", firmware_without_a_tree },
		{ "terminal", terminal },
		{ "terminal without an end", terminal_without_an_end },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "bundle", .pSetUpFunc = start, .pTests = bundle },
		{ .pName = "arguments", .pSetUpFunc = start, .pTests = cmdline },
		{ .pName = "firmware", .pSetUpFunc = start, .pTests = opal },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-device-tree-chosen", suites);
}
