/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain's window: pseudo-physical space behind its memory, in which single frames of
 * other domains appear on request (public/arch-powerpc.h). A frame that is in a window
 * cannot be taken from its owner, and an owner that is destroyed stays, dying, until the
 * last of its frames has left the last window.
 */
#ifndef XEN_WINDOW_H
#define XEN_WINDOW_H

#include <xen/memory/chunk.h>

struct domain;

/* 16 TiB: far above any domain's memory. */
#define WINDOW_BASE (1ULL << 44)
/* Frames that fit: 4 GiB for who runs other domains, else 64 MiB. */
#define WINDOW_FRAMES_PRIVILEGED 65536U
#define WINDOW_FRAMES		 1024U

struct window {
	u64 *slot; /* what each holds, 0: nothing; made when first used */
	/* Taken out, and held until the hardware has forgotten them. */
	u64 leaving[32];
	u32 nr_leaving;
};

/* Frames that fit into d's window. */
u32 window_frames(const struct domain *d);
/* The slot of a pseudo-physical address; false: not in d's window, or not aligned. */
bool window_slot(const struct domain *d, u64 gpa, u32 *slot);
/*
 * Whether that machine frame is a domain's to show: its memory, or its grant table; of
 * dom0 also the trace buffer.
 */
bool frame_of_domain(const struct domain *d, u64 frame);
/* Whether the machine frame is memory of the domain. */
bool frame_is_memory_of(const struct domain *d, u64 frame);
/*
 * Keeps a frame of owner, for which frame_of_domain() is true, where it is: its chunk
 * cannot leave the domain, nor the domain the machine, until it is dropped as often.
 */
void frame_hold(struct domain *owner, u64 frame);
/* A dying owner may be gone after this. */
void frame_drop(struct domain *owner, u64 frame);

/*
 * Puts a frame of owner, for which frame_of_domain() is true, into a slot. grant: by a
 * grant, and into an empty slot only; otherwise it replaces what was there. 0, -ENOMEM,
 * or -EINVAL: the slot holds a grant, or is wanted for one and not empty.
 */
int window_map(struct domain *d, u32 slot, struct domain *owner, u64 frame, bool writable,
	       bool grant);
/* Empties a slot; an empty one stays so. -EINVAL: it is of the other kind. */
int window_unmap(struct domain *d, u32 slot, bool grant);
/*
 * Ends a series of the above: the hardware forgets what was taken out, and only then its
 * owners have it to themselves. A dying one may be gone afterwards.
 */
void window_flush(struct domain *d);
/*
 * Marks all frames of owner that are in a window for writing, its own among them: the
 * domain with the window may write at any time, and no fault says so
 * (xen/memory/log_dirty.h). False: the stay ended (xen/preempt.h), call again with the
 * *progress, which is at most 2 at first.
 */
bool window_mark_written(const struct domain *owner, u64 *progress, u64 stay_end);
/*
 * Empties all of it and frees the table. Grants must have been ended before. False: the
 * stay ended, call again.
 */
bool window_destroy(struct domain *d, u64 stay_end);

#endif /* XEN_WINDOW_H */
