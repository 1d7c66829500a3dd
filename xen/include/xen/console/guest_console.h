/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The console of a domain that does not own the machine's: what it writes is kept in a
 * ring, to be read by DOM0_PPC_CONSOLE_READ; what is typed waits for the domain.
 */
#ifndef XEN_GUEST_CONSOLE_H
#define XEN_GUEST_CONSOLE_H

#include <xen/console/text_ring.h>

#define GUEST_CONSOLE_OUT KB(16)
#define GUEST_CONSOLE_IN  256

struct guest_console {
	struct text_ring out; /* text NULL: the domain has none */
	char in[GUEST_CONSOLE_IN];
	u32 in_first, in_count; /* what waits, from in_first on, going round */
};

/* Makes d's console a ring: 0 or -ENOMEM. */
int guest_console_create(struct domain *d);

/* The domain writes: the oldest text makes room. Always true. */
bool guest_console_put(struct domain *d, const char *text, size_t len);
/* The domain reads what was typed: up to size characters, 0 if there are none. */
size_t guest_console_get(struct domain *d, char *text, size_t size);
/* Types for it. Returns how many characters there was room for. Interrupts the domain. */
size_t guest_console_type(struct domain *d, const char *text, size_t len);
/* Room for typed characters. */
size_t guest_console_room(const struct domain *d);

#endif /* XEN_GUEST_CONSOLE_H */
