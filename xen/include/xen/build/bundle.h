/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cpio (newc) archive in which dom0's images are handed over. */
#ifndef XEN_BUNDLE_H
#define XEN_BUNDLE_H

#include <xen/types.h>

struct bundle_member {
	const void *data;
	size_t size;
};

struct bundle {
	struct bundle_member vmlinux;
	struct bundle_member initrd;
	struct bundle_member cmdline;
};

/*
 * Finds the members vmlinux (required), initrd and cmdline; others are passed over.
 * The result points into the archive. Returns NULL, or what is wrong with it.
 */
const char *bundle_parse(const void *archive, size_t size, struct bundle *bundle);

#endif /* XEN_BUNDLE_H */
