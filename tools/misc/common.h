/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the small programs around libxc have in common. */
#ifndef MISC_COMMON_H
#define MISC_COMMON_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

/* Exit status for a wrong command line; 1 is for what went wrong later. */
#define EXIT_USAGE 2

/* Parse the command line; a wrong one ends the program with EXIT_USAGE. */
void parse_arguments(const struct argp *argp, int argc, char **argv, void *input);

/* Whether a text is a number in that range, decimal or 0x. */
bool number_in(const char *text, unsigned long min, unsigned long max,
	       unsigned long *value);

/* A number of an argument, decimal or 0x; argp_error() if it is none or not in range. */
unsigned long parse_number(const struct argp_state *state, const char *text,
			   const char *what, unsigned long min, unsigned long max);

/* The argument of a program that takes one domain and nothing else. */
uint32_t parse_domid(const struct argp_state *state, const char *text);

/* A handle of libxc; a failure has been reported and ends the program. */
int open_interface(void);

/* One line on stderr about a domain, ESRCH in words that fit, and exit status 1. */
void fail_domain(uint32_t domid, const char *what) __attribute__((noreturn));

#endif /* MISC_COMMON_H */
