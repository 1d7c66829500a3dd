// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the hand-over to dom0 (xen/common/setup.c): what becomes of the machine's memory,
 * and in which order things start.
 */
#include <string.h>

#include <xen/memory/heap.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "fakes.h"
#include "setup.h"

static void describe_usual(void)
{
	add_ram(0, GB(1));
	firmware.bundle =
		(struct memory_range){ 3 * CHUNK_SIZE + MB(1), 5 * CHUNK_SIZE + MB(2) };
	strcpy(firmware.cmdline, "sched=sedf loglvl=debug");
}

static void look_at_usual(void)
{
	CHECK(!strcmp(
		steps,
		"probe cpu console scheduler platform registers irq cpus trace clock "
		"dom0 serve run "));
	CHECK(handed_over.r3 == 3 && handed_over.r4 == 4 && handed_over.r9 == 9);
	check_owners("xffxxxffffffffff", "xfffffffffffffff");
	CHECK(chunk_ram_count() == 16 && chunk_free_count() == 15);
	CHECK(heap_at_build == MB(4) - KB(64) + CHUNK_SIZE - MB(5) - table_bytes(CHUNKS));
	CHECK(strstr(messages, "16 chunks of 64 MiB, 12 free"));
	check_heap();
}

static void usual(void)
{
	on_machine(describe_usual, look_at_usual);
}

static void describe_image_high(void)
{
	u64 chunk = 2 * CHUNK_SIZE;

	add_ram(0, GB(1));
	firmware.image = (struct memory_range){ chunk + MB(1), chunk + MB(3) };
	firmware.bundle = (struct memory_range){ chunk + MB(10), chunk + MB(20) };
}

static void look_at_image_high(void)
{
	check_owners("xfxfffffffffffff", "xfxfffffffffffff");
	CHECK(heap_at_build == CHUNK_SIZE - MB(2) - MB(10) - table_bytes(CHUNKS));
	check_heap();
}

static void image_and_bundle_in_one_chunk(void)
{
	on_machine(describe_image_high, look_at_image_high);
}

static void describe_across(void)
{
	add_ram(0, GB(1));
	firmware.bundle = (struct memory_range){ MB(50), 2 * CHUNK_SIZE };
}

static void look_at_across(void)
{
	check_owners("xxffffffffffffff", "xfffffffffffffff");
	CHECK(heap_at_build == MB(4) - KB(64) + MB(50) - MB(5) - table_bytes(CHUNKS));
	check_heap();
}

static void bundle_leaves_the_chunk_of_the_image(void)
{
	on_machine(describe_across, look_at_across);
}

static void describe_low_bundle(void)
{
	add_ram(0, GB(1));
	firmware.image = (struct memory_range){ 7 * CHUNK_SIZE, 7 * CHUNK_SIZE + MB(1) };
	firmware.bundle = (struct memory_range){ MB(20), MB(30) };
}

/* The lowest chunk has the exception vectors: it stays the hypervisor's. */
static void look_at_low_bundle(void)
{
	check_owners("xffffffxffffffff", "xffffffxffffffff");
	CHECK(heap_at_build == CHUNK_SIZE - MB(1) - table_bytes(CHUNKS));
	check_heap();
}

static void bundle_below_the_image(void)
{
	on_machine(describe_low_bundle, look_at_low_bundle);
}

static void describe_holes(void)
{
	add_ram(MB(770), MB(800));
	add_ram(MB(257), MB(512));
	add_ram(0, MB(130));
	firmware.bundle = (struct memory_range){ MB(100), MB(129) };
}

/* What does not fill a chunk is not used, and not freed with the bundle in it. */
static void look_at_holes(void)
{
	check_owners("xx---fff--------", "xf---fff--------");
	CHECK(chunk_count() == 12);
	CHECK(chunk_ram_count() == 5 && chunk_free_count() == 4);
}

static void ranges_with_holes(void)
{
	on_machine(describe_holes, look_at_holes);
}

static void describe_end(void)
{
	add_ram(0, MB(130));
	firmware.bundle = (struct memory_range){ MB(70), MB(130) };
}

static void look_at_end(void)
{
	check_owners("xx--------------", "xf--------------");
	CHECK(chunk_count() == 2);
}

static void bundle_at_the_end_of_memory(void)
{
	on_machine(describe_end, look_at_end);
}

static void describe_no_bundle(void)
{
	add_ram(0, GB(1));
}

static void look_at_no_bundle(void)
{
	check_owners("xfffffffffffffff", "xfffffffffffffff");
	CHECK(!strcmp(
		steps,
		"probe cpu console scheduler platform registers irq cpus trace clock "
		"dom0 serve run "));
}

static void no_bundle(void)
{
	on_machine(describe_no_bundle, look_at_no_bundle);
}

static void describe_full(void)
{
	add_ram(0, GB(1));
	firmware.image = (struct memory_range){ KB(64), CHUNK_SIZE };
}

static void look_at_full(void)
{
	CHECK(!strcmp(machine.panic, "no memory for the table of 16 chunks"));
	CHECK(!strcmp(steps, "probe cpu console scheduler "));
}

static void no_room_for_the_table(void)
{
	on_machine(describe_full, look_at_full);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "the usual machine", usual },
		{ "image and bundle in one chunk", image_and_bundle_in_one_chunk },
		{ "a bundle that leaves the chunk of the image",
		  bundle_leaves_the_chunk_of_the_image },
		{ "a bundle below the image", bundle_below_the_image },
		{ "ranges with holes", ranges_with_holes },
		{ "a bundle at the end of memory", bundle_at_the_end_of_memory },
		{ "no bundle", no_bundle },
		{ "no room for the table of chunks", no_room_for_the_table },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "setup", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-setup", suites);
}
