// SPDX-License-Identifier: GPL-2.0-or-later
/* Saving and restoring by records (xen/common/save), with one of the test's own. */
#include <stdlib.h>
#include <string.h>

#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/save/record.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"
#include "state.h"

#define HEAD	sizeof(xen_ppc_record_t)
#define TEST	0x80000001U
#define UNKNOWN 0x4711

/* The test's record: a number, and what is asked of it. */
static struct {
	u64 number;
	u32 nr_vcpus; /* as its check saw it */
	bool refuse;
	u32 loads;
} test;

static void test_save(const struct domain *d, struct save_writer *w)
{
	save_put_u64(w, test.number);
	save_put_u8(w, 0x5a);
}

static bool test_check(struct restore *r, struct save_reader *in)
{
	test.nr_vcpus = r->nr_vcpus;
	save_get_u64(in);
	save_get_u8(in);
	return !test.refuse;
}

static void test_load(struct domain *d, struct save_reader *in)
{
	CU_ASSERT_EQUAL(d->nr_vcpus, test.nr_vcpus);
	test.number = save_get_u64(in);
	test.loads++;
}

static const struct save_record test_record = {
	.type = TEST,
	.version = 3,
	.name = "test",
	.save = test_save,
	.check = test_check,
	.load = test_load,
};
SAVE_RECORD(test_record);

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(1);
	memset(&test, 0, sizeof(test));
	test.number = 0x1122334455667788;
}

/* ---- bytes ---- */

static void writing(void)
{
	static const u8 expected[] = {
		1, 3, 2, 7, 6, 5, 4, 15, 14, 13, 12, 11, 10, 9, 8
	};

	for (u32 room = 0; room <= sizeof(expected); room++) {
		u8 buffer[sizeof(expected)] = { 0 };
		struct save_writer w = { room ? buffer : NULL, room, 0 };
		u32 fits;

		save_put_u8(&w, 1);
		save_put_u16(&w, 0x0203);
		save_put_u32(&w, 0x04050607);
		save_put_u64(&w, 0x08090a0b0c0d0e0f);
		CU_ASSERT_EQUAL(w.length, sizeof(expected));
		/* Whole numbers, and nothing of one that does not fit. */
		fits = room < 1 ? 0 : room < 3 ? 1 : room < 7 ? 3 : room < 15 ? 7 : 15;
		CU_ASSERT_EQUAL(memcmp(buffer, expected, fits), 0);
		for (u32 i = fits; i < sizeof(buffer); i++)
			CU_ASSERT_EQUAL(buffer[i], 0);
	}
}

static void reading(void)
{
	static const u8 bytes[] = { 1, 3, 2, 7, 6, 5, 4, 15, 14, 13, 12, 11, 10, 9, 8 };
	struct save_reader r = { bytes, sizeof(bytes), false };

	CU_ASSERT_EQUAL(save_get_u8(&r), 1);
	CU_ASSERT_EQUAL(save_get_u16(&r), 0x0203);
	CU_ASSERT_EQUAL(save_get_u32(&r), 0x04050607);
	CU_ASSERT_EQUAL(save_get_u64(&r), 0x08090a0b0c0d0e0f);
	CU_ASSERT_TRUE(r.left == 0 && !r.overrun);
	CU_ASSERT_EQUAL(save_get_u8(&r), 0);
	CU_ASSERT_TRUE(r.overrun);
	/* What is not all there is not there; and then there is nothing more. */
	r = (struct save_reader){ bytes, 7, false };
	CU_ASSERT_EQUAL(save_get_u64(&r), 0);
	CU_ASSERT_TRUE(r.overrun && r.left == 0);
	CU_ASSERT_EQUAL(save_get_u8(&r), 0);
	r = (struct save_reader){ NULL, 0, false };
	CU_ASSERT_EQUAL(save_get_u32(&r), 0);
}

/* ---- whole states ---- */

#define RECORDS 5

/* A state in its records, each by itself. */
struct records {
	u8 bytes[RECORDS][STATE_ROOM];
	u32 size[RECORDS];
};

/* Fills it with a state; in the order of types. One of the optional ones is enough. */
static void split(struct records *r)
{
	static const u8 payload[9] = { 0x12, 0x34 };
	struct state state = some_state(3);
	u8 all[STATE_ROOM], *at = all;
	u32 size = state_records(&state, all);
	xen_ppc_record_t record;

	memset(r, 0, sizeof(*r));
	for (u32 i = 0; at < all + size; at += HEAD + record.length) {
		memcpy(&record, at, HEAD);
		if (record.type > XEN_PPC_RECORD_POWER_BUTTON)
			continue;
		r->size[i] = (u32)HEAD + record.length;
		memcpy(r->bytes[i], at, r->size[i]);
		i++;
	}
	CU_ASSERT_EQUAL(at - all, size);
	r->size[4] = (u32)(put_record(r->bytes[4], TEST, 3, 0, payload, sizeof(payload)) -
			   r->bytes[4]);
}

static u8 joined[XEN_PPC_STATE_MAX + STATE_ROOM];

/* Puts records behind each other, of those whose bit is set. Returns the size. */
static u32 join(const struct records *r, u32 which)
{
	u32 size = 0;

	for (u32 i = 0; i < RECORDS; i++)
		if (which >> i & 1) {
			memcpy(joined + size, r->bytes[i], r->size[i]);
			size += r->size[i];
		}
	return size;
}

#define ALL 0x1f

static u32 append(u32 size, u32 type, u16 version, u16 flags, u32 length)
{
	static const u8 payload[XEN_PPC_STATE_MAX] = { 7, 7, 7 };

	return (u32)(put_record(joined + size, type, version, flags, payload, length) -
		     joined);
}

/* Restores what is joined, from memory whose end is watched. */
static int restore(u32 size, struct save_refusal *refusal)
{
	u8 *copy = malloc(size);
	int ret;

	memcpy(copy, joined, size);
	ret = domain_restore(d, copy, size, refusal);
	free(copy);
	return ret;
}

static u32 snapshot(u8 *to)
{
	u32 size = domain_save(d, to, STATE_ROOM);

	CU_ASSERT_TRUE_FATAL(size <= STATE_ROOM);
	return size;
}

/* It is refused for that, and nothing has changed. */
static void refused(u32 size, u32 type, u32 why)
{
	u8 before[STATE_ROOM], after[STATE_ROOM];
	u32 length = snapshot(before), loads = test.loads;
	struct save_refusal refusal;

	CU_ASSERT_EQUAL(restore(size, &refusal), -EINVAL);
	CU_ASSERT_EQUAL(refusal.type, type);
	CU_ASSERT_EQUAL(refusal.why, why);
	CU_ASSERT_EQUAL(snapshot(after), length);
	CU_ASSERT_EQUAL(memcmp(before, after, length), 0);
	CU_ASSERT_EQUAL(test.loads, loads);
}

static void accepted(u32 size)
{
	struct save_refusal refusal = { 7, 7 };

	CU_ASSERT_EQUAL(restore(size, &refusal), 0);
	CU_ASSERT_EQUAL(refusal.type, 0);
	CU_ASSERT_EQUAL(refusal.why, 0);
}

/* What is saved is in the order of types, and is as much as it says with any room. */
static void saving(void)
{
	static const u32 types[] = { XEN_PPC_RECORD_VCPUS,   XEN_PPC_RECORD_TIME,
				     XEN_PPC_RECORD_XICS,    XEN_PPC_RECORD_POWER_BUTTON,
				     XEN_PPC_RECORD_CLOCK,   XEN_PPC_RECORD_NVRAM,
				     XEN_PPC_RECORD_FAILURE, TEST };
	u8 state[STATE_ROOM], part[STATE_ROOM];
	u32 size = snapshot(state), at = 0;
	xen_ppc_record_t record;

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		memcpy(&record, state + at, HEAD);
		CU_ASSERT_EQUAL(record.type, types[i]);
		CU_ASSERT_EQUAL(record.version, types[i] == TEST ? 3 : 1);
		CU_ASSERT_EQUAL(record.flags, types[i] >= XEN_PPC_RECORD_POWER_BUTTON &&
							      types[i] != TEST
						      ? XEN_PPC_RECORD_OPTIONAL
						      : 0);
		at += HEAD + record.length;
	}
	CU_ASSERT_EQUAL(at, size);
	CU_ASSERT_EQUAL(domain_save(d, NULL, 0), size);
	for (u32 room = 0; room < size; room++) {
		memset(part, 0xee, sizeof(part));
		CU_ASSERT_EQUAL(domain_save(d, part, room), size);
		/* What does not fit is missing. */
		for (u32 i = 0; i < room; i++)
			CU_ASSERT(part[i] == state[i] || part[i] == 0xee);
		CU_ASSERT_EQUAL(part[room], 0xee);
	}
}

/* Every order of the records is the same state. */
static void any_order(void)
{
	u8 first[STATE_ROOM], other[STATE_ROOM];
	u32 orders = 0, length;
	struct records r;

	split(&r);
	accepted(join(&r, ALL));
	length = snapshot(first);
	CU_ASSERT_EQUAL(test.number, 0x3412);
	for (u32 n = 0; n < RECORDS * RECORDS * RECORDS * RECORDS * RECORDS; n++) {
		u32 size = 0, seen = 0;

		for (u32 k = 0, digits = n; k < RECORDS; k++, digits /= RECORDS) {
			u32 i = digits % RECORDS;

			seen |= 1U << i;
			memcpy(joined + size, r.bytes[i], r.size[i]);
			size += r.size[i];
		}
		if (seen != ALL)
			continue;
		orders++;
		test.number = 0;
		accepted(size);
		CU_ASSERT_EQUAL(snapshot(other), length);
		CU_ASSERT_EQUAL(memcmp(first, other, length), 0);
	}
	CU_ASSERT_EQUAL(orders, 120);
	CU_ASSERT_EQUAL(test.loads, 121);
}

static void truncated(void)
{
	struct save_refusal refusal;
	u8 before[STATE_ROOM], after[STATE_ROOM];
	u32 length = snapshot(before), size;
	struct records r;

	split(&r);
	size = join(&r, ALL);
	for (u32 cut = 0; cut < size; cut++) {
		CU_ASSERT_EQUAL(restore(cut, &refusal), -EINVAL);
		CU_ASSERT_TRUE(refusal.why == XEN_PPC_REFUSED_VALUE ||
			       refusal.why == XEN_PPC_REFUSED_MISSING);
		CU_ASSERT_EQUAL(snapshot(after), length);
		CU_ASSERT_EQUAL(memcmp(before, after, length), 0);
	}
	/* And bytes that are none of it. */
	for (u32 n = 1; n < HEAD; n++) {
		memset(joined + size, 0, n);
		refused(size + n, 0, XEN_PPC_REFUSED_VALUE);
	}
	accepted(size);
}

static void missing_and_twice(void)
{
	static const u32 types[] = { XEN_PPC_RECORD_VCPUS, XEN_PPC_RECORD_TIME,
				     XEN_PPC_RECORD_XICS, XEN_PPC_RECORD_POWER_BUTTON,
				     TEST };
	struct records r;
	u32 size;

	split(&r);
	for (u32 i = 0; i < RECORDS; i++) {
		if (types[i] != XEN_PPC_RECORD_POWER_BUTTON)
			refused(join(&r, ALL & ~(1U << i)), types[i],
				XEN_PPC_REFUSED_MISSING);
		size = join(&r, ALL);
		memcpy(joined + size, r.bytes[i], r.size[i]);
		refused(size + r.size[i], types[i], XEN_PPC_REFUSED_TWICE);
	}
	/* Without an optional one it is as if nothing had been in it. */
	d->arch.power_button = true;
	accepted(join(&r, ALL & ~(1U << 3)));
	CU_ASSERT_FALSE(d->arch.power_button);
}

/* Each record, with a payload that is too short or too long by so many bytes. */
static void lengths(void)
{
	static const u32 types[] = { XEN_PPC_RECORD_VCPUS, XEN_PPC_RECORD_TIME,
				     XEN_PPC_RECORD_XICS, XEN_PPC_RECORD_POWER_BUTTON,
				     TEST };
	struct records r;

	for (u32 i = 0; i < RECORDS; i++) {
		split(&r);
		for (u32 whole = r.size[i]; r.size[i] > HEAD;) {
			u32 length = --r.size[i] - (u32)HEAD;

			memcpy(r.bytes[i] + 8, &length, sizeof(length));
			refused(join(&r, ALL), types[i], XEN_PPC_REFUSED_VALUE);
			if (length == 0)
				r.size[i] = whole;
			if (length == 0)
				break;
		}
		for (u32 more = 1; more < 9; more++) {
			u32 length = r.size[i] + more - (u32)HEAD;
			u32 size;

			memcpy(r.bytes[i] + 8, &length, sizeof(length));
			r.size[i] += more;
			size = join(&r, ALL);
			r.size[i] -= more;
			refused(size, types[i], XEN_PPC_REFUSED_VALUE);
		}
		for (u32 bit = 12; bit < 32; bit++) {
			u32 length = 1U << bit;

			memcpy(r.bytes[i] + 8, &length, sizeof(length));
			refused(join(&r, ALL), types[i], XEN_PPC_REFUSED_VALUE);
		}
	}
}

static void unknown(void)
{
	u32 size, with;
	struct records r;

	split(&r);
	size = join(&r, ALL);
	refused(append(size, UNKNOWN, 1, 0, 8), UNKNOWN, XEN_PPC_REFUSED_TYPE);
	refused(append(size, 0, 1, 0, 8), 0, XEN_PPC_REFUSED_TYPE);
	refused(append(size, ~0U, 0, 0, 0), ~0U, XEN_PPC_REFUSED_TYPE);
	refused(append(size, TEST, 2, 0, 9), TEST, XEN_PPC_REFUSED_VERSION);
	refused(append(size, TEST, 4, 0, 9), TEST, XEN_PPC_REFUSED_VERSION);
	for (u32 bit = 1; bit < 16; bit++)
		refused(append(size, UNKNOWN, 1, (u16)(1U << bit | 1), 8), UNKNOWN,
			XEN_PPC_REFUSED_VALUE);
	/* Optional ones are skipped, as often as they come. */
	accepted(append(size, UNKNOWN, 1, XEN_PPC_RECORD_OPTIONAL, 8));
	accepted(append(size, UNKNOWN, 1, XEN_PPC_RECORD_OPTIONAL, 0));
	accepted(append(size, TEST, 4, XEN_PPC_RECORD_OPTIONAL, 9));
	with = append(0, ~0U, 0xffff, XEN_PPC_RECORD_OPTIONAL, 1);
	with = append(with, ~0U, 0xffff, XEN_PPC_RECORD_OPTIONAL, 3);
	for (u32 i = 0; i < RECORDS; i++) {
		memcpy(joined + with, r.bytes[i], r.size[i]);
		with += r.size[i];
	}
	accepted(with);
	/* But they do not stand in for one that is known. */
	size = join(&r, ALL & ~(1U << 4));
	refused(append(size, TEST, 4, XEN_PPC_RECORD_OPTIONAL, 9), TEST,
		XEN_PPC_REFUSED_MISSING);
}

/* The largest state, and the most records. */
static void limits(void)
{
	struct records r;
	u32 size;

	split(&r);
	size = join(&r, ALL);
	size = append(size, UNKNOWN, 1, XEN_PPC_RECORD_OPTIONAL,
		      XEN_PPC_STATE_MAX - size - (u32)HEAD);
	CU_ASSERT_EQUAL(size, XEN_PPC_STATE_MAX);
	accepted(size);
	CU_ASSERT_EQUAL(set_records(d, joined, size), 0);
	CU_ASSERT_EQUAL(set_records(d, joined, size + 1), -EINVAL);
	CU_ASSERT_EQUAL(state_answer.why, 0);
	CU_ASSERT_EQUAL(set_records(d, joined, 0), -EINVAL);
	size = join(&r, ALL);
	for (u32 n = RECORDS; n < XEN_PPC_RECORDS_MAX; n++)
		size = append(size, UNKNOWN, 1, XEN_PPC_RECORD_OPTIONAL, 0);
	accepted(size);
	refused(append(size, UNKNOWN, 1, XEN_PPC_RECORD_OPTIONAL, 0), 0,
		XEN_PPC_REFUSED_VALUE);
}

/* All checks come before anything is changed, also those of the last record. */
static void last_check(void)
{
	struct records r;

	split(&r);
	test.refuse = true;
	refused(join(&r, ALL), TEST, XEN_PPC_REFUSED_VALUE);
	CU_ASSERT_EQUAL(test.nr_vcpus, 3);
	CU_ASSERT_EQUAL(d->nr_vcpus, 1);
	test.refuse = false;
	accepted(join(&r, ALL));
	CU_ASSERT_EQUAL(d->nr_vcpus, 3);
}

/* Anything else is taken wholly or not at all; the sanitizers see what it touches. */
static void fuzz(void)
{
	u8 before[STATE_ROOM], after[STATE_ROOM];
	struct save_refusal refusal;
	struct records r;
	u32 taken = 0;

	split(&r);
	for (u32 n = 0; n < 20000; n++) {
		u32 length = snapshot(before), size = join(&r, ALL);
		int ret;

		for (u32 i = 0; i <= n % 3; i++)
			joined[random_u64() % size] =
				(u8)(random_u64() & (n % 2 ? 0xff : 3));
		ret = restore(n % 5 ? size : (u32)(random_u64() % size), &refusal);
		CU_ASSERT_TRUE(ret == 0 || ret == -EINVAL);
		taken += ret == 0;
		if (ret == 0)
			continue;
		CU_ASSERT_TRUE(refusal.why);
		CU_ASSERT_EQUAL(snapshot(after), length);
		CU_ASSERT_EQUAL(memcmp(before, after, length), 0);
	}
	CU_ASSERT_TRUE(taken > 100 && taken < 19900);
}

int main(void)
{
	CU_TestInfo bytes[] = {
		{ "writing", writing },
		{ "reading", reading },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo records[] = {
		{ "saving", saving },
		{ "any order", any_order },
		{ "truncated anywhere", truncated },
		{ "missing, and twice", missing_and_twice },
		{ "lengths", lengths },
		{ "unknown", unknown },
		{ "limits", limits },
		{ "the last check", last_check },
		{ "fuzz", fuzz },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "bytes", .pTests = bytes },
		{ .pName = "records",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = records },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-record", suites);
}
