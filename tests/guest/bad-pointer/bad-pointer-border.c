// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bad-pointer-test: ranges that begin in one chunk and end in the next. Chunks that are
 * adjacent for dom0 are not adjacent in the machine, so a copy that simply went on would
 * access memory of another owner. The result is compared with that of a buffer in the
 * middle of a page.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bad-pointer-test.h"
#include "physmem.h"

static struct border border;

static bool take_border(void)
{
	bool found = border_get(&border);

	if (!found)
		CU_FAIL("no two pages on either side of a chunk border were found");
	return found;
}

/* The address `before` bytes before the end of its chunk. */
static char *border_va(size_t before)
{
	return border.va + border.half - before;
}

static unsigned long border_gpa(size_t before)
{
	return border.gpa + border.half - before;
}

/* The pages are adjacent for the kernel, but not in the machine. */
static void chunks_are_apart(void)
{
	unsigned long count = dom0_end() / FRAME_SIZE, chunk;
	unsigned long *frames = calloc(count, sizeof(*frames));

	CU_ASSERT_PTR_NOT_NULL_FATAL(frames);
	if (take_border()) {
		CU_ASSERT_EQUAL(domain_frames(0, frames, count), (long)count);
		CU_ASSERT_EQUAL(border_gpa(0) % CHUNK_SIZE, 0);
		chunk = border_gpa(0) / FRAME_SIZE;
		CU_ASSERT_NOT_EQUAL(frames[chunk], frames[chunk - 1] + 1);
		border_put(&border);
	}
	free(frames);
}

static void op_across(void)
{
	dom0_getdomaininfo_t expected, *info;
	dom0_op_t op;

	if (!take_border())
		return;
	CU_ASSERT_EQUAL(domain_info(0, &expected), 0);
	for (size_t before = 1; before < sizeof(op); before += before < 48 ? 1 : 31) {
		op = *op_new(DOM0_GETDOMAININFO);
		memcpy(border_va(before), &op, sizeof(op));
		CU_ASSERT_EQUAL(op_do_at(border_gpa(before)), 0);
		memcpy(&op, border_va(before), sizeof(op));
		info = &op.u.getdomaininfo;
		info->cpu_time = expected.cpu_time;
		CU_ASSERT_EQUAL(memcmp(info, &expected, sizeof(expected)), 0);
	}
	border_put(&border);
}

/* A use writes the same bytes anywhere, and nothing around them. */
static void answer_across(const struct pointer_use *use)
{
	enum { MARGIN = 64 };
	static unsigned char expected[1024];
	unsigned char *out = buffer();

	uses_start();
	memset(out, 0x77, use->size + MARGIN);
	CU_ASSERT_EQUAL(use->call((unsigned long)buffer_gpa()), use->good);
	memcpy(expected, out, use->size + MARGIN);
	for (size_t before = 0; before <= use->size; before += before < 20 ? 1 : 13) {
		unsigned char *there = (unsigned char *)border_va(before);

		memset(there - MARGIN, 0x77, use->size + 2 * MARGIN);
		CU_ASSERT_EQUAL(use->call(border_gpa(before)), use->good);
		CU_ASSERT_EQUAL(memcmp(there, expected, use->size + MARGIN), 0);
		for (int i = 1; i <= MARGIN; i++)
			CU_ASSERT_EQUAL(there[-i], 0x77);
	}
	uses_stop();
}

static void answers_across(void)
{
	if (!take_border())
		return;
	for (size_t i = 0; i < nr_pointer_uses; i++)
		if (!pointer_uses[i].reads &&
		    strcmp(pointer_uses[i].name, "increase list"))
			answer_across(&pointer_uses[i]);
	border_put(&border);
}

/* Extents are written to and read from a list that crosses the border. */
static void extent_list_across(void)
{
	enum { CHUNKS = 4 };
	unsigned long list[CHUNKS], frames[CHUNKS * CHUNK_FRAMES];
	unsigned int id;

	if (!take_border())
		return;
	for (size_t before = 0; before <= sizeof(list); before += 4) {
		CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
		CU_ASSERT_EQUAL(memory_op(MEMOP_increase_reservation, border_gpa(before),
					  CHUNKS, CHUNK_ORDER, id),
				CHUNKS);
		memcpy(list, border_va(before), sizeof(list));
		CU_ASSERT_EQUAL(domain_frames(id, frames, CHUNKS * CHUNK_FRAMES),
				CHUNKS * CHUNK_FRAMES);
		for (int i = 0; i < CHUNKS; i++)
			CU_ASSERT_EQUAL(list[i], frames[i * CHUNK_FRAMES]);
		CU_ASSERT_EQUAL(memory_op(MEMOP_decrease_reservation, border_gpa(before),
					  CHUNKS, CHUNK_ORDER, id),
				CHUNKS);
		CU_ASSERT_EQUAL(domain_destroy(id), 0);
	}
	border_put(&border);
}

static void console_text_across(void)
{
	char text[64], read[64];
	dom0_op_t *op;
	int len;

	if (!take_border())
		return;
	for (size_t before = 1; before < 24; before += 3) {
		len = snprintf(text, sizeof(text), "bad-pointer-test: border - %zu\n",
			       before);
		memcpy(border_va(before), text, (size_t)len);
		CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, CONSOLEIO_write,
				      (unsigned long)len, border_gpa(before)),
				len);
		op = op_new(DOM0_READCONSOLE);
		op->u.readconsole.buffer = buffer_gpa();
		op->u.readconsole.count = (u32)len;
		CU_ASSERT_EQUAL(op_do(), 0);
		memcpy(read, buffer(), (size_t)len);
		CU_ASSERT_EQUAL(memcmp(read, text, (size_t)len), 0);
	}
	border_put(&border);
}

CU_TestInfo border_tests[] = {
	TEST(chunks_are_apart),	  TEST(op_across),	     TEST(answers_across),
	TEST(extent_list_across), TEST(console_text_across), CU_TEST_INFO_NULL,
};
