/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPUs that run nothing: one CPU runs all vCPUs. The firmware has the others execute
 * a loop until somebody wants them, which costs power, or the host of an emulated machine
 * its time.
 */
#ifndef POWERNV_SECONDARY_H
#define POWERNV_SECONDARY_H

/* Remembers which there are, but the one that executes. */
void secondary_find(const void *fdt);
/* Takes them from the firmware and puts them to sleep for ever. */
void secondary_park(void);

#endif /* POWERNV_SECONDARY_H */
