/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing a domain's device tree, node by node and property by property. libfdt's
 * sequential writer keeps failing once it has failed, so the functions return nothing:
 * the first error is kept here and looked at once, at the end.
 */
#ifndef ASM_DT_H
#define ASM_DT_H

#include <xen/types.h>

/* phandle of the interrupt controller */
#define DT_XICS 1

struct dt_writer {
	void *fdt;
	int error; /* of libfdt; 0: none */
};

/* Keeps error, a result of libfdt, if it is the first. */
void dt_note(struct dt_writer *w, int error);
/* A node: its properties come first, then nodes below it. */
void dt_begin(struct dt_writer *w, const char *name);
void dt_end(struct dt_writer *w);

void dt_prop(struct dt_writer *w, const char *name, const void *value, size_t len);
void dt_string(struct dt_writer *w, const char *name, const char *value);
void dt_u32(struct dt_writer *w, const char *name, u32 value);
void dt_u64(struct dt_writer *w, const char *name, u64 value);
/* At most 16 cells. */
void dt_cells(struct dt_writer *w, const char *name, const u32 *cell, size_t count);
/* "interrupts": one, an edge, from the domain's source of that number. */
void dt_interrupt(struct dt_writer *w, u32 source);

#endif /* ASM_DT_H */
