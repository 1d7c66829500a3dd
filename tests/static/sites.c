// SPDX-License-Identifier: GPL-2.0-or-later
#include "sites.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[SITE_KINDS] = {
	[SITE_FIXED] = "fixed",
	[SITE_HANDLER] = "handler",
	[SITE_GUEST] = "guest",
	[SITE_VECTOR] = "vector",
};

const char *site_kind_name(enum site_kind kind)
{
	return kind_names[kind];
}

static bool parse_kind(const char *name, enum site_kind *kind)
{
	for (int i = 0; i < SITE_KINDS; i++)
		if (!strcmp(name, kind_names[i])) {
			*kind = i;
			return true;
		}
	return false;
}

/* Returns false if the line is not "symbol TAB kind TAB reason". */
static bool parse_line(struct sites *sites, char *line)
{
	char *what = strchr(line, '\t'), *reason;
	struct site *site;
	struct site *list = realloc(sites->list, (sites->count + 1) * sizeof(*list));

	if (!list)
		return false;
	sites->list = list;
	site = &list[sites->count];
	if (!what)
		return false;
	*what++ = '\0';
	reason = strchr(what, '\t');
	if (!reason || !reason[1])
		return false;
	*reason = '\0';
	if (!*line || !parse_kind(what, &site->kind))
		return false;
	site->used = false;
	site->symbol = strdup(line);
	if (!site->symbol)
		return false;
	sites->count++;
	return true;
}

void sites_load(struct sites *sites, const char *path)
{
	char line[512];
	unsigned int number = 0;
	FILE *f = fopen(path, "r");

	memset(sites, 0, sizeof(*sites));
	if (!f) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	while (fgets(line, sizeof(line), f)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (!*line || *line == '#')
			continue;
		if (!parse_line(sites, line)) {
			fprintf(stderr, "%s:%u: not a symbol, a kind and a reason\n",
				path, number);
			exit(2);
		}
	}
	fclose(f);
}

void sites_free(struct sites *sites)
{
	for (size_t i = 0; i < sites->count; i++)
		free(sites->list[i].symbol);
	free(sites->list);
}

struct site *sites_find(struct sites *sites, const char *symbol, enum site_kind kind)
{
	for (size_t i = 0; i < sites->count; i++)
		if (sites->list[i].kind == kind && !strcmp(sites->list[i].symbol, symbol))
			return &sites->list[i];
	return NULL;
}
