// SPDX-License-Identifier: GPL-2.0-or-later
/* xm save: write a domain to a file. */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build.h"
#include "image.h"
#include "progress.h"
#include "registry.h"
#include "xm.h"

struct options {
	struct words words;
	bool live, checkpoint;
};

/* An output file that takes its final name only once it is complete. */
struct target {
	const char *name;
	char part[PATH_MAX]; /* temporary name; empty: `name` is written directly */
	int fd;
};

/* Returns 0, or -1 after a message. */
static int target_open(struct target *target, const char *name)
{
	struct stat st;
	int size;

	*target = (struct target){ .name = name, .fd = STDOUT_FILENO };
	if (!strcmp(name, "-"))
		return 0;
	/* Only a regular file can be replaced; a pipe, say, cannot. */
	if (stat(name, &st) == 0 && !S_ISREG(st.st_mode)) {
		target->fd = open(name, O_WRONLY | O_CLOEXEC);
	} else {
		size = snprintf(target->part, sizeof(target->part), "%s.part", name);
		if (size < 0 || (size_t)size >= sizeof(target->part)) {
			error(0, ENAMETOOLONG, "%s", name);
			return -1;
		}
		target->fd = open(target->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
				  0600);
	}
	if (target->fd < 0)
		error(0, errno, "%s", name);
	return target->fd < 0 ? -1 : 0;
}

/* Close the file and keep or remove it. Returns 0, or -1 after a message. */
static int target_close(struct target *target, bool keep)
{
	int rc = 0;

	if (keep && *target->part && fsync(target->fd) < 0)
		rc = -1;
	if (target->fd != STDOUT_FILENO && close(target->fd) < 0)
		rc = -1;
	if (keep && rc == 0 && *target->part)
		rc = rename(target->part, target->name);
	if (keep && rc < 0)
		error(0, errno, "%s", target->name);
	if ((!keep || rc < 0) && *target->part)
		unlink(target->part);
	return rc;
}

static int write_image(int handle, const struct options *options,
		       struct json_object *entry, const xc_dominfo_t *info, int fd)
{
	unsigned int flags = options->live ? XC_PPC_SAVE_LIVE : 0;
	int rc;

	if (image_write(fd, entry_config(entry)) < 0) {
		error(0, errno, "%s: cannot write its settings",
		      entry_string(entry, "name"));
		return -1;
	}
	rc = xc_ppc_linux_save(handle, fd, info->domid, flags, progress(), NULL);
	progress_end();
	if (rc < 0)
		build_failed(entry, "cannot save it");
	return rc;
}

/* Returns 0, or -1 after a message, and then the domain is as before. */
static int save(int handle, const struct options *options, struct json_object *entry,
		const xc_dominfo_t *info)
{
	struct target target;
	int rc;

	if (target_open(&target, options->words.word[1]) < 0)
		return -1;
	rc = write_image(handle, options, entry, info, target.fd);
	if (target_close(&target, rc == 0) < 0)
		rc = -1;
	if (rc == 0 && !options->checkpoint)
		build_undo(handle, entry);
	else if (!info->paused && xc_domain_unpause(handle, info->domid) < 0)
		error(0, errno, "%s: is paused now: cannot unpause it",
		      entry_string(entry, "name"));
	return rc;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'l':
		options->live = true;
		return 0;
	case 'c':
		options->checkpoint = true;
		return 0;
	default:
		return parse_words(key, arg, state, &options->words);
	}
}

int xm_save(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "live", 'l', NULL, 0, "Let it run meanwhile and stop for a moment only",
		  0 },
		{ "checkpoint", 'c', NULL, 0, "Let it go on afterwards", 0 },
		{ "leave-running", 0, NULL, OPTION_ALIAS, NULL, 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMAIN FILE",
		.doc = "Write a domain to FILE and end it; `-` is standard output. `xm "
		       "restore` makes it again.",
	};
	struct options options = { .words = { .min = 2, .max = 2 } };
	struct json_object *entry;
	xc_dominfo_t info;
	int handle, rc;

	parse_arguments(&argp, argc, argv, &options);
	signal(SIGPIPE, SIG_IGN);
	handle = open_interface();
	domain_wanted(handle, options.words.word[0], &info);
	if (!strcmp(options.words.word[1], "-") && isatty(STDOUT_FILENO))
		error(EXIT_FAILURE, 0, "a domain is not written to a terminal");
	entry = registry_get(handle, info.domid);
	if (!entry)
		error(EXIT_FAILURE, 0, "%s: was not created by xm and cannot be saved",
		      options.words.word[0]);
	rc = save(handle, &options, entry, &info);
	json_object_put(entry);
	xc_interface_close(handle);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
