/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine memory in chunks of 64 MiB, and who owns each of them.
 *
 * This table and the domains' p2m arrays are the only truth about memory. The tables that
 * hardware walks are derived from them (docs/memory.md).
 */
#ifndef XEN_CHUNK_H
#define XEN_CHUNK_H

#include <xen/types.h>
#include <public/xen.h>

#define CHUNK_SHIFT  XEN_PPC_CHUNK_SHIFT
#define CHUNK_SIZE   (1ULL << CHUNK_SHIFT)
#define CHUNK_MASK   (CHUNK_SIZE - 1)
#define FRAME_SHIFT  XEN_PPC_FRAME_SHIFT
#define FRAME_SIZE   (1ULL << FRAME_SHIFT)
#define CHUNK_FRAMES (CHUNK_SIZE / FRAME_SIZE)

#define CHUNK_NONE   0xffffffffU

/* Owners that are no domain. DOMID_XEN is the hypervisor, DOMID_IO what is not RAM. */
#define CHUNK_FREE 0x7fff

struct chunk {
	domid_t owner;
	/* Holds data that another domain must not see: clear before handing it out. */
	bool dirty;
	/* Pieces of it that have been cleared since it became free. */
	u8 cleared;
	/* Place in the owner's pseudo-physical space, in chunks. */
	u32 index;
	/* Frames of it in windows and grants (xen/memory/window.h). */
	u32 held;
	/* Of a free chunk: the one behind it in its queue, or CHUNK_NONE. */
	u32 next;
};

/* A chunk is cleared piece by piece, 9,200 instructions each. */
#define CHUNK_PIECE  (512ULL << 10)
#define CHUNK_PIECES (CHUNK_SIZE / CHUNK_PIECE)

/*
 * Sets up the table for chunks 0 to nr - 1, all owned by DOMID_IO. The caller provides
 * the table, chunk_table_size(nr) bytes, for ever.
 */
void chunk_init(struct chunk *table, u32 nr);
size_t chunk_table_size(u32 nr);
/* Declares a chunk to be RAM, to be given out (CHUNK_FREE) or kept (DOMID_XEN). */
void chunk_add(u32 number, domid_t owner);

/*
 * Takes a free chunk for a domain, to stand at place index of its pseudo-physical
 * space, and clears what has not been cleared of it unless keep_content. The machine
 * number does not equal index unless no other is left, so that code which mixes the
 * address spaces fails at once. CHUNK_NONE: none left.
 */
u32 chunk_alloc(domid_t owner, u32 index, bool keep_content);
/*
 * Clears the next piece of the chunk that chunk_alloc() would take for that place. False:
 * there is nothing to clear, since it is clean, or there is none.
 */
bool chunk_prepare(u32 index);
/*
 * Clears the next piece of a chunk that was freed; for an idle CPU. False: all are clean
 * but those that have had no owner since boot, which the first one clears.
 */
bool chunk_clean(void);
/* Frees a chunk. It must have an owner and must not be held; else panics. */
void chunk_free(u32 number);

/* Count the frames that are in use. A chunk that is held must not be freed. */
void chunk_hold(u32 number);
void chunk_drop(u32 number);

domid_t chunk_owner(u32 number);
const struct chunk *chunk_get(u32 number);
/* Chunks in the table, RAM among them, free among these. */
u32 chunk_count(void);
u32 chunk_ram_count(void);
u32 chunk_free_count(void);

#endif /* XEN_CHUNK_H */
