// SPDX-License-Identifier: GPL-2.0-or-later
/* Find domains by name or number, and describe them. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "registry.h"
#include "xm.h"

/* Number of domains read by one call. */
#define BATCH 64

bool domain_look(int handle, uint32_t domid, xc_dominfo_t *info)
{
	int got = xc_domain_getinfo(handle, domid, 1, info);

	if (got == 1 && info->domid == domid)
		return true;
	if (got >= 0)
		errno = ESRCH;
	return false;
}

/* Whether the text is a domain number; the domain need not exist. */
static bool is_number(const char *text, uint32_t *domid)
{
	unsigned long value = 0;

	if (!*text || strlen(text) > 10 || text[strspn(text, "0123456789")])
		return false;
	value = strtoul(text, NULL, 10);
	*domid = (uint32_t)value;
	return value <= UINT32_MAX;
}

static bool find_named(int handle, const char *name, xc_dominfo_t *info)
{
	uint32_t domid;

	return registry_find(handle, name, &domid) && domain_look(handle, domid, info);
}

/*
 * Find a domain by its name. While a domain is started again, the one that had the name
 * is gone and the new one does not have it yet: so look once more with the lock held.
 */
static bool find_by_name(int handle, const char *name, xc_dominfo_t *info)
{
	bool found = find_named(handle, name, info);
	int lock;

	if (found)
		return true;
	lock = registry_lock();
	if (lock < 0)
		return false;
	found = find_named(handle, name, info);
	registry_unlock(lock);
	return found;
}

bool domain_find(int handle, const char *text, xc_dominfo_t *info)
{
	size_t prefix = strlen(UNNAMED);
	uint32_t domid;
	char name[REGISTRY_NAME_SIZE];

	if (is_number(text, &domid)) {
		if (domain_look(handle, domid, info))
			return true;
	} else if (!strncmp(text, UNNAMED, prefix) && is_number(text + prefix, &domid)) {
		/* A domain with a name of its own is not found as Domain-N. */
		if (!strcmp(registry_name(handle, domid, name), text) &&
		    domain_look(handle, domid, info))
			return true;
	} else if (find_by_name(handle, text, info)) {
		return true;
	}
	error(0, 0, "no such domain: '%s'", text);
	return false;
}

void domain_wanted(int handle, const char *text, xc_dominfo_t *info)
{
	if (!domain_find(handle, text, info))
		exit(EXIT_FAILURE);
}

/* Make room for a batch after `count` domains; a failure ends the program. */
static xc_dominfo_t *grow(xc_dominfo_t *old, size_t count)
{
	xc_dominfo_t *all = reallocarray(old, count + BATCH, sizeof(*all));

	if (!all)
		error(EXIT_FAILURE, errno, "domains");
	return all;
}

xc_dominfo_t *domain_all(int handle, size_t *count)
{
	xc_dominfo_t *all = NULL;
	uint32_t next = 0;
	int got;

	*count = 0;
	for (;;) {
		all = grow(all, *count);
		got = xc_domain_getinfo(handle, next, BATCH, all + *count);
		if (got <= 0)
			break;
		*count += got;
		next = all[*count - 1].domid + 1;
	}
	if (got < 0 && errno != ESRCH)
		error(EXIT_FAILURE, errno, "domains");
	return all;
}

xc_dominfo_t *domain_chosen(int handle, const struct words *words, size_t *count)
{
	xc_dominfo_t *info;

	if (!words->count)
		return domain_all(handle, count);
	info = calloc(words->count, sizeof(*info));
	if (!info)
		error(EXIT_FAILURE, errno, "domains");
	for (*count = 0; *count < words->count; ++*count)
		domain_wanted(handle, words->word[*count], &info[*count]);
	return info;
}

struct flags domain_flags(const xc_dominfo_t *info)
{
	struct flags flags = { "------" };

	if (info->running)
		flags.text[0] = 'r';
	if (info->blocked)
		flags.text[1] = 'b';
	if (info->paused)
		flags.text[2] = 'p';
	if (info->shutdown)
		flags.text[3] = 's';
	if (info->crashed)
		flags.text[4] = 'c';
	if (info->dying)
		flags.text[5] = 'd';
	return flags;
}

bool domain_has_stopped(const xc_dominfo_t *info)
{
	return info->shutdown || info->crashed || info->dying;
}

/* The table that is being made. */
static struct {
	FILE *out;
	char *text;
	size_t size;
	int lock;
} table;

FILE *table_begin(int handle)
{
	table.lock = registry_lock();
	if (table.lock >= 0)
		registry_sweep(handle);
	table.out = open_memstream(&table.text, &table.size);
	if (!table.out)
		error(EXIT_FAILURE, errno, "domains");
	return table.out;
}

void table_end(void)
{
	if (fclose(table.out))
		error(EXIT_FAILURE, errno, "domains");
	if (table.lock >= 0)
		registry_unlock(table.lock);
	fwrite(table.text, 1, table.size, stdout);
	free(table.text);
}
