/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Describe a domain: for people, for programs of 2005 and as JSON. */
#ifndef XM_LIST_H
#define XM_LIST_H

#include <json-c/json.h>
#include <stdio.h>

#include "xc.h"

/* Programs written for xm of Xen 3.0 parse these columns. */
#define LIST_HEADER \
	"Name                                      ID Mem(MiB) VCPUs State   Time(s)"
void list_line(FILE *out, const xc_dominfo_t *info, const char *name);

/* All that is known of a domain, to be freed with json_object_put(). */
struct json_object *list_object(int handle, const xc_dominfo_t *info);

/* Print that object in nested parentheses: (domain (domid 1) ...). */
void list_long(FILE *out, struct json_object *domain);

#endif /* XM_LIST_H */
