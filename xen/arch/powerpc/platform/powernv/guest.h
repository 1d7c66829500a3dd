/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry to guests and exit from them: what enter.S and the C around it share. */
#ifndef POWERNV_GUEST_H
#define POWERNV_GUEST_H

#include <xen/types.h>
#include <asm/processor.h>

struct vcpu;

/*
 * What the hypervisor and every guest runs with: radix trees, its own by way of its
 * process table; the decrementer, doorbells and the like can end `stop`; external
 * interrupts are not the guest's (LPES is 0); HDEC ends its turn. ILE comes from the
 * guest, AIL never: on POWER9 it would move the interrupts that a guest causes to the
 * hypervisor as well.
 */
#define LPCR_ALWAYS                                                                     \
	(LPCR_DPFD_MEDIUM | LPCR_UPRT | LPCR_HR | LPCR_PECEDH | LPCR_PECE | LPCR_GTSE | \
	 LPCR_HEIC | LPCR_HDICE)

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
/* Keeps HDEC from expiring before the next entry sets it. */
void guest_hdec_stop(void);

#endif /* POWERNV_GUEST_H */
