// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for the hardware's tables in tests of memory (fake-p2m.h). */
#include <CUnit/CUnit.h>

#include <xen/errno.h>
#include <xen/lib.h>

#include "fake-p2m.h"

struct fake_tables fake_tables;

int arch_p2m_map(struct domain *d, u32 index, u32 chunk)
{
	if (fake_tables.fail_map_in && !--fake_tables.fail_map_in)
		return -ENOMEM;
	BUG_ON(index >= ARRAY_SIZE(fake_tables.mapped));
	/* Only the domain's own chunks may be mapped, and not over others. */
	CU_ASSERT_EQUAL(chunk_owner(chunk), d->id);
	CU_ASSERT_EQUAL(fake_tables.mapped[index], 0);
	fake_tables.mapped[index] = chunk + 1;
	return 0;
}

void arch_p2m_unmap(struct domain *d, u32 index)
{
	BUG_ON(index >= ARRAY_SIZE(fake_tables.mapped));
	/* The hardware must have forgotten a chunk before another domain gets it. */
	CU_ASSERT_NOT_EQUAL_FATAL(fake_tables.mapped[index], 0);
	CU_ASSERT_EQUAL(chunk_owner(fake_tables.mapped[index] - 1), d->id);
	fake_tables.mapped[index] = 0;
}

/* Writes of these domains are not logged. */
int arch_log_dirty_split(struct domain *d, u32 index)
{
	return -ENOMEM;
}

void arch_log_dirty_join(struct domain *d, u32 index)
{
	BUG();
}

void arch_log_dirty_protect(struct domain *d, u64 frame)
{
	BUG();
}

void arch_log_dirty_allow(struct domain *d, u64 frame)
{
	BUG();
}

void arch_log_dirty_flush(struct domain *d)
{
	BUG();
}

bool window_mark_written(const struct domain *owner, u64 *progress, u64 stay_end)
{
	BUG();
}

/* These domains have no timers. */
u64 timers_next(void)
{
	return TIMER_NEVER;
}

u32 give_chunk(struct domain *d)
{
	u32 chunk = CHUNK_NONE;

	CU_ASSERT_EQUAL_FATAL(p2m_populate(d, false, &chunk), 0);
	return chunk;
}

void end_memory(struct domain *d)
{
	while (!p2m_release(d, UINT64_MAX))
		;
	p2m_destroy(d);
}

void start_domain(struct domain *d, domid_t id, u32 nr)
{
	*d = (struct domain){ .id = id };
	while (nr--)
		give_chunk(d);
}
