/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Build domains from settings: for `create`, `restore` and the monitors. */
#ifndef XM_BUILD_H
#define XM_BUILD_H

#include <json-c/json.h>
#include <stdint.h>

/* Functions that return -1 or NULL have printed a line on stderr. */

/*
 * Create an empty domain with a limit on its memory, and put an entry for it into the
 * registry. The registry's lock must be held. Returns the entry.
 */
struct json_object *build_begin(int handle, struct json_object *config, const char *name);

/*
 * The same without the lock, under the name that the settings give. If there is an entry,
 * guard_begin() has been called (guard.h): the caller ends the guard.
 */
struct json_object *build_new(int handle, struct json_object *config);

/*
 * The same for a domain whose settings are in a file that somebody may have made up. It
 * is made again only from @restart, never if that is NULL.
 */
struct json_object *build_restored(int handle, struct json_object *config,
				   struct json_object *restart);

/* Give the domain its memory, kernel, vCPUs, CPUs and weight. */
int build_domain(int handle, struct json_object *entry);

/* Set CPUs and weight of a domain that has its vCPUs. */
int build_schedule(int handle, struct json_object *entry);

/* Destroy the domain of an entry and remove the entry. Keeps errno. */
void build_undo(int handle, struct json_object *entry);

/* Print that something failed: the library's own words, or those of errno. */
void build_failed(struct json_object *entry, const char *what);

#endif /* XM_BUILD_H */
