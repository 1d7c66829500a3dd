// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading what a guest was about to execute (xen/arch/powerpc/mmu/guest_walk.c): through
 * trees that the test writes into dom0's memory, sound ones and hostile ones.
 */
#include <string.h>

#include <xen/byteorder.h>
#include <xen/lib.h>
#include <asm/mmu/guest_walk.h>
#include <asm/processor.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"

/* Where things are in dom0's memory. */
#define PROC_TABLE   0x10000ULL /* 64 KiB: 4096 processes */
#define PROC_SIZE    4
#define KERNEL_ROOT  0x100000ULL
#define PROCESS_ROOT 0x200000ULL
#define LEVELS	     0x300000ULL
#define CODE	     0x5550000ULL

#define RADIX	     (1ULL << 63)
#define VALID	     (1ULL << 63)
#define LEAF	     (1ULL << 62)
#define RTS_52	     (2ULL << 61 | 5ULL << 5)
#define ROOT_BITS    13
#define PID	     77

#define KERNEL_NIP   0xc000000005551234ULL
#define PROCESS_NIP  0x10011238ULL
#define INSTRUCTION  0x7c0802a6U

static struct vcpu *v;

static void write_word(u64 gpa, u64 value)
{
	be64 word = cpu_to_be64(value);

	dom0_write(gpa, &word, sizeof(word));
}

/* Levels of 13, 9, 9 and 5 bits down to a page of 64 KiB, from the next free place. */
static void map_page(u64 root, u64 tables, u64 ea, u64 gpa)
{
	static const u32 bits[] = { ROOT_BITS, 9, 9, 5 };
	u64 table = root, left = 52;

	ea &= ~0ULL >> 2;
	for (u32 level = 0; level < ARRAY_SIZE(bits); level++) {
		u64 at;

		left -= bits[level];
		at = table + (ea >> left & ((1ULL << bits[level]) - 1)) * 8;
		if (level == ARRAY_SIZE(bits) - 1) {
			write_word(at, VALID | LEAF | gpa | 0x187);
		} else {
			table = tables + level * 0x1000;
			write_word(at, VALID | table | bits[level + 1]);
		}
	}
}

static void start(void)
{
	static const u32 instruction = INSTRUCTION;

	dom0_start();
	v = dom0->vcpu[0];
	v->arch.regs.msr = MSR_SF | MSR_ME | MSR_IR | MSR_DR | MSR_RI | MSR_LE;
	v->arch.hv.pidr = PID;
	dom0->arch.process_table = RADIX | PROC_TABLE | PROC_SIZE;
	write_word(PROC_TABLE, RTS_52 | KERNEL_ROOT | ROOT_BITS);
	write_word(PROC_TABLE + PID * 16, RTS_52 | PROCESS_ROOT | ROOT_BITS);
	map_page(KERNEL_ROOT, LEVELS, KERNEL_NIP, CODE);
	map_page(PROCESS_ROOT, LEVELS + 0x10000, PROCESS_NIP, CODE + 0x10000);
	dom0_write(CODE + 0x1234, &instruction, sizeof(instruction));
	dom0_write(CODE + 0x11238, &instruction, sizeof(instruction));
}

static bool found_at(u64 nip, u32 expected)
{
	u32 instruction = ~expected;

	v->arch.regs.nip = nip;
	return guest_instruction(v, &instruction) && instruction == expected;
}

static bool nothing_at(u64 nip)
{
	u32 instruction;

	v->arch.regs.nip = nip;
	return !guest_instruction(v, &instruction);
}

static void by_the_kernels_tree(void)
{
	CU_ASSERT(found_at(KERNEL_NIP, INSTRUCTION));
	CU_ASSERT(nothing_at(KERNEL_NIP + 0x10000));
	/* Whatever process runs. */
	v->arch.hv.pidr = PID + 1;
	CU_ASSERT(found_at(KERNEL_NIP, INSTRUCTION));
}

static void by_the_tree_of_the_process_that_runs(void)
{
	CU_ASSERT(found_at(PROCESS_NIP, INSTRUCTION));
	CU_ASSERT(nothing_at(PROCESS_NIP - 0x10000));
	v->arch.hv.pidr = PID + 1;
	CU_ASSERT(nothing_at(PROCESS_NIP));
}

static void large_pages(void)
{
	/* The same code by a leaf of 2 MiB, in the place of the last level. */
	write_word(LEVELS + 0x1000 + (KERNEL_NIP >> 21 & 0x1ff) * 8,
		   VALID | LEAF | (CODE & ~0x1fffffULL) | 0x187);
	CU_ASSERT(found_at(KERNEL_NIP, INSTRUCTION));
	/* What the entry has below its page's size counts for nothing. */
	write_word(LEVELS + 0x1000 + (KERNEL_NIP >> 21 & 0x1ff) * 8,
		   VALID | LEAF | (CODE & ~0x1fffffULL) | 0x1ff000 | 0x187);
	CU_ASSERT(found_at(KERNEL_NIP, INSTRUCTION));
}

static void without_translation(void)
{
	v->arch.regs.msr &= ~(u64)(MSR_IR | MSR_DR);
	CU_ASSERT(found_at(CODE + 0x1234, INSTRUCTION));
	CU_ASSERT(found_at(0xc000000000000000 | (CODE + 0x1234), INSTRUCTION));
	CU_ASSERT(nothing_at(DOM0_END));
	CU_ASSERT(nothing_at(DOM0_END - 2));
}

static void in_the_guests_byte_order(void)
{
	v->arch.regs.msr &= ~(u64)MSR_LE;
	CU_ASSERT(found_at(KERNEL_NIP, __builtin_bswap32(INSTRUCTION)));
}

static void no_such_process(void)
{
	v->arch.hv.pidr = 4096;
	CU_ASSERT(nothing_at(PROCESS_NIP));
	v->arch.hv.pidr = ~0ULL;
	CU_ASSERT(nothing_at(PROCESS_NIP));
	dom0->arch.process_table = 0;
	CU_ASSERT(nothing_at(KERNEL_NIP));
}

/* Tables outside of memory, of no size, of too many levels, and that name themselves. */
static void hostile_trees(void)
{
	static const u64 roots[] = {
		RTS_52 | DOM0_END | ROOT_BITS,
		RTS_52 | 0x00ffffffffffff00ULL | ROOT_BITS,
		RTS_52 | KERNEL_ROOT, /* no bits */
		RTS_52 | KERNEL_ROOT | 31,
		KERNEL_ROOT | ROOT_BITS,			  /* 31 bits of address */
		3ULL << 61 | 7ULL << 5 | KERNEL_ROOT | ROOT_BITS, /* 62 bits */
	};

	for (size_t i = 0; i < ARRAY_SIZE(roots); i++) {
		write_word(PROC_TABLE, roots[i]);
		CU_ASSERT(nothing_at(KERNEL_NIP + (1ULL << 40)));
	}
	/* Level after level the same table. */
	write_word(PROC_TABLE, RTS_52 | KERNEL_ROOT | ROOT_BITS);
	for (u32 i = 0; i < 512; i++)
		write_word(LEVELS + i * 8, VALID | LEVELS | 9);
	CU_ASSERT(nothing_at(KERNEL_NIP));
}

/* Whatever stands in the tables, the answer comes and nothing else happens. */
static void random_trees(void)
{
	for (u32 round = 0; round < 2000; round++) {
		u64 places[] = { PROC_TABLE, KERNEL_ROOT, LEVELS, LEVELS + 0x1000,
				 LEVELS + 0x2000 };
		u64 word = random_u64();
		u32 instruction;

		if (random_below(2))
			word = (word & 0x0000000003ffff1fULL) | VALID | (word & LEAF);
		write_word(places[random_below(ARRAY_SIZE(places))] +
				   random_below(512) * 8,
			   word);
		v->arch.regs.nip = random_below(2) ? KERNEL_NIP : random_u64();
		v->arch.hv.pidr = random_below(8192);
		guest_instruction(v, &instruction);
	}
	CU_PASS("still here");
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "by the kernel's tree", by_the_kernels_tree },
		{ "by the tree of the process that runs",
		  by_the_tree_of_the_process_that_runs },
		{ "large pages", large_pages },
		{ "without translation", without_translation },
		{ "in the guest's byte order", in_the_guests_byte_order },
		{ "no such process", no_such_process },
		{ "hostile trees", hostile_trees },
		{ "random trees", random_trees },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "guest walk",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-guest-walk", suites);
}
