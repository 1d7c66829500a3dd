/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libxc needs of the operating system, and nothing else of it: a port to
 * another one provides these functions. Failure is -1 or NULL with errno.
 */
#ifndef XC_OSDEP_H
#define XC_OSDEP_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "xc.h"

#include <xen/linux/privcmd.h>

/* ---- the privcmd driver ---- */

int osdep_open(void);
int osdep_close(int handle);

/* One hypercall, arguments as they are: what the hypervisor returned, or -1. */
int osdep_hypercall(int handle, privcmd_hypercall_t *hypercall);

/*
 * Pin a page of this process in memory and learn its pseudo-physical address.
 * The pin lasts until it is released or the open file is gone.
 */
int osdep_translate(int handle, void *page, unsigned long *gpa);
void osdep_release(int handle, void *page);

/*
 * Keep the open file behind handle for as long as this process lives, however
 * often its descriptors are closed. A child made by fork does not inherit it.
 */
int osdep_anchor(int handle);

/* ---- memory ---- */

size_t osdep_page_size(void);

/* What becomes of a page in a child made by fork. */
enum osdep_fork {
	OSDEP_FORK_WIPE, /* the child has it, and reads zeros */
	OSDEP_FORK_HOLE	 /* the child has nothing at its address */
};

/* One zeroed page, present in memory. */
void *osdep_page_alloc(enum osdep_fork fork);
void osdep_page_free(void *page);

/* Keep memory from being swapped out; every page that it touches. */
int osdep_lock(const void *ptr, size_t size);
void osdep_unlock(const void *ptr, size_t size);

/* ---- threads ---- */

/* Sleep unless *word differs from value; may return early. Keep errno. */
void osdep_wait(_Atomic uint32_t *word, uint32_t value);
/* Wake one sleeper of the word. Keeps errno. */
void osdep_wake(_Atomic uint32_t *word);

#endif /* XC_OSDEP_H */
