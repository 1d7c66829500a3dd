// SPDX-License-Identifier: GPL-2.0-or-later
/* xen-debug-key: have the hypervisor print its internal state. */
#include <errno.h>
#include <error.h>
#include <stdlib.h>

#include "common.h"
#include "streams.h"
#include "xc.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
	char *debug_key = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (*debug_key)
			argp_usage(state);
		if (!arg[0] || arg[1])
			argp_error(state, "KEY: '%s' is not one character", arg);
		*debug_key = arg[0];
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
		.args_doc = "KEY",
		.doc = "Have the hypervisor print its internal state on its console:\v"
		       "m  the owner of every chunk of memory\n"
		       "d  the domains",
	};
	char key = 0;
	int handle;

	begin_output();
	parse_arguments(&argp, argc, argv, &key);
	handle = open_interface();
	if (xc_ppc_debug_key(handle, (unsigned char)key) < 0) {
		if (errno == EINVAL)
			error(EXIT_FAILURE, 0, "the hypervisor has no debug key '%c'",
			      key);
		error(EXIT_FAILURE, errno, "debug key '%c'", key);
	}
	xc_interface_close(handle);
	return EXIT_SUCCESS;
}
