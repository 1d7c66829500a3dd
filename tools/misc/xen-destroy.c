// SPDX-License-Identifier: GPL-2.0-or-later
/* xen-destroy: end domains and free their memory. */
#include <stdlib.h>

#include "common.h"
#include "streams.h"
#include "xc.h"

struct options {
	uint32_t *domid;
	size_t domids;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		/* All are parsed before the first is destroyed: a misspelt number stops
		 * it. */
		options->domid[options->domids++] = parse_domid(state, arg);
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		.parser = parse,
		.args_doc = "DOMID...",
		.doc = "End each domain DOMID and free its memory. Stops at the first that "
		       "cannot be ended.",
	};
	struct options options = { .domid = calloc(argc, sizeof(uint32_t)) };
	int handle;

	if (!options.domid)
		abort();
	begin_output();
	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	for (size_t i = 0; i < options.domids; i++)
		if (xc_domain_destroy(handle, options.domid[i]) < 0)
			fail_domain(options.domid[i], "cannot destroy it: ");
	xc_interface_close(handle);
	free(options.domid);
	return EXIT_SUCCESS;
}
