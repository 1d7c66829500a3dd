// SPDX-License-Identifier: GPL-2.0-or-later
/* Create and build a domain from its settings; it is paused afterwards. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "config.h"
#include "cpus.h"
#include "guard.h"
#include "registry.h"
#include "xm.h"

void build_failed(struct json_object *entry, const char *what)
{
	int cause = errno;
	const char *fault = xc_ppc_fault();

	error(0, 0, "%s: %s: %s", entry_string(entry, "name"), what,
	      *fault ? fault : strerror(cause));
}

void build_undo(int handle, struct json_object *entry)
{
	int cause = errno;

	if (xc_domain_destroy(handle, entry_domid(entry)) < 0 && errno != ESRCH)
		error(0, errno, "domain %u is left over: cannot destroy it",
		      entry_domid(entry));
	registry_forget(handle, entry_domid(entry), entry_string(entry, "token"));
	errno = cause;
}

struct json_object *build_begin(int handle, struct json_object *config, const char *name)
{
	unsigned int kb = chunks_kb((unsigned int)config_number(config, "memory"));
	struct json_object *entry;
	uint32_t domid = 0;

	registry_sweep(handle);
	if (registry_find(handle, name, &domid)) {
		error(0, 0, "%s: domain %u has this name", name, domid);
		return NULL;
	}
	domid = 0;
	if (xc_domain_create(handle, 0, &domid) < 0) {
		error(0, errno, "%s: cannot create a domain", name);
		return NULL;
	}
	entry = registry_new(handle, domid, name, config);
	if (registry_put(handle, entry) == 0) {
		if (xc_domain_setmaxmem(handle, domid, kb) == 0)
			return entry;
		error(0, errno, "%s: cannot limit its memory to %u MiB", name, kb / 1024);
	}
	if (xc_domain_destroy(handle, domid) < 0)
		error(0, errno, "domain %u is left over: cannot destroy it", domid);
	registry_remove(domid);
	json_object_put(entry);
	return NULL;
}

struct json_object *build_new(int handle, struct json_object *config)
{
	struct json_object *entry = NULL;
	int lock = registry_lock();

	if (lock < 0)
		return NULL;
	guard_begin();
	entry = build_begin(handle, config, config_string(config, "name"));
	registry_unlock(lock);
	if (!entry)
		guard_end();
	return entry;
}

struct json_object *build_restored(int handle, struct json_object *config,
				   struct json_object *restart)
{
	struct json_object *entry;
	int lock = registry_lock();

	if (lock < 0)
		return NULL;
	entry = build_new(handle, config);
	if (entry) {
		json_object_object_add(entry, "restored", json_object_new_int64(1));
		if (restart)
			json_object_object_add(entry, "restart_config",
					       json_object_get(restart));
		if (registry_put(handle, entry) < 0) {
			build_undo(handle, entry);
			guard_end();
			json_object_put(entry);
			entry = NULL;
		}
	}
	registry_unlock(lock);
	return entry;
}

static int give_memory(int handle, struct json_object *entry)
{
	struct json_object *config = entry_config(entry);
	unsigned int kb = chunks_kb((unsigned int)config_number(config, "memory"));
	const char *name = entry_string(entry, "name");
	xc_physinfo_t info;
	bool known;
	int cause;

	/* Read the free memory first: a failed attempt may use some of it up. */
	known = xc_physinfo(handle, &info) == 0;
	if (xc_domain_memory_increase_reservation(handle, entry_domid(entry), kb) == 0)
		return 0;
	cause = errno;
	if (cause == ENOMEM && known)
		error(0, 0, "%s: not enough memory for its %u MiB (%lu MiB are free)",
		      name, kb / 1024, (unsigned long)FRAMES_TO_MB(info.free_pages));
	else
		error(0, cause, "%s: cannot give it %u MiB", name, kb / 1024);
	errno = cause;
	return -1;
}

int build_schedule(int handle, struct json_object *entry)
{
	struct json_object *config = entry_config(entry);
	const char *cpus = config_string(config, "cpus");
	uint32_t domid = entry_domid(entry);
	double weight = config_weight(config);
	cpumap_t map;

	for (unsigned int v = 0; *cpus && v < config_number(config, "vcpus"); v++) {
		if (parse_cpus(cpus, &map) < 0 ||
		    xc_domain_pincpu(handle, domid, (int)v, &map) < 0) {
			error(0, errno, "%s: cannot run on the CPUs %s",
			      entry_string(entry, "name"), cpus);
			return -1;
		}
	}
	if (weight > 0 && xc_domain_setcpuweight(handle, domid, (float)weight) < 0) {
		error(0, errno, "%s: cannot have the weight %g",
		      entry_string(entry, "name"), weight);
		return -1;
	}
	return 0;
}

int build_domain(int handle, struct json_object *entry)
{
	struct json_object *config = entry_config(entry);
	const char *ramdisk = config_string(config, "ramdisk");
	char *cmdline = config_cmdline(config);
	int rc;

	if (!cmdline) {
		error(0, ENOMEM, "%s", entry_string(entry, "name"));
		return -1;
	}
	rc = give_memory(handle, entry);
	if (rc == 0) {
		rc = xc_ppc_linux_build(handle, entry_domid(entry),
					config_string(config, "kernel"),
					*ramdisk ? ramdisk : NULL, cmdline,
					(unsigned int)config_number(config, "vcpus"));
		if (rc < 0)
			build_failed(entry, "cannot load its kernel");
		else
			rc = build_schedule(handle, entry);
	}
	free(cmdline);
	return rc;
}
