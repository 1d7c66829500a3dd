/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device tree that a domain gets, written whole. */
#ifndef TESTS_GUEST_FDT_H
#define TESTS_GUEST_FDT_H

#include <asm/papr/device_tree.h>

static inline int guest_fdt_write(void *buf, size_t size,
				  const struct guest_fdt_params *p)
{
	int error = 0;

	for (u32 piece = 0; !error && piece < GUEST_FDT_PIECES; piece++)
		error = guest_fdt_piece(buf, size, p, piece);
	return error;
}

#endif /* TESTS_GUEST_FDT_H */
