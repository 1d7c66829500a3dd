// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A program as they were written in 2005: it includes xc.h and nothing else of the
 * project, counts first, locks its array itself, and prints all counters. With -r it
 * resets them. libxc-test runs it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "xc.h"

static void print(const xc_perfc_desc_t *desc)
{
	printf("%s", (const char *)desc->name);
	for (u32 i = 0; i < desc->nr_vals; i++)
		printf(" %u", desc->vals[i]);
	printf("\n");
}

static int fail(const char *what)
{
	fprintf(stderr, "perf-list: %s: %s\n", what, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	u32 op = argc > 1 && !strcmp(argv[1], "-r") ? DOM0_PERFCCONTROL_OP_RESET
						    : DOM0_PERFCCONTROL_OP_QUERY;
	int handle = xc_interface_open(), num;
	xc_perfc_desc_t *list;
	size_t size;

	if (handle == -1)
		return 1;
	num = xc_perfc_control(handle, DOM0_PERFCCONTROL_OP_QUERY, NULL);
	if (num < 0)
		return fail("cannot count the counters");
	size = sizeof(*list) * (size_t)num;
	list = malloc(size);
	if (!list || mlock(list, size) != 0)
		return fail("no locked memory");
	if (xc_perfc_control(handle, op, list) != num)
		return fail("cannot read the counters");
	munlock(list, size);
	for (int i = 0; i < num; i++)
		print(&list[i]);
	printf("counters: %d\n", num);
	free(list);
	return xc_interface_close(handle);
}
