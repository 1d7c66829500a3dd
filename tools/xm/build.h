/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making domains of settings: by `create` and `restore`, and by monitors. */
#ifndef XM_BUILD_H
#define XM_BUILD_H

#include <json-c/json.h>
#include <stdint.h>

/*
 * Make an empty domain, limited to its memory, that has the name of its settings and an
 * entry in the registry. With the lock held. Returns its entry, or NULL: said.
 */
struct json_object *build_begin(int handle, struct json_object *config, const char *name);

/* Give it memory, a kernel and what else it is to have. Returns 0, or -1: said. */
int build_domain(int handle, struct json_object *entry);

/* CPUs and weight, of one that has its vCPUs. Returns 0, or -1: said. */
int build_schedule(int handle, struct json_object *entry);

/* End the domain of an entry and forget it. It keeps errno. */
void build_undo(int handle, struct json_object *entry);

/* Say that something failed with errno, in the words of the library if it has any. */
void build_failed(struct json_object *entry, const char *what);

#endif /* XM_BUILD_H */
