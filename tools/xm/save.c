// SPDX-License-Identifier: GPL-2.0-or-later
/* xm save: write a domain to a file. */
#include <errno.h>
#include <error.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "guard.h"
#include "image.h"
#include "progress.h"
#include "registry.h"
#include "target.h"
#include "xm.h"

struct options {
	struct words words;
	bool live, checkpoint;
};

/* What the worker needs. */
struct job {
	int handle;
	const struct options *options;
	struct json_object *entry;
	u32 domid;
	struct target *target;
};

/* The worker: returns 0, or -1 after a message. */
static int write_image(void *data)
{
	const struct job *job = data;
	int fd = job->target->fd, rc;

	if (image_write(fd, entry_config(job->entry)) < 0) {
		error(0, errno, "%s: cannot write its settings",
		      entry_string(job->entry, "name"));
		return -1;
	}
	rc = xc_ppc_linux_save(job->handle, fd, job->domid,
			       job->options->live ? XC_PPC_SAVE_LIVE : 0, progress(),
			       NULL);
	progress_end();
	if (rc == 0)
		return target_sync(job->target);
	/* The library blocks the signal; without it, a closed pipe is silent. */
	if (errno == EPIPE)
		raise(SIGPIPE);
	build_failed(job->entry, "cannot save it");
	return -1;
}

/* Let the domain run as before, however far the worker came. */
static void go_on(const struct job *job, bool paused)
{
	if (job->options->live)
		xc_shadow_control(job->handle, job->domid, DOM0_SHADOW_CONTROL_OP_OFF,
				  NULL, 0, NULL);
	if (!paused && xc_domain_unpause(job->handle, job->domid) < 0)
		error(0, errno, "%s: is paused now: cannot unpause it",
		      entry_string(job->entry, "name"));
}

/* Returns 0, or -1 after a message, and then the domain is as before. */
static int save(int handle, const struct options *options, struct json_object *entry,
		const xc_dominfo_t *info)
{
	struct target target;
	struct job job = { handle, options, entry, info->domid, &target };
	int rc;

	if (target_open(&target, options->words.word[1]) < 0)
		return -1;
	guard_begin();
	rc = target_create(&target);
	if (rc == 0) {
		rc = guard_run(write_image, &job);
		progress_end();
	}
	if (target_close(&target, rc == 0) < 0)
		rc = -1;
	if (rc == 0 && !options->checkpoint)
		build_undo(handle, entry);
	else
		go_on(&job, info->paused);
	guard_end();
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
