// SPDX-License-Identifier: GPL-2.0-or-later
/* xm create and console, run as processes on fake domains: xm-fake.h. */
#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "console.h"
#include "cunit-main.h"
#include "xm-fake.h"

static void create(void)
{
	struct fake_domain *domain;

	XM("create", "--name=x", "--kernel", "/k", "--memory=100", "--ramdisk=/r",
	   "--vcpus=2", "--extra=quiet", "root=/dev/vda", "cpus=0-1", "cpu_weight=2.5");
	fake_check_output("Started domain x, id 1\n");
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
	CU_ASSERT(fake_file_exists("log/x.log"));
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
	fake_check_failure(1, "nothing: No such file or directory");
	XM("create", "-n", fake_path("config"), "vcpus=3");
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.out, "\"vcpus\":3"));
	CU_ASSERT_PTR_NULL(fake_find(2));
}

/* Each step fails in turn: one line, and neither domain nor entry is left. */
static void create_fails(void)
{
	static const struct {
		const char *function, *message;
		int number;
	} steps[] = {
		{ "xc_domain_create", "x: cannot create a domain: Cannot", ENOMEM },
		{ "xc_domain_setmaxmem", "x: cannot limit its memory to 128", EINVAL },
		{ "xc_domain_memory_increase_reservation",
		  "x: not enough memory for its 128 MiB (1024 MiB are free)", ENOMEM },
		{ "xc_ppc_linux_build", "x: cannot load its kernel: Exec format",
		  ENOEXEC },
		{ "xc_domain_pincpu", "x: cannot run on the CPUs 0", EINVAL },
		{ "xc_domain_setcpuweight", "x: cannot have the weight 2", EINVAL },
		{ "xc_domain_unpause", "x: cannot unpause it", EINVAL },
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		fake_fail(steps[i].function, steps[i].number);
		XM("create", "name=x", "kernel=/k", "cpus=0", "cpu_weight=2");
		fake_check_failure(1, steps[i].message);
		for (u32 domid = 1; domid < xen->next_domid; domid++)
			CU_ASSERT_PTR_NULL(fake_find(domid));
		CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
	}
	fake_fail("xc_ppc_linux_build", EIO);
	strcpy(xen->fault, "the library's own words");
	XM("create", "name=x", "kernel=/k");
	fake_check_failure(1, "x: cannot load its kernel: the library's own words\n");
	XM("create", "name=x");
	fake_check_failure(1, "the domain has no kernel");
	XM("create", "name=x", "kernel=/k", "disk=['a']");
	fake_check_failure(1, "there are no virtual disks yet");
}

static void one_of_a_name(void)
{
	fake_create_x();
	XM("create", "name=x", "kernel=/k");
	fake_check_failure(1, "x: domain 1 has this name");
	CU_ASSERT_PTR_NULL(fake_find(2));
	CU_ASSERT_EQUAL(XM("create", "name=y", "kernel=/k"), 0);
	XM("rename", "y", "x");
	fake_check_failure(1, "x: domain 1 has this name");
	CU_ASSERT_EQUAL(XM("rename", "y", "z"), 0);
	XM("domname", "2");
	fake_check_output("z\n");
	XM("rename", "z", "../z");
	fake_check_failure(1, "a name has");
	fake_new(9);
	XM("rename", "9", "nine");
	fake_check_failure(1, "domain 9 was not created by xm");
}

/* A domain that cannot be watched runs, with a warning. */
static void not_watched(void)
{
	fake_fail("xc_ppc_watch", ENOSYS);
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.err, "x: warning: cannot watch it"));
	CU_ASSERT(fake_find(1)->info.running);
	XM("reboot", "x");
	fake_check_failure(1, "x: has no monitor");
}

static void console(void)
{
	struct fake_domain *domain = fake_create_x();
	char typed[101];

	fake_write(domain, "hello from the guest\n");
	XM("console", "x");
	fake_check_output("hello from the guest\n");
	/* More than the domain has room for at once. */
	memset(typed, 'y', 100);
	typed[100] = 0;
	CU_ASSERT_EQUAL(fake_xm(typed, "console", "x", (char *)NULL), 0);
	CU_ASSERT_EQUAL(domain->typed_size, 100);
	CU_ASSERT_EQUAL(memcmp(domain->typed, typed, 100), 0);
	/* The session lasts until the domain ends, and shows its last output. */
	fake_write(domain, "bye\n");
	CU_ASSERT_EQUAL(XM("pause", "x"), 0);
	fake_find(1)->info.shutdown = 1;
	CU_ASSERT_EQUAL(XM("console", "--follow", "x"), 0);
	CU_ASSERT_STRING_EQUAL(result.out, "hello from the guest\nbye\n");
	XM("console", "0");
	fake_check_failure(1, "the console of domain 0 is the machine's");
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

/* Start `xm console x` at a terminal; *master is its other end. */
static pid_t at_terminal(int *master, int *slave)
{
	static char xm[] = "xm", command[] = "console", name[] = "x";
	char *args[] = { xm, command, name, NULL };
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(openpty(master, slave, NULL, NULL, NULL), 0);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		dup2(*slave, STDIN_FILENO);
		dup2(*slave, STDOUT_FILENO);
		exit(xm_main(3, args));
	}
	return child;
}

static bool is_raw(int terminal)
{
	struct termios now;

	return tcgetattr(terminal, &now) == 0 && !(now.c_lflag & ISIG);
}

/* All keys but Ctrl-] go to the domain; afterwards the terminal is as before. */
static void console_at_a_terminal(void)
{
	struct fake_domain *domain = fake_create_x();
	int master, slave, status;
	pid_t child = at_terminal(&master, &slave);

	EVENTUALLY(is_raw(slave));
	CU_ASSERT_EQUAL(write(master, "a\3b", 3), 3);
	EVENTUALLY(domain->typed_size == 3);
	CU_ASSERT_EQUAL(memcmp(domain->typed, "a\3b", 3), 0);
	/* More than the domain has room for at once. */
	CU_ASSERT_EQUAL(
		write(master, "0123456789012345678901234567890123456789\x1dx", 42), 42);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_EQUAL(status, 0);
	CU_ASSERT_EQUAL(domain->typed_size, 43);
	CU_ASSERT(!is_raw(slave));
	close(master);
	close(slave);
}

/* A signal ends the session: the terminal is restored too. */
static void console_is_killed(void)
{
	int master, slave, status;
	pid_t child;

	fake_create_x();
	child = at_terminal(&master, &slave);
	EVENTUALLY(is_raw(slave));
	CU_ASSERT_EQUAL(kill(child, SIGTERM), 0);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	CU_ASSERT(!is_raw(slave));
	close(master);
	close(slave);
	__atomic_sub_fetch(
		&xen->watched, 1,
		__ATOMIC_SEQ_CST); /* for the killed process, which could not */
}

/* The session lasts until the domain ends, without any input. */
static void create_with_console(void)
{
	pid_t guest;
	int status;

	fflush(NULL);
	guest = fork();
	if (guest == 0) {
		while (!fake_find(1) || !fake_find(1)->info.running)
			usleep(1000);
		fake_write(fake_find(1), "hello\n");
		usleep(50000);
		fake_write(fake_find(1), "bye\n");
		fake_stop(fake_find(1), SHUTDOWN_poweroff);
		_exit(0);
	}
	CU_ASSERT_EQUAL(
		XM("create", "-q", "-c", "name=x", "kernel=/k", "on_poweroff=preserve"),
		0);
	CU_ASSERT_STRING_EQUAL(result.err, "");
	CU_ASSERT_STRING_EQUAL(result.out, "hello\nbye\n");
	CU_ASSERT_EQUAL(waitpid(guest, &status, 0), guest);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "create", create },
		{ "create of a file", create_of_a_file },
		{ "create fails and leaves nothing", create_fails },
		{ "a name has one domain", one_of_a_name },
		{ "a domain that cannot be watched", not_watched },
		{ "console", console },
		{ "console: escape", console_escape },
		{ "console at a terminal", console_at_a_terminal },
		{ "console that is killed", console_is_killed },
		{ "create with console", create_with_console },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "create", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm create", suites);
}
