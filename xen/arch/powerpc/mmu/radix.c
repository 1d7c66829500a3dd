// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Partition-scoped radix tables: 52 address bits in levels of 13, 9 and 9 bits, down to
 * leaves of 2 MiB for a domain's chunks; and 5 bits more, down to leaves of 64 KiB, for
 * single frames, and for chunks whose writes are logged. All entries are big-endian
 * whatever the CPU's byte order.
 */
#include <xen/byteorder.h>
#include <xen/memory/chunk.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/memory/window.h>
#include <xen/lib.h>
#include <asm/memory.h>
#include <asm/mmu/radix.h>

#define ROOT_BITS   13
#define LOWER_BITS  9
#define FRAME_BITS  5
#define LEAF_SHIFT  (FRAME_SHIFT + FRAME_BITS)
#define ROOT_SHIFT  (LEAF_SHIFT + 2 * LOWER_BITS)
#define MID_SHIFT   (LEAF_SHIFT + LOWER_BITS)
#define ROOT_SIZE   (8ULL << ROOT_BITS)
#define LOWER_SIZE  (8ULL << LOWER_BITS)
#define FRAMES_SIZE (8ULL << FRAME_BITS)
#define LEAF_SIZE   (1ULL << LEAF_SHIFT)
/* Entries of the root below the end of the window, which no address exceeds. */
#define USED_ROOT ((u32)(WINDOW_BASE >> ROOT_SHIFT) + 1)
/* The tables of a chunk that is taken apart are one block. */
#define SPLIT_SIZE (CHUNK_SIZE / LEAF_SIZE * FRAMES_SIZE)

/* Entry bits (book III, 6.7.10). */
#define RADIX_VALID (1ULL << 63)
#define RADIX_LEAF  (1ULL << 62)
#define RADIX_NEXT  0x0fffffffffffff00ULL
#define RADIX_RC    0x180 /* referenced and changed: no fault to set them */
#define RADIX_RWX   0x7
#define RADIX_READ  0x4
#define RADIX_WRITE 0x2

/* Partition table entry, dword 0: host radix, size of the tree, root. */
#define PATE_HR	 (1ULL << 63)
#define PATE_RTS (2ULL << 61 | 5ULL << 5) /* 52 bits: 31 + 21, split field */

be64 *radix_create(void)
{
	return heap_alloc(ROOT_SIZE, ROOT_SIZE);
}

u64 radix_partition_entry(const be64 *root)
{
	return PATE_HR | PATE_RTS | ptr_to_maddr(root) | ROOT_BITS;
}

static be64 *next_table(be64 entry)
{
	u64 value = be64_to_cpu(entry);

	return (value & (RADIX_VALID | RADIX_LEAF)) == RADIX_VALID
		       ? maddr_to_ptr(value & RADIX_NEXT)
		       : NULL;
}

static be64 *entry_of(be64 *table, u64 gpa, u32 shift, u32 bits)
{
	return &table[gpa >> shift & ((1ULL << bits) - 1)];
}

/* The table of that many bits below *entry, which is made if there is none. */
static be64 *descend(be64 *entry, u32 bits)
{
	be64 *table = next_table(*entry);

	if (table)
		return table;
	table = heap_alloc(8ULL << bits, 8ULL << bits);
	if (table)
		*entry = cpu_to_be64(RADIX_VALID | ptr_to_maddr(table) | bits);
	return table;
}

/* The table that has gpa's entry of 2 MiB. NULL: no memory, or no such address. */
static be64 *leaves_of(be64 *root, u64 gpa)
{
	be64 *mid;

	if (gpa >> ROOT_SHIFT >= USED_ROOT)
		return NULL;
	mid = descend(entry_of(root, gpa, ROOT_SHIFT, ROOT_BITS), LOWER_BITS);
	return mid ? descend(entry_of(mid, gpa, MID_SHIFT, LOWER_BITS), LOWER_BITS)
		   : NULL;
}

int radix_map(be64 *root, u32 index, u32 chunk)
{
	u64 gpa = (u64)index << CHUNK_SHIFT, maddr = (u64)chunk << CHUNK_SHIFT;
	be64 *leaves = leaves_of(root, gpa);

	if (!leaves)
		return -ENOMEM;
	for (u64 offset = 0; offset < CHUNK_SIZE; offset += LEAF_SIZE)
		*entry_of(leaves, gpa + offset, LEAF_SHIFT, LOWER_BITS) =
			cpu_to_be64(RADIX_VALID | RADIX_LEAF | (maddr + offset) |
				    RADIX_RC | RADIX_RWX);
	return 0;
}

/*
 * The table that has the 2 MiB entries of a chunk that is mapped. NULL: the tables of its
 * dying domain have gone already.
 */
static be64 *leaves_of_mapped(be64 *root, u64 gpa)
{
	be64 *mid = next_table(*entry_of(root, gpa, ROOT_SHIFT, ROOT_BITS));

	return mid ? next_table(*entry_of(mid, gpa, MID_SHIFT, LOWER_BITS)) : NULL;
}

be64 *radix_unmap(be64 *root, u32 index)
{
	u64 gpa = (u64)index << CHUNK_SHIFT;
	be64 *leaves = leaves_of_mapped(root, gpa), *split;

	if (!leaves)
		return NULL;
	split = next_table(*entry_of(leaves, gpa, LEAF_SHIFT, LOWER_BITS));
	for (u64 offset = 0; offset < CHUNK_SIZE; offset += LEAF_SIZE)
		*entry_of(leaves, gpa + offset, LEAF_SHIFT, LOWER_BITS) = cpu_to_be64(0);
	return split;
}

void radix_free_split(be64 *split)
{
	heap_free(split, SPLIT_SIZE);
}

/* Writes the 32 entries that map what one leaf of 2 MiB maps, less some rights. */
static void split_leaf(be64 *frames, u64 leaf, u64 without)
{
	for (u64 i = 0; i < 1ULL << FRAME_BITS; i++)
		frames[i] = cpu_to_be64((leaf & ~without) + (i << FRAME_SHIFT));
}

bool radix_is_split(be64 *root, u32 index)
{
	u64 gpa = (u64)index << CHUNK_SHIFT;
	be64 *leaves = leaves_of_mapped(root, gpa);

	return next_table(*entry_of(leaves, gpa, LEAF_SHIFT, LOWER_BITS));
}

int radix_split(be64 *root, u32 index, bool writable)
{
	u64 gpa = (u64)index << CHUNK_SHIFT;
	be64 *leaves = leaves_of_mapped(root, gpa);
	be64 *frames = heap_alloc(SPLIT_SIZE, FRAMES_SIZE);

	if (!frames)
		return -ENOMEM;
	for (u64 offset = 0; offset < CHUNK_SIZE; offset += LEAF_SIZE) {
		be64 *leaf = entry_of(leaves, gpa + offset, LEAF_SHIFT, LOWER_BITS);

		split_leaf(frames, be64_to_cpu(*leaf), writable ? 0 : RADIX_WRITE);
		*leaf = cpu_to_be64(RADIX_VALID | ptr_to_maddr(frames) | FRAME_BITS);
		frames += 1U << FRAME_BITS;
	}
	return 0;
}

be64 *radix_join(be64 *root, u32 index)
{
	u64 gpa = (u64)index << CHUNK_SHIFT;
	be64 *leaves = leaves_of_mapped(root, gpa);
	be64 *split = next_table(*entry_of(leaves, gpa, LEAF_SHIFT, LOWER_BITS));

	for (u64 offset = 0; split && offset < CHUNK_SIZE; offset += LEAF_SIZE) {
		be64 *leaf = entry_of(leaves, gpa + offset, LEAF_SHIFT, LOWER_BITS);

		*leaf = cpu_to_be64(be64_to_cpu(*next_table(*leaf)) | RADIX_WRITE);
	}
	return split;
}

void radix_set_writable(be64 *root, u64 gpa, bool writable)
{
	be64 *leaves = leaves_of_mapped(root, gpa);
	be64 *frames = next_table(*entry_of(leaves, gpa, LEAF_SHIFT, LOWER_BITS)), *entry;
	u64 value;

	if (!frames)
		return;
	entry = entry_of(frames, gpa, FRAME_SHIFT, FRAME_BITS);
	value = be64_to_cpu(*entry) & ~(u64)RADIX_WRITE;
	*entry = cpu_to_be64(value | (writable ? RADIX_WRITE : 0));
}

int radix_map_frame(be64 *root, u64 gpa, u64 maddr, bool writable)
{
	be64 *leaves = leaves_of(root, gpa);
	be64 *frames = leaves ? descend(entry_of(leaves, gpa, LEAF_SHIFT, LOWER_BITS),
					FRAME_BITS)
			      : NULL;

	if (!frames)
		return -ENOMEM;
	*entry_of(frames, gpa, FRAME_SHIFT, FRAME_BITS) =
		cpu_to_be64(RADIX_VALID | RADIX_LEAF | maddr | RADIX_RC | RADIX_READ |
			    (writable ? RADIX_WRITE : 0));
	return 0;
}

void radix_unmap_frame(be64 *root, u64 gpa)
{
	be64 *leaves = leaves_of_mapped(root, gpa);
	be64 *frames = next_table(*entry_of(leaves, gpa, LEAF_SHIFT, LOWER_BITS));

	*entry_of(frames, gpa, FRAME_SHIFT, FRAME_BITS) = cpu_to_be64(0);
}

static void free_leaves(be64 *leaves)
{
	for (u32 i = 0; i < 1U << LOWER_BITS; i++)
		if (be64_to_cpu(leaves[i]))
			heap_free(next_table(leaves[i]), FRAMES_SIZE);
	heap_free(leaves, LOWER_SIZE);
}

/* The place of the first entry of a table that is used, or end. */
static u32 first_used(const be64 *table, u32 end)
{
	u32 i = 0;

	while (i < end && !be64_to_cpu(table[i]))
		i++;
	return i;
}

bool radix_free_piece(be64 *root)
{
	u32 i = first_used(root, USED_ROOT), j;
	be64 *mid;

	if (i == USED_ROOT)
		return false;
	mid = next_table(root[i]);
	j = first_used(mid, 1U << LOWER_BITS);
	if (j < 1U << LOWER_BITS) {
		free_leaves(next_table(mid[j]));
		mid[j] = cpu_to_be64(0);
	} else {
		heap_free(mid, LOWER_SIZE);
		root[i] = cpu_to_be64(0);
	}
	return true;
}

void radix_destroy(be64 *root)
{
	while (root && radix_free_piece(root))
		;
	heap_free(root, ROOT_SIZE);
}
