// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CPUs of bare metal that are put to sleep
 * (xen/arch/powerpc/platform/powernv/secondary.c), and how the device tree names them.
 */
#include <string.h>

#include <xen/lib.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <powernv/device_tree.h>
#include <powernv/opal.h>
#include <powernv/secondary.h>

#include "bare-metal.h"
#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"
#include "tree.h"

#define OWN	"/cpus/PowerPC,POWER9@18" /* in the usual tree */
#define OTHER	"/cpus/PowerPC,POWER9@800"
#define SERVERS "ibm,ppc-interrupt-server#s"

static void add_cpu(const char *path, u32 first_server)
{
	const u32 servers[] = { first_server, first_server + 1, first_server + 2,
				first_server + 3 };

	tree_node(path);
	tree_string(path, "device_type", "cpu");
	tree_u32s(path, SERVERS, servers, ARRAY_SIZE(servers));
}

/* Two cores: the own one, of two threads, and one of four. */
static void start(void)
{
	static const u32 own[] = { TREE_PIR, TREE_PIR + 1 };

	bare_metal_start();
	tree_usual();
	tree_u32s(OWN, SERVERS, own, ARRAY_SIZE(own));
	add_cpu(OTHER, 0x800);
}

/* ---- finding them ---- */

static u32 found[8];

/* Find CPUs; returns their number, and they are in found[]. */
static u32 find(u32 max)
{
	memset(found, 0xff, sizeof(found));
	return device_tree_servers(tree_finish(), found, max);
}

static bool is_found(u32 server)
{
	for (size_t i = 0; i < ARRAY_SIZE(found); i++)
		if (found[i] == server)
			return true;
	return false;
}

static void all_threads(void)
{
	CU_ASSERT_EQUAL(find(8), 6);
	CU_ASSERT(is_found(TREE_PIR) && is_found(TREE_PIR + 1));
	for (u32 i = 0; i < 4; i++)
		CU_ASSERT(is_found(0x800 + i));
}

static void more_than_there_is_room_for(void)
{
	for (u32 max = 0; max < 6; max++) {
		CU_ASSERT_EQUAL(find(max), max);
		for (u32 i = 0; i < ARRAY_SIZE(found); i++)
			CU_ASSERT_EQUAL(found[i] == UINT32_MAX, i >= max);
	}
}

/* The firmware has switched them off, and knows why. */
static void broken_ones(void)
{
	tree_string(OTHER, "status", "okay");
	CU_ASSERT_EQUAL(find(8), 6);
	tree_string(OTHER, "status", "bad");
	CU_ASSERT_EQUAL(find(8), 2);
	CU_ASSERT_FALSE(is_found(0x800));
}

static void what_is_no_cpu(void)
{
	tree_string(OTHER, "device_type", "cache");
	CU_ASSERT_EQUAL(find(8), 2);
	tree_remove(OWN, SERVERS);
	CU_ASSERT_EQUAL(find(8), 0);
	tree_remove_node("/cpus");
	CU_ASSERT_EQUAL(find(8), 0);
}

static void servers_of_any_length(void)
{
	static const u8 bytes[] = { 0, 0, 0, 1, 0, 0, 0, 2 };

	tree_remove_node(OTHER);
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		tree_set(OWN, SERVERS, bytes, len);
		CU_ASSERT_EQUAL(find(8), len / 4);
	}
}

/* ---- sleep ---- */

#define START_CPU (&opal.call[OPAL_START_CPU])

static void park(void)
{
	secondary_find(tree_finish());
	secondary_park();
}

static void all_but_the_own(void)
{
	park();
	CU_ASSERT_EQUAL(START_CPU->calls, 5);
	CU_ASSERT_EQUAL(START_CPU->arg[1], (uintptr_t)cpu_park);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

static void the_others_alone(void)
{
	tree_remove_node(OTHER);
	park();
	CU_ASSERT_EQUAL(START_CPU->calls, 1);
	CU_ASSERT_EQUAL(START_CPU->arg[0], TREE_PIR + 1);
	tree_u32(OWN, SERVERS, TREE_PIR);
	park();
	CU_ASSERT_EQUAL(START_CPU->calls, 1);
}

/* The CPU uses power, but does no harm. */
static void one_that_the_firmware_does_not_give(void)
{
	START_CPU->status = OPAL_PARAMETER;
	park();
	CU_ASSERT_EQUAL(START_CPU->calls, 5);
	CU_ASSERT(on_opal_console("CPU 803 cannot be put to sleep: -1\r\n"));
	CU_ASSERT(on_opal_console("CPU 19 cannot be put to sleep: -1\r\n"));
	CU_ASSERT_FALSE(on_opal_console("CPU 18 "));
}

static void while_the_firmware_is_busy(void)
{
	START_CPU->busy = 2;
	park();
	CU_ASSERT_EQUAL(START_CPU->calls, 5 + 2);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

/* Only after the running CPU has set the state in which they start. */
static void at_init(void)
{
	static struct boot_info info = { .image = { MB(4), MB(5) } };
	const struct boot_registers r = { .r3 = (uintptr_t)tree_finish(),
					  .r8 = OPAL_BASE,
					  .r9 = OPAL_ENTRY };

	powernv_probe(&r, &info);
	CU_ASSERT_EQUAL(START_CPU->calls, 0);
	opal.call[OPAL_REINIT_CPUS].status = OPAL_UNSUPPORTED;
	EXPECT_END(powernv_platform.init());
	CU_ASSERT_EQUAL(START_CPU->calls, 0);
	opal.call[OPAL_REINIT_CPUS].status = OPAL_SUCCESS;
	powernv_platform.init();
	CU_ASSERT_EQUAL(START_CPU->calls, 5);
}

int main(void)
{
	CU_TestInfo finding[] = {
		{ "all threads", all_threads },
		{ "more than there is room for", more_than_there_is_room_for },
		{ "broken ones", broken_ones },
		{ "what is no CPU", what_is_no_cpu },
		{ "servers of any length", servers_of_any_length },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo sleeping[] = {
		{ "all but the own", all_but_the_own },
		{ "the others alone", the_others_alone },
		{ "one that the firmware does not give",
		  one_that_the_firmware_does_not_give },
		{ "while the firmware is busy", while_the_firmware_is_busy },
		{ "at init", at_init },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "finding", .pSetUpFunc = start, .pTests = finding },
		{ .pName = "sleeping", .pSetUpFunc = start, .pTests = sleeping },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-powernv-secondary", suites);
}
