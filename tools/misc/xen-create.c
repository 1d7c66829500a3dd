// SPDX-License-Identifier: GPL-2.0-or-later
/* xen-create: create a paused domain that owns memory but has no kernel. */
#include <errno.h>
#include <error.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"
#include "guard.h"
#include "json.h"
#include "streams.h"
#include "xc.h"

struct options {
	unsigned int memory_mb;
	bool json;
};

/* The domain that is being made. */
struct job {
	int handle;
	const struct options *options;
	uint32_t domid;
};

/* Give the domain its memory; -1 after a message. */
static int give_memory(const struct job *job)
{
	unsigned int kb = chunks_kb(job->options->memory_mb);
	xc_physinfo_t info;
	/* Read the free memory first: a failed attempt may use some of it up. */
	bool known = xc_physinfo(job->handle, &info) == 0;

	if (xc_domain_setmaxmem(job->handle, job->domid, kb) == 0 &&
	    xc_domain_memory_increase_reservation(job->handle, job->domid, kb) == 0)
		return 0;
	if (errno == ENOMEM && known)
		error(0, 0, "cannot give a domain %u MiB: %s (%lu MiB are free)",
		      kb / 1024, strerror(errno),
		      info.free_pages >> (20 - XC_PAGE_SHIFT));
	else
		error(0, errno, "cannot give a domain %u MiB", kb / 1024);
	return -1;
}

static int print_json(const struct job *job)
{
	struct json_object *top;
	long frames = xc_get_tot_pages(job->handle, job->domid);

	if (frames < 0) {
		error(0, errno, "cannot find out how much memory the domain has");
		return -1;
	}
	top = json_object_new_object();
	json_object_object_add(top, "domid", json_object_new_uint64(job->domid));
	json_object_object_add(top, "frame_size", json_object_new_uint64(XC_PAGE_SIZE));
	json_object_object_add(top, "count", json_object_new_uint64(frames));
	json_print(top, JSON_C_TO_STRING_PLAIN);
	json_object_put(top);
	return 0;
}

/* A domain whose number cannot be printed is of no use. */
static int print(const struct job *job)
{
	if (!job->options->json)
		printf("%u\n", job->domid);
	else if (print_json(job) < 0)
		return -1;
	return end_output() == EXIT_SUCCESS ? 0 : -1;
}

/* Returns 0, or -1 after a message, and then there is no domain. */
static int create(int handle, const struct options *options)
{
	struct job job = { handle, options, 0 };
	int rc;

	guard_begin();
	if (xc_domain_create(handle, 0, &job.domid) < 0)
		error(EXIT_FAILURE, errno, "cannot create a domain");
	rc = give_memory(&job);
	if (rc == 0)
		rc = guard_interrupted() ? -1 : print(&job);
	if (rc < 0 && xc_domain_destroy(handle, job.domid) < 0)
		error(0, errno, "domain %u is left over: cannot destroy it", job.domid);
	guard_end();
	return rc;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'm':
		options->memory_mb = parse_number(state, arg, "memory", 1, MEMORY_MAX_MB);
		return 0;
	case 'j':
		options->json = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "memory", 'm', "MB", 0,
		  "Its memory in MiB, rounded up to whole chunks of 64 (default: 256)",
		  0 },
		{ "json", 'j', NULL, 0, "Print one line of JSON instead of the number",
		  0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.doc = "Create a domain, give it memory and print its number. It is paused, and "
		       "stays until xen-destroy ends it.",
	};
	struct options options = { .memory_mb = 256 };
	int handle, rc;

	begin_output();
	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	rc = create(handle, &options);
	xc_interface_close(handle);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
