// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A domain's radix tree, kept as its p2m, its window and the log of its writes say. Each
 * function derives entries from them; none decides anything.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/trace/perfc.h>
#include <asm/mmu/partition.h>
#include <asm/mmu/radix.h>
#include <asm/platform.h>

void domain_flush(const struct domain *d)
{
	perfc_incr(flushes);
	platform->partition_flush(d->arch.lpid);
}

int arch_p2m_map(struct domain *d, u32 index, u32 chunk)
{
	/* An entry that was not valid is not cached: nothing to flush. */
	int ret = radix_map(d->arch.radix_root, index, chunk);

	if (ret || likely(!log_dirty_splits(d)))
		return ret;
	/* Writable, since new frames count as dirty (xen/memory/log_dirty.h). */
	ret = radix_split(d->arch.radix_root, index, true);
	if (ret)
		arch_p2m_unmap(d, index);
	else
		domain_flush(d);
	return ret;
}

void arch_p2m_unmap(struct domain *d, u32 index)
{
	be64 *split = radix_unmap(d->arch.radix_root, index);

	domain_flush(d);
	radix_free_split(split);
}

int arch_log_dirty_split(struct domain *d, u32 index)
{
	return radix_is_split(d->arch.radix_root, index)
		       ? 0
		       : radix_split(d->arch.radix_root, index, false);
}

void arch_log_dirty_join(struct domain *d, u32 index)
{
	be64 *split = radix_join(d->arch.radix_root, index);

	if (!split)
		return;
	domain_flush(d);
	radix_free_split(split);
}

void arch_log_dirty_protect(struct domain *d, u64 frame)
{
	radix_set_writable(d->arch.radix_root, frame << FRAME_SHIFT, false);
}

/*
 * No flush: what the hardware has cached allows less than the entry does now, and a
 * CPU that refuses an access by what it has cached reads the entry again (book III,
 * 6.10: only taking rights away needs tlbie). One that still misses the store faults
 * once more.
 */
void arch_log_dirty_allow(struct domain *d, u64 frame)
{
	radix_set_writable(d->arch.radix_root, frame << FRAME_SHIFT, true);
}

void arch_log_dirty_flush(struct domain *d)
{
	domain_flush(d);
}

int arch_window_map(struct domain *d, u64 gpa, u64 maddr, bool writable)
{
	return radix_map_frame(d->arch.radix_root, gpa, maddr, writable);
}

void arch_window_unmap(struct domain *d, u64 gpa)
{
	radix_unmap_frame(d->arch.radix_root, gpa);
}

void arch_window_flush(struct domain *d)
{
	domain_flush(d);
}
