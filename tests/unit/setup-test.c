// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the hand-over to dom0 (xen/common/setup.c): what becomes of the machine's memory,
 * and in which order things start. Firmware, dom0 and run loop are stand-ins. The heap
 * cannot be reset, so that each machine lives in a process of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include <xen/console.h>
#include <xen/heap.h>
#include <xen/lib.h>
#include <xen/schedule.h>
#include <xen/sched_params.h>
#include <xen/setup.h>
#include <xen/trace_buffer.h>
#include <asm/memory.h>
#include <asm/platform.h>

#include "cunit-main.h"
#include "fakes.h"

#ifdef UNIT_COVERAGE
#include <gcov.h>
#endif

#define CHUNKS 16

static struct boot_info firmware; /* what it says */
static char steps[128];		  /* what start_xen() did, in order */
static struct boot_registers handed_over;
static domid_t owner_before[CHUNKS]; /* of each chunk when dom0 was built */
static u64 heap_at_build;

static void step(const char *name)
{
	strcat(steps, name);
	strcat(steps, " ");
}

void platform_probe(const struct boot_registers *r, struct boot_info *info)
{
	handed_over = *r;
	*info = firmware;
	step("probe");
}

const char *xen_banner(void)
{
	return "banner";
}

void console_init(const char *cmdline)
{
	step(strcmp(cmdline, firmware.cmdline) ? "?" : "console");
}

void scheduler_init(const char *cmdline)
{
	step(strcmp(cmdline, firmware.cmdline) ? "?" : "scheduler");
}

void trace_init(const char *cmdline)
{
	step(strcmp(cmdline, firmware.cmdline) ? "?" : "trace");
}

static void test_init(void)
{
	step("platform");
}

struct domain *dom0_build(const struct boot_info *info)
{
	step(memcmp(info, &firmware, sizeof(*info)) ? "?" : "dom0");
	for (u32 c = 0; c < CHUNKS; c++)
		owner_before[c] = chunk_owner(c);
	heap_at_build = heap_free_bytes();
	return NULL;
}

void run_vcpus(void)
{
	step("run");
	panic("running");
}

/* ---- a process for each machine ---- */

static u32 wrong;

static void check(bool holds, const char *what, int line)
{
	if (!holds) {
		printf("    %s:%d: %s\n", __FILE__, line, what);
		wrong++;
	}
}
#define CHECK(what) check(what, #what, __LINE__)

static const struct boot_registers registers = { 3, 4, 5, 6, 7, 8, 9 };
static const struct platform test_platform = { .name = "unit test", .init = test_init };

/* Starts the hypervisor on the machine that fn describes, and lets fn look at it. */
static void on_machine(void (*describe)(void), void (*look)(void))
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	CU_ASSERT_FATAL(child >= 0);
	if (!child) {
		machine_start(CHUNKS);
		chunk_init(NULL, 0); /* nobody knows of any chunk yet */
		platform = &test_platform;
		firmware.image = (struct memory_range){ MB(4), MB(5) };
		describe();
		EXPECT_END(start_xen(&registers));
		look();
#ifdef UNIT_COVERAGE
		__gcov_dump(); /* what _exit() leaves out */
#endif
		fflush(stdout);
		_exit(wrong ? EXIT_FAILURE : EXIT_SUCCESS);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_EQUAL(status, 0);
}

static void add_ram(u64 start, u64 end)
{
	firmware.ram[firmware.ram_count++] = (struct memory_range){ start, end };
}

/*
 * The owners of the chunks when dom0 was built, and afterwards: a letter each, for the
 * hypervisor, free, and no RAM.
 */
static void check_owners(const char *at_build, const char *afterwards)
{
	char before[CHUNKS + 1] = "", after[CHUNKS + 1] = "";

	for (u32 c = 0; c < CHUNKS; c++) {
		domid_t now = chunk_owner(c), then = owner_before[c];

		before[c] = then == DOMID_XEN ? 'x' : then == CHUNK_FREE ? 'f' : '-';
		after[c] = now == DOMID_XEN ? 'x' : now == CHUNK_FREE ? 'f' : '-';
	}
	CHECK(!strcmp(machine.panic, "running"));
	CHECK(!strcmp(before, at_build));
	CHECK(!strcmp(after, afterwards));
	if (wrong)
		printf("    owners are %s, then %s\n", before, after);
}

static u64 table_bytes(u32 nr)
{
	return ROUND_UP(chunk_table_size(nr), 64);
}

static bool inside(u64 maddr, const struct memory_range *r)
{
	return maddr >= r->start && maddr < r->end;
}

/* All the heap has in the image's chunk, by steps: never image, bundle or vectors. */
static void check_heap(void)
{
	u64 chunk = ROUND_DOWN(firmware.image.start, CHUNK_SIZE), size = KB(64);

	for (u32 i = 0; i < CHUNK_SIZE / size; i++) {
		const void *block = heap_alloc(size, 64);
		u64 at = block ? ptr_to_maddr(block) : 0;

		if (ROUND_DOWN(at, CHUNK_SIZE) != chunk)
			break;
		CHECK(at >= KB(64));
		CHECK(!inside(at, &firmware.image) &&
		      !inside(at + size - 1, &firmware.image));
		CHECK(!inside(at, &firmware.bundle) &&
		      !inside(at + size - 1, &firmware.bundle));
	}
}

/* ---- machines ---- */

static void describe_usual(void)
{
	add_ram(0, GB(1));
	firmware.bundle =
		(struct memory_range){ 3 * CHUNK_SIZE + MB(1), 5 * CHUNK_SIZE + MB(2) };
	strcpy(firmware.cmdline, "sched=sedf loglvl=debug");
}

static void look_at_usual(void)
{
	CHECK(!strcmp(steps, "probe console scheduler trace platform dom0 run "));
	CHECK(handed_over.r3 == 3 && handed_over.r4 == 4 && handed_over.r9 == 9);
	check_owners("xffxxxffffffffff", "xfffffffffffffff");
	CHECK(chunk_ram_count() == 16 && chunk_free_count() == 15);
	CHECK(heap_at_build == MB(4) - KB(64) + CHUNK_SIZE - MB(5) - table_bytes(CHUNKS));
	CHECK(strstr(machine.message, "16 chunks of 64 MiB, 12 free"));
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
	CHECK(!strcmp(steps, "probe console scheduler trace platform dom0 run "));
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
	CHECK(!strcmp(steps, "probe console scheduler "));
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
