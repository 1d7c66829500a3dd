/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What dom0's kernel tells of itself, and what can be asked of it. */
#ifndef TESTS_GUEST_PROCFS_H
#define TESTS_GUEST_PROCFS_H

#include <stdbool.h>

/* The number behind `name` in a file of lines "name number ...", or ~0UL. */
unsigned long number_in(const char *path, const char *name);

/* Writes text to a file that is there; true if the kernel took all of it. */
bool write_file(const char *path, const char *text);

/* VmPin of this process, in pages; ~0UL if the kernel does not tell. */
unsigned long pinned_pages(void);

/* Pages pinned in the whole system, by everyone: it must come back to what it was. */
unsigned long system_pins(void);

/* Address spaces that exist; the kernel frees some of them a little later. */
unsigned long address_spaces(void);

/* Users of a module; ~0UL if it is not loaded. */
unsigned long module_users(const char *name);

/* Of /lib/modules/NAME.ko; 0 or -errno. */
long module_load(const char *name);
long module_unload(const char *name);

#endif /* TESTS_GUEST_PROCFS_H */
