/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that the small programs around libxc share. */
#ifndef MISC_COMMON_H
#define MISC_COMMON_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

/* Exit status for a wrong command line; 1 is for later failures. */
#define EXIT_USAGE 2

/* Parse the command line; a wrong one ends the program with EXIT_USAGE. */
void parse_arguments(const struct argp *argp, int argc, char **argv, void *input);

/* Whether a text is a number in this range, decimal or 0x. */
bool number_in(const char *text, unsigned long min, unsigned long max,
	       unsigned long *value);

/* An argument as a number, decimal or 0x; argp_error() unless it is one in the range. */
unsigned long parse_number(const struct argp_state *state, const char *text,
			   const char *what, unsigned long min, unsigned long max);

#define MB_TO_KB 1024UL
/* xc.h counts KiB in an unsigned int; the last chunk leaves room to round up. */
#define MEMORY_MAX_MB (UINT32_MAX / MB_TO_KB - 63)

/* The KiB of mb MiB, rounded up to whole chunks: domains own nothing smaller. */
unsigned int chunks_kb(unsigned int mb);

/* The argument of a program that takes one domain and nothing else. */
uint32_t parse_domid(const struct argp_state *state, const char *text);

/* Open libxc; a failure is reported and ends the program. */
int open_interface(void);

/* Print why errno failed a domain's operation, and exit with status 1. */
void fail_domain(uint32_t domid, const char *what) __attribute__((noreturn));

#endif /* MISC_COMMON_H */
