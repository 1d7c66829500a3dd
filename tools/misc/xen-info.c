// SPDX-License-Identifier: GPL-2.0-or-later
/* xen-info: print the machine's resources and its domains. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>

#include "common.h"
#include "streams.h"
#include "xc.h"

#define FRAMES_TO_MB(frames) ((frames) >> (20 - XC_PAGE_SHIFT))
/* Number of domains read by one call. */
#define BATCH 64

static void print_machine(int handle)
{
	xc_physinfo_t info;
	int scheduler;

	if (xc_physinfo(handle, &info) < 0)
		error(EXIT_FAILURE, errno, "machine");
	if (xc_sched_id(handle, &scheduler) < 0)
		error(EXIT_FAILURE, errno, "scheduler");
	printf("cpus       %u\n", info.nr_nodes * info.sockets_per_node *
					  info.cores_per_socket * info.threads_per_core);
	printf("cpu_khz    %u\n", info.cpu_khz);
	printf("memory     %lu MiB\n", FRAMES_TO_MB(info.total_pages));
	printf("free       %lu MiB\n", FRAMES_TO_MB(info.free_pages));
	printf("scheduler  %s\n", scheduler == SCHED_BVT    ? "bvt"
				  : scheduler == SCHED_SEDF ? "sedf"
							    : "unknown");
}

/* r running, b blocked, p paused, s shut down, c crashed, d dying */
static void print_domain(const xc_dominfo_t *info)
{
	printf("%6u  %8lu MiB  %5u  %c%c%c%c%c%c  %10.3f\n", info->domid,
	       FRAMES_TO_MB(info->nr_pages), info->vcpus, info->running ? 'r' : '-',
	       info->blocked ? 'b' : '-', info->paused ? 'p' : '-',
	       info->shutdown ? 's' : '-', info->crashed ? 'c' : '-',
	       info->dying ? 'd' : '-', info->cpu_time / 1e9);
}

static void print_domains(int handle)
{
	static xc_dominfo_t info[BATCH];
	uint32_t next = 0;
	int nr;

	printf("\n%6s  %12s  %5s  %6s  %10s\n", "domain", "memory", "vcpus", "state",
	       "seconds");
	while ((nr = xc_domain_getinfo(handle, next, BATCH, info)) > 0) {
		for (int i = 0; i < nr; i++)
			print_domain(&info[i]);
		next = info[nr - 1].domid + 1;
	}
	if (errno != ESRCH)
		error(EXIT_FAILURE, errno, "domains");
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		.doc = "Print the machine's resources and its domains.\v"
		       "State: r running, b blocked, p paused, s shut down, c crashed, d dying.",
	};
	int handle;

	begin_output();
	parse_arguments(&argp, argc, argv, NULL);
	handle = open_interface();
	print_machine(handle);
	print_domains(handle);
	xc_interface_close(handle);
	return end_output();
}
