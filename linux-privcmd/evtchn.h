/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /dev/xen/evtchn.
 */
#ifndef PRIVCMD_EVTCHN_H
#define PRIVCMD_EVTCHN_H

#include <linux/of.h>

/*
 * evtchn_init - take the interrupt of the hypervisor's device tree node, make the device
 *
 * Returns 0, also if the node has no interrupt: then there are no event channels,
 * and no device; or a negative errno.
 */
int evtchn_init(struct device_node *node);

/*
 * evtchn_exit - the opposite; no file is open any more
 */
void evtchn_exit(void);

#endif /* PRIVCMD_EVTCHN_H */
