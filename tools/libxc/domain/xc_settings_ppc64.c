// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Settings of the environment for hypercalls (docs/libxc.md):
 *
 *	XC_HYPERCALL_MODE	magic (the default) or offset
 *	XC_MAGIC_PAGE_SIZE	bytes of a page that a call may use; an aid for tests
 *
 * A program with more rights than its user ignores them.
 */
#define _GNU_SOURCE /* secure_getenv() */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_fault.h"
#include "xc_magic.h"

#define MODE	 "XC_HYPERCALL_MODE"
#define SIZE	 "XC_MAGIC_PAGE_SIZE"
#define MIN_SIZE 4096 /* the smallest page of a kernel; every operation fits */

static size_t usable_size(const char *wanted)
{
	size_t page = osdep_page_size();
	unsigned long size;
	char *end;

	if (!wanted || *wanted < '0' || *wanted > '9')
		return page;
	size = strtoul(wanted, &end, 0);
	if (*end || size < MIN_SIZE || size > page || size & (size - 1))
		return page;
	return size;
}

uint32_t xc_settings(void)
{
	const char *mode = secure_getenv(MODE);
	int saved = errno;
	uint32_t settings = usable_size(secure_getenv(SIZE));

	errno = saved;
	if (mode && strcmp(mode, "offset") == 0)
		return settings | XC_SETTING_OFFSETS;
	if (mode && strcmp(mode, "magic") != 0)
		return settings | XC_SETTING_BAD_MODE;
	return settings;
}

void xc_settings_complain(void)
{
	xc_say(MODE " is neither magic nor offset: using magic");
}
