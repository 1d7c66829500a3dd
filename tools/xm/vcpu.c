// SPDX-License-Identifier: GPL-2.0-or-later
/* xm vcpu-list, vcpu-pin: virtual CPUs and where they run. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpus.h"
#include "registry.h"
#include "xm.h"

static unsigned int cpus_of_machine(int handle)
{
	xc_physinfo_t info;

	if (xc_physinfo(handle, &info) < 0)
		error(EXIT_FAILURE, errno, "machine");
	return info.nr_nodes * info.sockets_per_node * info.cores_per_socket *
	       info.threads_per_core;
}

static void print_vcpus(FILE *out, int handle, const xc_dominfo_t *info,
			unsigned int nr_cpus)
{
	char name[REGISTRY_NAME_SIZE], cpus[CPUS_TEXT_SIZE], cpu[16];

	registry_name(handle, info->domid, name);
	for (int v = 0; v < MAX_VIRT_CPUS; v++) {
		long long ns;

		if (info->vcpu_to_cpu[v] < 0)
			continue;
		ns = xc_domain_get_cpu_usage(handle, (domid_t)info->domid, v);
		snprintf(cpu, sizeof(cpu), "%d", info->vcpu_to_cpu[v]);
		fprintf(out, "%-32s %3u %5d %4s %6s %9.1f %s\n", name, info->domid, v,
			cpu, domain_flags(info).text, ns < 0 ? 0.0 : (double)ns / 1e9,
			format_cpus(info->cpumap[v], nr_cpus, cpus));
	}
}

int xm_vcpu_list(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "[DOMAIN...]",
			   "List the virtual CPUs of domains, all if none is "
			   "named: the CPU that each ran on last, the state "
			   "of its domain, the seconds that it has run, and "
			   "the CPUs that it may run on.",
			   0, -1U);
	int handle = open_interface();
	unsigned int nr_cpus = cpus_of_machine(handle);
	FILE *out = table_begin(handle);
	size_t count;
	xc_dominfo_t *info = domain_chosen(handle, &words, &count);

	fputs("Name                              ID  VCPU  CPU State    Time(s) CPU "
	      "Affinity\n",
	      out);
	for (size_t i = 0; i < count; i++)
		print_vcpus(out, handle, &info[i], nr_cpus);
	table_end();
	free(info);
	xc_interface_close(handle);
	return end_output();
}

static void pin(int handle, const char *name, const xc_dominfo_t *info, int vcpu,
		cpumap_t map)
{
	if (xc_domain_pincpu(handle, info->domid, vcpu, &map) < 0)
		error(EXIT_FAILURE, errno, "%s: virtual CPU %d", name, vcpu);
}

int xm_vcpu_pin(int argc, char **argv)
{
	struct words words = only_words(
		argc, argv, "DOMAIN VCPU|all CPUS",
		"Choose the CPUs that a virtual CPU may run on. CPUS is `all`, or numbers and "
		"ranges separated by commas; ^ excludes one: 0-3,5,^2.",
		3, 3);
	bool all = !strcmp(words.word[1], "all");
	unsigned long vcpu =
		all ? 0 : word_number(words.word[1], "VCPU", 0, MAX_VIRT_CPUS - 1);
	xc_dominfo_t info;
	cpumap_t map;
	int handle;

	if (parse_cpus(words.word[2], &map) < 0)
		error(EXIT_USAGE, 0, "CPUS: '%s' is not a set of CPUs", words.word[2]);
	handle = open_interface();
	domain_wanted(handle, words.word[0], &info);
	if (!all)
		pin(handle, words.word[0], &info, (int)vcpu, map);
	for (int v = 0; all && v < MAX_VIRT_CPUS; v++)
		if (info.vcpu_to_cpu[v] >= 0)
			pin(handle, words.word[0], &info, v, map);
	xc_interface_close(handle);
	return EXIT_SUCCESS;
}
