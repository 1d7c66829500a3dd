/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of what only few places may hold (sites.tsv): one line per exception,
 * "symbol TAB what TAB reason".
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
	bool used; /* something was found that needs it */
};

struct sites {
	struct site *list;
	size_t count;
};

/** sites_load() - read the list; a line that is wrong ends the program */
void sites_load(struct sites *sites, const char *path);
void sites_free(struct sites *sites);

/** sites_find() - the line that allows a symbol that kind, or NULL */
struct site *sites_find(struct sites *sites, const char *symbol, enum site_kind kind);

const char *site_kind_name(enum site_kind kind);

#endif
