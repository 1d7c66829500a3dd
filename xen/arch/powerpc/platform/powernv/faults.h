/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the machine itself reports: its own faults. */
#ifndef POWERNV_FAULTS_H
#define POWERNV_FAULTS_H

struct vcpu;

/*
 * A machine check while v ran, whose registers are saved: says what is known of it. It
 * costs the domain, for what it has read, or would have run next, is lost.
 */
void machine_check_of_guest(struct vcpu *v);
/*
 * A hypervisor maintenance interrupt: says what it was about and lets the firmware mend
 * it. Panics if that cannot.
 */
void maintenance_interrupt(void);

#endif /* POWERNV_FAULTS_H */
