/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of write logging: a domain that writes, and the ops that report it. */
#ifndef TESTS_UNIT_SHADOW_H
#define TESTS_UNIT_SHADOW_H

#include <xen/domain.h>

#define FRAME(n) ((u64)(n) << FRAME_SHIFT)

/*
 * Make a store of the domain at gpa. True if it caused an exit, through the real
 * arch_vcpu_run(). Fatal if the domain cannot write afterwards.
 */
bool domain_stores(struct domain *d, u64 gpa);
/* Whether the domain can write there without a fault. Fatal if it is not its memory. */
bool can_store(const struct domain *d, u64 gpa);

/* SHADOW_CONTROL with dirty_bitmap and pages; *op gets the answer. */
long shadow_op(domid_t domain, u32 op, u64 gpa, u64 pages, dom0_shadow_control_t *result);
/* An op without a bitmap. */
long shadow_control(const struct domain *d, u32 op);

/* PEEK or CLEAN of all frames; returns the number of dirty ones, and the bitmap. */
#define MAX_WORDS 1024
u64 dirty_frames(const struct domain *d, u32 op, u64 bitmap[MAX_WORDS]);
/* Whether PEEK reports a frame as dirty. */
bool is_dirty(const struct domain *d, u64 frame);

#endif /* TESTS_UNIT_SHADOW_H */
