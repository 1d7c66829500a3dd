// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets of physical CPUs as text. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cpus.h"

#define MAP_BITS (8 * (unsigned int)sizeof(cpumap_t))

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Read a number below MAP_BITS and move *text past it. */
static bool number(const char **text, unsigned int *value)
{
	if (!digit(**text))
		return false;
	for (*value = 0; digit(**text); (*text)++) {
		*value = *value * 10 + (**text - '0');
		if (*value >= MAP_BITS)
			return false;
	}
	return true;
}

int parse_cpus(const char *text, cpumap_t *map)
{
	if (!strcmp(text, "all") || !strcmp(text, "any")) {
		*map = ~(cpumap_t)0;
		return 0;
	}
	*map = 0;
	for (;; text++) {
		unsigned int first, last;
		bool without = *text == '^';

		text += without;
		if (!number(&text, &first))
			return -1;
		last = first;
		if (*text == '-' && (text++, !number(&text, &last) || last < first))
			return -1;
		for (; first <= last; first++)
			if (without)
				*map &= ~((cpumap_t)1 << first);
			else
				*map |= (cpumap_t)1 << first;
		if (!*text)
			return *map ? 0 : -1;
		if (*text != ',')
			return -1;
	}
}

const char *format_cpus(cpumap_t map, unsigned int nr_cpus, char text[CPUS_TEXT_SIZE])
{
	cpumap_t all = nr_cpus < MAP_BITS ? ((cpumap_t)1 << nr_cpus) - 1 : ~(cpumap_t)0;
	size_t size = 0;

	if ((map & all) == all)
		return "any";
	text[0] = 0;
	for (unsigned int first = 0, last; first < MAP_BITS; first = last + 1) {
		last = first;
		if (!(map >> first & 1))
			continue;
		while (last + 1 < MAP_BITS && map >> (last + 1) & 1)
			last++;
		size += snprintf(text + size, CPUS_TEXT_SIZE - size, "%s%u",
				 size ? "," : "", first);
		if (last > first)
			size += snprintf(text + size, CPUS_TEXT_SIZE - size, "-%u", last);
	}
	return text;
}
