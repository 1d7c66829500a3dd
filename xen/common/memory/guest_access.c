// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading and writing a domain's memory (xen/memory/guest_access.h). */
#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/log_dirty.h>
#include <xen/trace/perfc.h>
#include <xen/string.h>
#include <asm/memory.h>

/*
 * Calls step for each part of [gpa, gpa + len) that is contiguous in the machine.
 * Nearly every range lies in one chunk, and then this is a single translation.
 */
static inline bool for_each_run(const struct domain *d, u64 gpa, u64 len,
				void (*step)(void *machine, u64 offset, u64 run, u64 arg),
				u64 arg)
{
	u64 maddr, run;

	if (likely(p2m_translate(&d->p2m, gpa, len, &maddr))) {
		step(maddr_to_ptr(maddr), 0, len, arg);
		return true;
	}
	if (!p2m_covers(&d->p2m, gpa, len)) {
		perfc_incr(p2m_misses);
		return false;
	}
	for (u64 offset = 0; offset < len; offset += run) {
		run = p2m_run(&d->p2m, gpa + offset, len - offset, &maddr);
		BUG_ON(!run); /* all of it is memory, as has been seen */
		step(maddr_to_ptr(maddr), offset, run, arg);
	}
	return true;
}

/*
 * for_each_run() for a step that writes to a domain whose writes are logged. Not inline:
 * other domains pay only for the question. It marks after the write: if it marked before,
 * a reader who cleans the frame in between and copies it would miss the new bytes.
 */
static __attribute__((noinline)) bool write_logged(
	const struct domain *d, u64 gpa, u64 len,
	void (*step)(void *machine, u64 offset, u64 run, u64 arg), u64 arg)
{
	if (!for_each_run(d, gpa, len, step, arg))
		return false;
	log_dirty_mark_range(d, gpa, len);
	return true;
}

static inline bool write_each_run(const struct domain *d, u64 gpa, u64 len,
				  void (*step)(void *machine, u64 offset, u64 run,
					       u64 arg),
				  u64 arg)
{
	if (unlikely(d->log_dirty))
		return write_logged(d, gpa, len, step, arg);
	return for_each_run(d, gpa, len, step, arg);
}

static inline void step_from(void *machine, u64 offset, u64 run, u64 dest)
{
	memcpy((u8 *)(uintptr_t)dest + offset, machine, run);
}

static inline void step_to(void *machine, u64 offset, u64 run, u64 src)
{
	memcpy(machine, (const u8 *)(uintptr_t)src + offset, run);
}

static inline void step_clear(void *machine, u64 offset, u64 run, u64 unused)
{
	memset(machine, 0, run);
}

/* By blocks: this loop is what a memory list costs (docs/performance.md). */
static inline void step_count(void *machine, u64 offset, u64 run, u64 first)
{
	enum { BLOCK = 64 };
	u64 *out = machine, *end = out + run / sizeof(u64);
	u64 value = first + offset / sizeof(u64);

	for (u64 blocks = run / sizeof(u64) / BLOCK; blocks; blocks--) {
#pragma GCC unroll 64
		for (u64 i = 0; i < BLOCK; i++)
			out[i] = value + i;
		out += BLOCK;
		value += BLOCK;
	}
	while (out < end)
		*out++ = value++;
}

/* By offsets: how much of [gpa, gpa + len) lies in the frame of the call's structure. */
static inline u64 frame_reach(const struct caller *caller, u64 gpa, u64 len)
{
	if ((gpa ^ caller->base) >> FRAME_SHIFT)
		return 0;
	return min(len, FRAME_SIZE - gpa % FRAME_SIZE);
}

static inline bool in_reach(const struct caller *caller, u64 gpa, u64 len)
{
	return likely(!caller->by_offsets) || frame_reach(caller, gpa, len) == len;
}

bool guest_buffer_ok(const struct caller *caller, u64 gpa, u64 len)
{
	if (likely(guest_buffer_room(caller, gpa, len) == len))
		return true;
	perfc_incr(p2m_misses);
	return false;
}

u64 guest_buffer_room(const struct caller *caller, u64 gpa, u64 len)
{
	if (unlikely(caller->by_offsets))
		len = frame_reach(caller, gpa, len);
	return gpa ? p2m_extent(&caller->domain->p2m, gpa, len) : 0;
}

bool copy_from_guest(const struct caller *caller, void *dest, u64 gpa, u64 len)
{
	return (likely(gpa) || !len) && in_reach(caller, gpa, len) &&
	       copy_from_domain(caller->domain, dest, gpa, len);
}

bool copy_to_guest(const struct caller *caller, u64 gpa, const void *src, u64 len)
{
	return (likely(gpa) || !len) && in_reach(caller, gpa, len) &&
	       copy_to_domain(caller->domain, gpa, src, len);
}

void *guest_place(const struct caller *caller, u64 gpa, u64 len)
{
	const struct domain *d = caller->domain;
	u64 maddr;

	if (unlikely(!gpa || gpa % sizeof(u64) || d->log_dirty ||
		     !in_reach(caller, gpa, len) ||
		     !p2m_translate(&d->p2m, gpa, len, &maddr)))
		return NULL;
	return maddr_to_ptr(maddr);
}

bool copy_from_domain(const struct domain *d, void *dest, u64 gpa, u64 len)
{
	return for_each_run(d, gpa, len, step_from, (uintptr_t)dest);
}

bool copy_to_domain(const struct domain *d, u64 gpa, const void *src, u64 len)
{
	return write_each_run(d, gpa, len, step_to, (uintptr_t)src);
}

bool clear_domain(const struct domain *d, u64 gpa, u64 len)
{
	return write_each_run(d, gpa, len, step_clear, 0);
}

/* An element that is not aligned may straddle a chunk border: they are copied. */
static bool count_unaligned(const struct caller *caller, u64 gpa, u64 first, u64 count)
{
	u64 values[64], n;

	if (!guest_buffer_ok(caller, gpa, count * sizeof(u64)))
		return false;
	for (u64 done = 0; done < count; done += n) {
		n = min(count - done, (u64)ARRAY_SIZE(values));
		for (u64 i = 0; i < n; i++)
			values[i] = first + done + i;
		copy_to_guest(caller, gpa + done * sizeof(u64), values, n * sizeof(u64));
	}
	return true;
}

bool count_up_to_guest(const struct caller *caller, u64 gpa, u64 first, u64 count)
{
	if (count > UINT64_MAX / sizeof(u64) || (!gpa && count) ||
	    !in_reach(caller, gpa, count * sizeof(u64)))
		return false;
	if (gpa % sizeof(u64))
		return count_unaligned(caller, gpa, first, count);
	return write_each_run(caller->domain, gpa, count * sizeof(u64), step_count,
			      first);
}
