/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The console of a domain, whatever is behind it: dom0's is the machine's console, that
 * of any other domain a ring (guest_console.h).
 */
#ifndef XEN_DOMAIN_CONSOLE_H
#define XEN_DOMAIN_CONSOLE_H

#include <xen/console/guest_console.h>
#include <xen/types.h>

struct domain;

struct console_ops {
	/* The domain writes: all of the text is taken, or, when busy, none: false. */
	bool (*put)(struct domain *d, const char *text, size_t len);
	/* The domain reads: up to size typed characters, 0 if there are none. */
	size_t (*get)(struct domain *d, char *text, size_t size);
	/* The domain ends. */
	void (*destroy)(struct domain *d);
};

struct domain_console {
	const struct console_ops *ops; /* NULL: not created */
	/* Whether domain_console_input() is called when characters have been typed. */
	bool interrupts;
	/* What the domain's terminal does then; NULL: it has none. */
	void (*input)(struct domain *d);
	struct guest_console ring; /* used if ops says so */
};

/* 0 or -ENOMEM. destroy also bears one that was not created. */
int domain_console_create(struct domain *d);
void domain_console_destroy(struct domain *d);

/* As console_ops. */
bool domain_console_put(struct domain *d, const char *text, size_t len);
size_t domain_console_get(struct domain *d, char *text, size_t size);
/* Characters have been typed: interrupts the domain, and sends it VIRQ_CONSOLE. */
void domain_console_input(struct domain *d);

#endif /* XEN_DOMAIN_CONSOLE_H */
