/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /dev/xen/evtchn.
 */
#ifndef PRIVCMD_EVTCHN_H
#define PRIVCMD_EVTCHN_H

#include <linux/of.h>

/*
 * evtchn_init - request the interrupt of the hypervisor's node and create the device
 *
 * Returns 0 or a negative errno. A node without an interrupt is no error: there are no
 * event channels then, and no device.
 */
int evtchn_init(struct device_node *node);

/*
 * evtchn_exit - undo evtchn_init(); no file may be open
 */
void evtchn_exit(void);

#endif /* PRIVCMD_EVTCHN_H */
