// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading and writing a domain's memory (xen/memory/guest_access.h). */
#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/log_dirty.h>
#include <xen/memory/offsets.h>
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
		step(maddr_to_ptr(maddr), offset, run, arg);
	}
	return true;
}

/*
 * The same for what writes, of a domain whose writes are logged: apart, so that others
 * pay for no more than the question. Marked afterwards: who cleans the frame in between
 * and then copies it would miss what is not written yet.
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

/*
 * XEN_PPC_OFFSETS: how much of [gpa, gpa + len) lies in the frame of the hypercall's
 * structure. What is touched first is the structure.
 */
static __attribute__((noinline)) u64 offset_reach(u64 gpa, u64 len)
{
	struct cpu *cpu = this_cpu();

	if (!cpu->offset_base)
		cpu->offset_base = gpa;
	if ((gpa ^ cpu->offset_base) >> FRAME_SHIFT)
		return 0;
	return min(len, FRAME_SIZE - gpa % FRAME_SIZE);
}

/* Whether the hypercall may touch it, whoever's memory it is. */
static inline bool in_reach(u64 gpa, u64 len)
{
	return !by_offsets() || offset_reach(gpa, len) == len;
}

u64 embedded_pointer(u64 structure, u64 pointer)
{
	if (!by_offsets())
		return pointer;
	this_cpu()->offset_base = structure;
	if (!pointer)
		return 0;
	return pointer > UINT64_MAX - structure ? UINT64_MAX : structure + pointer;
}

u64 embedded_result(u64 gpa)
{
	return by_offsets() && gpa ? gpa - this_cpu()->offset_base : gpa;
}

bool guest_buffer_ok(const struct domain *d, u64 gpa, u64 len)
{
	if (likely(guest_buffer_room(d, gpa, len) == len))
		return true;
	perfc_incr(p2m_misses);
	return false;
}

u64 guest_buffer_room(const struct domain *d, u64 gpa, u64 len)
{
	if (by_offsets())
		len = offset_reach(gpa, len);
	return gpa ? p2m_extent(&d->p2m, gpa, len) : 0;
}

bool copy_from_guest(const struct domain *d, void *dest, u64 gpa, u64 len)
{
	return (likely(gpa) || !len) && in_reach(gpa, len) &&
	       for_each_run(d, gpa, len, step_from, (uintptr_t)dest);
}

bool copy_to_guest(const struct domain *d, u64 gpa, const void *src, u64 len)
{
	return (likely(gpa) || !len) && in_reach(gpa, len) &&
	       load_domain(d, gpa, src, len);
}

void *guest_place(const struct domain *d, u64 gpa, u64 len)
{
	u64 maddr;

	if (unlikely(!gpa || gpa % sizeof(u64) || d->log_dirty || !in_reach(gpa, len) ||
		     !p2m_translate(&d->p2m, gpa, len, &maddr)))
		return NULL;
	return maddr_to_ptr(maddr);
}

bool load_domain(const struct domain *d, u64 gpa, const void *src, u64 len)
{
	return write_each_run(d, gpa, len, step_to, (uintptr_t)src);
}

bool clear_domain(const struct domain *d, u64 gpa, u64 len)
{
	return write_each_run(d, gpa, len, step_clear, 0);
}

/* An element that is not aligned may straddle a chunk border: one copy each. */
static bool count_unaligned(const struct domain *d, u64 gpa, u64 first, u64 count)
{
	if (!guest_buffer_ok(d, gpa, count * sizeof(u64)))
		return false;
	for (u64 i = 0; i < count; i++) {
		u64 value = first + i;

		copy_to_guest(d, gpa + i * sizeof(u64), &value, sizeof(value));
	}
	return true;
}

bool count_up_to_guest(const struct domain *d, u64 gpa, u64 first, u64 count)
{
	if (count > UINT64_MAX / sizeof(u64) || (!gpa && count) ||
	    !in_reach(gpa, count * sizeof(u64)))
		return false;
	if (gpa % sizeof(u64))
		return count_unaligned(d, gpa, first, count);
	return write_each_run(d, gpa, count * sizeof(u64), step_count, first);
}
