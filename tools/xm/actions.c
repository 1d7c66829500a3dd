// SPDX-License-Identifier: GPL-2.0-or-later
/* Act on a domain that has stopped by itself: on_poweroff, on_reboot, on_crash. */
#include <errno.h>
#include <error.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "config.h"
#include "dump.h"
#include "guard.h"
#include "monitor.h"
#include "registry.h"
#include "request.h"
#include "xm.h"

/* A domain that has been started RESTARTS_MAX times within this window stays down. */
#define RESTARTS_MAX   5
#define RESTART_WINDOW 60 /* seconds */

static const char *entry_name(struct json_object *entry)
{
	return entry_string(entry, "name");
}

/*
 * The configuration that a new domain is made from: what somebody named on this host, not
 * what a saved domain's file says. NULL if there is none.
 */
static struct json_object *restart_config(struct json_object *entry)
{
	struct json_object *config;

	if (!entry_number(entry, "restored"))
		return entry_config(entry);
	return json_object_object_get_ex(entry, "restart_config", &config) ? config
									   : NULL;
}

/* The configuration that says what to do when the domain stops. */
static struct json_object *rules(struct json_object *entry)
{
	struct json_object *config = restart_config(entry);

	return config ? config : entry_config(entry);
}

bool monitor_can_reboot(struct json_object *entry)
{
	if (restart_config(entry))
		return true;
	switch (config_action(entry_config(entry), "on_reboot")) {
	case ACTION_RESTART:
	case ACTION_COREDUMP_RESTART:
	case ACTION_RENAME_RESTART:
		return false;
	default:
		return true;
	}
}

/*
 * The setting that says what to do after such an end. xm asks no domain to suspend, so
 * one that does so is treated like one that powers off.
 */
static const char *cause(const xc_dominfo_t *info, struct json_object *entry)
{
	if (info->crashed || info->shutdown_reason == SHUTDOWN_crash)
		return "on_crash";
	if (info->shutdown_reason == SHUTDOWN_reboot || request_is_reboot(entry))
		return "on_reboot";
	return "on_poweroff";
}

static void dump(int handle, struct json_object *entry)
{
	char path[PATH_MAX];

	if (dump_core(handle, entry_domid(entry), entry_name(entry), path) == 0)
		error(0, 0, "%s: core dumped to %s", entry_name(entry), path);
}

/* The times of its restarts within the window, now included; NULL: too many. */
static struct json_object *restarts(struct json_object *entry)
{
	struct json_object *times = json_object_new_array(), *old = NULL;
	int64_t now = (int64_t)clock_seconds();
	size_t count = 0;

	if (json_object_object_get_ex(entry, "restarts", &old) &&
	    json_object_is_type(old, json_type_array))
		count = json_object_array_length(old);
	for (size_t i = 0; i < count; i++) {
		struct json_object *then = json_object_array_get_idx(old, i);

		if (json_object_get_int64(then) > now - RESTART_WINDOW)
			json_object_array_add(times, json_object_get(then));
	}
	if (json_object_array_length(times) >= RESTARTS_MAX) {
		json_object_put(times);
		return NULL;
	}
	json_object_array_add(times, json_object_new_int64(now));
	return times;
}

/* Rename the old domain, which is kept. With the lock held. */
static int rename_old(int handle, struct json_object *entry)
{
	char name[REGISTRY_NAME_SIZE];
	uint32_t domid;

	/* A long name is cut to leave room for the number. */
	for (unsigned int n = 1; n < 1000; n++) {
		snprintf(name, sizeof(name), "%.58s-%u", entry_name(entry), n);
		if (registry_find(handle, name, &domid))
			continue;
		json_object_object_add(entry, "name", json_object_new_string(name));
		json_object_object_del(entry, "monitor");
		request_clear(entry);
		return registry_put(handle, entry);
	}
	error(0, 0, "%s: no free name for the old domain", entry_name(entry));
	return -1;
}

/* Free the name: rename the old domain or destroy it. With the lock held. */
static int make_way(int handle, struct json_object *entry, bool keep)
{
	if (keep)
		return rename_old(handle, entry);
	if (xc_domain_destroy(handle, entry_domid(entry)) < 0 && errno != ESRCH) {
		error(0, errno, "%s: cannot destroy it", entry_name(entry));
		return -1;
	}
	registry_remove(entry_domid(entry));
	return 0;
}

/* Create the new, empty domain; returns its entry, or NULL if there is none. */
static struct json_object *make_new(int handle, struct json_object *entry, bool keep,
				    struct json_object *times)
{
	struct json_object *made = NULL, *current, *config;
	char name[REGISTRY_NAME_SIZE];
	int lock = registry_lock();

	if (lock < 0)
		return NULL;
	/* It may have a new name since it has stopped. */
	current = registry_current(handle, entry);
	if (current) {
		snprintf(name, sizeof(name), "%s", entry_name(current));
		config = json_object_get(restart_config(current));
		json_object_object_add(config, "name", json_object_new_string(name));
		if (make_way(handle, current, keep) == 0)
			made = build_begin(handle, config, name);
		json_object_put(config);
	}
	if (made) {
		json_object_object_add(made, "restarts", json_object_get(times));
		if (registry_put(handle, made) < 0)
			error(0, 0, "%s: cannot count its restarts", name);
	}
	json_object_put(current);
	registry_unlock(lock);
	return made;
}

static enum outcome preserve(int handle, struct json_object *entry)
{
	registry_change(handle, entry_domid(entry), "monitor", NULL);
	return OUTCOME_ENDED;
}

static enum outcome destroy(int handle, struct json_object *entry)
{
	build_undo(handle, entry);
	return OUTCOME_ENDED;
}

/* The domain is not started again. */
static enum outcome end(int handle, struct json_object *entry, bool keep)
{
	return keep ? preserve(handle, entry) : destroy(handle, entry);
}

struct job {
	int handle;
	struct json_object *entry;
};

/* The worker: returns 0, or -1 after a message. */
static int build(void *data)
{
	const struct job *job = data;

	return build_domain(job->handle, job->entry);
}

static enum outcome restart(int handle, struct json_object **entry, bool keep)
{
	enum outcome outcome = OUTCOME_ENDED;
	struct json_object *times, *made;

	if (!restart_config(*entry)) {
		error(0, 0, "%s: restored without --config: not started again",
		      entry_name(*entry));
		return end(handle, *entry, keep);
	}
	times = restarts(*entry);
	if (!times) {
		error(0, 0, "%s: stopped %d times in %d seconds: not started again",
		      entry_name(*entry), RESTARTS_MAX + 1, RESTART_WINDOW);
		return end(handle, *entry, keep);
	}
	guard_begin();
	made = make_new(handle, *entry, keep, times);
	json_object_put(times);
	if (made) {
		struct job job = { handle, made };

		json_object_put(*entry);
		*entry = made;
		if (guard_run(build, &job) == 0)
			outcome = OUTCOME_RESTARTED;
		else
			build_undo(handle, made);
	}
	guard_end();
	return outcome;
}

/*
 * The entry as it is now: a request is recorded with the lock held, before it can make
 * the domain stop. The old one if it cannot be read.
 */
static struct json_object *reread(int handle, struct json_object *entry)
{
	int lock = registry_lock();
	struct json_object *now = registry_current(handle, entry);

	if (lock >= 0)
		registry_unlock(lock);
	if (!now)
		return entry;
	json_object_put(entry);
	return now;
}

enum outcome monitor_act(int handle, const xc_dominfo_t *info, struct json_object **entry)
{
	const char *why;

	*entry = reread(handle, *entry);
	why = cause(info, *entry);
	error(0, 0, "%s: stopped: %s = %s", entry_name(*entry), why,
	      config_string(rules(*entry), why));
	switch (config_action(rules(*entry), why)) {
	case ACTION_COREDUMP_DESTROY:
		dump(handle, *entry);
		return destroy(handle, *entry);
	case ACTION_DESTROY:
		return destroy(handle, *entry);
	case ACTION_COREDUMP_RESTART:
		dump(handle, *entry);
		return restart(handle, entry, false);
	case ACTION_RESTART:
		return restart(handle, entry, false);
	case ACTION_RENAME_RESTART:
		return restart(handle, entry, true);
	case ACTION_PRESERVE:
		break;
	}
	return preserve(handle, *entry);
}
