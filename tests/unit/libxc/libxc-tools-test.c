// SPDX-License-Identifier: GPL-2.0-or-later
/* The programs of tools/misc, run against the fake hypervisor: see libxc-fake.h. */
#include <json-c/json.h>
#include <sys/wait.h>

#include "cunit-main.h"
#include "libxc-fake.h"
#include "libxc-ops.h"

int xen_pfnlist_main(int argc, char **argv);
int xen_create_main(int argc, char **argv);
int xen_destroy_main(int argc, char **argv);
int xen_debug_key_main(int argc, char **argv);
int xen_info_main(int argc, char **argv);

/* Results of the last program. It ran in a child, with its own copy of the fake. */
static struct {
	int status;
	char out[1 << 20], err[4096];
} result;

static void slurp(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n < 0 ? 0 : n] = 0;
	close(fd);
}

/* Called after the program, in its process, to check the domains. */
static void (*look_after)(void);

static void run_program(int (*program)(int, char **), char **argv, int out)
{
	int err = memfd_create("err", 0), status, argc = 0;
	pid_t child;

	while (argv[argc])
		argc++;
	fflush(NULL);
	child = fork();
	if (child == 0) {
		dup2(out, 1);
		dup2(err, 2);
		program_invocation_name = program_invocation_short_name = argv[0];
		if (look_after)
			atexit(look_after);
		exit(program(argc, argv));
	}
	CU_ASSERT_EQUAL_FATAL(waitpid(child, &status, 0), child);
	CU_ASSERT_TRUE_FATAL(WIFEXITED(status));
	result.status = WEXITSTATUS(status);
	slurp(out, result.out, sizeof(result.out));
	slurp(err, result.err, sizeof(result.err));
}

#define RUN(program, ...)                                               \
	run_program(program, (char *[]){ "prog", ##__VA_ARGS__, NULL }, \
		    memfd_create("out", 0))

static unsigned int lines(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* Check exit status 1, nothing on stdout, and one line with this on stderr. */
static void check_failure(const char *message)
{
	CU_ASSERT_EQUAL(result.status, 1);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	CU_ASSERT_EQUAL(lines(result.err), 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.err, message));
	if (!strstr(result.err, message))
		printf("    stderr: %s", result.err);
}

static void check_usage(void)
{
	CU_ASSERT_EQUAL(result.status, 2);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	CU_ASSERT_PTR_NOT_NULL(strstr(result.err, "--help"));
}

static void set_up(void)
{
	look_after = NULL;
	libxc_set_up();
}

/* Five frames in three ranges: 100-101, 50, 102-103. */
static void five_frames(void)
{
	static const unsigned long mfn[] = { 100, 101, FAKE_HOLE, 50, 102, 103 };

	fake_domain(3, 6, 0);
	memcpy(xen.domain[3].p2m, mfn, sizeof(mfn));
}

static void pfnlist_text(void)
{
	five_frames();
	RUN(xen_pfnlist_main, "3");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_STRING_EQUAL(result.out,
			       "domain 3: 5 frames of 4 KiB in 3 ranges\n"
			       "     first        last      frames  machine address\n"
			       "       100         101           2  0x000000064000\n"
			       "        50          50           1  0x000000032000\n"
			       "       102         103           2  0x000000066000\n");
	fake_domain(3, 1, 0);
	RUN(xen_pfnlist_main, "0x3");
	CU_ASSERT_PTR_EQUAL(strstr(result.out, "domain 3: 1 frame of 4 KiB in 1 range\n"),
			    result.out);
	fake_domain(3, 0, 0);
	RUN(xen_pfnlist_main, "3");
	CU_ASSERT_STRING_EQUAL(result.out, "domain 3: 0 frames of 4 KiB in 0 ranges\n");
}

static void pfnlist_all(void)
{
	five_frames();
	RUN(xen_pfnlist_main, "--all", "3");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(result.out,
		       "66000\n\n       100       101        50       102       103\n"));
	fake_domain(3, 17, 1000);
	RUN(xen_pfnlist_main, "-a", "3");
	CU_ASSERT_EQUAL(lines(result.out), 1 + 1 + 17 + 1 + 3);
}

static void pfnlist_json(void)
{
	struct json_object *top, *frames;

	five_frames();
	RUN(xen_pfnlist_main, "--json", "3");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(
		result.out,
		"{\"domid\":3,\"frame_size\":4096,\"count\":5,\"ranges\":[{\"first\":100,"
		"\"count\":2},{\"first\":50,\"count\":1},{\"first\":102,\"count\":2}]}\n");
	RUN(xen_pfnlist_main, "--json", "--all", "3");
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, ",\"frames\":[100,101,50,102,103]}\n"));
	/* A long list: the fake's frames descend, so each is a range of its own. */
	fake_domain(3, 9000, 7);
	RUN(xen_pfnlist_main, "--json", "--all", "3");
	top = json_tokener_parse(result.out);
	CU_ASSERT_PTR_NOT_NULL_FATAL(top);
	CU_ASSERT_EQUAL(json_object_get_int(json_object_object_get(top, "count")), 9000);
	CU_ASSERT_EQUAL(json_object_array_length(json_object_object_get(top, "ranges")),
			9000);
	frames = json_object_object_get(top, "frames");
	CU_ASSERT_EQUAL(json_object_array_length(frames), 9000);
	CU_ASSERT_EQUAL(json_object_get_uint64(json_object_array_get_idx(frames, 0)),
			FAKE_MFN(3, 1));
	json_object_put(top);
}

static void grow(const privcmd_hypercall_t *h)
{
	static int calls;

	(void)h;
	/* Between the call for the size and the call for the list. */
	if (++calls == 2)
		fake_domain(3, 5000, 0);
}

static void pfnlist_of_a_growing_domain(void)
{
	fake_domain(3, 10, 0);
	fake.hook = grow;
	RUN(xen_pfnlist_main, "3");
	CU_ASSERT_PTR_EQUAL(strstr(result.out, "domain 3: 5000 frames"), result.out);
}

static void pfnlist_failures(void)
{
	RUN(xen_pfnlist_main, "3");
	check_failure("prog: domain 3: no such domain");
	RUN(xen_pfnlist_main, "--json", "65536");
	check_failure("prog: domain 65536: no such domain");
	xen.fail_cmd = DOM0_PPC_GETMEMLIST;
	xen.fail_errno = EPERM;
	RUN(xen_pfnlist_main, "0");
	check_failure("prog: domain 0: list of frames: Operation not permitted");
	xen.fail_errno = 0;
	run_program(xen_pfnlist_main, (char *[]){ "prog", "0", NULL },
		    open("/dev/full", O_RDWR));
	check_failure("standard output");
}

static void wrong_command_lines(void)
{
	static char *const numbers[] = { "x",  "",   "-1",	   "+1",
					 " 1", "1 ", "4294967296", "99999999999999999999",
					 "0x" };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		RUN(xen_pfnlist_main, "--", numbers[i]);
		check_usage();
		RUN(xen_destroy_main, "--", "3", numbers[i]);
		check_usage();
	}
	RUN(xen_pfnlist_main);
	check_usage();
	RUN(xen_pfnlist_main, "1", "2");
	check_usage();
	RUN(xen_destroy_main);
	check_usage();
	RUN(xen_create_main, "--memory", "0");
	check_usage();
	RUN(xen_create_main, "--memory", "4194304");
	check_usage();
	RUN(xen_create_main, "256");
	check_usage();
	RUN(xen_debug_key_main);
	check_usage();
	RUN(xen_debug_key_main, "mm");
	check_usage();
	RUN(xen_debug_key_main, "");
	check_usage();
	RUN(xen_info_main, "0");
	check_usage();
}

static void help(void)
{
	static int (*const programs[])(
		int, char **) = { xen_pfnlist_main, xen_create_main, xen_destroy_main,
				  xen_debug_key_main, xen_info_main };

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		RUN(programs[i], "--help");
		CU_ASSERT_EQUAL(result.status, 0);
		CU_ASSERT_PTR_EQUAL(strstr(result.out, "Usage: prog"), result.out);
		CU_ASSERT_STRING_EQUAL(result.err, "");
	}
}

static void show_domain_1(void)
{
	if (xen.domain[1].exists)
		fprintf(stderr, "left: %lu KiB of %lu, %lu free\n",
			xen.domain[1].nr_pfns * XC_PAGE_SIZE / 1024,
			xen.domain[1].max_memkb, xen.free_frames);
	else
		fprintf(stderr, "left: none\n");
}

static void create(void)
{
	look_after = show_domain_1;
	xen.free_frames = 130 << 8;
	/* 65 MiB are two chunks. */
	RUN(xen_create_main, "--memory", "65");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.out, "1\n");
	CU_ASSERT_STRING_EQUAL(result.err, "left: 131072 KiB of 131072, 512 free\n");
}

static void create_small(void)
{
	look_after = show_domain_1;
	xen.free_frames = 64 << 8;
	RUN(xen_create_main, "-m", "1", "--json");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.out,
			       "{\"domid\":1,\"frame_size\":4096,\"count\":16384}\n");
	CU_ASSERT_STRING_EQUAL(result.err, "left: 65536 KiB of 65536, 0 free\n");
}

static void create_without_memory(void)
{
	look_after = show_domain_1;
	RUN(xen_create_main, "--memory", "64");
	CU_ASSERT_EQUAL(result.status, 1);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	CU_ASSERT_STRING_EQUAL(
		result.err, "prog: cannot give a domain 64 MiB: Cannot allocate memory "
			    "(3 MiB are free)\nleft: none\n");
	xen.fail_cmd = DOM0_SETDOMAINMAXMEM;
	xen.fail_errno = EPERM;
	RUN(xen_create_main);
	CU_ASSERT_STRING_EQUAL(result.err,
			       "prog: cannot give a domain 256 MiB: Operation not "
			       "permitted\nleft: none\n");
	look_after = NULL;
	xen.fail_cmd = DOM0_CREATEDOMAIN;
	RUN(xen_create_main);
	check_failure("prog: cannot create a domain: Operation not permitted");
}

static void destroy(void)
{
	fake_domain(1, 1, 0);
	fake_domain(2, 1, 0);
	look_after = show_domain_1;
	RUN(xen_destroy_main, "2", "1");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	CU_ASSERT_STRING_EQUAL(result.err, "left: none\n");
	look_after = NULL;
	RUN(xen_destroy_main, "5");
	check_failure("prog: domain 5: cannot destroy it: no such domain");
	RUN(xen_destroy_main, "0");
	check_failure("prog: domain 0: cannot destroy it: Invalid argument");
}

static void debug_key(void)
{
	RUN(xen_debug_key_main, "m");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.out, "");
	RUN(xen_debug_key_main, "x");
	check_failure("prog: the hypervisor has no debug key 'x'");
}

static void info(void)
{
	fake_domain(7, 512, 0);
	RUN(xen_info_main);
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_STRING_EQUAL(result.out,
			       "cpus       24\n"
			       "cpu_khz    5\n"
			       "memory     234 MiB\n"
			       "free       3 MiB\n"
			       "scheduler  sedf\n"
			       "\n"
			       "domain        memory  vcpus   state     seconds\n"
			       "     0         0 MiB      1  r-----       1.000\n"
			       "     7         2 MiB      2  r-----       8.000\n");
	for (int d = 0; d < 200; d++)
		fake_domain(d, 1, 0);
	RUN(xen_info_main);
	CU_ASSERT_EQUAL(lines(result.out), 7 + 200);
	xen.fail_cmd = DOM0_GETDOMAININFOLIST;
	xen.fail_errno = EPERM;
	RUN(xen_info_main);
	CU_ASSERT_EQUAL(result.status, 1);
	CU_ASSERT_STRING_EQUAL(result.err, "prog: domains: Operation not permitted\n");
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "xen-pfnlist", pfnlist_text },
		{ "xen-pfnlist --all", pfnlist_all },
		{ "xen-pfnlist --json", pfnlist_json },
		{ "xen-pfnlist of a growing domain", pfnlist_of_a_growing_domain },
		{ "xen-pfnlist: failures", pfnlist_failures },
		{ "wrong command lines", wrong_command_lines },
		{ "--help", help },
		{ "xen-create", create },
		{ "xen-create: whole chunks", create_small },
		{ "xen-create leaves nothing behind", create_without_memory },
		{ "xen-destroy", destroy },
		{ "xen-debug-key", debug_key },
		{ "xen-info", info },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "tools", NULL, NULL, set_up, libxc_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	fake.addressing = FAKE_TRANSLATED;
	fake.page_size = 4096;
	return run_suites("libxc tools", suites);
}
