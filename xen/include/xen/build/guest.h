/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a Linux domain of memory with a kernel in it. */
#ifndef XEN_GUEST_BUILD_H
#define XEN_GUEST_BUILD_H

#include <xen/types.h>

struct domain;

/* Where things are in the domain's pseudo-physical space, or are to be. */
struct guest_layout {
	u64 entry;
	u64 fdt;  /* XEN_PPC_FDT_SIZE bytes */
	u64 rtas; /* XEN_PPC_RTAS_SIZE bytes */
	u64 initrd_start, initrd_end;
	const char *cmdline;
	bool console_interrupt;
};

/*
 * Writes the device tree and the RTAS code, and has the first vCPU start at the entry.
 * -ENOMEM; -ENOSPC: the tree has no room; -EINVAL: a place is not the domain's memory.
 * Only of -EINVAL may something have been written.
 */
int guest_finish(struct domain *d, const struct guest_layout *layout);

#endif /* XEN_GUEST_BUILD_H */
