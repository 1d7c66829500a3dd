// SPDX-License-Identifier: GPL-2.0-or-later
/* xen-create: create a paused domain that owns memory but has no kernel. */
#include <errno.h>
#include <error.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"
#include "xc.h"

struct options {
	unsigned int memory_mb;
	bool json;
};

/* Destroy the domain, print what went wrong, and exit. */
static void give_up(int handle, uint32_t domid, const char *what)
{
	xc_physinfo_t info;
	int cause = errno;

	if (xc_domain_destroy(handle, domid) < 0)
		error(0, errno, "domain %u is left over: cannot destroy it", domid);
	if (cause == ENOMEM && xc_physinfo(handle, &info) == 0)
		error(EXIT_FAILURE, 0, "%s: %s (%lu MiB are free)", what, strerror(cause),
		      info.free_pages >> (20 - XC_PAGE_SHIFT));
	error(EXIT_FAILURE, cause, "%s", what);
}

static uint32_t create(int handle, const struct options *options)
{
	unsigned int kb = chunks_kb(options->memory_mb);
	uint32_t domid = 0;
	char what[64];

	if (xc_domain_create(handle, 0, &domid) < 0)
		error(EXIT_FAILURE, errno, "cannot create a domain");
	snprintf(what, sizeof(what), "cannot give a domain %u MiB", kb / 1024);
	if (xc_domain_setmaxmem(handle, domid, kb) < 0 ||
	    xc_domain_memory_increase_reservation(handle, domid, kb) < 0)
		give_up(handle, domid, what);
	return domid;
}

static void print_json(int handle, uint32_t domid)
{
	struct json_object *top;
	long frames = xc_get_tot_pages(handle, domid);

	if (frames < 0)
		give_up(handle, domid, "cannot find out how much memory the domain has");
	top = json_object_new_object();
	json_object_object_add(top, "domid", json_object_new_uint64(domid));
	json_object_object_add(top, "frame_size", json_object_new_uint64(XC_PAGE_SIZE));
	json_object_object_add(top, "count", json_object_new_uint64(frames));
	puts(json_object_to_json_string_ext(top, JSON_C_TO_STRING_PLAIN));
	json_object_put(top);
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
	uint32_t domid;
	int handle;

	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	domid = create(handle, &options);
	if (options.json)
		print_json(handle, domid);
	else
		printf("%u\n", domid);
	xc_interface_close(handle);
	return EXIT_SUCCESS;
}
