/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entering guests and coming back: what enter.S and the C around it share. */
#ifndef POWERNV_GUEST_H
#define POWERNV_GUEST_H

#include <xen/types.h>

struct vcpu;

/*
 * enter.S: enters v and calls vcpu_exit() or guest_exit() for each exit, until that
 * returns false.
 */
void guest_run(struct vcpu *v);
/*
 * Called by enter.S before an entry if HDEC or LPCR is not the guest's (struct arch_cpu):
 * loads both, and the guest's time.
 */
void guest_prepare(const struct vcpu *v);
/*
 * Called by enter.S, after a hypercall, if v has a time of its own: the timebase is the
 * machine's again. Has guest_prepare() called before the next entry.
 */
void guest_time_end(const struct vcpu *v);
/* Called by enter.S for all exits but hypercalls. As vcpu_exit(). */
bool guest_exit(struct vcpu *v, u64 reason);

/* As platform->state_save() and state_load(). */
void guest_state_save(struct vcpu *v);
void guest_state_load(const struct vcpu *v);
/* HDEC shall not end anything before the next entry has set it anew. */
void guest_hdec_stop(void);

#endif /* POWERNV_GUEST_H */
