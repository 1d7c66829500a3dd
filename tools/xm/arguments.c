// SPDX-License-Identifier: GPL-2.0-or-later
/* Command lines: the words that are not options. */
#include <errno.h>
#include <error.h>
#include <stdlib.h>

#include "xm.h"

error_t parse_words(int key, char *arg, struct argp_state *state, struct words *words)
{
	static char **room;

	switch (key) {
	case ARGP_KEY_INIT:
		free(room);
		room = calloc(state->argc, sizeof(*room));
		words->word = room;
		if (!room)
			error(EXIT_FAILURE, errno, "arguments");
		return 0;
	case ARGP_KEY_ARG:
		if (words->count == words->max)
			argp_usage(state);
		words->word[words->count++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (words->count < words->min)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	return parse_words(key, arg, state, state->input);
}

struct words only_words(int argc, char **argv, const char *args_doc, const char *doc,
			unsigned int min, unsigned int max)
{
	const struct argp argp = { .parser = parse, .args_doc = args_doc, .doc = doc };
	struct words words = { .min = min, .max = max };

	parse_arguments(&argp, argc, argv, &words);
	return words;
}

unsigned long word_number(const char *word, const char *what, unsigned long min,
			  unsigned long max)
{
	unsigned long value;

	if (!number_in(word, min, max, &value))
		error(EXIT_USAGE, 0, "%s: '%s' is not a number from %lu to %lu", what,
		      word, min, max);
	return value;
}
