// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <error.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"
#include "xc.h"

void parse_arguments(const struct argp *argp, int argc, char **argv, void *input)
{
	argp_err_exit_status = EXIT_USAGE;
	argp_parse(argp, argc, argv, 0, NULL, input);
}

bool number_in(const char *text, unsigned long min, unsigned long max,
	       unsigned long *value)
{
	char *end;

	errno = 0;
	*value = strtoul(text, &end, 0);
	/* strtoul() would accept "-1" and " 1". */
	return text[0] >= '0' && text[0] <= '9' && !*end && !errno && *value >= min &&
	       *value <= max;
}

unsigned int chunks_kb(unsigned int mb)
{
	unsigned int chunk_kb = 1U << (XEN_PPC_CHUNK_SHIFT - 10);

	return (unsigned int)((mb * MB_TO_KB + chunk_kb - 1) / chunk_kb * chunk_kb);
}

unsigned long parse_number(const struct argp_state *state, const char *text,
			   const char *what, unsigned long min, unsigned long max)
{
	unsigned long value;

	if (!number_in(text, min, max, &value))
		argp_error(state, "%s: '%s' is not a number from %lu to %lu", what, text,
			   min, max);
	return value;
}

uint32_t parse_domid(const struct argp_state *state, const char *text)
{
	return parse_number(state, text, "DOMID", 0, UINT32_MAX);
}

int open_interface(void)
{
	int handle = xc_interface_open();

	if (handle < 0)
		exit(EXIT_FAILURE);
	return handle;
}

void fail_domain(uint32_t domid, const char *what)
{
	const char *why = errno == ESRCH ? "no such domain" : strerror(errno);

	error(EXIT_FAILURE, 0, "domain %u: %s%s", domid, what, why);
	abort();
}
