// SPDX-License-Identifier: GPL-2.0-or-later
/* Which frames a domain has written to (xen/memory/log_dirty.h). */
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/preempt.h>
#include <xen/trace/perfc.h>
#include <xen/string.h>

#define WORD_BITS   64
#define CHUNK_WORDS (CHUNK_FRAMES / WORD_BITS)
/* Bytes of a bitmap for that number of chunks. */
#define BITMAP_SIZE(chunks) ((chunks)*CHUNK_WORDS * sizeof(u64))

static void release(struct log_dirty *log)
{
	heap_free(log->dirty, BITMAP_SIZE(log->room));
	heap_free(log, sizeof(*log));
}

static struct log_dirty *make_log(const struct domain *d)
{
	struct log_dirty *log = heap_alloc(sizeof(*log), __alignof__(struct log_dirty));

	if (!log)
		return NULL;
	/* A domain without memory may get some. */
	log->room = max(d->p2m.room, 1U);
	log->dirty = heap_alloc(BITMAP_SIZE(log->room), sizeof(u64));
	if (log->dirty)
		return log;
	release(log);
	return NULL;
}

/* Values of log_dirty_start()'s progress; others are those of window_mark_written(). */
#define SPLITTING 0
#define UNDOING	  1
#define MARKING	  2

/* Splits the domain's chunks. -EAGAIN: the stay ended; -ENOMEM. */
static int split_chunks(struct domain *d, u64 stay_end)
{
	struct log_dirty *log = d->log_dirty;
	bool stop = false;
	int ret = 0;

	while (!stop && !ret && log->next < d->p2m.nr) {
		u32 index = log->next++;

		if (d->p2m.chunk[index] == CHUNK_NONE)
			continue;
		ret = arch_log_dirty_split(d, index);
		stop = preempt_wanted(stay_end);
	}
	arch_log_dirty_flush(d);
	return !ret && log->next < d->p2m.nr ? -EAGAIN : ret;
}

int log_dirty_start(struct domain *d, u64 *progress, u64 stay_end)
{
	int ret;

	if (*progress == UNDOING)
		return log_dirty_stop(d, stay_end) ? -ENOMEM : -EAGAIN;
	if (*progress == SPLITTING) {
		if (log_dirty_is_on(d))
			return -EINVAL;
		/* One that is being stopped is stopped first. */
		if (!log_dirty_splits(d) && !log_dirty_stop(d, stay_end))
			return -EAGAIN;
		if (!d->log_dirty)
			d->log_dirty = make_log(d);
		if (!d->log_dirty)
			return -ENOMEM;
		ret = split_chunks(d, stay_end);
		if (ret == -ENOMEM) {
			*progress = UNDOING;
			return log_dirty_stop(d, stay_end) ? -ENOMEM : -EAGAIN;
		}
		if (ret)
			return ret;
		d->log_dirty->state = LOG_DIRTY_ON;
		*progress = MARKING;
	}
	return window_mark_written(d, progress, stay_end) ? 0 : -EAGAIN;
}

bool log_dirty_stop(struct domain *d, u64 stay_end)
{
	struct log_dirty *log = d->log_dirty;

	if (!log)
		return true;
	if (log->state != LOG_DIRTY_STOPPING) {
		log->state = LOG_DIRTY_STOPPING;
		log->next = 0;
	}
	while (log->next < d->p2m.nr) {
		u32 index = log->next++;

		if (d->p2m.chunk[index] == CHUNK_NONE)
			continue;
		arch_log_dirty_join(d, index);
		if (preempt_wanted(stay_end))
			return false;
	}
	release(log);
	d->log_dirty = NULL;
	return true;
}

/* Makes the frames of one word clean whose bits are set in mask. True: one was dirty. */
static bool clean_word(struct domain *d, u64 word, u64 mask)
{
	u64 *dirty = &d->log_dirty->dirty[word];
	u64 bits = *dirty & mask;

	*dirty &= ~mask;
	if (!bits)
		return false;
	for (; bits; bits &= bits - 1)
		arch_log_dirty_protect(d, word * WORD_BITS + (u64)__builtin_ctzll(bits));
	return true;
}

bool log_dirty_clean(struct domain *d, u64 first, u64 end, u64 last)
{
	bool any = false;

	for (u64 word = first; word < end; word++)
		any |= clean_word(d, word, word == end - 1 ? last : UINT64_MAX);
	return any;
}

static void mark_frame(struct log_dirty *log, u64 frame)
{
	u64 *word = &log->dirty[frame / WORD_BITS];
	u64 bit = 1ULL << frame % WORD_BITS;

	if (*word & bit)
		return;
	*word |= bit;
	log->stats.dirty_count++;
}

void log_dirty_mark_range(const struct domain *d, u64 gpa, u64 len)
{
	if (!len)
		return;
	for (u64 frame = gpa >> FRAME_SHIFT; frame <= (gpa + len - 1) >> FRAME_SHIFT;
	     frame++)
		mark_frame(d->log_dirty, frame);
}

bool log_dirty_fault(struct domain *d, u64 gpa)
{
	u64 maddr;

	if (!p2m_translate(&d->p2m, gpa, 1, &maddr))
		return false;
	perfc_incr(exit_first_write);
	d->log_dirty->stats.fault_count++;
	mark_frame(d->log_dirty, gpa >> FRAME_SHIFT);
	arch_log_dirty_allow(d, gpa >> FRAME_SHIFT);
	return true;
}

int log_dirty_extend(struct domain *d, u32 index)
{
	struct log_dirty *log = d->log_dirty;
	u32 room = max(d->p2m.room, index + 1);
	u64 *dirty;

	if (index < log->room)
		return 0;
	dirty = heap_alloc(BITMAP_SIZE(room), sizeof(u64));
	if (!dirty)
		return -ENOMEM;
	memcpy(dirty, log->dirty, BITMAP_SIZE(log->room));
	heap_free(log->dirty, BITMAP_SIZE(log->room));
	log->dirty = dirty;
	log->room = room;
	return 0;
}

void log_dirty_forget(struct domain *d, u32 index)
{
	memset(&d->log_dirty->dirty[index * CHUNK_WORDS], 0, BITMAP_SIZE(1));
}
