// SPDX-License-Identifier: GPL-2.0-or-later
/* xm list: list domains. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "list.h"
#include "monitor.h"
#include "registry.h"
#include "xm.h"

struct options {
	struct words words;
	bool as_json, as_long;
};

void list_line(FILE *out, const xc_dominfo_t *info, const char *name)
{
	fprintf(out, "%-40s %3u %8lu %5u %6s %8.1f\n", name, info->domid,
		(unsigned long)FRAMES_TO_MB(info->nr_pages), info->vcpus,
		domain_flags(info).text, (double)info->cpu_time / 1e9);
}

static void add_number(struct json_object *to, const char *key, u64 value)
{
	json_object_object_add(to, key, json_object_new_uint64(value));
}

struct json_object *list_object(int handle, const xc_dominfo_t *info)
{
	struct json_object *top = json_object_new_object(), *entry;
	char name[REGISTRY_NAME_SIZE], seconds[32];

	registry_name(handle, info->domid, name);
	entry = info->domid ? registry_get(handle, info->domid) : NULL;
	add_number(top, "domid", info->domid);
	json_object_object_add(top, "name", json_object_new_string(name));
	add_number(top, "memory", FRAMES_TO_MB(info->nr_pages));
	/* Without a limit, it is all ones in whole KiB. */
	if (info->max_memkb < ~0UL / 1024)
		add_number(top, "maxmem", info->max_memkb / MB_TO_KB);
	add_number(top, "vcpus", info->vcpus);
	json_object_object_add(top, "state",
			       json_object_new_string(domain_flags(info).text));
	if (info->shutdown || info->crashed)
		add_number(top, "shutdown_reason", info->shutdown_reason);
	snprintf(seconds, sizeof(seconds), "%.3f", (double)info->cpu_time / 1e9);
	json_object_object_add(
		top, "cpu_time",
		json_object_new_double_s((double)info->cpu_time / 1e9, seconds));
	if (entry) {
		add_number(top, "created", entry_number(entry, "created"));
		if (monitor_lives(entry))
			add_number(top, "monitor", entry_number(entry, "monitor"));
		json_object_object_add(top, "config",
				       json_object_get(entry_config(entry)));
		json_object_put(entry);
	}
	return top;
}

/* Strings keep their quotes, since they may contain anything. */
static void print_value(FILE *out, unsigned int indent, const char *key,
			struct json_object *value)
{
	char *text =
		json_text(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);

	if (text)
		fprintf(out, "%*s(%s %s)\n", indent, "", key, text);
	else
		error(EXIT_FAILURE, errno, "%s", key);
	free(text);
}

static void print_config(FILE *out, struct json_object *config)
{
	fputs("    (config\n", out);
	json_object_object_foreach(config, key, value)
	{
		print_value(out, 8, key, value);
	}
	fputs("    )\n", out);
}

void list_long(FILE *out, struct json_object *domain)
{
	fputs("(domain\n", out);
	json_object_object_foreach(domain, key, value)
	{
		if (json_object_is_type(value, json_type_object))
			print_config(out, value);
		else
			print_value(out, 4, key, value);
	}
	fputs(")\n", out);
}

static void print_one(FILE *out, int handle, const struct options *options,
		      const xc_dominfo_t *info, struct json_object *array)
{
	char name[REGISTRY_NAME_SIZE];
	struct json_object *object;

	if (!options->as_json && !options->as_long) {
		list_line(out, info, registry_name(handle, info->domid, name));
		return;
	}
	object = list_object(handle, info);
	if (options->as_json) {
		json_object_array_add(array, object);
		return;
	}
	list_long(out, object);
	json_object_put(object);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'l':
		options->as_long = true;
		return 0;
	case 'j':
		options->as_json = true;
		return 0;
	default:
		return parse_words(key, arg, state, &options->words);
	}
}

int xm_list(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "long", 'l', NULL, 0, "Print all details of each", 0 },
		{ "json", 'j', NULL, 0, "Print all details, as one line of JSON", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "[DOMAIN...]",
		.doc = "List domains, all if none is named.\v"
		       "State: r running, b blocked, p paused, s shut down, c crashed, d dying.",
	};
	struct options options = { .words = { .max = -1U } };
	struct json_object *array = json_object_new_array();
	xc_dominfo_t *info;
	size_t count;
	FILE *out;
	int handle;

	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	out = table_begin(handle);
	info = domain_chosen(handle, &options.words, &count);
	if (!options.as_json && !options.as_long)
		fputs(LIST_HEADER "\n", out);
	for (size_t i = 0; i < count; i++)
		print_one(out, handle, &options, &info[i], array);
	table_end();
	if (options.as_json)
		json_print(array,
			   JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	json_object_put(array);
	free(info);
	xc_interface_close(handle);
	return end_output();
}
