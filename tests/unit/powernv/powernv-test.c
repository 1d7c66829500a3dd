// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bare metal as a platform (xen/arch/powerpc/platform/powernv/powernv.c, mmu.c), and its
 * detection (platform.c).
 */
#include <string.h>

#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/cpu/exception.h>
#include <asm/mmu/partition.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <powernv/opal.h>

#include "bare-metal.h"
#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"
#include "tree.h"

static struct boot_info info;
static struct boot_registers registers;

static void start(void)
{
	bare_metal_start();
	info = (struct boot_info){ .image = { MB(4), MB(5) } };
	tree_usual();
}

/* ---- hand-over ---- */

static void hand_over(const void *fdt)
{
	registers = (struct boot_registers){ .r3 = (uintptr_t)fdt,
					     .r8 = 0x31000000,
					     .r9 = 0x31005000 };
}

static void probe(void)
{
	tree_string("/chosen", "bootargs", "loglvl=debug");
	hand_over(tree_finish());
	powernv_probe(&registers, &info);
	CU_ASSERT_EQUAL(info.ram_count, 1);
	CU_ASSERT_EQUAL(info.ram[0].end, TREE_MEMORY);
	CU_ASSERT_STRING_EQUAL(info.cmdline, "loglvl=debug");
	CU_ASSERT_EQUAL(info.cpu.pvr, 0x4e1202);
	CU_ASSERT_EQUAL(info.cpu.server, TREE_PIR);
	pr_info("a message\n");
	CU_ASSERT_STRING_EQUAL(opal.console, "(XEN) a message\r\n");
	CU_ASSERT_EQUAL(opal.base, 0x31000000);
	CU_ASSERT_EQUAL(opal.entry, 0x31005000);
}

/* A boot loader that passes only the tree. */
static void firmware_by_the_tree(void)
{
	tree_node("/ibm,opal");
	tree_u64("/ibm,opal", "opal-base-address", 0x32000000);
	tree_u64("/ibm,opal", "opal-entry-address", 0x32005000);
	hand_over(tree_finish());
	registers.r8 = registers.r9 = 0;
	powernv_probe(&registers, &info);
	pr_info("a message\n");
	CU_ASSERT_STRING_EQUAL(opal.console, "(XEN) a message\r\n");
	CU_ASSERT_EQUAL(opal.base, 0x32000000);
	CU_ASSERT_EQUAL(opal.entry, 0x32005000);
}

/* Registers take precedence over the tree. */
static void firmware_by_both(void)
{
	tree_node("/ibm,opal");
	tree_u64("/ibm,opal", "opal-base-address", 0x32000000);
	tree_u64("/ibm,opal", "opal-entry-address", 0x32005000);
	hand_over(tree_finish());
	powernv_probe(&registers, &info);
	pr_info("a message\n");
	CU_ASSERT_EQUAL(opal.entry, 0x31005000);
}

static void terminal_by_the_tree(void)
{
	tree_node("/ibm,opal");
	tree_node("/ibm,opal/consoles");
	tree_node("/ibm,opal/consoles/serial@3");
	tree_u32("/ibm,opal/consoles/serial@3", "reg", 3);
	tree_string("/chosen", "linux,stdout-path", "/ibm,opal/consoles/serial@3");
	hand_over(tree_finish());
	powernv_probe(&registers, &info);
	pr_info("a message\n");
	CU_ASSERT_EQUAL(opal.call[OPAL_CONSOLE_WRITE].arg[0], 3);
}

static void no_tree(void)
{
	hand_over(NULL);
	EXPECT_END(powernv_probe(&registers, &info));
	CU_ASSERT(on_opal_console(
		"(XEN) panic: no device tree at hand-over (r3 is 0)\r\n"));
	CU_ASSERT_EQUAL(opal.entry, 0x31005000);
}

static void garbage_for_a_tree(void)
{
	u64 garbage[16];

	memset(garbage, 0xa5, sizeof(garbage));
	hand_over(garbage);
	EXPECT_END(powernv_probe(&registers, &info));
	CU_ASSERT(on_opal_console("panic: no device tree at hand-over"));
}

/* The hypervisor cannot run, but prints why. */
static void tree_that_lacks_something(void)
{
	tree_remove_node("/memory@0");
	hand_over(tree_finish());
	EXPECT_END(powernv_probe(&registers, &info));
	CU_ASSERT(on_opal_console("panic: device tree: it names no memory\r\n"));
}

/* Bare metal has hypervisor privilege; a partition does not. */
static void which_machine(void)
{
	static const struct tree_range all = { 0, 1ULL << 62 };

	tree_reg("/memory@0", &all, 1);
	hand_over(tree_finish());
	pseries_probes = 0;
	machine.msr = MSR_SF | MSR_ME | MSR_LE;
	platform_probe(&registers, &info);
	CU_ASSERT_EQUAL(pseries_probes, 1);
	CU_ASSERT_EQUAL(info.ram_count, 0);
	machine.msr |= MSR_HV;
	platform_probe(&registers, &info);
	CU_ASSERT_EQUAL(pseries_probes, 1);
	CU_ASSERT_PTR_EQUAL(platform, &powernv_platform);
	CU_ASSERT_EQUAL(info.ram_count, 1);
	CU_ASSERT(info.image.start < info.image.end);
}

/* ---- init ---- */

static void init(void)
{
	vectors_start = vectors_end = NULL;
	powernv_platform.init();
	CU_ASSERT_PTR_EQUAL(vectors_start, powernv_vectors);
	CU_ASSERT_PTR_EQUAL(vectors_end, powernv_vectors_end);
	CU_ASSERT_EQUAL(opal.call[OPAL_REINIT_CPUS].calls, 1);
}

static void init_that_the_firmware_refuses(void)
{
	opal.call[OPAL_REINIT_CPUS].status = OPAL_UNSUPPORTED;
	EXPECT_END(powernv_platform.init());
	CU_ASSERT(on_opal_console("panic: OPAL_REINIT_CPUS: -7: "));
}

static void flush_of_a_partition(void)
{
	powernv_platform.partition_flush(5);
	CU_ASSERT_STRING_EQUAL(instructions, "ptesync; tlbie is=2 lpid=5 prs=0; "
					     "tlbie is=2 lpid=5 prs=1; tlbsync; ");
}

int main(void)
{
	CU_TestInfo probes[] = {
		{ "what is handed over", probe },
		{ "firmware by the tree", firmware_by_the_tree },
		{ "firmware by both", firmware_by_both },
		{ "terminal by the tree", terminal_by_the_tree },
		{ "no tree: said on the console", no_tree },
		{ "garbage for a tree: said on the console", garbage_for_a_tree },
		{ "a tree that lacks something: said on the console",
		  tree_that_lacks_something },
		{ "which machine", which_machine },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo inits[] = {
		{ "vectors and byte order", init },
		{ "refused by the firmware", init_that_the_firmware_refuses },
		{ "flush of a partition", flush_of_a_partition },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "hand-over", .pSetUpFunc = start, .pTests = probes },
		{ .pName = "init", .pSetUpFunc = start, .pTests = inits },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-powernv", suites);
}
