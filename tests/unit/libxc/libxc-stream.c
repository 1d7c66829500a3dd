// SPDX-License-Identifier: GPL-2.0-or-later
/* Saved domains that are damaged, incomplete or forged. */
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "libxc-saved.h"

/* Save a domain of one chunk with few non-zero frames. */
static void small(struct saved *saved)
{
	old_domain(1);
	memset(frame_of(OLD, 0), 0, CHUNK * XC_PAGE_SIZE);
	fill_frame(OLD, 3, 1);
	fill_frame(OLD, 4, 2);
	fill_frame(OLD, 900, 3);
	CU_ASSERT_EQUAL_FATAL(save_old(saved, 0, NULL, NULL), 0);
}

/* Whether it is refused with a message, and the domain cannot run. */
static bool refused(const struct saved *saved, size_t size)
{
	errno = 0;
	if (restore_new(saved, size) != -1 || !cannot_run() || !*xc_ppc_fault())
		return false;
	return errno == EBADMSG || errno == EPROTO || errno == ENODATA || errno == ENOMEM;
}

/* Distance to the next byte to damage: not every byte of a page. */
static size_t step(const struct saved *saved, size_t at)
{
	const unsigned char *pages =
		(const unsigned char *)record_of(saved, STREAM_PAGES);
	size_t begin = pages - saved->bytes;

	return at > begin + 60 && at < begin + 2 * XC_PAGE_SIZE ? 211 : 3;
}

static void truncated(void)
{
	struct saved saved;

	small(&saved);
	for (size_t size = 0; size < saved.size; size += step(&saved, size)) {
		if (!refused(&saved, size) || errno != ENODATA)
			CU_FAIL("a truncated stream is accepted");
	}
	CU_ASSERT_TRUE(refused(&saved, saved.size - 1));
	CU_ASSERT_PTR_NOT_NULL(strstr(xc_ppc_fault(), "it ends at byte"));
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	free(saved.bytes);
}

static void bits(void)
{
	struct saved saved;

	small(&saved);
	for (size_t at = 0; at < saved.size; at += step(&saved, at)) {
		unsigned char bit = 1 << (at * 5 % 8);

		saved.bytes[at] ^= bit;
		if (!refused(&saved, saved.size))
			CU_FAIL("a damaged stream is accepted");
		saved.bytes[at] ^= bit;
	}
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	free(saved.bytes);
}

/* Change a number, with correct checksums. */
static void *changed;
static char before[8];
static size_t changed_size;

static void change(void *field, const void *to, size_t size)
{
	changed = field;
	changed_size = size;
	memcpy(before, field, size);
	memcpy(field, to, size);
}

static int signed_restore(const struct saved *saved, bool resign)
{
	struct saved copy = { malloc(saved->size), saved->size };
	int rc, error;

	memcpy(copy.bytes, saved->bytes, saved->size);
	memcpy(changed, before, changed_size);
	if (resign)
		sign(&copy);
	rc = restore_new(&copy, copy.size);
	error = errno;
	free(copy.bytes);
	CU_ASSERT_TRUE(cannot_run());
	errno = error;
	return rc;
}

#define REFUSED(saved, field, value, error, text)                         \
	do {                                                              \
		__typeof__(field) to = value;                             \
		change(&(field), &to, sizeof(to));                        \
		ASSERT_FAULT(signed_restore((saved), true), error, text); \
	} while (0)

static void headers(void)
{
	struct stream_header *h;
	struct saved saved;

	small(&saved);
	h = (struct stream_header *)saved.bytes;
	REFUSED(&saved, h->magic[0], 'X', EPROTO, "no saved domain");
	REFUSED(&saved, h->version, to_le32(1), EPROTO, "of version 1");
	REFUSED(&saved, h->version, to_le32(2), EPROTO,
		"of version 2, saved by an older library: this one reads version 3");
	REFUSED(&saved, h->version, to_le32(4), EPROTO,
		"of version 4, saved by a newer library: this one reads version 3");
	REFUSED(&saved, h->byte_order, to_le32(2), EPROTO, "kind of machine");
	REFUSED(&saved, h->frame_shift, to_le32(17), EPROTO, "kind of machine");
	REFUSED(&saved, h->chunk_frames, to_le32(512), EPROTO, "kind of machine");
	REFUSED(&saved, h->platform[0], '\n', EPROTO, "ran on a ?");
	REFUSED(&saved, h->flags, to_le32(2), EPROTO, "flags");
	REFUSED(&saved, h->reserved, to_le64(1ULL << 63), EPROTO, "reserved");
	REFUSED(&saved, h->nr_vcpus, to_le32(0), EPROTO, "and 0 vCPUs");
	REFUSED(&saved, h->nr_vcpus, to_le32(33), EPROTO, "and 33 vCPUs");
	REFUSED(&saved, h->nr_vcpus, to_le32(2), EPROTO, "its state");
	REFUSED(&saved, h->nr_frames, to_le64(0), EPROTO, "cannot have");
	REFUSED(&saved, h->nr_frames, to_le64(1025), EPROTO, "cannot have");
	REFUSED(&saved, h->nr_frames, to_le64(1ULL << 60), EPROTO, "cannot have");
	REFUSED(&saved, h->nr_frames, to_le64(1ULL << 28), ENOMEM, "takes 1048576 MiB");
	REFUSED(&saved, h->nr_frames, to_le64(2048), EPROTO, "laid out");
	REFUSED(&saved, h->populated, to_le64(0), EPROTO, "cannot have");
	REFUSED(&saved, h->populated, to_le64(2048), EPROTO, "cannot have");
	REFUSED(&saved, h->populated, to_le64(1), EPROTO, "cannot have");
	free(saved.bytes);
}

/* A field in the payload of a record, which is aligned to 4 bytes only. */
#define FIELD(record, type, member, as) \
	(*(as *)((char *)((record) + 1) + offsetof(type, member)))

/* Wrong lengths of a record, noticed before its payload is read. */
static void lengths(const struct saved *saved, struct stream_record *record)
{
	static const u32 length[] = { 0, 7, 8, 24, 41, 8 << 10, 1 << 22, 1U << 31, ~0U };

	for (size_t i = 0; i < sizeof(length) / sizeof(length[0]); i++) {
		le32 to = to_le32(length[i]);

		change(&record->length, &to, sizeof(to));
		ASSERT_FAULT(signed_restore(saved, false), EPROTO, "");
	}
}

/* Wrong runs of frames. */
static void runs(void)
{
	struct stream_pages *pages, *zeros;
	struct stream_run *layout, *run;
	struct stream_record *record;
	struct saved saved;

	small(&saved);
	record = record_of(&saved, STREAM_LAYOUT);
	lengths(&saved, record);
	layout = (struct stream_run *)(record + 1);
	REFUSED(&saved, layout->first, to_le64(1024), EPROTO, "laid out");
	REFUSED(&saved, layout->first, to_le64(1), EPROTO, "laid out");
	REFUSED(&saved, layout->first, to_le64(-1024ULL), EPROTO, "laid out");
	REFUSED(&saved, layout->count, to_le64(2048), EPROTO, "laid out");
	REFUSED(&saved, layout->count, to_le64(-1024ULL), EPROTO, "laid out");
	REFUSED(&saved, layout->count, to_le64(0), EPROTO, "laid out");
	record = record_of(&saved, STREAM_PAGES);
	lengths(&saved, record);
	pages = (struct stream_pages *)(record + 1);
	REFUSED(&saved, pages->nr_runs, to_le32(0), EPROTO, "names frames");
	REFUSED(&saved, pages->nr_runs, to_le32(65), EPROTO, "names frames");
	REFUSED(&saved, pages->nr_runs, to_le32(~0U), EPROTO, "names frames");
	REFUSED(&saved, pages->nr_runs, to_le32(1U << 28), EPROTO, "names frames");
	run = (struct stream_run *)(pages + 1);
	REFUSED(&saved, run->first, to_le64(1023), EPROTO, "names frames");
	REFUSED(&saved, run->first, to_le64(-1ULL), EPROTO, "names frames");
	REFUSED(&saved, run->count, to_le64(1), EPROTO, "names frames");
	REFUSED(&saved, run->count, to_le64(3), EPROTO, "names frames");
	REFUSED(&saved, run->count, to_le64(65), EPROTO, "names frames");
	REFUSED(&saved, run->count, to_le64(~0ULL), EPROTO, "names frames");
	REFUSED(&saved, run->count, to_le64(0), EPROTO, "names frames");
	record = record_of(&saved, STREAM_ZEROS);
	lengths(&saved, record);
	zeros = (struct stream_pages *)(record + 1);
	run = (struct stream_run *)(zeros + 1);
	REFUSED(&saved, run->count, to_le64(2), EBADMSG, "not all there");
	REFUSED(&saved, run->first, to_le64(100), EPROTO, "something is missing");
	REFUSED(&saved, zeros->nr_runs, to_le32(1), EPROTO, "names frames");
	free(saved.bytes);
}

/* Of a record of the state: its type, its payload's first number, and one behind. */
static void *state_field(const struct saved *saved, u32 type, size_t offset)
{
	unsigned char *at = (unsigned char *)(record_of(saved, STREAM_STATE) + 1);
	xen_ppc_record_t record;

	for (;; at += sizeof(record) + record.length) {
		memcpy(&record, at, sizeof(record));
		if (record.type == type)
			return at + offset;
	}
}

#define STATE(saved, type, offset, as) (*(as *)state_field((saved), (type), (offset)))
#define PAYLOAD(n)		       (sizeof(xen_ppc_record_t) + (n) * sizeof(u32))

static void state(void)
{
	struct stream_record *r;
	struct saved saved;

	small(&saved);
	r = record_of(&saved, STREAM_STATE);
	REFUSED(&saved, r->length, to_le32(0), EPROTO, "its state");
	REFUSED(&saved, r->length, to_le32(24), EPROTO, "its state");
	REFUSED(&saved, r->length, to_le32(~0U), EPROTO, "its state");
	REFUSED(&saved, r->length, to_le32(XEN_PPC_STATE_MAX + 1), EPROTO, "its state");
	REFUSED(&saved, r->type, to_le32(STREAM_LAYOUT), EPROTO, "laid out");
	/* What the library reads of it: the vCPUs. */
	REFUSED(&saved, STATE(&saved, XEN_PPC_RECORD_VCPUS, 0, u32), 8, EPROTO,
		"its state");
	REFUSED(&saved, STATE(&saved, XEN_PPC_RECORD_VCPUS, PAYLOAD(-1), u32), 12, EPROTO,
		"its state");
	REFUSED(&saved, STATE(&saved, XEN_PPC_RECORD_VCPUS, PAYLOAD(0), u32), 4, EPROTO,
		"its state");
	REFUSED(&saved, STATE(&saved, XEN_PPC_RECORD_VCPUS, PAYLOAD(2), u32), 3, EPROTO,
		"a vCPU");
	REFUSED(&saved, STATE(&saved, XEN_PPC_RECORD_VCPUS, PAYLOAD(3), u32), 1, EPROTO,
		"something is missing");
	/* And what the hypervisor says of the rest. */
	REFUSED(&saved, STATE(&saved, FAKE_OTHER, 0, u32), 0x4711, EPROTO,
		"its record of type 18193 is not known to this hypervisor");
	REFUSED(&saved, STATE(&saved, XEN_PPC_RECORD_TIME, 0, u32), 23, EPROTO,
		"its record of type 23 is not known to this hypervisor");
	free(saved.bytes);
}

/* Adds a record of that type, version and flags at `at`. The end counts it. */
static struct saved with_record(const struct saved *saved, size_t at, u32 type,
				u16 version, u16 flags, u32 length)
{
	size_t added = sizeof(struct stream_record) + length + sizeof(le64);
	struct saved with = { malloc(saved->size + added), saved->size + added };
	struct stream_record record = { to_le32(type), to_le16(version), to_le16(flags),
					to_le32(length), to_le32(0) };
	struct stream_end *end;

	memcpy(with.bytes, saved->bytes, at);
	memcpy(with.bytes + at, &record, sizeof(record));
	memset(with.bytes + at + sizeof(record), 0x5a, added - sizeof(record));
	memcpy(with.bytes + at + added, saved->bytes + at, saved->size - at);
	end = (struct stream_end *)(with.bytes + with.size - sizeof(le64) - sizeof(*end));
	end->records = to_le64(from_le64(end->records) + 1);
	sign(&with);
	return with;
}

/* Those of other libraries: an optional one is skipped anywhere, another one refused. */
static void unknown_records(void)
{
	static const struct {
		u32 type;
		u16 version;
		const char *text;
	} unknown[] = {
		{ 0, 1, "is of type 0, version 1" },
		{ 7, 1, "is of type 7, version 1" },
		{ ~0U, 0xffff, "is of type 4294967295, version 65535" },
		{ STREAM_LAYOUT, 2, "is of type 1, version 2" },
		{ STREAM_STATE, 0, "is of type 4, version 0" },
		{ STREAM_END, 2, "is of type 6, version 2" },
	};
	static const u32 length[] = { 0, 4, 2044, 2048, 2052, 200000 };
	struct saved saved, with;

	small(&saved);
	for (size_t i = 0; i < 6; i++) {
		size_t at = sizeof(struct stream_header), last = at;

		do {
			with = with_record(&saved, at, unknown[i].type,
					   unknown[i].version, STREAM_RECORD_OPTIONAL,
					   length[i]);
			CU_ASSERT_EQUAL(restore_new(&with, with.size), 0);
			CU_ASSERT_TRUE(is_restored());
			free(with.bytes);
			with = with_record(&saved, at, unknown[i].type,
					   unknown[i].version, 0, length[i]);
			ASSERT_FAULT(restore_new(&with, with.size), EPROTO,
				     unknown[i].text);
			CU_ASSERT_TRUE(cannot_run());
			free(with.bytes);
			last = at;
		} while (next_record(&saved, &at) && at < saved.size);
		CU_ASSERT_TRUE(last > sizeof(struct stream_header));
	}
	/* Skipped, but not unseen: damaged, or with flags that are not known. */
	with = with_record(&saved, sizeof(struct stream_header), 7, 1,
			   STREAM_RECORD_OPTIONAL, 64);
	with.bytes[sizeof(struct stream_header) + sizeof(struct stream_record)] ^= 1;
	ASSERT_FAULT(restore_new(&with, with.size), EBADMSG, "record 0");
	free(with.bytes);
	with = with_record(&saved, sizeof(struct stream_header), 7, 1, 3, 64);
	ASSERT_FAULT(restore_new(&with, with.size), EPROTO, "its flags");
	free(with.bytes);
	with = with_record(&saved, sizeof(struct stream_header), 7, 1,
			   STREAM_RECORD_OPTIONAL, 64);
	for (size_t size = 0;
	     size < sizeof(struct stream_header) + sizeof(struct stream_record) + 64 +
			    sizeof(le64);
	     size++)
		if (!refused(&with, size) || errno != ENODATA)
			CU_FAIL("a truncated stream is accepted");
	free(with.bytes);
	free(saved.bytes);
}

static void vcpus_and_end(void)
{
	struct stream_record *r;
	struct stream_end *e;
	struct saved saved;

	small(&saved);
	lengths(&saved, record_of(&saved, STREAM_END));
	r = record_of(&saved, STREAM_VCPU);
	lengths(&saved, r);
	REFUSED(&saved, r->type, to_le32(STREAM_STATE), EPROTO, "its state");
	REFUSED(&saved, r->reserved, to_le32(1), EPROTO, "its reserved bytes");
	for (u32 v = 1; v; v = v < 32 ? v * 2 : v == 32 ? ~0U : 0) /* 1: twice */
		REFUSED(&saved, FIELD(r, struct stream_vcpu, vcpu, le32), to_le32(v),
			EPROTO, "a vCPU");
	REFUSED(&saved, FIELD(r, struct stream_vcpu, reserved, le32), to_le32(1), EPROTO,
		"a vCPU");
	e = (struct stream_end *)(record_of(&saved, STREAM_END) + 1);
	REFUSED(&saved, e->records, to_le64(1), EBADMSG, "not all there");
	REFUSED(&saved, e->pages, to_le64(1), EBADMSG, "not all there");
	REFUSED(&saved, e->zeros, to_le64(1), EBADMSG, "not all there");
	free(saved.bytes);
}

/* Each record is right, but one is missing or repeated. */
static void other_records(void)
{
	size_t at = sizeof(struct stream_header), end, moved;
	struct saved saved, copy;

	small(&saved);
	copy.bytes = malloc(2 * saved.size);
	for (end = at; next_record(&saved, &end); at = end) {
		moved = saved.size - end;
		copy.size = at + moved;
		memcpy(copy.bytes, saved.bytes, at);
		memcpy(copy.bytes + at, saved.bytes + end, moved);
		CU_ASSERT_TRUE(refused(&copy, copy.size));
		if (!moved) /* data after the end is ignored */
			break;
		copy.size = saved.size + end - at;
		memcpy(copy.bytes, saved.bytes, end);
		memcpy(copy.bytes + end, saved.bytes + at, saved.size - at);
		CU_ASSERT_TRUE(refused(&copy, copy.size));
	}
	free(copy.bytes);
	free(saved.bytes);
}

/* Two adjacent records are exchanged. */
static void other_order(void)
{
	size_t at = sizeof(struct stream_header), middle = at, end, before_end;
	struct saved saved, copy;

	small(&saved);
	copy = (struct saved){ malloc(saved.size), saved.size };
	before_end = (unsigned char *)record_of(&saved, STREAM_END) - saved.bytes;
	next_record(&saved, &middle);
	for (end = middle; next_record(&saved, &end) && end <= before_end;) {
		memcpy(copy.bytes, saved.bytes, saved.size);
		memcpy(copy.bytes + at, saved.bytes + middle, end - middle);
		memcpy(copy.bytes + at + end - middle, saved.bytes + at, middle - at);
		CU_ASSERT_TRUE(refused(&copy, copy.size));
		at = middle;
		middle = end;
	}
	CU_ASSERT_EQUAL(middle, before_end);
	free(copy.bytes);
	free(saved.bytes);
}

/* Two frames of a record are exchanged. */
static void frames_in_another_order(void)
{
	struct stream_record *record;
	struct saved saved;
	char *frame, kept[XC_PAGE_SIZE];

	small(&saved);
	record = record_of(&saved, STREAM_PAGES);
	frame = (char *)(record + 1) + from_le32(record->length) - 2 * XC_PAGE_SIZE;
	memcpy(kept, frame, XC_PAGE_SIZE);
	memmove(frame, frame + XC_PAGE_SIZE, XC_PAGE_SIZE);
	memcpy(frame + XC_PAGE_SIZE, kept, XC_PAGE_SIZE);
	CU_ASSERT_TRUE(refused(&saved, saved.size));
	CU_ASSERT_EQUAL(errno, EBADMSG);
	free(saved.bytes);
}

/* Change some bytes of a copy, mostly outside of pages. */
static void scramble(struct saved *copy, unsigned long *random, int n)
{
	for (int i = 0; i <= n % 3; i++) {
		size_t at;

		*random = *random * 6364136223846793005 + 1442695040888963407;
		at = (*random >> 33) % 3000;
		if (n % 2 || at > 300)
			at = copy->size - 1 - at;
		copy->bytes[at] = *random >> 20 & (n % 5 ? 0xff : 3);
	}
}

/*
 * Random changes, mostly with correct checksums. A domain with other registers is
 * accepted then. The sanitizers check all accesses.
 */
static void fuzz(void)
{
	unsigned long random = 12345;
	struct saved saved, copy;

	small(&saved);
	copy = (struct saved){ malloc(saved.size + 8), saved.size };
	for (int n = 0; n < 2000; n++) {
		bool accepted;

		memcpy(copy.bytes, saved.bytes, saved.size);
		scramble(&copy, &random, n);
		if (n % 4)
			sign(&copy);
		accepted = restore_new(&copy, copy.size) == 0;
		CU_ASSERT_TRUE(accepted || (*xc_ppc_fault() && cannot_run()));
		if (n % 4 == 0 && memcmp(copy.bytes, saved.bytes, saved.size) != 0)
			CU_ASSERT_FALSE(accepted);
	}
	free(copy.bytes);
	free(saved.bytes);
}

CU_TestInfo libxc_stream_tests[] = {
	{ "truncated anywhere", truncated },
	{ "a bit is wrong, anywhere", bits },
	{ "headers of others", headers },
	{ "frames that are not there", runs },
	{ "a state that is wrong", state },
	{ "records of other libraries", unknown_records },
	{ "vCPUs and an end that are wrong", vcpus_and_end },
	{ "records lost, repeated", other_records },
	{ "records in another order", other_order },
	{ "frames in another order", frames_in_another_order },
	{ "fuzz", fuzz },
	CU_TEST_INFO_NULL,
};
