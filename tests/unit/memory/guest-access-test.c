// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading and writing a domain's memory (xen/common/memory/guest_access.c). */
#include <stdlib.h>
#include <string.h>

#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "fake-p2m.h"
#include "fakes.h"
#include "random.h"

#define NR     3 /* chunks of the domain */
#define END    (NR * CHUNK_SIZE)
#define TOP    (~0ULL)
#define GUARD  64
#define FILLER 0xee

static struct domain d;
static const struct caller caller = { .domain = &d };

static void start(void)
{
	machine_note_free();
	start_domain(&d, 1, NR);
}

static void stop(void)
{
	end_memory(&d);
	machine_check_free();
}

/* The byte that the domain sees at gpa, by a way of the test's own. */
static u8 *guest_byte(u64 gpa)
{
	return chunk_memory(d.p2m.chunk[gpa / CHUNK_SIZE]) + gpa % CHUNK_SIZE;
}

/* Ranges that are the domain's memory: borders of chunks, the last bytes, alignments. */
static const struct {
	u64 gpa, len;
} good[] = {
	{ 1, 1 },
	{ 8, 448 },
	{ 7, 8 },
	{ 65536 - 3, 448 },
	{ CHUNK_SIZE - 448, 448 },
	{ CHUNK_SIZE - 1, 2 },
	{ CHUNK_SIZE - 3, 448 },
	{ 2 * CHUNK_SIZE - 100, 1000 },
	{ 2 * CHUNK_SIZE, 16 },
	{ END - 1, 1 },
	{ END - 448, 448 },
	{ END - 5, 5 },
};

/* Ranges that are not, wholly or in part; and 0, which is memory but means NULL. */
static const struct {
	u64 gpa, len;
} bad[] = {
	{ 0, 1 },	   { 0, 448 },		{ END, 1 },
	{ END - 1, 2 },	   { END - 447, 448 },	{ END + CHUNK_SIZE, 8 },
	{ 0, END + 1 },	   { CHUNK_SIZE, END }, { TOP, 1 },
	{ TOP, 2 },	   { TOP - 7, 8 },	{ TOP - 7, 16 },
	{ 1, TOP },	   { 0, TOP },		{ 1ULL << 63, 8 },
	{ 0, 1ULL << 63 }, { 64, 1ULL << 32 },	{ 0xc000000000000000, 8 },
	{ 1ULL << 58, 8 },
};

static void reading(void)
{
	u8 buf[1000 + 2 * GUARD];

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		for (u64 b = 0; b < good[i].len; b++)
			*guest_byte(good[i].gpa + b) = (u8)(b * 7 + i);
		memset(buf, FILLER, sizeof(buf));
		CU_ASSERT_TRUE(
			copy_from_guest(&caller, buf + GUARD, good[i].gpa, good[i].len));
		for (u64 b = 0; b < good[i].len; b++)
			CU_ASSERT_EQUAL(buf[GUARD + b], (u8)(b * 7 + i));
		CU_ASSERT_EQUAL(buf[GUARD - 1], FILLER);
		CU_ASSERT_EQUAL(buf[GUARD + good[i].len], FILLER);
	}
}

static void writing(void)
{
	u8 buf[1000];

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		u64 gpa = good[i].gpa, len = good[i].len;

		for (u64 b = 0; b < len; b++)
			buf[b] = (u8)(b * 5 + i);
		if (gpa)
			*guest_byte(gpa - 1) = FILLER;
		if (gpa + len < END)
			*guest_byte(gpa + len) = FILLER;
		CU_ASSERT_TRUE(copy_to_guest(&caller, gpa, buf, len));
		for (u64 b = 0; b < len; b++)
			CU_ASSERT_EQUAL(*guest_byte(gpa + b), (u8)(b * 5 + i));
		CU_ASSERT(!gpa || *guest_byte(gpa - 1) == FILLER);
		CU_ASSERT(gpa + len == END || *guest_byte(gpa + len) == FILLER);

		CU_ASSERT_TRUE(clear_domain(&d, gpa, len));
		for (u64 b = 0; b < len; b++)
			CU_ASSERT_EQUAL(*guest_byte(gpa + b), 0);
		CU_ASSERT(!gpa || *guest_byte(gpa - 1) == FILLER);
		CU_ASSERT(gpa + len == END || *guest_byte(gpa + len) == FILLER);
	}
}

/*
 * A range that is not the domain's is not touched, not even as far as it is. The
 * buffer is one byte: reading or writing it at all would be seen by the sanitizer.
 */
static void refusing(void)
{
	u8 *byte = malloc(1);

	CU_ASSERT_PTR_NOT_NULL_FATAL(byte);
	*byte = FILLER;
	for (u64 gpa = END - 1000; gpa < END; gpa++)
		*guest_byte(gpa) = 0x11;
	*guest_byte(0) = 0x11;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_FALSE(copy_from_guest(&caller, byte, bad[i].gpa, bad[i].len));
		CU_ASSERT_FALSE(copy_to_guest(&caller, bad[i].gpa, byte, bad[i].len));
		if (bad[i].gpa)
			CU_ASSERT_FALSE(guest_buffer_ok(&caller, bad[i].gpa, bad[i].len));
		if (bad[i].gpa) {
			CU_ASSERT_FALSE(copy_to_domain(&d, bad[i].gpa, byte, bad[i].len));
			CU_ASSERT_FALSE(clear_domain(&d, bad[i].gpa, bad[i].len));
		}
	}
	CU_ASSERT_EQUAL(*byte, FILLER);
	CU_ASSERT_EQUAL(*guest_byte(0), 0x11);
	for (u64 gpa = END - 1000; gpa < END; gpa++)
		CU_ASSERT_EQUAL(*guest_byte(gpa), 0x11);
	free(byte);
}

/* The builder of a domain puts things at 0, and a buffer has a length. */
static void building(void)
{
	u8 text[] = "kernel";

	CU_ASSERT_TRUE(copy_to_domain(&d, 0, text, sizeof(text)));
	CU_ASSERT_EQUAL(*guest_byte(0), 'k');
	CU_ASSERT_TRUE(clear_domain(&d, 0, sizeof(text)));
	CU_ASSERT_EQUAL(*guest_byte(0), 0);
	CU_ASSERT_FALSE(copy_to_domain(&d, 0, text, END + 1));
	CU_ASSERT_FALSE(clear_domain(&d, 0, END + 1));
	CU_ASSERT_EQUAL(guest_buffer_room(&caller, 0, 100), 0);
	CU_ASSERT_EQUAL(guest_buffer_room(&caller, 1, 100), 100);
	CU_ASSERT_EQUAL(guest_buffer_room(&caller, END - 10, 100), 10);
	CU_ASSERT_EQUAL(guest_buffer_room(&caller, CHUNK_SIZE - 10, TOP),
			END - CHUNK_SIZE + 10);
	CU_ASSERT_EQUAL(guest_buffer_room(&caller, END, 100), 0);
	CU_ASSERT_EQUAL(guest_buffer_room(&caller, TOP, 100), 0);
}

/* Nothing at no matter where is no error, and nothing happens. */
static void nothing(void)
{
	static const u64 anywhere[] = { 0, 1, END, TOP, 1ULL << 63 };

	for (size_t i = 0; i < ARRAY_SIZE(anywhere); i++) {
		CU_ASSERT_TRUE(copy_from_guest(&caller, NULL, anywhere[i], 0));
		CU_ASSERT_TRUE(copy_to_guest(&caller, anywhere[i], NULL, 0));
		CU_ASSERT_TRUE(clear_domain(&d, anywhere[i], 0));
		CU_ASSERT_TRUE(count_up_to_guest(&caller, anywhere[i], 7, 0));
	}
}

static void holes(void)
{
	u8 buf[16] = { 0 };

	*guest_byte(CHUNK_SIZE - 1) = 0x11;
	CU_ASSERT_EQUAL(p2m_remove(&d, d.p2m.chunk[1]), 0);
	CU_ASSERT_FALSE(copy_from_guest(&caller, buf, CHUNK_SIZE - 8, 16));
	CU_ASSERT_FALSE(copy_to_guest(&caller, CHUNK_SIZE - 8, buf, 16));
	CU_ASSERT_FALSE(clear_domain(&d, CHUNK_SIZE - 8, 16));
	CU_ASSERT_FALSE(count_up_to_guest(&caller, CHUNK_SIZE - 8, 0, 2));
	CU_ASSERT_FALSE(copy_from_guest(&caller, buf, 2 * CHUNK_SIZE - 8, 16));
	CU_ASSERT_FALSE(copy_to_guest(&caller, CHUNK_SIZE, buf, 1));
	CU_ASSERT_EQUAL(*guest_byte(CHUNK_SIZE - 1), 0x11);
	CU_ASSERT_TRUE(copy_from_guest(&caller, buf, 2 * CHUNK_SIZE, 16));
}

static u64 guest_u64(u64 gpa)
{
	u64 value = 0;

	for (unsigned int b = 0; b < sizeof(value); b++)
		((u8 *)&value)[b] = *guest_byte(gpa + b);
	return value;
}

static void check_count(u64 gpa, u64 first, u64 count)
{
	if (gpa)
		*guest_byte(gpa - 1) = FILLER;
	if (gpa + 8 * count < END)
		*guest_byte(gpa + 8 * count) = FILLER;
	CU_ASSERT_TRUE(count_up_to_guest(&caller, gpa, first, count));
	for (u64 i = 0; i < count; i++)
		CU_ASSERT_EQUAL(guest_u64(gpa + 8 * i), first + i);
	CU_ASSERT(!gpa || *guest_byte(gpa - 1) == FILLER);
	CU_ASSERT(gpa + 8 * count == END || *guest_byte(gpa + 8 * count) == FILLER);
}

/* Every count modulo what a loop may take at once, every alignment, across borders. */
static void counting(void)
{
	for (u64 count = 1; count < 20; count++)
		for (u64 shift = 0; shift < 17; shift++) {
			check_count(4096 + shift, 0x123456789a, count);
			check_count(CHUNK_SIZE - 8 * (count / 2) - shift, 1ULL << 40,
				    count);
			check_count(END - 8 * count - shift, 7, count);
		}
	check_count(8, 0, 1000);
	check_count(CHUNK_SIZE - 8 * 500, 0, 1024);
	check_count(2 * CHUNK_SIZE - 8 * 500 + 3, 0, 1024);
}

static void refusing_to_count(void)
{
	static const u64 counts[] = { 1ULL << 61, (1ULL << 61) + 1, 1ULL << 63, TOP,
				      1ULL << 32 };

	for (u64 gpa = END - 800; gpa < END; gpa++)
		*guest_byte(gpa) = 0x11;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		CU_ASSERT_FALSE(count_up_to_guest(&caller, 0, 1, counts[i]));
		CU_ASSERT_FALSE(count_up_to_guest(&caller, 3, 1, counts[i]));
	}
	CU_ASSERT_FALSE(count_up_to_guest(&caller, 0, 1, 1));
	CU_ASSERT_FALSE(count_up_to_guest(&caller, END - 800, 1, 101));
	CU_ASSERT_FALSE(count_up_to_guest(&caller, END - 799, 1, 100));
	CU_ASSERT_FALSE(count_up_to_guest(&caller, TOP - 7, 1, 1));
	CU_ASSERT_FALSE(count_up_to_guest(&caller, TOP - 8, 1, 100));
	CU_ASSERT_FALSE(count_up_to_guest(&caller, END, 1, 1));
	for (u64 gpa = END - 800; gpa < END; gpa++)
		CU_ASSERT_EQUAL(*guest_byte(gpa), 0x11);
}

/* Random ranges near the borders, against a copy made byte by byte. */
static void model(void)
{
	static u8 ours[4096], theirs[4096];

	for (int round = 0; round < 5000; round++) {
		u64 near = random_below(NR + 1) * CHUNK_SIZE;
		u64 gpa = near + random_below(4096) - 2048;
		u64 len = random_below(sizeof(ours));
		bool inside = gpa && gpa < END && len <= END - gpa;

		for (u64 b = 0; b < len; b++)
			ours[b] = (u8)random_u64();
		if (!len)
			continue;
		CU_ASSERT_EQUAL(copy_to_guest(&caller, gpa, ours, len), inside);
		CU_ASSERT_EQUAL(copy_from_guest(&caller, theirs, gpa, len), inside);
		if (!inside)
			continue;
		CU_ASSERT_EQUAL(memcmp(ours, theirs, len), 0);
		for (u64 b = 0; b < len; b += 97)
			CU_ASSERT_EQUAL(*guest_byte(gpa + b), ours[b]);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "reading", reading },	  { "writing", writing },
		{ "refusing", refusing }, { "building", building },
		{ "nothing", nothing },	  { "holes", holes },
		{ "counting", counting }, { "refusing to count", refusing_to_count },
		{ "model", model },	  CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "guest access",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(16);
	return run_suites("unit-guest-access", suites);
}
