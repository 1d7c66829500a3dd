/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MISC_PFNLIST_H
#define MISC_PFNLIST_H

#include <stdbool.h>
#include <stdint.h>

struct pfnlist_options {
	uint32_t domid;
	bool json, all; /* all: every frame, not only the ranges */
};

/* Print the machine frames of a domain; a failure is reported and ends the program. */
void pfnlist_print(const struct pfnlist_options *options);

#endif /* MISC_PFNLIST_H */
