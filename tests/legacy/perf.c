// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xenperf, which locks its array itself. -r resets the counters, -f prints
 * long ones in full.
 */
#include <xc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <errno.h>
#include <string.h>

static int complain(const char *what)
{
	fprintf(stderr, "perf: %s: %d (%s)\n", what, errno, strerror(errno));
	return 1;
}

static void print(const xc_perfc_desc_t *desc, int full)
{
	unsigned int i, sum = 0;

	for (i = 0; i < desc->nr_vals; i++)
		sum += desc->vals[i];
	printf("%-35s T=%10u ", desc->name, sum);
	if (full || desc->nr_vals <= 4)
		for (i = 0; i < desc->nr_vals; i++)
			printf(" %10u", (unsigned int)desc->vals[i]);
	printf("\n");
}

int main(int argc, char *argv[])
{
	int xc_handle, num, i;
	int reset = argc > 1 && !strcmp(argv[1], "-r");
	int full = argc > 1 && !strcmp(argv[1], "-f");
	xc_perfc_desc_t *pcd;

	if ((xc_handle = xc_interface_open()) == -1)
		return complain("no interface");
	if (reset) {
		if (xc_perfc_control(xc_handle, DOM0_PERFCCONTROL_OP_RESET, NULL) < 0)
			return complain("cannot reset the counters");
		return 0;
	}
	num = xc_perfc_control(xc_handle, DOM0_PERFCCONTROL_OP_QUERY, NULL);
	if (num < 0)
		return complain("cannot count the counters");
	pcd = malloc(sizeof(*pcd) * num);
	if (!pcd || mlock(pcd, sizeof(*pcd) * num) != 0)
		return complain("no locked memory");
	if (xc_perfc_control(xc_handle, DOM0_PERFCCONTROL_OP_QUERY, pcd) <= 0)
		return complain("cannot read the counters");
	munlock(pcd, sizeof(*pcd) * num);
	for (i = 0; i < num; i++)
		print(&pcd[i], full);
	printf("counters: %d\n", num);
	free(pcd);
	return 0;
}
