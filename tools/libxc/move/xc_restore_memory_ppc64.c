// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Restoring the memory of a domain. It is read into where it belongs, and its checksum
 * is computed there. A damaged frame is noticed then, and it is in the domain already:
 * but the domain never runs, since it gets no registers.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "xc_fault.h"
#include "xc_move_ppc64.h"
#include "xc_osdep.h"
#include "xc_private.h"

#define MIB(frames) ((frames) >> (20 - XC_PAGE_SHIFT))

/* Frames of one record. */
struct batch {
	unsigned int nr;
	unsigned long pfn[STREAM_BATCH];
};

/* What the header claims is believed as far as the machine could have it. */
int restore_memory_prepare(struct restore *r)
{
	xc_physinfo_t info;

	if (xc_physinfo(r->handle, &info) < 0)
		return xc_fault(0, "cannot learn how much memory is free");
	if (r->nr_frames > info.free_pages)
		return xc_fault(ENOMEM,
				"the saved domain takes %lu MiB, %lu MiB are free",
				MIB(r->nr_frames), MIB(info.free_pages));
	r->layout = bitmap_alloc(r->nr_frames);
	r->known = bitmap_alloc(r->nr_frames);
	r->written = bitmap_alloc(r->nr_frames);
	return r->layout && r->known && r->written ? 0 : -1;
}

void restore_memory_free(struct restore *r)
{
	free(r->layout);
	free(r->known);
	free(r->written);
	frames_free(&r->frames);
}

static int bad_layout(const struct restore *r)
{
	return xc_fault(EPROTO,
			"the saved domain's memory is laid out wrongly: record %llu",
			(unsigned long long)r->stream.records);
}

int restore_layout(struct restore *r, u32 length)
{
	struct stream_run run;
	u64 first, count;

	if (length != sizeof(run) || r->frames.nr)
		return bad_layout(r);
	if (stream_get(&r->stream, &run, sizeof(run)) < 0)
		return -1;
	first = from_le64(run.first);
	count = from_le64(run.count);
	/* In order, whole chunks, and no more than the header said. */
	if (!count || first % CHUNK_FRAMES || count % CHUNK_FRAMES ||
	    first < r->layout_end || first >= r->nr_frames ||
	    count > r->nr_frames - first || count > r->populated - r->laid_out)
		return bad_layout(r);
	for (u64 pfn = first; pfn < first + count; pfn++)
		bit_set(r->layout, pfn);
	r->layout_end = first + count;
	r->laid_out += count;
	return 0;
}

/* The chunks that are to be holes go back. */
static int make_holes(struct restore *r)
{
	unsigned long nr = 0, *list = calloc(r->nr_frames / CHUNK_FRAMES, sizeof(*list));
	int rc, saved;

	if (!list)
		return xc_fault(ENOMEM, "a list of holes");
	for (unsigned long pfn = 0; pfn < r->nr_frames; pfn += CHUNK_FRAMES)
		if (!bit_is_set(r->layout, pfn))
			list[nr++] = r->frames.mfn[pfn];
	rc = xc_dom_mem_op(r->handle, MEMOP_decrease_reservation, list, nr,
			   XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT, r->domid);
	saved = errno;
	free(list);
	errno = saved;
	if (rc < 0 || (unsigned long)rc != nr)
		return xc_fault(rc < 0 ? 0 : EIO, "cannot make holes in its memory");
	frames_free(&r->frames);
	return frames_read(&r->frames, r->handle, r->domid);
}

static bool as_laid_out(const struct restore *r)
{
	if (r->frames.nr != r->nr_frames || r->frames.populated != r->populated)
		return false;
	for (unsigned long pfn = 0; pfn < r->nr_frames; pfn++)
		if ((r->frames.mfn[pfn] != NO_FRAME) != bit_is_set(r->layout, pfn))
			return false;
	return true;
}

/* Memory comes at the lowest free place: first all of it, holes too. */
int restore_populate(struct restore *r)
{
	int got;

	if (r->laid_out < r->populated || r->frames.nr)
		return 0;
	if (r->layout_end != r->nr_frames)
		return bad_layout(r);
	got = xc_dom_mem_op(r->handle, MEMOP_increase_reservation, NULL, r->nr_frames, 0,
			    r->domid);
	if (got < 0)
		return xc_fault(0, "cannot give domain %u memory", r->domid);
	if ((unsigned long)got < r->nr_frames)
		return xc_fault(ENOMEM, "domain %u gets %lu MiB only, it takes %lu MiB",
				r->domid, MIB((unsigned long)got), MIB(r->nr_frames));
	if (frames_read(&r->frames, r->handle, r->domid) < 0)
		return -1;
	if (r->populated < r->nr_frames && r->frames.nr == r->nr_frames &&
	    make_holes(r) < 0)
		return -1;
	return as_laid_out(r) ? 0
			      : xc_fault(EIO,
					 "domain %u did not get the memory that it "
					 "asked for",
					 r->domid);
}

static int bad_frames(const struct restore *r)
{
	return xc_fault(EPROTO, "the saved domain names frames wrongly: record %llu",
			(unsigned long long)r->stream.records);
}

/* Frames that the domain has, and not more than a batch. */
static bool add_run(const struct restore *r, struct batch *b,
		    const struct stream_run *run)
{
	u64 first = from_le64(run->first), count = from_le64(run->count);

	if (!count || count > STREAM_BATCH - b->nr || first >= r->frames.nr ||
	    count > r->frames.nr - first)
		return false;
	for (u64 pfn = first; pfn < first + count; pfn++) {
		if (r->frames.mfn[pfn] == NO_FRAME)
			return false;
		b->pfn[b->nr++] = pfn;
	}
	return true;
}

/* What both kinds of record begin with. Takes off length what has been read. */
static int get_batch(struct restore *r, struct batch *b, u32 *length)
{
	struct stream_run run[STREAM_BATCH];
	struct stream_pages head;
	u32 nr, round;

	b->nr = 0;
	if (*length < sizeof(head))
		return bad_frames(r);
	if (stream_get(&r->stream, &head, sizeof(head)) < 0)
		return -1;
	*length -= sizeof(head);
	nr = from_le32(head.nr_runs);
	if (nr > STREAM_BATCH || *length < nr * sizeof(run[0]))
		return bad_frames(r);
	if (stream_get(&r->stream, run, nr * sizeof(run[0])) < 0)
		return -1;
	*length -= nr * sizeof(run[0]);
	for (u32 i = 0; i < nr; i++)
		if (!add_run(r, b, &run[i]))
			return bad_frames(r);
	round = from_le32(head.round);
	if (round != r->progress.round)
		r->progress.done = 0;
	r->progress.round = round;
	return 0;
}

static void *map_batch(struct restore *r, const struct batch *b)
{
	return frames_map(&r->frames, r->handle, r->domid, PROT_READ | PROT_WRITE, b->pfn,
			  b->nr);
}

static int get_frame(struct stream *s, void *frame, u64 sum)
{
	if (stream_read(s, frame, XC_PAGE_SIZE) < 0)
		return -1;
	return stream_sum(frame, XC_PAGE_SIZE) == sum ? 0 : stream_damaged(s);
}

int restore_pages(struct restore *r, u32 length)
{
	le64 sum[STREAM_BATCH];
	struct batch b;
	char *map;
	int rc = 0;

	if (get_batch(r, &b, &length) < 0)
		return -1;
	if (!b.nr || length != b.nr * (sizeof(sum[0]) + XC_PAGE_SIZE))
		return bad_frames(r);
	if (stream_get(&r->stream, sum, b.nr * sizeof(sum[0])) < 0)
		return -1;
	map = map_batch(r, &b);
	if (!map)
		return -1;
	/* One at a time: the checksum is computed while it is in the cache. */
	for (unsigned int i = 0; rc == 0 && i < b.nr; i++) {
		rc = get_frame(&r->stream, map + i * XC_PAGE_SIZE, from_le64(sum[i]));
		bit_set(r->known, b.pfn[i]);
		bit_set(r->written, b.pfn[i]);
	}
	osdep_unmap(map, b.nr * XC_PAGE_SIZE);
	r->pages += b.nr;
	progress_add(&r->progress, b.nr);
	return rc;
}

/* New memory is of zeros: there is only something to do where something was written. */
int restore_zeros(struct restore *r, u32 length)
{
	struct batch b, dirty = { .nr = 0 };
	char *map;

	if (get_batch(r, &b, &length) < 0)
		return -1;
	if (!b.nr || length)
		return bad_frames(r);
	for (unsigned int i = 0; i < b.nr; i++) {
		bit_set(r->known, b.pfn[i]);
		if (bit_is_set(r->written, b.pfn[i]))
			dirty.pfn[dirty.nr++] = b.pfn[i];
	}
	if (dirty.nr) {
		map = map_batch(r, &dirty);
		if (!map)
			return -1;
		memset(map, 0, dirty.nr * XC_PAGE_SIZE);
		osdep_unmap(map, dirty.nr * XC_PAGE_SIZE);
	}
	r->zeros += b.nr;
	progress_add(&r->progress, b.nr);
	return 0;
}

bool restore_memory_complete(const struct restore *r)
{
	for (unsigned long pfn = 0; pfn < r->frames.nr; pfn++)
		if (r->frames.mfn[pfn] != NO_FRAME && !bit_is_set(r->known, pfn))
			return false;
	return r->frames.nr != 0;
}
