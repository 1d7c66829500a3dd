/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the hypervisor does not keep about a domain: name, settings, monitor. Each domain
 * has a file DOMID.json in the directory "domains" of run_dir().
 *
 * An entry is stale if its domain is gone or another domain has its number: the machine
 * has rebooted since, or the domain has run for less time than the entry records. Stale
 * entries are not found, and are removed.
 */
#ifndef XM_REGISTRY_H
#define XM_REGISTRY_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGISTRY_NAME_SIZE 64

/*
 * Lock the registry for writing, so that a name is looked up and given in one step. The
 * process that holds the lock may lock it again, and unlocks it as often. Returns -1
 * after a message on stderr.
 */
int registry_lock(void);
void registry_unlock(int lock);

/*
 * The entry of a domain, to be freed with json_object_put(). Its members: name, domid,
 * boot, created (seconds), token (unique), cpu_time, config; and optionally monitor (a
 * process), reboot_request (request.h), restarts (a list of clock_seconds()), restored
 * (1: config comes from a file that xm restore read), restart_config (what such a domain
 * may be made from again). NULL with errno: ESRCH if there is no entry, else why that
 * cannot be found out.
 */
struct json_object *registry_get(int handle, uint32_t domid);

/* This entry as the registry has it now; NULL if it is gone or another took its place. */
struct json_object *registry_current(int handle, struct json_object *entry);

/* The name of a domain; UNNAMED and its number if it has none. */
const char *registry_name(int handle, uint32_t domid, char name[REGISTRY_NAME_SIZE]);

/* Find the existing domain that has a name. */
bool registry_find(int handle, const char *name, uint32_t *domid);

/* The following functions require the lock: */

/* A new entry for a domain that has just been created. @config stays the caller's. */
struct json_object *registry_new(int handle, uint32_t domid, const char *name,
				 struct json_object *config);
/* Write an entry to its file. Returns -1 after a message on stderr. */
int registry_put(int handle, struct json_object *entry);
void registry_remove(uint32_t domid);
/* Remove the entries of all domains that are gone. */
void registry_sweep(int handle);

/* The following functions take the lock themselves: */

/* Set one member of a domain's entry, or remove it (NULL). Takes over @value. */
int registry_change(int handle, uint32_t domid, const char *member,
		    struct json_object *value);
/* Remove the entry of a domain if it has this token. */
void registry_forget(int handle, uint32_t domid, const char *token);

/* Members of an entry; "", 0 or NULL if they are missing. */
const char *entry_string(struct json_object *entry, const char *member);
int64_t entry_number(struct json_object *entry, const char *member);
uint32_t entry_domid(struct json_object *entry);
struct json_object *entry_config(struct json_object *entry);

#endif /* XM_REGISTRY_H */
