/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain for tests of its memory alone, and stand-ins for the hardware's tables, which
 * record their calls.
 */
#ifndef TESTS_UNIT_FAKE_P2M_H
#define TESTS_UNIT_FAKE_P2M_H

#include <xen/domain.h>

struct fake_tables {
	u32 fail_map_in; /* the n-th arch_p2m_map() from now on fails; 0: none */
	u32 mapped[256]; /* by index: the chunk + 1; 0: not mapped */
};

extern struct fake_tables fake_tables;

/* Make a domain with nr chunks. */
void start_domain(struct domain *d, domid_t id, u32 nr);
/* Take all of it away again. */
void end_memory(struct domain *d);
/* Give it one more chunk, which must succeed; returns the chunk's number. */
u32 give_chunk(struct domain *d);

#endif /* TESTS_UNIT_FAKE_P2M_H */
