// SPDX-License-Identifier: GPL-2.0-or-later
/* The newest part of an endless text (xen/console/text_ring.h). */
#include <string.h>

#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/console/text_ring.h>

#include "cunit-main.h"
#include "fakes.h"

#define SIZE	16
#define BUF_GPA 0x20000

static struct domain guest = { .id = 7 };
static const struct caller caller = { .domain = &guest };
static char text[SIZE];
static struct text_ring ring;

/* Two chunks that lie apart in the machine. */
static void start(void)
{
	u32 chunk;

	ring = (struct text_ring){ .text = text, .size = SIZE };
	memset(text, 0, sizeof(text));
	guest.p2m = (struct p2m){ 0 };
	CU_ASSERT_EQUAL_FATAL(p2m_populate(&guest, false, &chunk), 0);
	CU_ASSERT_EQUAL_FATAL(p2m_populate(&guest, false, &chunk), 0);
}

static void stop(void)
{
	while (!p2m_release(&guest, UINT64_MAX))
		;
	p2m_destroy(&guest);
}

static void put(const char *what)
{
	while (*what)
		text_ring_put(&ring, *what++);
}

static u8 *byte(u64 gpa)
{
	return chunk_memory(guest.p2m.chunk[gpa / CHUNK_SIZE]) + gpa % CHUNK_SIZE;
}

/* That the guest has exactly this at gpa, and nothing of ours around it. */
static void check_at(u64 gpa, const char *wanted)
{
	size_t len = strlen(wanted);

	CU_ASSERT_EQUAL(*byte(gpa - 1), 0);
	for (size_t i = 0; i < len; i++)
		CU_ASSERT_EQUAL(*byte(gpa + i), (u8)wanted[i]);
	CU_ASSERT_EQUAL(*byte(gpa + len), 0);
	for (size_t i = 0; i < len; i++)
		*byte(gpa + i) = 0;
}

static void keeps_the_newest(void)
{
	put("abcdefghijklmnop");
	CU_ASSERT_EQUAL(ring.start, 0);
	CU_ASSERT_EQUAL(ring.end, SIZE);
	put("qr");
	CU_ASSERT_EQUAL(ring.start, 2);
	CU_ASSERT_EQUAL(ring.end, SIZE + 2);
	CU_ASSERT_EQUAL(text_ring_at(&ring, 2), 'c');
	CU_ASSERT_EQUAL(text_ring_at(&ring, SIZE + 1), 'r');
	for (u32 i = 0; i < 1000; i++)
		put("x");
	CU_ASSERT_EQUAL(ring.end, SIZE + 1002);
	CU_ASSERT_EQUAL(ring.end - ring.start, SIZE);
}

static void clearing(void)
{
	put("abcdefghijklmnopqr");
	text_ring_clear(&ring, 0);
	CU_ASSERT_EQUAL(ring.start, 2);
	text_ring_clear(&ring, 5);
	CU_ASSERT_EQUAL(ring.start, 5);
	/* Not backwards, and nothing that is yet to come. */
	text_ring_clear(&ring, 4);
	text_ring_clear(&ring, ring.end + 1);
	text_ring_clear(&ring, ~0ULL);
	CU_ASSERT_EQUAL(ring.start, 5);
	text_ring_clear(&ring, ring.end);
	CU_ASSERT_EQUAL(ring.start, ring.end);
	put("st");
	CU_ASSERT_EQUAL(ring.end - ring.start, 2);
	CU_ASSERT_EQUAL(text_ring_at(&ring, ring.start), 's');
}

static void to_the_guest(void)
{
	put("abcdefghijklmnopqr"); /* goes round behind p */
	CU_ASSERT_TRUE(text_ring_to_guest(&ring, 2, 16, &caller, BUF_GPA));
	check_at(BUF_GPA, "cdefghijklmnopqr");
	CU_ASSERT_TRUE(text_ring_to_guest(&ring, 15, 1, &caller, BUF_GPA + 3));
	check_at(BUF_GPA + 3, "p");
	CU_ASSERT_TRUE(text_ring_to_guest(&ring, 16, 2, &caller, BUF_GPA));
	check_at(BUF_GPA, "qr");
	/* Into two chunks, wherever the text goes round. */
	for (u64 before = 1; before < 16; before++) {
		CU_ASSERT_TRUE(
			text_ring_to_guest(&ring, 2, 16, &caller, CHUNK_SIZE - before));
		check_at(CHUNK_SIZE - before, "cdefghijklmnopqr");
	}
}

static void to_nowhere(void)
{
	const u64 end = 2 * CHUNK_SIZE;
	const u64 bad[] = { 0, end, end - 15, ~0ULL, ~0ULL - 15, 1ULL << 63, 1ULL << 60 };

	put("abcdefghijklmnopqr");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_FALSE(text_ring_to_guest(&ring, 2, 16, &caller, bad[i]));
	/* Not even what there is room for before the end. */
	for (u64 gpa = end - 15; gpa < end; gpa++)
		CU_ASSERT_EQUAL(*byte(gpa), 0);
	CU_ASSERT_TRUE(text_ring_to_guest(&ring, 2, 16, &caller, end - 16));
	/* Nothing has no place. */
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_TRUE(text_ring_to_guest(&ring, 2, 0, &caller, bad[i]));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "keeps the newest", keeps_the_newest },
		{ "clearing", clearing },
		{ "to the guest", to_the_guest },
		{ "to nowhere", to_nowhere },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "text ring",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(8);
	return run_suites("unit-text-ring", suites);
}
