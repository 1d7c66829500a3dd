/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of the log of writes: a domain that writes, and the ops that tell of it. */
#ifndef TESTS_UNIT_SHADOW_H
#define TESTS_UNIT_SHADOW_H

#include <xen/domain.h>

#define FRAME(n) ((u64)(n) << FRAME_SHIFT)

/*
 * A store of the domain at gpa, as far as the tables let it: true if it came out for it,
 * through the real arch_vcpu_run(). Fatal if it cannot write then.
 */
bool domain_stores(struct domain *d, u64 gpa);
/* Whether it can write there without a fault. Fatal if it is not its memory. */
bool can_store(const struct domain *d, u64 gpa);

/* SHADOW_CONTROL with dirty_bitmap and pages; *op is what came back. */
long shadow_op(domid_t domain, u32 op, u64 gpa, u64 pages, dom0_shadow_control_t *result);
/* An op without a bitmap. */
long shadow_control(const struct domain *d, u32 op);

/* How many frames PEEK, or CLEAN, of all the domain has says are dirty; bits to bitmap.
 */
#define MAX_WORDS 1024
u64 dirty_frames(const struct domain *d, u32 op, u64 bitmap[MAX_WORDS]);
/* Whether PEEK says that of a frame. */
bool is_dirty(const struct domain *d, u64 frame);

#endif /* TESTS_UNIT_SHADOW_H */
