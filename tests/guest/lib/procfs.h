/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Information from dom0's kernel, and requests to it. */
#ifndef TESTS_GUEST_PROCFS_H
#define TESTS_GUEST_PROCFS_H

#include <stdbool.h>

/* The number after `name` in a file of lines "name number ...", or ~0UL. */
unsigned long number_in(const char *path, const char *name);

/* Write text to an existing file; true if the kernel accepted all of it. */
bool write_file(const char *path, const char *text);

/* VmPin of this process, in pages; ~0UL if it is not shown. */
unsigned long pinned_pages(void);

/* Pages pinned in the whole system; it must return to its old value. */
unsigned long system_pins(void);

/* Number of address spaces; the kernel frees some of them a little later. */
unsigned long address_spaces(void);

/* Users of a module; ~0UL if it is not loaded. */
unsigned long module_users(const char *name);

/* Load /lib/modules/NAME.ko; 0 or -errno. */
long module_load(const char *name);
long module_unload(const char *name);

#endif /* TESTS_GUEST_PROCFS_H */
