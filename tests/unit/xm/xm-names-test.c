// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The program, the man page and the shell completion have the same commands, options and
 * keys. Runs in the top directory of the tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cunit-main.h"
#include "xm-fake.h"
#include "xm.h"

#define PAGE	   "docs/man/xm.1"
#define FORMAT	   "docs/man/xm.cfg.5"
#define COMPLETION "tools/xm/xm.bash-completion"

/* A text file, as one string. */
static char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 17);
	size_t size;

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	size = fread(text, 1, (1 << 17) - 1, file);
	CU_ASSERT(size > 0);
	fclose(file);
	return text;
}

/* Read a man page, with roff's "\-" replaced by "-". */
static char *slurp_page(const char *path)
{
	char *text = slurp(path), *to = text;

	for (const char *from = text; *from; from++)
		if (from[0] != '\\' || from[1] != '-')
			*to++ = *from;
	*to = 0;
	return text;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Copy the next word of a list that ends at `end`; false at its end. */
static bool next_word(const char **at, const char *end, char word[64])
{
	size_t size = 0;

	while (*at < end && !is_word(**at))
		++*at;
	while (*at < end && is_word(**at) && size < 63)
		word[size++] = *(*at)++;
	word[size] = 0;
	return size > 0;
}

/* Whether text contains this word. */
static bool has_word(const char *text, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || !is_word(at[-1])) && !is_word(at[size]))
			return true;
	return false;
}

static bool is_command(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return true;
	return !strcmp(name, "help");
}

/* The page's section about a command: from its heading to the next. */
static char *section(const char *page, const char *name)
{
	char heading[80];
	const char *from, *to;

	snprintf(heading, sizeof(heading), "\n.SS %s", name);
	for (from = strstr(page, heading); from; from = strstr(from + 1, heading))
		if (!is_word(from[strlen(heading)]))
			break;
	CU_ASSERT_PTR_NOT_NULL(from);
	if (!from) {
		printf("    no section about %s\n", name);
		return strdup("");
	}
	to = strstr(from + 1, "\n.S");
	return to ? strndup(from, to - from) : strdup(from);
}

static void commands_in_the_page(void)
{
	char *page = slurp_page(PAGE), word[64];

	for (const struct command *c = commands; c->name; c++)
		free(section(page, c->name));
	for (const char *at = page; (at = strstr(at, "\n.SS ")); at++) {
		const char *name = at + 5;

		CU_ASSERT(next_word(&name, name + strlen(name), word));
		CU_ASSERT(is_command(word));
	}
	free(page);
}

static void commands_of_the_shell(void)
{
	char *text = slurp(COMPLETION), word[64];
	const char *at = strstr(text, "commands='"), *end;
	unsigned int count = 0, known = 1; /* help */

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	at += strlen("commands='");
	end = strchr(at, '\'');
	while (next_word(&at, end, word)) {
		CU_ASSERT(is_command(word));
		count++;
	}
	for (const struct command *c = commands; c->name; c++)
		known++;
	CU_ASSERT_EQUAL(count, known);
	free(text);
}

/* The line of the completion that lists a command's options. */
static char *completed(const char *text, const char *name)
{
	char label[80];
	const char *at;

	snprintf(label, sizeof(label), "\t%s) options='", name);
	at = strstr(text, label);
	return at ? strndup(at, strcspn(at, "\n")) : strdup("");
}

/* Check each long option that `xm COMMAND --help` names. */
static void check_options(const char *name, const char *page, const char *shell)
{
	char *about = section(page, name), *line = completed(shell, name), word[64];
	const char *at = result.out;

	while ((at = strstr(at, " --"))) {
		const char *option = at + 1;

		at = option;
		if (!next_word(&at, at + strlen(at), word) || !strcmp(word, "--usage") ||
		    !strcmp(word, "--help") || !strcmp(word, "--version"))
			continue;
		CU_ASSERT(has_word(about, word));
		CU_ASSERT(has_word(line, word));
		if (!has_word(about, word) || !has_word(line, word))
			printf("    xm %s %s\n", name, word);
	}
	free(about);
	free(line);
}

static void options(void)
{
	char *page = slurp_page(PAGE), *shell = slurp(COMPLETION);

	for (const struct command *c = commands; c->name; c++) {
		CU_ASSERT_EQUAL(XM(c->name, "--help"), 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "--help"));
		check_options(c->name, page, shell);
	}
	free(page);
	free(shell);
}

/* Check each key of a configuration, as `create --dryrun` prints it. */
static void keys(void)
{
	static const char *const known[] = { "name",	    "kernel",	 "ramdisk",
					     "root",	    "extra",	 "cmdline",
					     "memory",	    "vcpus",	 "cpus",
					     "cpu_weight",  "disk",	 "vif",
					     "on_poweroff", "on_reboot", "on_crash" };
	char *page = slurp_page(FORMAT), word[80];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		snprintf(word, sizeof(word), "\n.BR %s ", known[i]);
		CU_ASSERT_PTR_NOT_NULL(strstr(page, word));
		if (!strstr(page, word))
			printf("    no paragraph about %s\n", known[i]);
		/* It is a known key: no warning. */
		snprintf(word, sizeof(word), "%s=[]", known[i]);
		XM("create", "--dryrun", "name=x", "kernel=/k", word);
		CU_ASSERT_PTR_NULL(strstr(result.err, "warning"));
	}
	free(page);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "the page has all commands", commands_in_the_page },
		{ "the shell has all commands", commands_of_the_shell },
		{ "the page and the shell have all options", options },
		{ "the page has all keys", keys },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "names", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm names", suites);
}
