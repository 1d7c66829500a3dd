/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device trees like those of bare metal's firmware, made by tests. */
#ifndef TESTS_UNIT_TREE_H
#define TESTS_UNIT_TREE_H

#include <xen/boot_info.h>

#define TREE_PIR    0x18  /* of the CPU in the usual tree */
#define TREE_MEMORY GB(4) /* its memory, from 0 on */

/* Make an empty tree whose addresses and sizes have two cells. */
void tree_empty(void);
/* Make a tree with everything that is needed: memory, one CPU and /chosen. */
void tree_usual(void);

/* Add a node, whose parent must exist. */
void tree_node(const char *path);
void tree_set(const char *path, const char *name, const void *value, size_t len);
void tree_string(const char *path, const char *name, const char *text);
void tree_u32(const char *path, const char *name, u32 value);
/* A property of several numbers of 4 bytes. */
void tree_u32s(const char *path, const char *name, const u32 *values, u32 count);
void tree_u64(const char *path, const char *name, u64 value);
void tree_remove(const char *path, const char *name);
void tree_remove_node(const char *path);
void tree_cells(const char *path, u32 address, u32 size);
/* Entries of "reg", each number of two cells. */
struct tree_range {
	u64 start, size;
};
void tree_reg(const char *path, const struct tree_range *ranges, u32 count);
/* Add a node with device_type = "memory" and these ranges. */
void tree_memory(const char *path, const struct tree_range *ranges, u32 count);
/* Add an entry to the map of reservations. */
void tree_reserve(u64 start, u64 size);

/* The finished tree, in a block without space after it; valid until the next. */
const void *tree_finish(void);

#endif /* TESTS_UNIT_TREE_H */
