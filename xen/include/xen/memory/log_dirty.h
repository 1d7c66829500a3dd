/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which frames of a domain have been written to since somebody asked, for whoever
 * copies it while it runs (DOM0_SHADOW_CONTROL).
 *
 * A frame that the domain can write to without a fault is dirty; and so is one that is
 * in a window for writing. A dirty one need not be writable: the hypervisor's own writes
 * only set its bit.
 */
#ifndef XEN_LOG_DIRTY_H
#define XEN_LOG_DIRTY_H

#include <xen/domain.h>

struct log_dirty {
	u64 *dirty; /* bit n % 64 of word n / 64 is pseudo-physical frame n */
	u32 room;   /* chunks that it has room for, at least p2m.nr */
	dom0_shadow_control_stats_t stats;
};

/*
 * Begins with all frames clean, but for those in windows. -EINVAL: it is on already.
 * -ENOMEM: nothing has changed.
 */
int log_dirty_start(struct domain *d);
/* Ends it, if it is on: the domain's memory is as if it had never been. */
void log_dirty_stop(struct domain *d);

/* The rest, but for log_dirty_mark(), is for domains of which it is on. */

/* Frames that the bitmap tells about: up to the end of the domain's memory. */
static inline u64 log_dirty_frames(const struct domain *d)
{
	return (u64)d->p2m.nr * CHUNK_FRAMES;
}

/*
 * Makes frames clean: those of the words [first, end) of the bitmap, of the last of them
 * only the ones whose bits are set in last.
 */
void log_dirty_clean(struct domain *d, u64 first, u64 end, u64 last);

/*
 * The domain was refused a write at gpa. True: it has the right now, and the frame is
 * dirty. False: there is no memory.
 */
bool log_dirty_fault(struct domain *d, u64 gpa);

/* Pseudo-physical chunk index is about to come (0 or -ENOMEM), or has gone. */
int log_dirty_extend(struct domain *d, u32 index);
void log_dirty_forget(struct domain *d, u32 index);

void log_dirty_mark_range(const struct domain *d, u64 gpa, u64 len);

/*
 * [gpa, gpa + len), which is memory of d, has been written to by somebody else than d's
 * own vCPUs: the hypervisor, say.
 */
static inline void log_dirty_mark(const struct domain *d, u64 gpa, u64 len)
{
	if (unlikely(d->log_dirty))
		log_dirty_mark_range(d, gpa, len);
}

#endif /* XEN_LOG_DIRTY_H */
