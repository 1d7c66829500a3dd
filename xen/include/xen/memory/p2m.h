/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pseudo-physical to machine: a domain's memory as an array of chunk numbers.
 * A translation is one bounds check, one load, one OR. All that reads the array is here;
 * xen/common/memory/p2m.c changes it.
 */
#ifndef XEN_P2M_H
#define XEN_P2M_H

#include <xen/compiler.h>
#include <xen/lib.h>
#include <xen/memory/chunk.h>

struct domain;

struct p2m {
	u32 *chunk;    /* machine chunk of each pseudo-physical chunk, or CHUNK_NONE */
	u32 nr;	       /* entries in use; the last one is not CHUNK_NONE */
	u32 room;      /* entries that the array has room for */
	u32 populated; /* entries that are not CHUNK_NONE */
	u32 no_hole;   /* entries from the beginning that are not CHUNK_NONE */
};

/*
 * Machine address of the len bytes at gpa. False, and *maddr untouched, if len is 0,
 * the range wraps or leaves the domain's memory, or it crosses into a chunk that
 * does not follow in the machine: take such a range apart with p2m_run().
 */
static inline bool p2m_translate(const struct p2m *p2m, u64 gpa, u64 len, u64 *maddr)
{
	u64 index = gpa >> CHUNK_SHIFT;
	u64 offset = gpa & CHUNK_MASK;

	if (unlikely(index >= p2m->nr || len - 1 >= CHUNK_SIZE - offset))
		return false;
	if (unlikely(p2m->chunk[index] == CHUNK_NONE))
		return false;
	*maddr = (u64)p2m->chunk[index] << CHUNK_SHIFT | offset;
	return true;
}

/*
 * The part of [gpa, gpa + len) that lies in gpa's own chunk: its length, at least 1,
 * and its machine address. 0: gpa is not memory of the domain, or len is 0.
 */
static inline u64 p2m_run(const struct p2m *p2m, u64 gpa, u64 len, u64 *maddr)
{
	len = min(len, CHUNK_SIZE - (gpa & CHUNK_MASK));
	return p2m_translate(p2m, gpa, len, maddr) ? len : 0;
}

/* How many bytes from gpa on, at most len, are memory of the domain without a hole. */
static inline u64 p2m_extent(const struct p2m *p2m, u64 gpa, u64 len)
{
	u64 maddr, run, done = 0;

	while (done < len) {
		run = p2m_run(p2m, gpa + done, len - done, &maddr);
		if (!run)
			break;
		done += run;
	}
	return done;
}

/* Whether all of [gpa, gpa + len) is memory of the domain. len 0: true. */
static inline bool p2m_covers(const struct p2m *p2m, u64 gpa, u64 len)
{
	return p2m_extent(p2m, gpa, len) == len;
}

/*
 * Gives the domain one more chunk, *chunk, at the lowest free place. 0 or -ENOMEM. The
 * content is cleared unless keep_content.
 */
int p2m_populate(struct domain *d, bool keep_content, u32 *chunk);
/*
 * Clears a piece of the chunk that the domain would get. False: p2m_populate() has
 * nothing to clear.
 */
bool p2m_prepare(struct domain *d);
/*
 * Takes the machine chunk away from the domain. -EINVAL: the domain does not own it;
 * -EBUSY: frames of it are in a window (xen/memory/window.h).
 */
int p2m_remove(struct domain *d, u32 chunk);
/*
 * Gives back the chunks that are in no window. False: the stay ended first
 * (xen/preempt.h).
 */
bool p2m_release(struct domain *d, u64 stay_end);
/* Gives back the array. No chunk may be left. */
void p2m_destroy(struct domain *d);

/* Frames, of 64 KiB, that the domain has. */
static inline u64 p2m_frames(const struct p2m *p2m)
{
	return (u64)p2m->populated * CHUNK_FRAMES;
}

#endif /* XEN_P2M_H */
