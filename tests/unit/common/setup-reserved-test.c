// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the hand-over to dom0 (xen/common/setup.c) where the firmware keeps memory for
 * itself, and where things lie close to each other.
 */
#include <string.h>

#include <xen/memory/heap.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "fakes.h"
#include "setup.h"

#define LOW_HEAP (MB(4) - KB(64)) /* what is below the image, but for the vectors */

static void set_bundle(u64 start, u64 end)
{
	firmware.bundle = (struct memory_range){ start, end };
}

/* ---- reservations ---- */

static void describe_in_the_image_chunk(void)
{
	add_ram(0, GB(1));
	add_reserved(MB(62), MB(64));
	add_reserved(MB(8), MB(10));
	add_reserved(0, KB(128));
	add_reserved(MB(20) + 1, MB(20) + 2);
}

static void look_at_image_chunk(void)
{
	check_owners("xfffffffffffffff", "xfffffffffffffff");
	CHECK(heap_at_build == LOW_HEAP - KB(64) + CHUNK_SIZE - MB(5) - MB(2) - MB(2) -
				       64 - table_bytes(CHUNKS));
	check_heap();
}

static void in_the_image_chunk(void)
{
	on_machine(describe_in_the_image_chunk, look_at_image_chunk);
}

static void describe_other_chunks(void)
{
	add_ram(0, GB(1));
	add_reserved(2 * CHUNK_SIZE, 2 * CHUNK_SIZE + 1);
	add_reserved(5 * CHUNK_SIZE - 1, 5 * CHUNK_SIZE);
	add_reserved(7 * CHUNK_SIZE - 1, 9 * CHUNK_SIZE + 1);
	add_reserved(15 * CHUNK_SIZE, GB(4)); /* also where there is no memory */
	add_reserved(1ULL << 50, 1ULL << 51);
}

/* One byte of a chunk is enough, and the chunk beside it is not concerned. */
static void look_at_other_chunks(void)
{
	check_owners("xfxfxfxxxxfffffx", "xfxfxfxxxxfffffx");
	CHECK(chunk_ram_count() == 16 && chunk_free_count() == 8);
	CHECK(heap_at_build == LOW_HEAP + CHUNK_SIZE - MB(5) - table_bytes(CHUNKS));
}

static void other_chunks(void)
{
	on_machine(describe_other_chunks, look_at_other_chunks);
}

static void describe_overlapping(void)
{
	add_ram(0, GB(1));
	add_reserved(MB(8), MB(12));
	add_reserved(MB(10), MB(14));
	add_reserved(MB(11), MB(13));
	add_reserved(MB(14), MB(15));
	add_reserved(MB(8), MB(9));
	add_reserved(MB(60), 3 * CHUNK_SIZE);
	add_reserved(2 * CHUNK_SIZE, 4 * CHUNK_SIZE);
}

static void look_at_overlapping(void)
{
	check_owners("xxxxffffffffffff", "xxxxffffffffffff");
	CHECK(heap_at_build == LOW_HEAP + MB(3) + MB(45) - table_bytes(CHUNKS));
	check_heap();
}

static void overlapping(void)
{
	on_machine(describe_overlapping, look_at_overlapping);
}

static void describe_all(void)
{
	add_ram(0, GB(1));
	add_reserved(0, MB(4));
	add_reserved(MB(5), GB(1));
}

static void look_at_all(void)
{
	CHECK(!strcmp(machine.panic, "no memory for the table of 16 chunks"));
}

static void nothing_is_left(void)
{
	on_machine(describe_all, look_at_all);
}

/* ---- what must not be ---- */

static void look_at_overwritten_reservation(void)
{
	check_panic_at_once("where the hypervisor runs");
	CHECK(strstr(machine.panic, "the firmware reserves"));
}

static void describe_reserved_end(void)
{
	add_ram(0, GB(1));
	add_reserved(MB(10), MB(11));
	add_reserved(MB(5) - 1, MB(6));
}

static void describe_reserved_start(void)
{
	add_ram(0, GB(1));
	add_reserved(MB(3), MB(4) + 1);
}

static void describe_reserved_within(void)
{
	add_ram(0, GB(1));
	add_reserved(MB(4) + 100, MB(4) + 101);
}

static void reserved_where_the_hypervisor_runs(void)
{
	on_machine(describe_reserved_end, look_at_overwritten_reservation);
	on_machine(describe_reserved_start, look_at_overwritten_reservation);
	on_machine(describe_reserved_within, look_at_overwritten_reservation);
}

static void look_at_overwritten_bundle(void)
{
	check_panic_at_once("lies where the hypervisor runs");
	CHECK(strstr(machine.panic, "the bundle"));
}

static void describe_bundle_end(void)
{
	add_ram(0, GB(1));
	set_bundle(MB(1), MB(4) + 1);
}

static void describe_bundle_around(void)
{
	add_ram(0, GB(1));
	set_bundle(MB(1), MB(100));
}

static void describe_bundle_start(void)
{
	add_ram(0, GB(1));
	set_bundle(MB(5) - 1, MB(100));
}

static void bundle_where_the_hypervisor_runs(void)
{
	on_machine(describe_bundle_end, look_at_overwritten_bundle);
	on_machine(describe_bundle_around, look_at_overwritten_bundle);
	on_machine(describe_bundle_start, look_at_overwritten_bundle);
}

static void describe_close(void)
{
	add_ram(0, GB(1));
	set_bundle(MB(5), MB(7));
	add_reserved(MB(3), MB(4));
	add_reserved(MB(7), MB(8));
}

/* Ranges that only touch do no harm. */
static void look_at_close(void)
{
	check_owners("xfffffffffffffff", "xfffffffffffffff");
	CHECK(heap_at_build == MB(3) - KB(64) + CHUNK_SIZE - MB(8) - table_bytes(CHUNKS));
	CHECK(!strstr(messages, "where the bundle"));
	check_heap();
}

static void all_close_together(void)
{
	on_machine(describe_close, look_at_close);
}

/* ---- the bundle ---- */

static void describe_below_in_one_chunk(void)
{
	u64 chunk = 2 * CHUNK_SIZE;

	add_ram(0, GB(1));
	firmware.image = (struct memory_range){ chunk + MB(30), chunk + MB(31) };
	set_bundle(chunk + MB(10), chunk + MB(20));
}

static void look_at_below_in_one_chunk(void)
{
	check_owners("xfxfffffffffffff", "xfxfffffffffffff");
	CHECK(heap_at_build == CHUNK_SIZE - MB(1) - MB(10) - table_bytes(CHUNKS));
	check_heap();
}

static void below_the_image_in_one_chunk(void)
{
	on_machine(describe_below_in_one_chunk, look_at_below_in_one_chunk);
}

static void describe_odd(void)
{
	add_ram(0, GB(1));
	set_bundle(MB(10) + 1, MB(12) + 3);
}

static void look_at_odd(void)
{
	check_owners("xfffffffffffffff", "xfffffffffffffff");
	CHECK(heap_at_build ==
	      LOW_HEAP + CHUNK_SIZE - MB(5) - MB(2) - 64 - table_bytes(CHUNKS));
	check_heap();
}

static void describe_odd_elsewhere(void)
{
	add_ram(0, GB(1));
	set_bundle(4 * CHUNK_SIZE - 1, 6 * CHUNK_SIZE + 1);
}

static void look_at_odd_elsewhere(void)
{
	check_owners("xffxxxxfffffffff", "xfffffffffffffff");
}

static void at_an_odd_place(void)
{
	on_machine(describe_odd, look_at_odd);
	on_machine(describe_odd_elsewhere, look_at_odd_elsewhere);
}

static void describe_shared(void)
{
	add_ram(0, GB(1));
	set_bundle(3 * CHUNK_SIZE + MB(1), 6 * CHUNK_SIZE + MB(2));
	add_reserved(3 * CHUNK_SIZE, 3 * CHUNK_SIZE + KB(4));
	add_reserved(6 * CHUNK_SIZE + MB(30), 6 * CHUNK_SIZE + MB(31));
}

/* The bundle goes, the reservations stay. */
static void look_at_shared(void)
{
	check_owners("xffxxxxfffffffff", "xffxffxfffffffff");
	CHECK(!strstr(messages, "where the bundle"));
}

static void chunk_shared_with_a_reservation(void)
{
	on_machine(describe_shared, look_at_shared);
}

static void describe_reserved_bundle(void)
{
	add_ram(0, GB(1));
	set_bundle(3 * CHUNK_SIZE + MB(1), 5 * CHUNK_SIZE);
	add_reserved(4 * CHUNK_SIZE, 5 * CHUNK_SIZE);
}

/* As some do with an initrd: it can be read, but is not ours. */
static void look_at_reserved_bundle(void)
{
	check_owners("xffxxfffffffffff", "xfffxfffffffffff");
	CHECK(strstr(messages, "where the bundle lies"));
}

static void reserved_itself(void)
{
	on_machine(describe_reserved_bundle, look_at_reserved_bundle);
}

/* ---- holes ---- */

static void describe_hole(void)
{
	add_ram(MB(10), MB(20));
	add_ram(0, MB(6));
	add_ram(MB(40), GB(1));
	add_reserved(MB(5) + KB(512), MB(11));
	set_bundle(MB(41), MB(42));
}

/* Its chunk is no chunk of RAM then, and nothing can be freed in it. */
static void look_at_hole(void)
{
	check_owners("-fffffffffffffff", "-fffffffffffffff");
	CHECK(heap_at_build == LOW_HEAP + KB(512) + MB(9) + MB(23) - table_bytes(CHUNKS));
	check_heap();
}

static void hole_in_the_image_chunk(void)
{
	on_machine(describe_hole, look_at_hole);
}

int main(void)
{
	CU_TestInfo reservations[] = {
		{ "in the chunk of the image", in_the_image_chunk },
		{ "in other chunks", other_chunks },
		{ "overlapping", overlapping },
		{ "nothing is left", nothing_is_left },
		{ "where the hypervisor runs", reserved_where_the_hypervisor_runs },
		{ "a hole in the chunk of the image", hole_in_the_image_chunk },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo bundle[] = {
		{ "below the image, in one chunk", below_the_image_in_one_chunk },
		{ "at an odd place", at_an_odd_place },
		{ "where the hypervisor runs", bundle_where_the_hypervisor_runs },
		{ "close to all else", all_close_together },
		{ "in a chunk with a reservation", chunk_shared_with_a_reservation },
		{ "reserved itself", reserved_itself },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "reservations", .pTests = reservations },
		{ .pName = "bundle", .pTests = bundle },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-setup-reserved", suites);
}
