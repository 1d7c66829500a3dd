/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The page by which this domain talks to xenstore.
 */
#ifndef PRIVCMD_STORE_H
#define PRIVCMD_STORE_H

/*
 * store_init_domain - IOCTL_PRIVCMD_INITDOMAIN_STORE: the page, made when first asked for
 * @port: event channel of this domain to xenstore; kept, the latest counts
 *
 * Returns its machine frame number; -EINVAL if @port is none, -ENOMEM, or the
 * hypervisor's error. The page is zero when made, and the same until the module
 * is unloaded.
 */
long store_init_domain(unsigned long port);

/*
 * store_exit - free the page
 */
void store_exit(void);

#endif /* PRIVCMD_STORE_H */
