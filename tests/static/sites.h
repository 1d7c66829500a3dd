/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of exceptions from the rules (sites.tsv): one line for each,
 * "symbol TAB kind TAB reason".
 */
#ifndef TESTS_STATIC_SITES_H
#define TESTS_STATIC_SITES_H

#include <stdbool.h>
#include <stddef.h>

/* clang-format off */
enum site_kind {
	SITE_FIXED,   /* "fixed": rfid or hrfid with an MSR made of constants */
	SITE_HANDLER, /* "handler": an interrupt handler that resumes the hypervisor */
	SITE_GUEST,   /* "guest": enters a guest, whose MSR it loads: powernv */
	SITE_VECTOR,  /* "vector": saves or restores floating-point or vector registers */
	SITE_KINDS
};
/* clang-format on */

struct site {
	char *symbol;
	enum site_kind kind;
	bool used; /* the exception was needed */
};

struct sites {
	struct site *list;
	size_t count;
};

/** sites_load() - read the list; a wrong line ends the program */
void sites_load(struct sites *sites, const char *path);
void sites_free(struct sites *sites);

/** sites_find() - find the line for a symbol and kind, or NULL */
struct site *sites_find(struct sites *sites, const char *symbol, enum site_kind kind);

const char *site_kind_name(enum site_kind kind);

#endif
