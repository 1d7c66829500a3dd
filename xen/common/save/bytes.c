// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers as little-endian bytes (xen/save/bytes.h), the same in both byte orders. */
#include <xen/byteorder.h>
#include <xen/save/bytes.h>
#include <xen/string.h>

void save_put_bytes(struct save_writer *w, const void *bytes, u32 count)
{
	if (w->length <= w->room && count <= w->room - w->length)
		memcpy(w->buffer + w->length, bytes, count);
	w->length += count;
}

const u8 *save_get_bytes(struct save_reader *r, u32 count)
{
	const u8 *bytes = r->at;

	if (count > r->left) {
		r->left = 0;
		r->overrun = true;
		return NULL;
	}
	r->at += count;
	r->left -= count;
	return bytes;
}

/* The lowest bytes of a number come first. */
void save_put(struct save_writer *w, u64 value, u32 bytes)
{
	const le64 number = cpu_to_le64(value);

	save_put_bytes(w, &number, bytes);
}

u64 save_get(struct save_reader *r, u32 bytes)
{
	const u8 *at = save_get_bytes(r, bytes);
	le64 number = cpu_to_le64(0);

	if (at)
		memcpy(&number, at, bytes);
	return le64_to_cpu(number);
}
