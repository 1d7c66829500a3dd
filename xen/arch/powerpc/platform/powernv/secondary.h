/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPUs that run nothing, since one CPU runs all vCPUs. In the firmware they execute a
 * loop, which costs power, or the time of an emulated machine's host.
 */
#ifndef POWERNV_SECONDARY_H
#define POWERNV_SECONDARY_H

/* Notes which CPUs there are. */
void secondary_find(const void *fdt);
/* Takes all but this one from the firmware and puts them to sleep for ever. */
void secondary_park(void);

#endif /* POWERNV_SECONDARY_H */
