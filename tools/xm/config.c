// SPDX-License-Identifier: GPL-2.0-or-later
/* The settings of a domain: their names and the values they take. */
#include <errno.h>
#include <error.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "cpus.h"
#include "xm.h"

#define NAME_MAX_LENGTH 63
/* libxc refuses a higher weight for BVT. */
#define WEIGHT_MAX 10

enum kind { NUMBER, WEIGHT, STRING, PATH, NAME, ACTION, CPUS, DEVICES };

struct key {
	const char *name;
	enum kind kind;
	unsigned long min, max; /* NUMBER */
	const char *preset;	/* ACTION */
	unsigned long number;	/* NUMBER: preset; 0: no preset */
};

static const struct key keys[] = {
	{ "name", NAME, 0, 0, NULL, 0 },
	{ "kernel", PATH, 0, 0, NULL, 0 },
	{ "ramdisk", PATH, 0, 0, NULL, 0 },
	{ "root", STRING, 0, 0, NULL, 0 },
	{ "extra", STRING, 0, 0, NULL, 0 },
	{ "cmdline", STRING, 0, 0, NULL, 0 },
	{ "memory", NUMBER, 1, MEMORY_MAX_MB, NULL, 128 },
	{ "vcpus", NUMBER, 1, MAX_VIRT_CPUS, NULL, 1 },
	{ "cpus", CPUS, 0, 0, NULL, 0 },
	{ "cpu_weight", WEIGHT, 0, 0, NULL, 0 },
	{ "on_poweroff", ACTION, 0, 0, "destroy", 0 },
	{ "on_reboot", ACTION, 0, 0, "restart", 0 },
	{ "on_crash", ACTION, 0, 0, "restart", 0 },
	{ "disk", DEVICES, 0, 0, "disks", 0 },
	{ "vif", DEVICES, 0, 0, "networks", 0 },
};

#define NR_KEYS (sizeof(keys) / sizeof(keys[0]))

static const char *const actions[] = {
	[ACTION_DESTROY] = "destroy",
	[ACTION_RESTART] = "restart",
	[ACTION_PRESERVE] = "preserve",
	[ACTION_COREDUMP_DESTROY] = "coredump-destroy",
	[ACTION_COREDUMP_RESTART] = "coredump-restart",
	[ACTION_RENAME_RESTART] = "rename-restart",
};

#define NR_ACTIONS (sizeof(actions) / sizeof(actions[0]))

static const struct key *find_key(const char *name)
{
	for (size_t i = 0; i < NR_KEYS; i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

int config_is_string(const char *name)
{
	const struct key *key = find_key(name);

	return key && key->kind != NUMBER && key->kind != WEIGHT && key->kind != DEVICES;
}

bool config_is_number(const char *name)
{
	const struct key *key = find_key(name);

	return key && (key->kind == NUMBER || key->kind == WEIGHT || key->kind == CPUS);
}

static void set_default(struct json_object *config, const struct key *key)
{
	if (key->number)
		json_object_object_add(config, key->name,
				       json_object_new_int64((int64_t)key->number));
	else if (key->kind == ACTION)
		json_object_object_add(config, key->name,
				       json_object_new_string(key->preset));
	else
		json_object_object_del(config, key->name);
}

struct json_object *config_new(void)
{
	struct json_object *config = json_object_new_object();

	for (size_t i = 0; i < NR_KEYS; i++)
		set_default(config, &keys[i]);
	return config;
}

static void warn_unknown(const char *where, const char *name)
{
	error(0, 0, "%s: warning: unknown setting '%s'", where, name);
}

void config_unset(struct json_object *config, const char *where, const char *name)
{
	const struct key *key = find_key(name);

	if (key)
		set_default(config, key);
	else
		warn_unknown(where, name);
}

int config_check_name(const char *where, const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:+-";
	size_t length = strlen(name);

	if (!length || length > NAME_MAX_LENGTH || name[strspn(name, allowed)] ||
	    name[0] == '-' || name[0] == '.') {
		error(0, 0, "%s: a name has up to %d letters, digits and _.:+-", where,
		      NAME_MAX_LENGTH);
		return -1;
	}
	if (!name[strspn(name, "0123456789")] ||
	    !strncmp(name, UNNAMED, strlen(UNNAMED))) {
		error(0, 0, "%s: '%s' stands for a number and cannot be a name", where,
		      name);
		return -1;
	}
	return 0;
}

static int refuse(const char *where, const struct key *key, const char *what)
{
	error(0, 0, "%s: %s: %s", where, key->name, what);
	return -1;
}

static int check_number(const char *where, const struct key *key,
			struct json_object *value)
{
	int64_t number = json_object_get_int64(value);

	if (!json_object_is_type(value, json_type_int) || number < (int64_t)key->min ||
	    number > (int64_t)key->max) {
		error(0, 0, "%s: %s must be a number from %lu to %lu", where, key->name,
		      key->min, key->max);
		return -1;
	}
	return 0;
}

static int check_weight(const char *where, const struct key *key,
			struct json_object *value)
{
	double weight = json_object_get_double(value);
	bool number = json_object_is_type(value, json_type_int) ||
		      json_object_is_type(value, json_type_double);

	if (!number || !(weight > 0) || weight > WEIGHT_MAX)
		return refuse(where, key, "a weight is a number above 0 and at most 10");
	return 0;
}

/* Check a value that is a string. */
static int check_string(const char *where, const struct key *key, const char *string)
{
	cpumap_t map;

	switch (key->kind) {
	case NAME:
		return config_check_name(where, string);
	case CPUS:
		/* An empty string: no restriction, as in the examples of 2005. */
		if (*string && parse_cpus(string, &map) < 0)
			return refuse(where, key, "CPUs are written as in \"0-3,5,^2\"");
		return 0;
	case ACTION:
		for (size_t i = 0; i < NR_ACTIONS; i++)
			if (!strcmp(actions[i], string))
				return 0;
		return refuse(where, key,
			      "must be destroy, restart, preserve, coredump-destroy, "
			      "coredump-restart or rename-restart");
	default:
		return 0;
	}
}

static int check(const char *where, const struct key *key, struct json_object *value)
{
	const char *string;

	switch (key->kind) {
	case NUMBER:
		return check_number(where, key, value);
	case WEIGHT:
		return check_weight(where, key, value);
	case DEVICES:
		if (!json_object_is_type(value, json_type_array))
			return refuse(where, key, "must be a list");
		if (json_object_array_length(value) == 0)
			return 0;
		error(0, 0, "%s: %s: there are no virtual %s yet", where, key->name,
		      key->preset);
		return -1;
	default:
		if (!json_object_is_type(value, json_type_string))
			return refuse(where, key, "must be a string");
		string = json_object_get_string(value);
		if (strlen(string) != (size_t)json_object_get_string_len(value))
			return refuse(where, key, "the string contains a zero byte");
		return check_string(where, key, string);
	}
}

/* A number or list for cpus, as the equivalent string. */
static struct json_object *cpus_string(struct json_object *value)
{
	char text[1024];
	size_t size = 0, count;

	if (json_object_is_type(value, json_type_int))
		return json_object_new_string(json_object_get_string(value));
	count = json_object_array_length(value);
	for (size_t i = 0; i < count && size < sizeof(text); i++)
		size += snprintf(
			text + size, sizeof(text) - size, "%s%s", i ? "," : "",
			json_object_get_string(json_object_array_get_idx(value, i)));
	/* "?" is refused like any other wrong set. */
	return json_object_new_string(size && size < sizeof(text) ? text : "?");
}

int config_set(struct json_object *config, const char *where, const char *name,
	       struct json_object *value)
{
	const struct key *key = find_key(name);
	struct json_object *string;
	int rc;

	if (!key) {
		warn_unknown(where, name);
		json_object_put(value);
		return 0;
	}
	if (key->kind == CPUS && (json_object_is_type(value, json_type_int) ||
				  json_object_is_type(value, json_type_array))) {
		string = cpus_string(value);
		json_object_put(value);
		value = string;
	}
	rc = check(where, key, value);
	if (rc < 0)
		json_object_put(value);
	else
		json_object_object_add(config, key->name, value);
	return rc;
}

const char *config_string(struct json_object *config, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(config, key, &value))
		return "";
	return json_object_get_string(value);
}

unsigned long config_number(struct json_object *config, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(config, key, &value))
		return 0;
	return json_object_get_int64(value);
}

double config_weight(struct json_object *config)
{
	struct json_object *value;

	if (!json_object_object_get_ex(config, "cpu_weight", &value))
		return 0;
	return json_object_get_double(value);
}

enum action config_action(struct json_object *config, const char *key)
{
	const char *string = config_string(config, key);

	for (size_t i = 0; i < NR_ACTIONS; i++)
		if (!strcmp(actions[i], string))
			return (enum action)i;
	return ACTION_PRESERVE; /* loses nothing */
}

char *config_cmdline(struct json_object *config)
{
	const char *whole = config_string(config, "cmdline");
	const char *root = config_string(config, "root");
	const char *extra = config_string(config, "extra");
	char *line;

	if (*whole)
		return strdup(whole);
	if (asprintf(&line, "%s%s%s%s", *root ? "root=" : "", root,
		     *root && *extra ? " " : "", extra) < 0)
		return NULL;
	return line;
}

static int make_absolute(struct json_object *config, const char *key)
{
	const char *path = config_string(config, key);
	char *here, *whole;

	if (!*path || *path == '/')
		return 0;
	here = getcwd(NULL, 0);
	if (!here || asprintf(&whole, "%s/%s", here, path) < 0) {
		error(0, errno, "%s", path);
		free(here);
		return -1;
	}
	json_object_object_add(config, key, json_object_new_string(whole));
	free(here);
	free(whole);
	return 0;
}

int config_finish(struct json_object *config)
{
	if (!*config_string(config, "name")) {
		error(0, 0, "the domain has no name: name = \"...\"");
		return -1;
	}
	if (!*config_string(config, "kernel")) {
		error(0, 0, "the domain has no kernel: kernel = \"...\"");
		return -1;
	}
	return make_absolute(config, "kernel") < 0 ? -1
						   : make_absolute(config, "ramdisk");
}

struct json_object *config_from_json(const char *where, struct json_object *from)
{
	struct json_object *config = config_new();

	if (!json_object_is_type(from, json_type_object)) {
		error(0, 0, "%s: contains no settings", where);
		goto wrong;
	}
	json_object_object_foreach(
		from, key, value) if (config_set(config, where, key,
						 json_object_get(value)) < 0) goto wrong;
	/* A relative path is useless: its directory is unknown here. */
	if (*config_string(config, "kernel") != '/' ||
	    (*config_string(config, "ramdisk") &&
	     *config_string(config, "ramdisk") != '/')) {
		error(0, 0, "%s: the path of kernel or ramdisk is not absolute", where);
		goto wrong;
	}
	if (config_finish(config) < 0)
		goto wrong;
	return config;
wrong:
	json_object_put(config);
	return NULL;
}
