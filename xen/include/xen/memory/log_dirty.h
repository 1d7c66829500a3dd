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

enum log_dirty_state {
	LOG_DIRTY_STARTING, /* chunks below next can be written to by frames */
	LOG_DIRTY_ON,	    /* all can */
	LOG_DIRTY_STOPPING, /* chunks below next can be written to as a whole again */
};

struct log_dirty {
	u64 *dirty; /* bit n % 64 of word n / 64: pseudo-physical frame n */
	u32 room;   /* chunks that it has room for, at least p2m.nr */
	u32 next;
	enum log_dirty_state state;
	dom0_shadow_control_stats_t stats;
};

/*
 * Starts logging with all frames clean, except those in windows, piece by piece:
 * *progress is 0 at first. 0; -EAGAIN: the stay ended (xen/preempt.h), call again;
 * -EINVAL: logging is on; -ENOMEM: logging is off.
 */
int log_dirty_start(struct domain *d, u64 *progress, u64 stay_end);
/*
 * Ends logging, if it is on, and makes all of the domain's memory writable again. False:
 * the stay ended, call again.
 */
bool log_dirty_stop(struct domain *d, u64 stay_end);

/* Whether logging is on: neither being started nor stopped. */
static inline bool log_dirty_is_on(const struct domain *d)
{
	return d->log_dirty && d->log_dirty->state == LOG_DIRTY_ON;
}

/* Whether a chunk that the domain gets must be split (arch_log_dirty_split()). */
static inline bool log_dirty_splits(const struct domain *d)
{
	return d->log_dirty && d->log_dirty->state != LOG_DIRTY_STOPPING;
}

/* Except for log_dirty_mark() and log_dirty_fault(), logging must be on. */

/* Frames in the bitmap: up to the end of the domain's memory. */
static inline u64 log_dirty_frames(const struct domain *d)
{
	return (u64)d->p2m.nr * CHUNK_FRAMES;
}

/*
 * Makes the frames of the bitmap's words [first, end) clean, even those in windows; of
 * the last word only the frames whose bits are set in last. True: some were dirty, and
 * stay writable until log_dirty_flush(). Costs 2,500 instructions for each word.
 */
bool log_dirty_clean(struct domain *d, u64 first, u64 end, u64 last);
static inline void log_dirty_flush(struct domain *d)
{
	arch_log_dirty_flush(d);
}

/*
 * The domain, which has a log, was refused a write at gpa. True: the frame is dirty and
 * writable now. False: there is no memory at gpa.
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
