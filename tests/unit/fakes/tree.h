/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device trees as the firmware of bare metal hands them over, made by tests. */
#ifndef TESTS_UNIT_TREE_H
#define TESTS_UNIT_TREE_H

#include <xen/boot_info.h>

#define TREE_PIR    0x18  /* of the CPU in the usual tree */
#define TREE_MEMORY GB(4) /* its memory, from 0 on */

/* An empty tree whose addresses and sizes have two cells. */
void tree_empty(void);
/* That with memory, one CPU and /chosen: all that has to be there. */
void tree_usual(void);

/* Makes the node, whose parent has to be there. */
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
/* A node with device_type = "memory" and that. */
void tree_memory(const char *path, const struct tree_range *ranges, u32 count);
/* An entry of the map of reservations. */
void tree_reserve(u64 start, u64 size);

/* What has been made, in a block that ends where the tree ends; valid until the next. */
const void *tree_finish(void);

#endif /* TESTS_UNIT_TREE_H */
