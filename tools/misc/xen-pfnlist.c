// SPDX-License-Identifier: GPL-2.0-or-later
/* xen-pfnlist: print the machine frames that a domain owns. */
#include <stdbool.h>
#include <stdlib.h>

#include "common.h"
#include "streams.h"
#include "pfnlist.h"

struct options {
	struct pfnlist_options list;
	bool have_domid;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'j':
		options->list.json = true;
		return 0;
	case 'a':
		options->list.all = true;
		return 0;
	case ARGP_KEY_ARG:
		if (options->have_domid)
			argp_usage(state);
		options->list.domid = parse_domid(state, arg);
		options->have_domid = true;
		return 0;
	case ARGP_KEY_END:
		if (!options->have_domid)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "json", 'j', NULL, 0, "Print one line of JSON", 0 },
		{ "all", 'a', NULL, 0, "Print the number of every frame as well", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMID",
		.doc = "Print the machine frames that domain DOMID owns, in the order "
		       "of its own address space.",
	};
	struct options options = { 0 };

	begin_output();
	parse_arguments(&argp, argc, argv, &options);
	pfnlist_print(&options.list);
	return end_output();
}
