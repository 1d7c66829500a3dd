/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The newest part of an endless text. Every byte has a position, counted from 0 at the
 * beginning; the ring holds those from start to end - 1.
 */
#ifndef XEN_TEXT_RING_H
#define XEN_TEXT_RING_H

#include <xen/types.h>

struct caller;

struct text_ring {
	char *text;
	u64 size; /* a power of 2 */
	u64 start, end;
};

static inline void text_ring_put(struct text_ring *ring, char c)
{
	ring->text[ring->end++ & (ring->size - 1)] = c;
	if (ring->end - ring->start > ring->size)
		ring->start = ring->end - ring->size;
}

static inline char text_ring_at(const struct text_ring *ring, u64 position)
{
	return ring->text[position & (ring->size - 1)];
}

/* Forgets what lies before position, of what there is. */
void text_ring_clear(struct text_ring *ring, u64 position);

/*
 * Copies [position, position + len), which the ring holds, to the caller's buffer at gpa.
 * False: the call may not touch all of the buffer, and nothing was copied.
 */
bool text_ring_to_guest(const struct text_ring *ring, u64 position, u64 len,
			const struct caller *caller, u64 gpa);

#endif /* XEN_TEXT_RING_H */
