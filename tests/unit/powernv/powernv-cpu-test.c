// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CPUs of bare metal (xen/arch/powerpc/platform/powernv/cpu.c), and how the device
 * tree names them.
 */
#include <string.h>

#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/mmu/partition.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <powernv/device_tree.h>
#include <powernv/opal.h>

#include "bare-metal.h"
#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"
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

/* With the others, at hand-over. */
static void in_boot_info(void)
{
	static struct boot_info info = { .image = { MB(4), MB(5) } };

	CU_ASSERT_PTR_NULL(device_tree_read(tree_finish(), TREE_PIR, &info));
	CU_ASSERT_EQUAL(info.server_count, 6);
	CU_ASSERT_EQUAL(info.cpu.server, TREE_PIR);
}

/* ---- starting them ---- */

#define START_CPU (&opal.call[OPAL_START_CPU])

static void started(void)
{
	CU_ASSERT(powernv_platform.start_cpu(0x803));
	CU_ASSERT_EQUAL(START_CPU->calls, 1);
	CU_ASSERT_EQUAL(START_CPU->arg[0], 0x803);
	CU_ASSERT_EQUAL(START_CPU->arg[1], (uintptr_t)secondary_entry);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

static void put_to_sleep(void)
{
	powernv_platform.spare_cpu(0x802);
	CU_ASSERT_EQUAL(START_CPU->calls, 1);
	CU_ASSERT_EQUAL(START_CPU->arg[0], 0x802);
	CU_ASSERT_EQUAL(START_CPU->arg[1], (uintptr_t)cpu_park);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

/* The CPU uses power, but does no harm. */
static void refused_by_the_firmware(void)
{
	START_CPU->status = OPAL_PARAMETER;
	CU_ASSERT_FALSE(powernv_platform.start_cpu(0x803));
	CU_ASSERT(on_opal_console("CPU 803 cannot be started: -1\r\n"));
	powernv_platform.spare_cpu(0x19);
	CU_ASSERT(on_opal_console("CPU 19 cannot be put to sleep: -1\r\n"));
}

static void while_the_firmware_is_busy(void)
{
	START_CPU->busy = 2;
	CU_ASSERT(powernv_platform.start_cpu(0x803));
	CU_ASSERT_EQUAL(START_CPU->calls, 1 + 2);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

/* ---- registers ---- */

static void registers(void)
{
	struct cpu other = { 0 };

	running_cpu = &other;
	powernv_platform.cpu_init();
	running_cpu = &boot_cpu;
	CU_ASSERT_EQUAL(machine.spr[SPR_HSPRG0], (uintptr_t)&other.arch.frame);
	CU_ASSERT_EQUAL(machine.spr[SPR_PCR], 0);
	CU_ASSERT_EQUAL(machine.spr[SPR_AMOR], UINT64_MAX);
	CU_ASSERT_EQUAL(machine.spr[SPR_CIABR], 0);
	CU_ASSERT_EQUAL(machine.spr[SPR_DAWR0], 0);
	CU_ASSERT_EQUAL(machine.spr[SPR_DAWRX0], 0);
	/* Radix, and a doorbell ends `stop`. */
	CU_ASSERT_EQUAL(machine.spr[SPR_LPCR] & (LPCR_UPRT | LPCR_HR | LPCR_PECEDH),
			LPCR_UPRT | LPCR_HR | LPCR_PECEDH);
}

/* 4096 entries; old translations in the CPU are flushed. */
static void translation(void)
{
	powernv_platform.cpu_init();
	CU_ASSERT_EQUAL(machine.spr[SPR_PTCR], (uintptr_t)partition_table | 4);
	CU_ASSERT_EQUAL(sizeof(partition_table), 1 << (12 + 4));
	CU_ASSERT_EQUAL(machine.spr[SPR_PTCR] & 0xfff8, 0);
	CU_ASSERT_EQUAL(machine.spr[SPR_LPIDR], 0);
	CU_ASSERT_STRING_EQUAL(instructions, "isync; ptesync; tlbie is=3 lpid=0 prs=0; "
					     "tlbie is=3 lpid=0 prs=1; tlbsync; ");
}

/* ---- doorbells ---- */

static void a_kick(void)
{
	const struct cpu other = { .server = 0x803 };

	powernv_platform.kick(&other);
	CU_ASSERT_STRING_EQUAL(instructions, "doorbell of 803; ");
}

/* It must not be there for the next guest, and is looked at behind what was stored. */
static void one_that_ends_sleep(void)
{
	powernv_platform.idle(machine.timebase + 5 * MS);
	CU_ASSERT_STRING_EQUAL(instructions, "stop; clear doorbell; message sync; ");
}

static void one_that_ends_a_turn(void)
{
	powernv_platform.irq->handle();
	CU_ASSERT_STRING_EQUAL(instructions, "clear doorbell; message sync; ");
}

/* Only the boot CPU calls the firmware. */
static void sleep_of_another(void)
{
	struct cpu other = { 0 };

	running_cpu = &other;
	powernv_platform.idle(machine.timebase + 1000 * MS);
	CU_ASSERT_EQUAL(stops, 1);
	CU_ASSERT_EQUAL(polls(), 0);
	running_cpu = &boot_cpu;
	powernv_platform.idle(machine.timebase + 1000 * MS);
	CU_ASSERT_EQUAL(polls(), 1);
}

static void stop_for_good(void)
{
	if (stops == 1000)
		panic("it does not end");
}

static void halt(void)
{
	while_stopped = stop_for_good;
	EXPECT_END(powernv_platform.halt());
	CU_ASSERT_EQUAL(stops, 1000);
	CU_ASSERT_EQUAL(polls(), 0);
}

int main(void)
{
	CU_TestInfo finding[] = {
		{ "all threads", all_threads },
		{ "more than there is room for", more_than_there_is_room_for },
		{ "broken ones", broken_ones },
		{ "what is no CPU", what_is_no_cpu },
		{ "servers of any length", servers_of_any_length },
		{ "in boot_info", in_boot_info },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo starting[] = {
		{ "started", started },
		{ "put to sleep", put_to_sleep },
		{ "refused by the firmware", refused_by_the_firmware },
		{ "while the firmware is busy", while_the_firmware_is_busy },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo initialising[] = {
		{ "registers", registers },
		{ "translation", translation },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo doorbells[] = {
		{ "a kick", a_kick },
		{ "one that ends sleep", one_that_ends_sleep },
		{ "one that ends a turn", one_that_ends_a_turn },
		{ "sleep of another CPU", sleep_of_another },
		{ "halt", halt },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "finding", .pSetUpFunc = start, .pTests = finding },
		{ .pName = "starting", .pSetUpFunc = start, .pTests = starting },
		{ .pName = "initialising", .pSetUpFunc = start, .pTests = initialising },
		{ .pName = "doorbells", .pSetUpFunc = start, .pTests = doorbells },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-powernv-cpu", suites);
}
