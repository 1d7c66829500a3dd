// SPDX-License-Identifier: GPL-2.0-or-later
/* xm create: create a domain from a configuration. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "config.h"
#include "console.h"
#include "guard.h"
#include "json.h"
#include "monitor.h"
#include "registry.h"
#include "xm.h"

/* Options that stand for a key of the configuration. */
enum { KERNEL = 0x100, RAMDISK, MEMORY, NAME, VCPUS, EXTRA };

static const char *const option_keys[] = { "kernel", "ramdisk", "memory",
					   "name",   "vcpus",	"extra" };

struct setting {
	const char *where, *key, *value;
};

struct options {
	const char *file;
	struct setting *settings; /* in their order; the last one wins */
	unsigned int count;
	bool console, paused, quiet, dry_run, verbose;
};

/* A word of the form key=value is a setting; the '=' becomes the end of the key. */
static bool is_setting(char *word, struct setting *setting)
{
	size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz_0123456789");

	if (!length || word[length] != '=')
		return false;
	word[length] = 0;
	*setting = (struct setting){ word, word, word + length + 1 };
	return true;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'c':
		options->console = true;
		return 0;
	case 'p':
		options->paused = true;
		return 0;
	case 'q':
		options->quiet = true;
		return 0;
	case 'n':
		options->dry_run = true;
		return 0;
	case 'v':
		options->verbose = true;
		return 0;
	case KERNEL ... EXTRA:
		options->settings[options->count++] =
			(struct setting){ option_keys[key - KERNEL],
					  option_keys[key - KERNEL], arg };
		return 0;
	case ARGP_KEY_ARG:
		if (is_setting(arg, &options->settings[options->count]))
			options->count++;
		else if (options->file)
			argp_error(state, "'%s' is a second configuration", arg);
		else
			options->file = arg;
		return 0;
	case ARGP_KEY_END:
		if (!options->file && !options->count)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* The file's settings, replaced by those of the command line; NULL after a message. */
static struct json_object *read_config(const struct options *options)
{
	struct json_object *config = config_new();

	if (options->file && config_read_file(config, options->file) < 0)
		goto wrong;
	for (unsigned int i = 0; i < options->count; i++) {
		const struct setting *setting = &options->settings[i];

		if (config_assign(config, setting->where, setting->key, setting->value) <
		    0)
			goto wrong;
	}
	if (config_finish(config) == 0)
		return config;
wrong:
	json_object_put(config);
	return NULL;
}

/* What the worker needs. */
struct job {
	int handle;
	const struct options *options;
	struct json_object *entry;
};

/* The worker: build the domain and let it run; -1 after a message. */
static int start(void *data)
{
	const struct job *job = data;

	if (build_domain(job->handle, job->entry) < 0)
		return -1;
	monitor_start(job->entry);
	if (job->options->paused ||
	    xc_domain_unpause(job->handle, entry_domid(job->entry)) == 0)
		return 0;
	error(0, errno, "%s: cannot unpause it", entry_string(job->entry, "name"));
	return -1;
}

static void print_started(const struct options *options, struct json_object *entry)
{
	struct json_object *config = entry_config(entry);
	unsigned int wanted = (unsigned int)config_number(config, "memory");
	unsigned int has = chunks_kb(wanted) / MB_TO_KB;

	if (options->verbose && has != wanted)
		printf("%s has %u MiB, the next multiple of 64\n",
		       config_string(config, "name"), has);
	if (!options->quiet)
		printf("Started domain %s, id %u\n", config_string(config, "name"),
		       entry_domid(entry));
}

static int create(const struct options *options, struct json_object *config)
{
	int handle = open_interface(), rc;
	struct json_object *entry = build_new(handle, config);
	struct job job = { handle, options, entry };

	if (!entry)
		return EXIT_FAILURE;
	rc = guard_run(start, &job);
	if (rc < 0)
		build_undo(handle, entry);
	guard_end();
	if (rc == 0) {
		print_started(options, entry);
		rc = end_output();
		/* Follow: without a terminal, stay until the domain ends. */
		if (options->console)
			rc = console_attach(handle, entry_domid(entry), true);
	} else {
		rc = EXIT_FAILURE;
	}
	json_object_put(entry);
	xc_interface_close(handle);
	return rc;
}

static const struct argp_option known[] = {
	{ "console", 'c', NULL, 0,
	  "Attach to its console; without a terminal, until the domain ends", 0 },
	{ "paused", 'p', NULL, 0, "Leave it paused", 0 },
	{ "quiet", 'q', NULL, 0, "Print nothing on success", 0 },
	{ "dryrun", 'n', NULL, 0, "Only print the configuration, as JSON", 0 },
	{ "verbose", 'v', NULL, 0, "Also print its memory, rounded up to whole chunks",
	  0 },
	{ "kernel", KERNEL, "FILE", 0, "Its kernel, an ELF file", 0 },
	{ "ramdisk", RAMDISK, "FILE", 0, "Its initial RAM disk", 0 },
	{ "memory", MEMORY, "MB", 0, "Its memory in MiB", 0 },
	{ "name", NAME, "NAME", 0, "Its name", 0 },
	{ "vcpus", VCPUS, "COUNT", 0, "Number of its virtual CPUs", 0 },
	{ "extra", EXTRA, "TEXT", 0, "Text to append to its kernel's command line", 0 },
	{ 0 }
};

int xm_create(int argc, char **argv)
{
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "[CONFIG] [KEY=VALUE]...",
		.doc = "Create a domain and let it run. CONFIG is a file as described in "
		       "xm.cfg(5); if it does not exist, it is looked for in /etc/xen.",
	};
	struct options options = { .settings = calloc(argc, sizeof(struct setting)) };
	struct json_object *config;
	int rc = EXIT_FAILURE;

	if (!options.settings)
		error(EXIT_FAILURE, errno, "arguments");
	parse_arguments(&argp, argc, argv, &options);
	config = read_config(&options);
	if (config && options.dry_run) {
		json_print(config,
			   JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
		rc = end_output();
	} else if (config) {
		rc = create(&options, config);
	}
	json_object_put(config);
	free(options.settings);
	return rc;
}
