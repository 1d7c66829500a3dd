// SPDX-License-Identifier: GPL-2.0-or-later
/* xm: manage domains from domain 0. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xm.h"

#define XM_VERSION "xm 3.0 (Xen for 64-bit PowerPC)"

static const struct command *find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static void print_usage(FILE *out)
{
	fputs("Usage: xm COMMAND [OPTION...] [ARGUMENT...]\n"
	      "Manage domains. The commands are:\n\n",
	      out);
	for (const struct command *c = commands; c->name; c++)
		fprintf(out, "  %-20s %s\n", c->name, c->summary);
	fputs("  help [COMMAND]       print this list, or a command's options\n\n"
	      "DOMAIN is a name or a number. `xm COMMAND --help` prints the options.\n",
	      out);
}

static int run(const struct command *command, int argc, char **argv)
{
	char name[64];

	/* Usage messages and getopt()'s errors begin with argv[0]. */
	snprintf(name, sizeof(name), "xm %s", command->name);
	argv[0] = name;
	return command->run(argc, argv);
}

/* `xm help`, and `xm help COMMAND`, which is `xm COMMAND --help`. */
static int help(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find(argv[1]) : NULL;
	char option[] = "--help";
	char *args[] = { NULL, option, NULL };

	if (command && argc == 2)
		return run(command, 2, args);
	if (argc > 1)
		error(EXIT_USAGE, 0, "help: no such command: '%s'", argv[1]);
	print_usage(stdout);
	return end_output();
}

int main(int argc, char **argv)
{
	static char self[] = "xm";
	const struct command *command;

	/* Whatever the umask, this program can use the files that it makes. */
	umask(umask(0) & (S_IRWXG | S_IRWXO));
	program_invocation_name = program_invocation_short_name = self;
	begin_output();
	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts(XM_VERSION);
		return end_output();
	}
	if (!strcmp(argv[1], "help") || !strcmp(argv[1], "--help") ||
	    !strcmp(argv[1], "-h") || !strcmp(argv[1], "-?"))
		return help(argc - 1, argv + 1);
	command = find(argv[1]);
	if (!command) {
		error(0, 0, "no such command: '%s' (see `xm help`)", argv[1]);
		return EXIT_USAGE;
	}
	return run(command, argc - 1, argv + 1);
}
