// SPDX-License-Identifier: GPL-2.0-or-later
/* xm restore: make a domain from a file that `xm save` wrote. */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "config.h"
#include "guard.h"
#include "image.h"
#include "monitor.h"
#include "progress.h"
#include "registry.h"
#include "xm.h"

struct options {
	struct words words;
	const char *config; /* file that the domain is made from again; NULL: never */
	bool paused;
};

/*
 * Read the settings that the domain is made from again, under its present name. True with
 * NULL if there are none; false after a message.
 */
static bool read_restart(const struct options *options, const char *name,
			 struct json_object **restart)
{
	*restart = NULL;
	if (!options->config)
		return true;
	*restart = config_new();
	if (config_read_file(*restart, options->config) == 0) {
		json_object_object_add(*restart, "name", json_object_new_string(name));
		if (config_finish(*restart) == 0)
			return true;
	}
	json_object_put(*restart);
	return false;
}

/* What the worker needs. */
struct job {
	int handle;
	const struct options *options;
	struct json_object *entry;
	int fd;
};

/* The worker: fill an empty domain and let it run; -1 after a message. */
static int fill(void *data)
{
	const struct job *job = data;
	struct json_object *config = entry_config(job->entry);
	unsigned int kb = chunks_kb((unsigned int)config_number(config, "memory"));
	uint32_t domid = entry_domid(job->entry);
	int rc = xc_ppc_linux_restore(job->handle, job->fd, domid,
				      kb / (XC_PAGE_SIZE / 1024), progress(), NULL);

	progress_end();
	if (rc < 0) {
		build_failed(job->entry, "cannot restore it");
		return -1;
	}
	if (build_schedule(job->handle, job->entry) < 0)
		return -1;
	monitor_start(job->entry);
	if (!job->options->paused && xc_domain_unpause(job->handle, domid) < 0) {
		error(0, errno, "%s: cannot unpause it",
		      entry_string(job->entry, "name"));
		return -1;
	}
	return 0;
}

/* Returns 0, or -1 after a message, and then there is no domain. */
static int restore(int handle, const struct options *options, int fd, const char *name)
{
	struct json_object *config = image_read(fd, name), *restart;
	struct job job = { handle, options, NULL, fd };
	int rc;

	if (!config)
		return -1;
	if (read_restart(options, config_string(config, "name"), &restart)) {
		job.entry = build_restored(handle, config, restart);
		json_object_put(restart);
	}
	json_object_put(config);
	if (!job.entry)
		return -1;
	rc = guard_run(fill, &job);
	progress_end();
	if (rc < 0)
		build_undo(handle, job.entry);
	guard_end();
	json_object_put(job.entry);
	return rc;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'c':
		options->config = arg;
		return 0;
	case 'p':
		options->paused = true;
		return 0;
	default:
		return parse_words(key, arg, state, &options->words);
	}
}

int xm_restore(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "config", 'c', "CONFIG", 0,
		  "Start it again from this configuration if it reboots", 0 },
		{ "paused", 'p', NULL, 0, "Leave it paused", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "FILE",
		.doc = "Make a domain again from FILE, which `xm save` wrote; `-` is standard "
		       "input.",
	};
	struct options options = { .words = { .min = 1, .max = 1 } };
	int handle, fd = STDIN_FILENO, rc;
	const char *file, *name = "standard input";

	parse_arguments(&argp, argc, argv, &options);
	file = options.words.word[0];
	handle = open_interface();
	if (strcmp(file, "-")) {
		name = file;
		fd = open(file, O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			error(0, errno, "%s", file);
			return EXIT_FAILURE;
		}
	}
	rc = restore(handle, &options, fd, name);
	xc_interface_close(handle);
	if (fd != STDIN_FILENO)
		close(fd);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
