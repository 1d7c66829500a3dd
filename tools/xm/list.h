/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a domain is described: for people, for programs of 2005 and as JSON. */
#ifndef XM_LIST_H
#define XM_LIST_H

#include <json-c/json.h>
#include <stdio.h>

#include "xc.h"

/* The columns that programs around xm of Xen 3.0 take apart. */
#define LIST_HEADER \
	"Name                                      ID Mem(MiB) VCPUs State   Time(s)"
void list_line(FILE *out, const xc_dominfo_t *info, const char *name);

/* All that is known of it, to be given back. */
struct json_object *list_object(int handle, const xc_dominfo_t *info);

/* The same in nested parentheses: (domain (domid 1) ...). */
void list_long(FILE *out, struct json_object *domain);

#endif /* XM_LIST_H */
