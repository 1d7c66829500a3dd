/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /proc/xen/grant: frames that other domains grant.
 */
#ifndef PRIVCMD_GRANT_H
#define PRIVCMD_GRANT_H

#include <linux/proc_fs.h>

/*
 * grant_init - create the file below /proc/xen; 0 or -ENOMEM
 */
int grant_init(struct proc_dir_entry *proc_xen);

/*
 * grant_exit - free what grant_init() took; the file is gone already
 */
void grant_exit(void);

#endif /* PRIVCMD_GRANT_H */
