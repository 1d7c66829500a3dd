// SPDX-License-Identifier: GPL-2.0-or-later
/* xm domid, domname, rename. */
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "registry.h"
#include "xm.h"

int xm_domid(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "DOMAIN", "Print a domain's number.", 1, 1);
	int handle = open_interface();
	xc_dominfo_t info;

	domain_wanted(handle, words.word[0], &info);
	printf("%u\n", info.domid);
	xc_interface_close(handle);
	return end_output();
}

int xm_domname(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "DOMAIN", "Print a domain's name.", 1, 1);
	int handle = open_interface();
	char name[REGISTRY_NAME_SIZE];
	xc_dominfo_t info;

	domain_wanted(handle, words.word[0], &info);
	puts(registry_name(handle, info.domid, name));
	xc_interface_close(handle);
	return end_output();
}

/* With the lock held. */
static int give_name(int handle, uint32_t domid, const char *name)
{
	struct json_object *entry = registry_get(handle, domid);
	uint32_t other;
	int rc = -1;

	if (!entry) {
		error(0, 0, "domain %u was not created by xm and cannot have a name",
		      domid);
		return -1;
	}
	if (registry_find(handle, name, &other) && other != domid) {
		error(0, 0, "%s: domain %u has this name", name, other);
	} else {
		json_object_object_add(entry, "name", json_object_new_string(name));
		json_object_object_add(entry_config(entry), "name",
				       json_object_new_string(name));
		rc = registry_put(handle, entry);
	}
	json_object_put(entry);
	return rc;
}

int xm_rename(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "DOMAIN NAME", "Give a domain a new name.", 2, 2);
	int handle, lock, rc;
	xc_dominfo_t info;

	if (config_check_name(words.word[1], words.word[1]) < 0)
		return EXIT_FAILURE;
	handle = open_interface();
	domain_wanted(handle, words.word[0], &info);
	lock = registry_lock();
	if (lock < 0)
		return EXIT_FAILURE;
	rc = give_name(handle, info.domid, words.word[1]);
	registry_unlock(lock);
	xc_interface_close(handle);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
