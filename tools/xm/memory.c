// SPDX-License-Identifier: GPL-2.0-or-later
/* xm mem-max, mem-set, pfn-list. */
#include <errno.h>
#include <error.h>
#include <stdlib.h>

#include "pfnlist.h"
#include "xm.h"

int xm_mem_max(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "DOMAIN MB",
			   "Limit the memory that a domain may have, in MiB.", 2, 2);
	unsigned long mb = word_number(words.word[1], "MB", 1, MEMORY_MAX_MB);
	int handle = open_interface();
	xc_dominfo_t info;

	domain_wanted(handle, words.word[0], &info);
	if (xc_domain_setmaxmem(handle, info.domid, chunks_kb((unsigned int)mb)) < 0)
		error(EXIT_FAILURE, errno, "%s: cannot limit its memory", words.word[0]);
	xc_interface_close(handle);
	return EXIT_SUCCESS;
}

/* An unmodified kernel counts its memory at boot only, so refuse a built domain. */
static void refuse_built(int handle, uint32_t domid, const char *name)
{
	int built = domid ? xc_ppc_domain_is_built(handle, domid) : 1;

	if (built < 0)
		error(EXIT_FAILURE, errno, "%s: cannot find out whether it has a kernel",
		      name);
	if (built)
		error(EXIT_FAILURE, 0,
		      "%s: already built: its kernel would not notice a change of its "
		      "memory",
		      name);
}

int xm_mem_set(int argc, char **argv)
{
	struct words words = only_words(
		argc, argv, "DOMAIN MB",
		"Give MB MiB of memory to a domain that has not been built.", 2, 2);
	unsigned long mb = word_number(words.word[1], "MB", 1, MEMORY_MAX_MB);
	int handle = open_interface();
	unsigned int kb = chunks_kb((unsigned int)mb);
	xc_dominfo_t info;
	unsigned long has;

	domain_wanted(handle, words.word[0], &info);
	refuse_built(handle, info.domid, words.word[0]);
	has = info.nr_pages * (XC_PAGE_SIZE / 1024);
	if (kb < has)
		error(EXIT_FAILURE, 0, "%s: has %lu MiB; memory cannot be taken away",
		      words.word[0], has / MB_TO_KB);
	if ((info.max_memkb < kb && xc_domain_setmaxmem(handle, info.domid, kb) < 0) ||
	    xc_domain_memory_increase_reservation(handle, info.domid,
						  (unsigned int)(kb - has)) < 0)
		error(EXIT_FAILURE, errno, "%s: cannot have %lu MiB", words.word[0],
		      kb / MB_TO_KB);
	xc_interface_close(handle);
	return EXIT_SUCCESS;
}

struct options {
	struct words words;
	struct pfnlist_options list;
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
	default:
		return parse_words(key, arg, state, &options->words);
	}
}

int xm_pfn_list(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "json", 'j', NULL, 0, "Print one line of JSON", 0 },
		{ "all", 'a', NULL, 0, "Print the number of every frame as well", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMAIN",
		.doc = "Print the machine frames that a domain owns, in the order of its "
		       "own address space.",
	};
	struct options options = { .words = { .min = 1, .max = 1 } };
	xc_dominfo_t info;
	int handle;

	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	domain_wanted(handle, options.words.word[0], &info);
	xc_interface_close(handle);
	options.list.domid = info.domid;
	pfnlist_print(&options.list);
	return end_output();
}
