/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device tree that a domain starts with (PAPR, trimmed to what Linux needs). */
#ifndef XEN_GUEST_FDT_H
#define XEN_GUEST_FDT_H

#include <xen/types.h>
#include <xen/boot_info.h>

struct domain;

struct guest_fdt_params {
	u64 memory; /* bytes, from pseudo-physical 0 */
	const char *cmdline;
	u64 initrd_start, initrd_end; /* equal: none */
	u64 rtas_base;		      /* where the RTAS entry code lies */
	const struct cpu_info *cpu;
	u32 vcpus;
	u32 window_frames;	     /* size of its window (xen/memory/window.h) */
	const struct domain *domain; /* whose virtual I/O devices are described */
	bool os_term;		     /* it tells the hypervisor when it fails */
};

#define GUEST_FDT_SIZE	 KB(64)
#define GUEST_FDT_PIECES 6

/*
 * Writes a piece of the tree into buf, size bytes: all pieces from 0 to GUEST_FDT_PIECES
 * - 1, with the same parameters, make the tree. Each costs at most 60,000 instructions.
 * Returns 0 or libfdt's negative error. Only about -FDT_ERR_NOSPACE can a caller do
 * something: begin again with a larger buffer.
 */
int guest_fdt_piece(void *buf, size_t size, const struct guest_fdt_params *p, u32 piece);

#endif /* XEN_GUEST_FDT_H */
