/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as little-endian bytes, written and read without leaving a buffer. */
#ifndef XEN_SAVE_BYTES_H
#define XEN_SAVE_BYTES_H

#include <xen/types.h>

/* Counts what does not fit, and writes nothing of it. */
struct save_writer {
	u8 *buffer;
	u32 room;
	u32 length; /* bytes put so far; more than room: some are missing */
};

/* At the end it reads zeros, and says so. */
struct save_reader {
	const u8 *at;
	u32 left;
	bool overrun; /* more was asked for than there is */
};

/* Bytes as they are. */
void save_put_bytes(struct save_writer *w, const void *bytes, u32 count);
/* They stay where they are read from; NULL: there are fewer. */
const u8 *save_get_bytes(struct save_reader *r, u32 count);

/* The lowest bytes of a number, at most 8. */
void save_put(struct save_writer *w, u64 value, u32 bytes);
u64 save_get(struct save_reader *r, u32 bytes);

static inline void save_put_u8(struct save_writer *w, u8 value)
{
	save_put(w, value, sizeof(value));
}

static inline void save_put_u16(struct save_writer *w, u16 value)
{
	save_put(w, value, sizeof(value));
}

static inline void save_put_u32(struct save_writer *w, u32 value)
{
	save_put(w, value, sizeof(value));
}

static inline void save_put_u64(struct save_writer *w, u64 value)
{
	save_put(w, value, sizeof(value));
}

static inline u8 save_get_u8(struct save_reader *r)
{
	return (u8)save_get(r, sizeof(u8));
}

static inline u16 save_get_u16(struct save_reader *r)
{
	return (u16)save_get(r, sizeof(u16));
}

static inline u32 save_get_u32(struct save_reader *r)
{
	return (u32)save_get(r, sizeof(u32));
}

static inline u64 save_get_u64(struct save_reader *r)
{
	return save_get(r, sizeof(u64));
}

#endif /* XEN_SAVE_BYTES_H */
