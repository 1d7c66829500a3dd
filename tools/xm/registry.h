/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of domains and the hypervisor does not keep: name, settings, monitor. One
 * file per domain, DOMID.json in the directory "domains" of run_dir().
 *
 * An entry is stale if its domain is gone, or is another one that got the same number: a
 * different boot of the machine, or one that has run for less time than when it was
 * last looked at. Stale entries are not found, and are removed.
 */
#ifndef XM_REGISTRY_H
#define XM_REGISTRY_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGISTRY_NAME_SIZE 64

/*
 * Only who holds the lock may write: names are looked up and given in one go. It is not
 * recursive. Failure is said on stderr, and -1 returned.
 */
int registry_lock(void);
void registry_unlock(int lock);

/*
 * The entry of a domain, to be given back with json_object_put(); NULL with errno, ESRCH
 * if there is none, what the hypervisor said if it could not be asked. Its members: name,
 * domid, boot, created (seconds), token (unlike any other entry's), cpu_time, config, and
 * if they are there monitor (a process), reboot_requested, restarts (seconds, each).
 */
struct json_object *registry_get(int handle, uint32_t domid);

/* The name of a domain, UNNAMED and its number if it has none. */
const char *registry_name(int handle, uint32_t domid, char name[REGISTRY_NAME_SIZE]);

/* The domain that has a name: it is there. */
bool registry_find(int handle, const char *name, uint32_t *domid);

/* With the lock held: */

/* An entry for a domain that has just been made. @config is not consumed. -1: said. */
struct json_object *registry_new(int handle, uint32_t domid, const char *name,
				 struct json_object *config);
/* Write it to its file. Failure is said on stderr, and -1 returned. */
int registry_put(int handle, struct json_object *entry);
void registry_remove(uint32_t domid);
/* Remove an entry whose domain is not there any more. */
void registry_sweep(int handle);

/* Without it: change one member of a domain's entry, or remove it (NULL). */
int registry_change(int handle, uint32_t domid, const char *member,
		    struct json_object *value);
/* Without it: remove the entry if it is this one's. */
void registry_forget(int handle, uint32_t domid, const char *token);

/* Parts of an entry: "", 0 or NULL if they are not there. */
const char *entry_string(struct json_object *entry, const char *member);
int64_t entry_number(struct json_object *entry, const char *member);
struct json_object *entry_config(struct json_object *entry);

#endif /* XM_REGISTRY_H */
