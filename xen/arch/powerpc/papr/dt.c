// SPDX-License-Identifier: GPL-2.0-or-later
/* Writing a device tree (asm/papr/dt.h). */
#include <libfdt.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/papr/dt.h>

#define MAX_CELLS 16

void dt_note(struct dt_writer *w, int error)
{
	if (error < 0 && !w->error)
		w->error = error;
}

void dt_begin(struct dt_writer *w, const char *name)
{
	dt_note(w, fdt_begin_node(w->fdt, name));
}

void dt_end(struct dt_writer *w)
{
	dt_note(w, fdt_end_node(w->fdt));
}

void dt_prop(struct dt_writer *w, const char *name, const void *value, size_t len)
{
	dt_note(w, fdt_property(w->fdt, name, value, (int)len));
}

void dt_string(struct dt_writer *w, const char *name, const char *value)
{
	dt_prop(w, name, value, strlen(value) + 1);
}

void dt_u32(struct dt_writer *w, const char *name, u32 value)
{
	dt_note(w, fdt_property_u32(w->fdt, name, value));
}

void dt_u64(struct dt_writer *w, const char *name, u64 value)
{
	dt_note(w, fdt_property_u64(w->fdt, name, value));
}

void dt_cells(struct dt_writer *w, const char *name, const u32 *cell, size_t count)
{
	fdt32_t value[MAX_CELLS];

	BUG_ON(count > ARRAY_SIZE(value));
	for (size_t i = 0; i < count; i++)
		value[i] = cpu_to_fdt32(cell[i]);
	dt_prop(w, name, value, count * sizeof(value[0]));
}

void dt_interrupt(struct dt_writer *w, u32 source)
{
	const u32 interrupts[] = { source, 0 }; /* 0: an edge */

	dt_cells(w, "interrupts", interrupts, ARRAY_SIZE(interrupts));
}
