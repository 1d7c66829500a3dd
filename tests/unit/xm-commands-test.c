// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's commands, run as processes on domains that a test makes up: xm-fake.h. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console.h"
#include "cunit-main.h"
#include "image.h"
#include "list.h"
#include "progress.h"
#include "top.h"
#include "xm-fake.h"

static unsigned int lines(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* This exit status, nothing on stdout, and one line on stderr that says this. */
static void check_failure(int status, const char *message)
{
	CU_ASSERT_EQUAL(result.status, status);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	CU_ASSERT_EQUAL(lines(result.err), 1);
	CU_ASSERT_EQUAL(strncmp(result.err, "xm: ", 4), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.err, message));
	if (lines(result.err) != 1 || !strstr(result.err, message))
		printf("    stderr: %s", result.err);
}

static void check_output(const char *text)
{
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_STRING_EQUAL(result.out, text);
	if (strcmp(result.out, text) != 0)
		printf("    stdout: %s", result.out);
}

static void fail(const char *function, int number)
{
	strcpy(xen->fail, function);
	xen->fail_errno = number;
}

static bool file_exists(const char *name)
{
	return access(fake_path(name), F_OK) == 0;
}

/* A domain "x" that runs; its number is 1. */
static struct fake_domain *create_x(void)
{
	CU_ASSERT_EQUAL_FATAL(XM("create", "-q", "name=x", "kernel=/k", "memory=100"), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	return fake_find(1);
}

static void create(void)
{
	struct fake_domain *domain;

	XM("create", "--name=x", "--kernel", "/k", "--memory=100", "--ramdisk=/r",
	   "--vcpus=2", "--extra=quiet", "root=/dev/vda", "cpus=0-1", "cpu_weight=2.5");
	check_output("Started domain x, id 1\n");
	domain = fake_find(1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(domain);
	CU_ASSERT_STRING_EQUAL(domain->kernel, "/k");
	CU_ASSERT_STRING_EQUAL(domain->ramdisk, "/r");
	CU_ASSERT_STRING_EQUAL(domain->cmdline, "root=/dev/vda quiet");
	CU_ASSERT_EQUAL(domain->info.vcpus, 2);
	CU_ASSERT_EQUAL(domain->max_kb, 128 * 1024);
	CU_ASSERT_EQUAL(domain->info.nr_pages * (XC_PAGE_SIZE / 1024), 128 * 1024);
	CU_ASSERT_EQUAL(domain->cpumap, 3);
	CU_ASSERT_DOUBLE_EQUAL(domain->weight, 2.5, 0.01);
	CU_ASSERT(domain->info.running);
	CU_ASSERT(file_exists("log/x.log"));
	CU_ASSERT_EQUAL(xen->watched, 1);
}

static void create_of_a_file(void)
{
	FILE *file = fopen(fake_path("config"), "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs("name = 'x'\nkernel = '/k'\nmemory = 64\n", file);
	fclose(file);
	CU_ASSERT_EQUAL(XM("create", "-p", "-v", fake_path("config"), "memory=65"), 0);
	CU_ASSERT_STRING_EQUAL(result.out, "x has 128 MiB, the next multiple of 64\n"
					   "Started domain x, id 1\n");
	CU_ASSERT(fake_find(1)->info.paused);
	XM("create", fake_path("nothing"));
	check_failure(1, "nothing: No such file or directory");
	XM("create", "-n", fake_path("config"), "vcpus=3");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\"vcpus\":3"));
	CU_ASSERT_PTR_NULL(fake_find(2));
}

/* Whatever fails: one line, and neither a domain nor an entry is left. */
static void create_fails(void)
{
	static const struct {
		const char *function, *message;
		int number;
	} steps[] = {
		{ "xc_domain_create", "x: cannot create a domain: Cannot", ENOMEM },
		{ "xc_domain_setmaxmem", "x: cannot limit its memory to 128", EINVAL },
		{ "xc_domain_memory_increase_reservation",
		  "x: there are no 128 MiB for it (1024 MiB are free)", ENOMEM },
		{ "xc_linux_build", "x: cannot load its kernel: Exec format", ENOEXEC },
		{ "xc_domain_pincpu", "x: cannot run on the CPUs 0", EINVAL },
		{ "xc_domain_setcpuweight", "x: cannot have the weight 2", EINVAL },
		{ "xc_domain_unpause", "x: cannot unpause it", EINVAL },
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		fail(steps[i].function, steps[i].number);
		XM("create", "name=x", "kernel=/k", "cpus=0", "cpu_weight=2");
		check_failure(1, steps[i].message);
		for (u32 domid = 1; domid < xen->next_domid; domid++)
			CU_ASSERT_PTR_NULL(fake_find(domid));
		CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
	}
	fail("xc_linux_build", EIO);
	strcpy(xen->fault, "the library's own words");
	XM("create", "name=x", "kernel=/k");
	check_failure(1, "x: cannot load its kernel: the library's own words\n");
	XM("create", "name=x");
	check_failure(1, "the domain has no kernel");
	XM("create", "name=x", "kernel=/k", "disk=['a']");
	check_failure(1, "there are no virtual disks yet");
}

static void one_of_a_name(void)
{
	create_x();
	XM("create", "name=x", "kernel=/k");
	check_failure(1, "x: domain 1 has this name");
	CU_ASSERT_PTR_NULL(fake_find(2));
	CU_ASSERT_EQUAL(XM("create", "name=y", "kernel=/k"), 0);
	XM("rename", "y", "x");
	check_failure(1, "x: domain 1 has this name");
	CU_ASSERT_EQUAL(XM("rename", "y", "z"), 0);
	XM("domname", "2");
	check_output("z\n");
	XM("rename", "z", "../z");
	check_failure(1, "a name is of");
	fake_new(9);
	XM("rename", "9", "nine");
	check_failure(1, "domain 9 was not made by xm");
}

/* A domain that cannot be watched runs, but one is told. */
static void not_watched(void)
{
	fail("xc_ppc_watch", ENOSYS);
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.err, "x: warning: cannot be watched"));
	CU_ASSERT(fake_find(1)->info.running);
	XM("reboot", "x");
	check_failure(1, "x: has no monitor");
}

static void list(void)
{
	struct fake_domain *domain = create_x();

	domain->info.cpu_time = 1250000000;
	domain->info.running = 0;
	domain->info.blocked = 1;
	fake_new(7);
	XM("list");
	check_output(
		"Name                                      ID Mem(MiB) VCPUs State   "
		"Time(s)\n"
		"Domain-0                                   0      512     1 r-----     "
		"12.3\n"
		"x                                          1      128     1 -b----      "
		"1.2\n"
		"Domain-7                                   7        0     1 --p---      "
		"0.0\n");
	XM("list", "x");
	CU_ASSERT_EQUAL(lines(result.out), 2);
	XM("list", "y");
	check_failure(1, "there is no domain 'y'");
	/* By its other name it is not to be found. */
	XM("list", "Domain-1");
	check_failure(1, "there is no domain 'Domain-1'");
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

	create_x();
	CU_ASSERT_EQUAL(XM("list", "--json"), 0);
	CU_ASSERT_EQUAL(lines(result.out), 1);
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
	struct fake_domain *domain = create_x();

	CU_ASSERT_EQUAL(XM("pause", "x"), 0);
	CU_ASSERT(domain->info.paused);
	CU_ASSERT_EQUAL(XM("unpause", "1"), 0);
	CU_ASSERT(!domain->info.paused);
	XM("pause", "0");
	check_failure(1, "0: cannot pause it: Invalid argument");
	/* A typing error ends none. */
	XM("destroy", "x", "y");
	check_failure(1, "there is no domain 'y'");
	CU_ASSERT_PTR_NOT_NULL(fake_find(1));
	CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
	CU_ASSERT_PTR_NULL(fake_find(1));
	CU_ASSERT(!file_exists("run/domains/1.json"));
	EVENTUALLY(!xen->watched);
}

static void shutdown_waits(void)
{
	struct fake_domain *domain = create_x();

	domain->deaf = 1;
	XM("shutdown", "x");
	check_failure(1, "x: cannot be asked to shut down: its kernel does not listen");
	domain->deaf = 3;
	CU_ASSERT_EQUAL(XM("shutdown", "--wait", "x"), 0);
	CU_ASSERT_EQUAL(domain->buttons, 1);
	EVENTUALLY(!fake_find(1)); /* on_poweroff is destroy */
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	fake_find(2)->button_ends = false;
	XM("shutdown", "-w", "-t", "0", "x");
	check_failure(1, "x: has not shut down in time");
	fake_find(2)->button_ends = true;
	CU_ASSERT_EQUAL(XM("shutdown", "--all", "-w"), 0);
	EVENTUALLY(!fake_find(2));
	CU_ASSERT_EQUAL(XM("shutdown"), 2);
	CU_ASSERT_EQUAL(XM("shutdown", "-a", "x"), 2);
}

static void console(void)
{
	struct fake_domain *domain = create_x();
	char typed[101];

	fake_write(domain, "hello from the guest\n");
	XM("console", "x");
	check_output("hello from the guest\n");
	/* More than it has room for at once. */
	memset(typed, 'y', 100);
	typed[100] = 0;
	CU_ASSERT_EQUAL(fake_xm(typed, "console", "x", NULL), 0);
	CU_ASSERT_EQUAL(domain->typed_size, 100);
	CU_ASSERT_EQUAL(memcmp(domain->typed, typed, 100), 0);
	/* To the end of the domain, all of whose last words are shown. */
	fake_write(domain, "bye\n");
	CU_ASSERT_EQUAL(XM("pause", "x"), 0);
	fake_find(1)->info.shutdown = 1;
	CU_ASSERT_EQUAL(XM("console", "--follow", "x"), 0);
	CU_ASSERT_STRING_EQUAL(result.out, "hello from the guest\nbye\n");
	XM("console", "0");
	check_failure(1, "the console of domain 0 is the machine's");
}

static void console_escape(void)
{
	bool escaped;

	CU_ASSERT_EQUAL(console_typed("abc", 3, &escaped), 3);
	CU_ASSERT(!escaped);
	CU_ASSERT_EQUAL(console_typed("ab\x1d"
				      "c",
				      4, &escaped),
			2);
	CU_ASSERT(escaped);
	CU_ASSERT_EQUAL(console_typed("\x1d", 1, &escaped), 0);
	CU_ASSERT(escaped);
	CU_ASSERT_EQUAL(console_typed("", 0, &escaped), 0);
	CU_ASSERT(!escaped);
}

static void create_with_console(void)
{
	CU_ASSERT_EQUAL(XM("create", "-q", "-c", "name=x", "kernel=/k"), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
}

static void save_and_restore(void)
{
	char path[256];

	create_x();
	strcpy(path, fake_path("image"));
	CU_ASSERT_EQUAL(XM("save", "--live", "x", path), 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_PTR_NULL(fake_find(1));
	CU_ASSERT(!file_exists("image.part"));
	EVENTUALLY(!xen->watched);
	CU_ASSERT_EQUAL(XM("restore", path), 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fake_find(2));
	CU_ASSERT(fake_find(2)->info.running);
	CU_ASSERT_EQUAL(fake_find(2)->max_kb, 128 * 1024);
	XM("domname", "2");
	check_output("x\n");
	/* Its name is taken now. */
	XM("restore", path);
	check_failure(1, "x: domain 2 has this name");
	CU_ASSERT_EQUAL(XM("save", "-c", "x", path), 0);
	CU_ASSERT(fake_find(2)->info.running);
	CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
	CU_ASSERT_EQUAL(XM("restore", "-p", path), 0);
	CU_ASSERT(fake_find(3)->info.paused);
}

static void save_fails(void)
{
	char path[256];

	create_x();
	strcpy(path, fake_path("image"));
	fail("xc_ppc_linux_save", EIO);
	XM("save", "x", path);
	check_failure(1, "x: cannot save it: Input/output error");
	CU_ASSERT(fake_find(1)->info.running);
	CU_ASSERT(!file_exists("image"));
	CU_ASSERT(!file_exists("image.part"));
	fail("", 0);
	XM("save", "x", "/nowhere/image");
	check_failure(1, "/nowhere/image: No such file");
	XM("save", "x", "/dev/full");
	check_failure(1, "No space left on device");
	CU_ASSERT(fake_find(1)->info.running);
	fake_new(9);
	XM("save", "9", path);
	check_failure(1, "9: was not made by xm");
}

/* What restore gets from its stdin, and says of it. */
static void refuse_image(const char *image, const char *message)
{
	fake_xm(image, "restore", "-", NULL);
	check_failure(1, message);
	CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
	for (u32 domid = 1; domid < xen->next_domid; domid++)
		CU_ASSERT_PTR_NULL(fake_find(domid));
}

static void restore_hostile(void)
{
	refuse_image("", "standard input: no saved domain");
	refuse_image("xm saved domain", "no saved domain");
	refuse_image("xm saved domain 2\n", "no saved domain");
	refuse_image("xm saved domain 1\n", "its settings are damaged");
	refuse_image("xm saved domain 1\n\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n-1\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n99999999\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n3\n{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n2\n{{", "its settings are damaged");
	refuse_image("xm saved domain 1\n4\n{}{}", "its settings are damaged");
	refuse_image("xm saved domain 1\n2\n[]", "no settings");
	refuse_image("xm saved domain 1\n2\n{}", "the kernel's path is not absolute");
	refuse_image("xm saved domain 1\n29\n{\"name\":\"../x\",\"kernel\":\"/k\"}",
		     "a name is of");
	refuse_image(
		"xm saved domain 1\n26\n{\"name\":\"x\",\"kernel\":\"/k\"}what is this",
		"x: cannot restore it: Bad message");
	refuse_image("xm saved domain 1\n26\n{\"name\":\"x\",\"kernel\":\"/k\"}",
		     "x: cannot restore it: Bad message");
	fail("xc_ppc_linux_restore", ENOMEM);
	refuse_image("xm saved domain 1\n26\n{\"name\":\"x\",\"kernel\":\"/k\"}",
		     "x: cannot restore it: Cannot allocate memory");
}

static void bars(void)
{
	char text[PROGRESS_SIZE];

	CU_ASSERT_EQUAL(progress_format(text, 1, 0, 64 << 20), 0);
	CU_ASSERT_STRING_EQUAL(text, "round 1 [                                        ]"
				     "   0 % of 64 MiB");
	CU_ASSERT_EQUAL(progress_format(text, 2, 32 << 20, 64 << 20), 50);
	CU_ASSERT_STRING_EQUAL(text, "round 2 [####################                    ]"
				     "  50 % of 64 MiB");
	CU_ASSERT_EQUAL(progress_format(text, 2, 65 << 20, 64 << 20), 100);
	CU_ASSERT_EQUAL(progress_format(text, 2, 0, 0), 100);
	CU_ASSERT_EQUAL(progress_format(text, -1U, 1, ~0ULL), 0);
}

static void memory(void)
{
	struct fake_domain *domain = fake_new(7);

	create_x();
	XM("mem-set", "x", "256");
	check_failure(1, "x: has been built: its kernel would not notice");
	XM("mem-set", "0", "256");
	check_failure(1, "0: has been built");
	CU_ASSERT_EQUAL(XM("mem-max", "7", "100"), 0);
	CU_ASSERT_EQUAL(domain->max_kb, 128 * 1024);
	CU_ASSERT_EQUAL(XM("mem-set", "7", "192"), 0);
	CU_ASSERT_EQUAL(domain->info.nr_pages * (XC_PAGE_SIZE / 1024), 192 * 1024);
	CU_ASSERT_EQUAL(domain->max_kb, 192 * 1024);
	XM("mem-set", "7", "64");
	check_failure(1, "7: has 192 MiB, of which none can be taken away");
	XM("mem-set", "7", "64M");
	check_failure(2, "MB: '64M' is no number from 1 to");
	XM("pfn-list", "x", "--json");
	check_output("{\"domid\":1,\"frame_size\":4096,\"count\":2,"
		     "\"ranges\":[{\"first\":100,\"count\":2}]}\n");
}

static void vcpus(void)
{
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k", "vcpus=2"), 0);
	XM("vcpu-list", "x");
	check_output(
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
	check_failure(1, "x: virtual CPU 2: Invalid argument");
	XM("vcpu-pin", "x", "0", "x");
	check_failure(2, "CPUS: 'x' is no set of CPUs");
}

static void schedulers(void)
{
	xen->scheduler = SCHED_BVT;
	CU_ASSERT_EQUAL(XM("sched-bvt", "--", "0", "10", "1", "-5", "7", "8"), 0);
	XM("sched-bvt", "0");
	check_output("mcuadv    : 10\nwarpback  : 1\nwarpvalue : -5\nwarpl     : 7\n"
		     "warpu     : 8\n");
	XM("sched-bvt", "0", "1");
	check_failure(2, "either none of the five values, or all");
	CU_ASSERT_EQUAL(XM("sched-bvt-ctxallow", "5000"), 0);
	XM("sched-bvt-ctxallow");
	check_output("5000\n");
	XM("sched-sedf", "0");
	check_failure(1, "0: another scheduler runs");
	xen->scheduler = SCHED_SEDF;
	CU_ASSERT_EQUAL(XM("sched-sedf", "0", "-p", "100", "-s", "20", "-e", "1"), 0);
	XM("sched-sedf", "0");
	check_output("period    : 100 ms\nslice     : 20 ms\nlatency   : 0 ms\n"
		     "extra     : 1\nweight    : 0\n");
	/* A weight, in the place of period and slice; the rest stays. */
	CU_ASSERT_EQUAL(XM("sched-sedf", "0", "-w", "3"), 0);
	CU_ASSERT_EQUAL(xen->sedf[0], 0);
	CU_ASSERT_EQUAL(xen->sedf[3], 1);
	CU_ASSERT_EQUAL(xen->sedf[4], 3);
}

static void machine(void)
{
	strcpy(xen->messages, "(XEN) hello\n");
	XM("dmesg");
	check_output("(XEN) hello\n");
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
	CU_ASSERT_EQUAL(lines(result.out), 2 * 4 + 1);
	CU_ASSERT_DOUBLE_EQUAL(top_share(3000000000, 1000000000, 4), 50, 0.01);
	CU_ASSERT_EQUAL(top_share(1, 2, 1), 0);
	CU_ASSERT_EQUAL(top_share(2, 1, 0), 0);
}

static void dump_core(void)
{
	create_x();
	CU_ASSERT_EQUAL(XM("dump-core", "x"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "/dump/x-"));
	CU_ASSERT_EQUAL(XM("dump-core", "x", fake_path("core")), 0);
	CU_ASSERT(file_exists("core"));
	CU_ASSERT_EQUAL(xen->dumps, 2);
	XM("dump-core", "x", "/nowhere/core");
	check_failure(1, "x: cannot dump it to /nowhere/core: No such file");
}

static void wrong_command_lines(void)
{
	CU_ASSERT_EQUAL(XM(NULL), 2);
	XM("frobnicate");
	check_failure(2, "there is no command 'frobnicate'");
	XM("help", "frobnicate");
	check_failure(2, "there is no command 'frobnicate'");
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
		{ "create", create },
		{ "create of a file", create_of_a_file },
		{ "create fails and leaves nothing", create_fails },
		{ "one domain of a name", one_of_a_name },
		{ "a domain that cannot be watched", not_watched },
		{ "list", list },
		{ "list: states", list_states },
		{ "list: JSON", list_json },
		{ "pause, unpause, destroy", lifecycle },
		{ "shutdown", shutdown_waits },
		{ "console", console },
		{ "console: escape", console_escape },
		{ "create with console", create_with_console },
		{ "save and restore", save_and_restore },
		{ "save fails and changes nothing", save_fails },
		{ "restore of hostile files", restore_hostile },
		{ "progress", bars },
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
