/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * All that libxc uses of the operating system: a port to another one provides these
 * functions. Failure is -1 or NULL with errno.
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

/* Make a hypercall with unchanged arguments; returns the hypervisor's result, or -1. */
int osdep_hypercall(int handle, privcmd_hypercall_t *hypercall);

/* The same; one argument is an address in a page that holds the whole call. */
int osdep_hypercall_offset(int handle, privcmd_hypercall_offset_t *hypercall);

/*
 * Pin a page of this process in memory and return its pseudo-physical address.
 * The pin lasts until it is released or the open file is closed for good.
 */
int osdep_translate(int handle, void *page, unsigned long *gpa);
void osdep_release(int handle, void *page);

/*
 * Keep the open file behind handle for as long as this process lives, however
 * often its descriptors are closed. A child made by fork does not inherit it.
 */
int osdep_anchor(int handle);

/* Open /proc/xen/grant, for osdep_hypercall() with grant_table_op. */
int osdep_open_grant(void);

/* Make a request whose host_addr is an address of this process; op gets the answer. */
int osdep_grant_map(int handle, gnttab_map_grant_ref_t *op);
int osdep_grant_unmap(int handle, gnttab_unmap_grant_ref_t *op);

/* ---- frames of domains, mapped by the driver ---- */

/* Reserve size bytes of address space for frames; a child made by fork lacks it. */
void *osdep_map(int handle, size_t size, int prot);
/* Unmap it. Keeps errno. */
void osdep_unmap(void *map, size_t size);

/* Map nr frames from mfn on at addr, which osdep_map() has returned. */
int osdep_map_range(int handle, domid_t dom, void *addr, unsigned long mfn,
		    unsigned long nr);
/* Map the nr frames of a list; those that could not be mapped are marked in it. */
int osdep_map_batch(int handle, domid_t dom, void *addr, unsigned long *mfns, int nr);

/* Return the frame that dom0's kernel shares with xenstore. */
long osdep_init_store(int handle, int remote_port);

/* x86: return the first frame of the table that translates machine frames, or 0. */
unsigned long osdep_m2p_start(int handle);

/* ---- memory ---- */

size_t osdep_page_size(void);

/* The state of a page in a child made by fork. */
enum osdep_fork {
	OSDEP_FORK_WIPE, /* the child has it, and reads zeros */
	OSDEP_FORK_HOLE	 /* the child has nothing at its address */
};

/* Allocate a zeroed page that is present in memory. */
void *osdep_page_alloc(enum osdep_fork fork);
void osdep_page_free(void *page);

/* Keep all pages of this memory from being swapped out. */
int osdep_lock(const void *ptr, size_t size);
void osdep_unlock(const void *ptr, size_t size);

/* ---- threads ---- */

/* Sleep unless *word differs from value; may return early. Keeps errno. */
void osdep_wait(_Atomic uint32_t *word, uint32_t value);
/* Wake one sleeper of the word. Keeps errno. */
void osdep_wake(_Atomic uint32_t *word);

/* ---- time ---- */

/* Nanoseconds since some moment, never decreasing. */
uint64_t osdep_now(void);

#endif /* XC_OSDEP_H */
