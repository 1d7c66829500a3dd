/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and writing a domain's memory by pseudo-physical address. Either all of the
 * range is the domain's memory, or nothing is touched.
 *
 * Addresses that come with a hypercall: 0 means that there is no buffer (NULL), although
 * memory, and a kernel's interrupt vectors, lie there. These functions refuse it.
 */
#ifndef XEN_GUEST_ACCESS_H
#define XEN_GUEST_ACCESS_H

#include <xen/types.h>

struct domain;

/* False: [gpa, gpa + len) is not wholly memory of d. len 0 is true and does nothing. */
bool copy_from_guest(const struct domain *d, void *dest, u64 gpa, u64 len);
bool copy_to_guest(const struct domain *d, u64 gpa, const void *src, u64 len);
/* Writes the u64 values first, first + 1, ... count of them, at gpa. */
bool count_up_to_guest(const struct domain *d, u64 gpa, u64 first, u64 count);
/* Whether a buffer can be read and written, and how many bytes of it from its start. */
bool guest_buffer_ok(const struct domain *d, u64 gpa, u64 len);
u64 guest_buffer_room(const struct domain *d, u64 gpa, u64 len);

/*
 * The machine's address of [gpa, gpa + len), to be filled in place; NULL if it is not
 * aligned for a u64 or lies in more than one piece, is not memory of d, or its writes are
 * logged: copy then.
 */
void *guest_place(const struct domain *d, u64 gpa, u64 len);

/* For whoever builds a domain: the same without a NULL. */
bool load_domain(const struct domain *d, u64 gpa, const void *src, u64 len);
bool clear_domain(const struct domain *d, u64 gpa, u64 len);

#endif /* XEN_GUEST_ACCESS_H */
