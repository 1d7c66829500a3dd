/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Faults that the machine reports. */
#ifndef POWERNV_FAULTS_H
#define POWERNV_FAULTS_H

struct vcpu;

/*
 * Handles a machine check while v ran, whose registers are saved: prints what is known
 * and crashes the domain, since what it read, or would have run next, is lost.
 */
void machine_check_of_guest(struct vcpu *v);
/*
 * Handles a hypervisor maintenance interrupt: prints the cause and lets the firmware
 * handle it. Panics if the firmware cannot.
 */
void maintenance_interrupt(void);

#endif /* POWERNV_FAULTS_H */
