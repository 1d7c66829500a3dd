// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers as little-endian bytes (xen/save/bytes.h), the same in both byte orders. */
#include <xen/save/bytes.h>

void save_put(struct save_writer *w, u64 value, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++, w->length++)
		if (w->length < w->room)
			w->buffer[w->length] = (u8)(value >> 8 * i);
}

u64 save_get(struct save_reader *r, u32 bytes)
{
	u64 value = 0;

	if (bytes > r->left) {
		r->left = 0;
		r->overrun = true;
		return 0;
	}
	for (u32 i = 0; i < bytes; i++)
		value |= (u64)r->at[i] << 8 * i;
	r->at += bytes;
	r->left -= bytes;
	return value;
}
