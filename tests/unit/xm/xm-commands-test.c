// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's commands, run as processes on fake domains: xm-fake.h. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cunit-main.h"
#include "top.h"
#include "xm-fake.h"

static void list(void)
{
	struct fake_domain *domain = fake_create_x();

	domain->info.cpu_time = 1250000000;
	domain->info.running = 0;
	domain->info.blocked = 1;
	fake_new(7);
	XM("list");
	fake_check_output(
		"Name                                      ID Mem(MiB) VCPUs State   "
		"Time(s)\n"
		"Domain-0                                   0      512     1 r-----     "
		"12.3\n"
		"x                                          1      128     1 -b----      "
		"1.2\n"
		"Domain-7                                   7        0     1 --p---      "
		"0.0\n");
	XM("list", "x");
	CU_ASSERT_EQUAL(fake_lines(result.out), 2);
	XM("list", "y");
	fake_check_failure(1, "no such domain: 'y'");
	/* A domain with a name is not found as Domain-N. */
	XM("list", "Domain-1");
	fake_check_failure(1, "no such domain: 'Domain-1'");
	CU_ASSERT_EQUAL(XM("list", "Domain-7", "0"), 0);
	CU_ASSERT_EQUAL(XM("list", "4294967296"), 1);
}

static void list_states(void)
{
	static const char *const texts[] = { "r-----", "-b----", "--p---",
					     "---s--", "----c-", "-----d" };
	struct fake_domain *domain = fake_new(7);

	for (int i = 0; i < 6; i++) {
		domain->info = (xc_dominfo_t){ .domid = 7,
					       .running = i == 0,
					       .blocked = i == 1,
					       .paused = i == 2,
					       .shutdown = i == 3,
					       .crashed = i == 4,
					       .dying = i == 5 };
		XM("list", "7");
		CU_ASSERT_PTR_NOT_NULL(strstr(result.out, texts[i]));
	}
}

static void list_json(void)
{
	struct json_object *all, *one, *value;

	fake_create_x();
	CU_ASSERT_EQUAL(XM("list", "--json"), 0);
	CU_ASSERT_EQUAL(fake_lines(result.out), 1);
	all = json_tokener_parse(result.out);
	CU_ASSERT_EQUAL_FATAL(json_object_array_length(all), 2);
	one = json_object_array_get_idx(all, 1);
	CU_ASSERT(json_object_object_get_ex(one, "name", &value));
	CU_ASSERT_STRING_EQUAL(json_object_get_string(value), "x");
	CU_ASSERT(json_object_object_get_ex(one, "maxmem", &value));
	CU_ASSERT_EQUAL(json_object_get_int(value), 128);
	CU_ASSERT(json_object_object_get_ex(one, "config", &value));
	CU_ASSERT(json_object_object_get_ex(value, "kernel", &value));
	CU_ASSERT_STRING_EQUAL(json_object_get_string(value), "/k");
	json_object_put(all);
	CU_ASSERT_EQUAL(XM("list", "--long", "x"), 0);
	CU_ASSERT_EQUAL(strncmp(result.out, "(domain\n    (domid 1)\n", 22), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\n        (kernel \"/k\")\n"));
}

static void lifecycle(void)
{
	struct fake_domain *domain = fake_create_x();

	CU_ASSERT_EQUAL(XM("pause", "x"), 0);
	CU_ASSERT(domain->info.paused);
	CU_ASSERT_EQUAL(XM("unpause", "1"), 0);
	CU_ASSERT(!domain->info.paused);
	XM("pause", "0");
	fake_check_failure(1, "0: cannot pause it: Invalid argument");
	/* A misspelt name: no domain is destroyed. */
	XM("destroy", "x", "y");
	fake_check_failure(1, "no such domain: 'y'");
	CU_ASSERT_PTR_NOT_NULL(fake_find(1));
	CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
	CU_ASSERT_PTR_NULL(fake_find(1));
	CU_ASSERT(!fake_file_exists("run/domains/1.json"));
	EVENTUALLY(!xen->watched);
}

static void shutdown_waits(void)
{
	struct fake_domain *domain = fake_create_x();

	domain->deaf = 1;
	XM("shutdown", "x");
	fake_check_failure(1,
			   "x: cannot be asked to shut down: its kernel does not listen");
	domain->deaf = 3;
	CU_ASSERT_EQUAL(XM("shutdown", "--wait", "x"), 0);
	CU_ASSERT_EQUAL(domain->buttons, 1);
	EVENTUALLY(!fake_find(1)); /* on_poweroff is destroy */
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	fake_find(2)->button_ends = false;
	XM("shutdown", "-w", "-t", "0", "x");
	fake_check_failure(1, "x: did not shut down in time");
	fake_find(2)->button_ends = true;
	CU_ASSERT_EQUAL(XM("shutdown", "--all", "-w"), 0);
	EVENTUALLY(!fake_find(2));
	CU_ASSERT_EQUAL(XM("shutdown"), 2);
	CU_ASSERT_EQUAL(XM("shutdown", "-a", "x"), 2);
}

static void memory(void)
{
	struct fake_domain *domain = fake_new(7);

	fake_create_x();
	XM("mem-set", "x", "256");
	fake_check_failure(1, "x: already built: its kernel would not notice");
	XM("mem-set", "0", "256");
	fake_check_failure(1, "0: already built");
	CU_ASSERT_EQUAL(XM("mem-max", "7", "100"), 0);
	CU_ASSERT_EQUAL(domain->max_kb, 128 * 1024);
	CU_ASSERT_EQUAL(XM("mem-set", "7", "192"), 0);
	CU_ASSERT_EQUAL(domain->info.nr_pages * (XC_PAGE_SIZE / 1024), 192 * 1024);
	CU_ASSERT_EQUAL(domain->max_kb, 192 * 1024);
	XM("mem-set", "7", "64");
	fake_check_failure(1, "7: has 192 MiB; memory cannot be taken away");
	XM("mem-set", "7", "64M");
	fake_check_failure(2, "MB: '64M' is not a number from 1 to");
	XM("pfn-list", "x", "--json");
	fake_check_output("{\"domid\":1,\"frame_size\":4096,\"count\":2,"
			  "\"ranges\":[{\"first\":100,\"count\":2}]}\n");
}

static void vcpus(void)
{
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k", "vcpus=2"), 0);
	XM("vcpu-list", "x");
	fake_check_output(
		"Name                              ID  VCPU  CPU State    Time(s) CPU "
		"Affinity\n"
		"x                                  1     0    0 r-----       0.0 any\n"
		"x                                  1     1    0 r-----       0.0 any\n");
	CU_ASSERT_EQUAL(XM("vcpu-pin", "x", "1", "0-2,^1"), 0);
	CU_ASSERT_EQUAL(fake_find(1)->cpumap, 5);
	CU_ASSERT_EQUAL(XM("vcpu-list"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "r-----       0.0 0,2\n"));
	CU_ASSERT_EQUAL(XM("vcpu-pin", "x", "all", "all"), 0);
	CU_ASSERT_EQUAL(fake_find(1)->cpumap, ~0ULL);
	XM("vcpu-pin", "x", "2", "0");
	fake_check_failure(1, "x: virtual CPU 2: Invalid argument");
	XM("vcpu-pin", "x", "0", "x");
	fake_check_failure(2, "CPUS: 'x' is not a set of CPUs");
}

static void schedulers(void)
{
	xen->scheduler = SCHED_BVT;
	CU_ASSERT_EQUAL(XM("sched-bvt", "--", "0", "10", "1", "-5", "7", "8"), 0);
	XM("sched-bvt", "0");
	fake_check_output("mcuadv    : 10\nwarpback  : 1\nwarpvalue : -5\nwarpl     : 7\n"
			  "warpu     : 8\n");
	XM("sched-bvt", "0", "1");
	fake_check_failure(2, "give all five values or none");
	CU_ASSERT_EQUAL(XM("sched-bvt-ctxallow", "5000"), 0);
	XM("sched-bvt-ctxallow");
	fake_check_output("5000\n");
	XM("sched-sedf", "0");
	fake_check_failure(1, "0: another scheduler is in use");
	xen->scheduler = SCHED_SEDF;
	CU_ASSERT_EQUAL(XM("sched-sedf", "0", "-p", "100", "-s", "20", "-e", "1"), 0);
	XM("sched-sedf", "0");
	fake_check_output("period    : 100 ms\nslice     : 20 ms\nlatency   : 0 ms\n"
			  "extra     : 1\nweight    : 0\n");
	/* A weight replaces period and slice; the rest stays. */
	CU_ASSERT_EQUAL(XM("sched-sedf", "0", "-w", "3"), 0);
	CU_ASSERT_EQUAL(xen->sedf[0], 0);
	CU_ASSERT_EQUAL(xen->sedf[3], 1);
	CU_ASSERT_EQUAL(xen->sedf[4], 3);
}

static void machine(void)
{
	strcpy(xen->messages, "(XEN) hello\n");
	XM("dmesg");
	fake_check_output("(XEN) hello\n");
	CU_ASSERT(!xen->cleared);
	CU_ASSERT_EQUAL(XM("dmesg", "--clear"), 0);
	CU_ASSERT(xen->cleared);
	CU_ASSERT_EQUAL(XM("info"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\nnr_cpus                : 4\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\nxen_minor              : 7\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\nxen_scheduler          : bvt\n"));
	CU_ASSERT_EQUAL(XM("info", "--json"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\"free_memory\":1024"));
	CU_ASSERT_EQUAL(XM("top", "-b", "-n", "2", "-d", "0"), 0);
	CU_ASSERT_EQUAL(fake_lines(result.out), 2 * 4 + 1);
	CU_ASSERT_DOUBLE_EQUAL(top_share(3000000000, 1000000000, 4), 50, 0.01);
	CU_ASSERT_EQUAL(top_share(1, 2, 1), 0);
	CU_ASSERT_EQUAL(top_share(2, 1, 0), 0);
}

static void dump_core(void)
{
	fake_create_x();
	CU_ASSERT_EQUAL(XM("dump-core", "x"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "/dump/x-"));
	CU_ASSERT_EQUAL(XM("dump-core", "x", fake_path("core")), 0);
	CU_ASSERT(fake_file_exists("core"));
	CU_ASSERT_EQUAL(xen->dumps, 2);
	XM("dump-core", "x", "/nowhere/core");
	fake_check_failure(1, "xm: /nowhere/core: No such file");
}

static void wrong_command_lines(void)
{
	CU_ASSERT_EQUAL(XM(NULL), 2);
	XM("frobnicate");
	fake_check_failure(2, "no such command: 'frobnicate'");
	XM("help", "frobnicate");
	fake_check_failure(2, "no such command: 'frobnicate'");
	CU_ASSERT_EQUAL(XM("list", "--frobnicate"), 2);
	CU_ASSERT_EQUAL(XM("destroy"), 2);
	CU_ASSERT_EQUAL(XM("console", "x", "y"), 2);
	CU_ASSERT_EQUAL(XM("create"), 2);
	CU_ASSERT_EQUAL(XM("create", "a", "b"), 2);
	CU_ASSERT_EQUAL(XM("help"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\n  list  "));
	CU_ASSERT_EQUAL(XM("help", "list"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "Usage: xm list"));
	CU_ASSERT_EQUAL(XM("--version"), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "list", list },
		{ "list: states", list_states },
		{ "list: JSON", list_json },
		{ "pause, unpause, destroy", lifecycle },
		{ "shutdown", shutdown_waits },
		{ "memory", memory },
		{ "virtual CPUs", vcpus },
		{ "schedulers", schedulers },
		{ "info, dmesg, top", machine },
		{ "dump-core", dump_core },
		{ "wrong command lines", wrong_command_lines },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "commands", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm commands", suites);
}
