/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The hypervisor's own memory. Callers pass the size again when they free a block, so
 * nothing is stored beside it, and naturally aligned tables waste no memory.
 */
#ifndef XEN_HEAP_H
#define XEN_HEAP_H

#include <xen/types.h>

/* Hands the heap the machine memory [start, end) for good. */
void heap_add(u64 start, u64 end);
/*
 * size bytes, cleared, aligned to align (a power of two, at least 64 is used). When
 * the heap is exhausted it takes a chunk from the chunk allocator. NULL: no memory.
 */
void *heap_alloc(size_t size, size_t align);
/* Frees a block of heap_alloc(). size must be the same. NULL is allowed. */
void heap_free(void *block, size_t size);
/* Bytes free in the heap, for tests and statistics. */
u64 heap_free_bytes(void);

#endif /* XEN_HEAP_H */
