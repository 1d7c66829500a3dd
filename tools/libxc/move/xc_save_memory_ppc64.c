// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Saving the memory of a domain, in batches of frames. Of one that is paused they are
 * written from where they lie: the checksum is all that is computed. What a domain that
 * runs is just writing to would not fit its checksum, so there a batch is copied first.
 *
 * Which frames a domain writes while it runs is learnt by log-dirty. But QEMU 7.2's
 * emulation of the processor sets reference and change bits in the domain's page tables
 * without asking whether those may be written to (docs/memory.md): frames that change
 * and stay clean. A saved domain whose page tables are partly of another moment might
 * lose that a page was changed. So the live saver keeps a checksum of each frame as it
 * was sent, and the last round, while the domain is paused, compares all those that are
 * said to be clean. On hardware it finds none.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "xc_fault.h"
#include "xc_move_ppc64.h"
#include "xc_osdep.h"

/* Rounds while it runs, at most; and when so few frames are left the rest is quick. */
#define MAX_ROUNDS 10
#define FEW_FRAMES 64

enum kind { SKIPPED, DATA, ZEROS };

struct batch {
	unsigned int nr;
	unsigned long pfn[STREAM_BATCH];
	const char *content; /* of the frames, one after the other */
	enum kind kind[STREAM_BATCH];
	u64 sum[STREAM_BATCH];
};

/*
 * How a record about frames begins; put_zeros() leaves out the first part. The sums of
 * frames follow the last run.
 */
struct head {
	struct stream_record record;
	struct stream_pages pages;
	struct stream_run run[STREAM_BATCH];
	le64 room_for_sums[STREAM_BATCH];
};

int save_memory_prepare(struct save *s)
{
	if (!(s->flags & XC_PPC_SAVE_LIVE))
		return 0;
	s->dirty = bitmap_alloc(s->frames.nr);
	s->sum = calloc(s->frames.nr, sizeof(*s->sum));
	s->copy = malloc(STREAM_BATCH * XC_PAGE_SIZE);
	if (!s->dirty || !s->sum || !s->copy)
		return xc_fault(ENOMEM, "saving %lu frames", s->frames.nr);
	memset(s->copy, 0, XC_PAGE_SIZE);
	s->zero_sum = stream_sum(s->copy, XC_PAGE_SIZE);
	return 0;
}

void save_memory_free(struct save *s)
{
	free(s->dirty);
	free(s->sum);
	free(s->copy);
}

/* Frames of that kind as runs. Returns the size of the head. */
static size_t make_head(const struct batch *b, enum kind kind, u32 round,
			struct head *head, unsigned int *frames)
{
	unsigned int runs = 0;
	unsigned long next = 0;

	*frames = 0;
	for (unsigned int i = 0; i < b->nr; i++) {
		struct stream_run *run = &head->run[runs];

		if (b->kind[i] != kind)
			continue;
		if (runs && b->pfn[i] == next) {
			run--;
			run->count = to_le64(from_le64(run->count) + 1);
		} else {
			*run = (struct stream_run){ to_le64(b->pfn[i]), to_le64(1) };
			runs++;
		}
		next = b->pfn[i] + 1;
		++*frames;
	}
	head->pages = (struct stream_pages){ to_le32(round), to_le32(runs) };
	return sizeof(head->pages) + runs * sizeof(head->run[0]);
}

static int put_zeros(struct save *s, const struct batch *b)
{
	unsigned int frames;
	struct head head;
	size_t size = make_head(b, ZEROS, s->progress.round, &head, &frames);

	if (!frames)
		return 0;
	s->zeros += frames;
	return stream_put(&s->stream, STREAM_ZEROS, &head.pages, size);
}

static int put_pages(struct save *s, const struct batch *b)
{
	struct iovec piece[STREAM_BATCH + 2];
	unsigned int frames, nr = 1;
	struct head head;
	size_t size = make_head(b, DATA, s->progress.round, &head, &frames);
	le64 *sum = (le64 *)((char *)&head.pages + size);

	if (!frames)
		return 0;
	size += frames * sizeof(*sum);
	head.record = stream_record(STREAM_PAGES, size + frames * XC_PAGE_SIZE);
	piece[0] = (struct iovec){ &head, sizeof(head.record) + size };
	for (unsigned int i = 0; i < b->nr; i++) {
		if (b->kind[i] != DATA)
			continue;
		*sum++ = to_le64(b->sum[i]);
		if (i && nr > 1 && b->kind[i - 1] == DATA)
			piece[nr - 1].iov_len += XC_PAGE_SIZE;
		else
			piece[nr++] =
				(struct iovec){ (char *)b->content + i * XC_PAGE_SIZE,
						XC_PAGE_SIZE };
	}
	s->pages += frames;
	return stream_put_pieces(&s->stream, piece, nr);
}

/* What is to become of a frame. */
static void look_at(struct save *s, struct batch *b, unsigned int i, bool only_changed)
{
	const char *frame = b->content + i * XC_PAGE_SIZE;
	unsigned long pfn = b->pfn[i];

	b->kind[i] = frame_is_zero(frame) ? ZEROS : DATA;
	b->sum[i] = b->kind[i] == ZEROS ? s->zero_sum : stream_sum(frame, XC_PAGE_SIZE);
	if (!s->sum)
		return;
	if (only_changed && !bit_is_set(s->dirty, pfn) && s->sum[pfn] == b->sum[i])
		b->kind[i] = SKIPPED;
	s->sum[pfn] = b->sum[i];
}

static int send_batch(struct save *s, struct batch *b, bool only_changed)
{
	size_t size = b->nr * XC_PAGE_SIZE;
	void *map;
	int rc;

	if (!b->nr)
		return 0;
	map = frames_map(&s->frames, s->handle, s->domid, PROT_READ, b->pfn, b->nr);
	if (!map)
		return -1;
	b->content = map;
	if (!s->paused)
		b->content = memcpy(s->copy, map, size);
	for (unsigned int i = 0; i < b->nr; i++)
		look_at(s, b, i, only_changed);
	rc = put_pages(s, b);
	if (rc == 0)
		rc = put_zeros(s, b);
	osdep_unmap(map, size);
	progress_add(&s->progress, b->nr);
	b->nr = 0;
	return rc;
}

/* The frames of the bitmap, or all; of these, only_changed, what is not there yet. */
static int send_frames(struct save *s, const unsigned long *bitmap, bool only_changed)
{
	struct batch b = { .nr = 0 };

	for (unsigned long pfn = 0; pfn < s->frames.nr; pfn++) {
		if (s->frames.mfn[pfn] == NO_FRAME)
			continue;
		if (bitmap && !bit_is_set(bitmap, pfn))
			continue;
		b.pfn[b.nr++] = pfn;
		if (b.nr == STREAM_BATCH && send_batch(s, &b, only_changed) < 0)
			return -1;
	}
	return send_batch(s, &b, only_changed);
}

/* What the domain has written to since the last time. Returns how many frames. */
static long get_dirty(struct save *s)
{
	unsigned long nr = 0;

	if (xc_shadow_control(s->handle, s->domid, DOM0_SHADOW_CONTROL_OP_CLEAN, s->dirty,
			      s->frames.nr, NULL) < 0)
		return xc_fault(0, "cannot learn what domain %u has written to",
				s->domid);
	for (unsigned long pfn = 0; pfn < s->frames.nr; pfn++)
		nr += bit_is_set(s->dirty, pfn) && s->frames.mfn[pfn] != NO_FRAME;
	return (long)nr;
}

int save_memory_live(struct save *s)
{
	long before = (long)s->frames.populated, dirty;

	s->progress.total = s->frames.populated;
	if (send_frames(s, NULL, false) < 0)
		return -1;
	while (s->progress.round < MAX_ROUNDS) {
		dirty = get_dirty(s);
		if (dirty < 0)
			return -1;
		s->progress.round++;
		s->progress.done = 0;
		s->progress.total = dirty;
		if (send_frames(s, s->dirty, false) < 0)
			return -1;
		if (dirty < FEW_FRAMES || dirty >= before)
			return 0;
		before = dirty;
	}
	return 0;
}

int save_memory_last(struct save *s)
{
	s->progress.done = 0;
	s->progress.total = s->frames.populated;
	if (!s->sum)
		return send_frames(s, NULL, false);
	s->progress.round++;
	return get_dirty(s) < 0 ? -1 : send_frames(s, NULL, true);
}
