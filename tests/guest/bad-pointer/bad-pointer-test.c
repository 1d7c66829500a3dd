// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Addresses that a caller must not pass, and valid ones that look suspicious. The
 * hypervisor survives each of them, and none reaches memory that is not dom0's.
 */
#include <stdio.h>
#include <unistd.h>

#include "bad-pointer-test.h"

static void check(const struct pointer_use *use, unsigned long gpa, long expected)
{
	long result = use->call(gpa);

	if (result != expected) {
		printf("\n    %s at %#lx: %ld, not %ld", use->name, gpa, result,
		       expected);
		CU_FAIL("an address was not treated as it should be");
	}
	check_alive();
}

static void check_all_bad(unsigned long gpa)
{
	for (size_t i = 0; i < nr_pointer_uses; i++)
		check(&pointer_uses[i], gpa, pointer_uses[i].bad);
}

/* Ranges whose last byte, half, or whole is outside of dom0's memory. */
static void outside(void)
{
	const unsigned long end = dom0_end();
	const unsigned long far[] = {
		end,	   end + 1,   end + FRAME_SIZE, end + CHUNK_SIZE, 1UL << 36,
		1UL << 40, 1UL << 44, 1UL << 52,	1UL << 60,	  1UL << 63,
	};

	uses_start();
	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++)
		check_all_bad(far[i]);
	for (size_t i = 0; i < nr_pointer_uses; i++) {
		const struct pointer_use *use = &pointer_uses[i];

		check(use, end - 1, use->bad);
		check(use, end - use->size / 2, use->bad);
		check(use, end - use->size + 1, use->bad);
	}
	uses_stop();
}

/* Address + size exceeds 2^64: it ends outside of memory, or wraps around into it. */
static void wrapping(void)
{
	uses_start();
	check_all_bad(~0UL);
	check_all_bad(~0UL - 7);
	for (size_t i = 0; i < nr_pointer_uses; i++) {
		const struct pointer_use *use = &pointer_uses[i];

		check(use, -use->size, use->bad);
		check(use, -use->size + 1, use->bad);
		check(use, -(use->size / 2), use->bad);
		check(use, -use->size - 1, use->bad);
	}
	uses_stop();
}

/*
 * The console read of 2005 puts its text at the end of the buffer: a buffer that begins
 * below 0 would end in our page.
 */
static void wrapping_console_buffer(void)
{
	dom0_op_t *op;
	const u32 count = 0xfffff000;

	uses_start();
	op = op_new(DOM0_READCONSOLE);
	op->u.readconsole.count = count;
	op->u.readconsole.buffer =
		(char *)(hcall_page.gpa + (size_t)getpagesize() - count);
	if (hcall_page.gpa + (size_t)getpagesize() < count) {
		CU_ASSERT_EQUAL(op_do(), -EFAULT);
	} else {
		/* It does not wrap if dom0 is that large. */
		CU_ASSERT_EQUAL(op_do(), 0);
	}
	uses_stop();
}

/* The same for a list whose first elements are skipped. */
static void wrapping_extent_list(void)
{
	const unsigned long start = 0x7000000;
	unsigned int id;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(memory_op(MEMOP_increase_reservation | (unsigned int)start << 4,
				  hcall_page.gpa - start * sizeof(long), start + 1,
				  CHUNK_ORDER, id),
			(long)start);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* Other kinds of addresses: the kernel's, the program's, with upper bits set. */
static void other_spaces(void)
{
	const unsigned long gpa = (unsigned long)buffer_gpa();

	uses_start();
	check_all_bad(0xc000000000000000 | gpa);
	check_all_bad(0xd000000000000000 | gpa);
	check_all_bad((unsigned long)buffer());
	for (unsigned int bit = 40; bit < 64; bit++)
		check_all_bad(1UL << bit | gpa);
	uses_stop();
}

/*
 * dom0 has its kernel's code at address 0, but no program uses that address: a null
 * buffer is refused, and a null list means that there is none. An op is only read there,
 * and is not valid.
 */
static void zero(void)
{
	long result = op_do_at(0);

	CU_ASSERT(result == -EFAULT || result == -EACCES);
	uses_start();
	for (size_t i = 0; i < nr_pointer_uses; i++) {
		const struct pointer_use *use = &pointer_uses[i];

		if (strcmp(use->name, "op"))
			check(use, 0, use->optional ? use->good : use->bad);
	}
	uses_stop();
}

/* Alignment does not matter: the hypervisor copies bytes. */
static void unaligned(void)
{
	for (unsigned long offset = 1; offset < 8; offset++) {
		uses_start();
		for (size_t i = 0; i < nr_pointer_uses; i++) {
			memset(buffer(), 0, buffer_size());
			check(&pointer_uses[i], (unsigned long)buffer_gpa() + offset,
			      pointer_uses[i].good);
		}
		uses_stop();
	}
}

/*
 * Up to the last byte of the last chunk, and not beyond. The chunk is a new one above
 * dom0's memory that the kernel does not know, so that nothing is overwritten. It reads
 * as zeroes, whatever its former owner wrote.
 */
static void last_bytes(void)
{
	unsigned long end, frame;

	uses_start();
	CU_ASSERT_EQUAL_FATAL(memory_op(MEMOP_increase_reservation,
					(unsigned long)buffer_gpa(), 1, CHUNK_ORDER,
					DOMID_SELF),
			      1);
	frame = *(unsigned long *)buffer();
	end = dom0_end();
	for (size_t i = 0; i < nr_pointer_uses; i++) {
		const struct pointer_use *use = &pointer_uses[i];

		if (use->reads)
			check(use, end - use->size, use->good);
	}
	for (size_t i = 0; i < nr_pointer_uses; i++) {
		const struct pointer_use *use = &pointer_uses[i];

		check(use, end - use->size + 1, use->bad);
		if (!use->reads)
			check(use, end - use->size, use->good);
		check(use, end - use->size + 1, use->bad);
	}
	*(unsigned long *)buffer() = frame;
	CU_ASSERT_EQUAL(memory_op(MEMOP_decrease_reservation, (unsigned long)buffer_gpa(),
				  1, CHUNK_ORDER, DOMID_SELF),
			1);
	uses_stop();
}

/* Memory that a domain has given back is not its own any more. */
static void hole(void)
{
	const unsigned long end = dom0_end();
	unsigned long frames[2];

	uses_start();
	CU_ASSERT_EQUAL_FATAL(memory_op(MEMOP_increase_reservation,
					(unsigned long)buffer_gpa(), 2, CHUNK_ORDER,
					DOMID_SELF),
			      2);
	memcpy(frames, buffer(), sizeof(frames));
	CU_ASSERT_EQUAL(memory_op(MEMOP_decrease_reservation, (unsigned long)buffer_gpa(),
				  1, CHUNK_ORDER, DOMID_SELF),
			1);
	check_all_bad(end);
	check_all_bad(end + CHUNK_SIZE / 2);
	check_all_bad(end + CHUNK_SIZE - 4);
	for (size_t i = 0; i < nr_pointer_uses; i++)
		if (pointer_uses[i].reads)
			check(&pointer_uses[i], end + CHUNK_SIZE, pointer_uses[i].good);
	*(unsigned long *)buffer() = frames[1];
	CU_ASSERT_EQUAL(memory_op(MEMOP_decrease_reservation, (unsigned long)buffer_gpa(),
				  1, CHUNK_ORDER, DOMID_SELF),
			1);
	check_all_bad(end + CHUNK_SIZE);
	uses_stop();
}

CU_TestInfo bad_address_tests[] = {
	TEST(outside),
	TEST(wrapping),
	TEST(wrapping_console_buffer),
	TEST(wrapping_extent_list),
	TEST(other_spaces),
	TEST(zero),
	TEST(unaligned),
	TEST(last_bytes),
	TEST(hole),
	CU_TEST_INFO_NULL,
};

int main(void)
{
	CU_SuiteInfo suites[] = {
		SUITE("bad-address", bad_address_tests),
		SUITE("border", border_tests),
		CU_SUITE_INFO_NULL,
	};

	return run_suites("bad-pointer-test", suites);
}
