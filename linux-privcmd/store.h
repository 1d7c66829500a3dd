/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The page that this domain shares with xenstore.
 */
#ifndef PRIVCMD_STORE_H
#define PRIVCMD_STORE_H

/*
 * store_init_domain - IOCTL_PRIVCMD_INITDOMAIN_STORE: get the page, create it at first
 * @port: event channel of this domain to xenstore; replaces an earlier one
 *
 * Returns the page's machine frame number; -EINVAL if @port is not a valid port,
 * -ENOMEM, or the hypervisor's error. The page is zero at first, and stays the same
 * page until the module is unloaded.
 */
long store_init_domain(unsigned long port);

/*
 * store_exit - free the page
 */
void store_exit(void);

#endif /* PRIVCMD_STORE_H */
