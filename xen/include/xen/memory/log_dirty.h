/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records which frames of a domain have been written to, so that dom0 can copy the domain
 * while it runs (DOM0_SHADOW_CONTROL).
 *
 * A frame is dirty if the domain can write to it without a fault, or if it is in a window
 * for writing. A dirty frame need not be writable: the hypervisor's own writes only set
 * its bit.
 */
#ifndef XEN_LOG_DIRTY_H
#define XEN_LOG_DIRTY_H

#include <xen/domain.h>

struct log_dirty {
	u64 *dirty; /* bit n % 64 of word n / 64: pseudo-physical frame n */
	u32 room;   /* chunks that it has room for, at least p2m.nr */
	dom0_shadow_control_stats_t stats;
};

/*
 * Starts logging with all frames clean, except those in windows. -EINVAL: logging is on;
 * -ENOMEM: nothing has changed.
 */
int log_dirty_start(struct domain *d);
/* Ends logging, if it is on, and makes all of the domain's memory writable again. */
void log_dirty_stop(struct domain *d);

/* Except for log_dirty_mark(), logging must be on. */

/* Frames in the bitmap: up to the end of the domain's memory. */
static inline u64 log_dirty_frames(const struct domain *d)
{
	return (u64)d->p2m.nr * CHUNK_FRAMES;
}

/*
 * Makes the frames of the bitmap's words [first, end) clean; of the last word only the
 * frames whose bits are set in last.
 */
void log_dirty_clean(struct domain *d, u64 first, u64 end, u64 last);

/*
 * The domain was refused a write at gpa. True: the frame is dirty and writable now.
 * False: there is no memory at gpa.
 */
bool log_dirty_fault(struct domain *d, u64 gpa);

/* Call before pseudo-physical chunk index is added (0 or -ENOMEM), and when it has gone.
 */
int log_dirty_extend(struct domain *d, u32 index);
void log_dirty_forget(struct domain *d, u32 index);

void log_dirty_mark_range(const struct domain *d, u64 gpa, u64 len);

/*
 * Marks [gpa, gpa + len), which is memory of d, as written to by other than d's own
 * vCPUs: by the hypervisor, for example.
 */
static inline void log_dirty_mark(const struct domain *d, u64 gpa, u64 len)
{
	if (unlikely(d->log_dirty))
		log_dirty_mark_range(d, gpa, len);
}

#endif /* XEN_LOG_DIRTY_H */
